import { DependencyType, TaskStatus } from '../../../src/domain/enums.ts';
import { NO_MANUAL_STATUS } from '../../../src/domain/plan/status.ts';
import type {
  WatchedLink,
  WatchedSubtask,
  WatchedTask,
} from '../../../src/domain/watchdog/watchdog-facts.ts';
import { findingsIn, found, foundIn, quietSubtask, TODAY } from './watched.ts';

const only = (code: string, lines: readonly string[]): string[] =>
  lines.filter((line) => line.includes(code));

describe('stalled_subtask', () => {
  const due = { startDate: '2026-11-12' };
  test.each<[string, Partial<WatchedSubtask>, boolean]>([
    ['was to begin five days ago', { startDate: '2026-11-13' }, false],
    ['was to begin six days ago', due, true],
    ['was to begin seven days ago', { startDate: '2026-11-11' }, true],
    ['is 9 % done', { ...due, progressPercent: 9 }, true],
    ['is 10 % done', { ...due, progressPercent: 10 }, false],
    ['was made five days ago', { ...due, createdOn: '2026-11-13' }, false],
    ['has no start and was not begun', {}, false],
    ['has no start and was begun by hand', { hand: { ...NO_MANUAL_STATUS, isStarted: true } }, true],
    ['is to begin tomorrow', { startDate: '2026-11-19' }, false],
    ['is blocked', { ...due, status: TaskStatus.BLOCKED }, false],
    ['is completed', { ...due, status: TaskStatus.COMPLETED }, false],
  ])('a subtask that %s', (_, values, isFound) => {
    const lines = found([{}], { subtasks: [{ ...quietSubtask, ...values }] });
    expect(only('stalled_subtask', lines)).toEqual(isFound ? ['3 stalled_subtask step'] : []);
  });
});

describe('status_mismatch', () => {
  const hand = { ...NO_MANUAL_STATUS };
  test.each<[string, Partial<WatchedTask>, string | null]>([
    ['not started, and planned for some day', {}, null],
    ['not started, with its start today', { startDate: TODAY }, 'active'],
    ['not started, at 5 %', { progressPercent: 5 }, 'active'],
    ['active, at 0 % and never begun', { status: TaskStatus.ACTIVE }, 'not_started'],
    ['active, begun by hand', { status: TaskStatus.ACTIVE, hand: { ...hand, isStarted: true } }, null],
    ['active, at 100 %', { status: TaskStatus.ACTIVE, progressPercent: 100 }, 'completed'],
    ['completed, at 40 %', { status: TaskStatus.COMPLETED, progressPercent: 40 }, 'active'],
    ['completed, at 100 %', { status: TaskStatus.COMPLETED, progressPercent: 100 }, null],
    ['blocked, and nobody blocks it', { status: TaskStatus.BLOCKED }, 'not_started'],
    ['active, and due yesterday', { status: TaskStatus.ACTIVE, endDate: '2026-11-17' }, 'overdue'],
    [
      'waiting at 99 % for the evidence of its claim',
      {
        status: TaskStatus.ACTIVE,
        progressPercent: 99,
        requiresEvidence: true,
        hand: { ...hand, completion: 'completed' },
      },
      null,
    ],
  ])('a task that is %s', (_, task, expected) => {
    const lines = findingsIn([{ id: 'it', ...task }], { isSettled: true }).filter(
      ({ code }) => code === 'status_mismatch',
    );
    expect(lines.map(({ measures }) => measures['expectedStatus'])).toEqual(
      expected === null ? [] : [expected],
    );
  });

  test('waits for the day roll-over, which makes the statuses those of today', () => {
    const stale = { startDate: TODAY, lastHeard: TODAY };
    expect(only('status_mismatch', found([stale], { isSettled: false }))).toEqual([]);
    expect(only('status_mismatch', found([stale], { isSettled: true }))).toHaveLength(1);
  });

  test('looks at subtasks too, and at the predecessors of tasks', () => {
    const subtasks = [{ ...quietSubtask, status: TaskStatus.ACTIVE }];
    expect(found([{}], { subtasks, isSettled: true })).toEqual(['2 status_mismatch step']);
    const links = [linkOf(DependencyType.FINISH_TO_START)];
    const held = [{ id: 'a', endDate: '2026-11-16', status: TaskStatus.OVERDUE }, { id: 'b' }];
    expect(only('status_mismatch', found(held, { links, isSettled: true }))).toEqual(['2 status_mismatch b']);
  });
});

function linkOf(type: DependencyType, lagDays = 0): WatchedLink {
  return { id: 'link', predecessorId: 'a', successorId: 'b', type, lagDays };
}

interface Case {
  readonly type: DependencyType;
  readonly lag?: number;
  readonly a: Partial<WatchedTask>;
  readonly b: Partial<WatchedTask>;
  readonly tolerance?: number;
  readonly isFound: boolean;
}

describe('early_successor_start', () => {
  const completed = (actualFinish: string | null, actualStart: string | null = '2026-11-02') => ({
    status: TaskStatus.COMPLETED,
    progressPercent: 100,
    actualStart,
    actualFinish,
  });
  const begun = (actualStart: string | null) => ({
    status: TaskStatus.ACTIVE,
    isUnderWay: true,
    progressPercent: 50,
    actualStart,
    lastHeard: TODAY,
  });
  const {
    FINISH_TO_START: FS,
    START_TO_START: SS,
    FINISH_TO_FINISH: FF,
    START_TO_FINISH: SF,
  } = DependencyType;

  // 2026-11-13 is a Friday, 2026-11-16 the Monday after.
  test.each<[string, Case]>([
    [
      'on the next working day after the finish',
      { type: FS, lag: 0, a: completed('2026-11-13'), b: begun('2026-11-16'), tolerance: 0, isFound: false },
    ],
    [
      'on the day of the finish',
      { type: FS, lag: 0, a: completed('2026-11-13'), b: begun('2026-11-13'), tolerance: 0, isFound: true },
    ],
    [
      'a day too early, and a day is tolerated',
      { type: FS, lag: 0, a: completed('2026-11-13'), b: begun('2026-11-13'), tolerance: 1, isFound: false },
    ],
    [
      'two days too early, and a day is tolerated',
      { type: FS, lag: 0, a: completed('2026-11-13'), b: begun('2026-11-12'), tolerance: 1, isFound: true },
    ],
    [
      'when the lag is over',
      { type: FS, lag: 1, a: completed('2026-11-13'), b: begun('2026-11-17'), tolerance: 0, isFound: false },
    ],
    [
      'within the lag',
      { type: FS, lag: 1, a: completed('2026-11-13'), b: begun('2026-11-16'), tolerance: 0, isFound: true },
    ],
    [
      'before a predecessor that is open',
      { type: FS, lag: 0, a: {}, b: begun('2026-11-16'), tolerance: 0, isFound: true },
    ],
    [
      'before a predecessor that is open, nobody said when',
      { type: FS, lag: 0, a: {}, b: begun(null), tolerance: 0, isFound: true },
    ],
    ['as a lead allows', { type: FS, lag: -2, a: {}, b: begun(TODAY), tolerance: 0, isFound: false }],
    [
      'though a finish nobody said the day of came first',
      { type: FS, lag: 0, a: completed(null), b: begun('2026-11-02'), tolerance: 0, isFound: false },
    ],
    ['not at all', { type: FS, lag: 0, a: {}, b: {}, tolerance: 0, isFound: false }],
    [
      'with its predecessor',
      { type: SS, lag: 0, a: begun('2026-11-16'), b: begun('2026-11-16'), tolerance: 0, isFound: false },
    ],
    [
      'before its predecessor',
      { type: SS, lag: 0, a: begun('2026-11-16'), b: begun('2026-11-13'), tolerance: 0, isFound: true },
    ],
    [
      'before a predecessor that is not begun',
      { type: SS, lag: 0, a: {}, b: begun('2026-11-16'), tolerance: 0, isFound: true },
    ],
  ])(
    'a successor begun %s',
    (_, { type, lag = 0, a, b, tolerance: earlyStartToleranceDays = 0, isFound }) => {
      const tasks = [
        { id: 'a', ...a },
        { id: 'b', ...b },
      ];
      const lines = found(tasks, { links: [linkOf(type, lag)], thresholds: { earlyStartToleranceDays } });
      expect(only('early', lines)).toEqual(isFound ? ['2 early_successor_start link'] : []);
    },
  );

  test.each<[string, Case]>([
    [
      'with its predecessor',
      { type: FF, a: completed('2026-11-13'), b: completed('2026-11-13'), isFound: false },
    ],
    [
      'before its predecessor',
      { type: FF, a: completed('2026-11-16'), b: completed('2026-11-13'), isFound: true },
    ],
    [
      'while its predecessor is open',
      { type: FF, a: begun('2026-11-02'), b: completed('2026-11-13'), isFound: true },
    ],
    [
      'after its predecessor was begun',
      { type: SF, a: begun('2026-11-13'), b: completed('2026-11-13'), isFound: false },
    ],
    [
      'before its predecessor was begun',
      { type: SF, a: begun('2026-11-17'), b: completed('2026-11-13'), isFound: true },
    ],
    ['not yet', { type: FF, a: {}, b: begun('2026-11-02'), isFound: false }],
  ])('a successor completed %s', (_, { type, a, b, isFound }) => {
    const lines = found(
      [
        { id: 'a', ...a },
        { id: 'b', ...b },
      ],
      { links: [linkOf(type)] },
    );
    expect(only('early', lines)).toEqual(isFound ? ['2 early_successor_start link'] : []);
  });
});

describe('dependency_cycle', () => {
  const link = (predecessorId: string, successorId: string): WatchedLink => ({
    ...linkOf(DependencyType.FINISH_TO_START),
    id: `${predecessorId}${successorId}`,
    predecessorId,
    successorId,
  });
  const tasks = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, name: id }));

  test('of a chain there is none', () => {
    expect(found(tasks, { links: [link('a', 'b'), link('b', 'c'), link('a', 'c')] })).toEqual([]);
  });

  test('each knot is one, about its smallest task, whatever the order of the links', () => {
    const links = [link('c', 'b'), link('b', 'c'), link('a', 'b'), link('e', 'd'), link('d', 'e')];
    expect(found(tasks, { links })).toEqual(['1 dependency_cycle b', '1 dependency_cycle d']);
    expect(found(tasks, { links: [...links].reverse() }).sort()).toEqual([
      '1 dependency_cycle b',
      '1 dependency_cycle d',
    ]);
    expect(findingsIn(tasks, { links })[0]).toMatchObject({ measures: { tasks: ['b', 'c'] } });
  });
});

describe('duration_mismatch', () => {
  // Ten working days, of which 7 are gone today, the eighth.
  const task = { startDate: '2026-11-09', endDate: '2026-11-20', durationDays: 10, lastHeard: TODAY };
  test.each<[string, Partial<WatchedTask>, boolean]>([
    ['at seven tenths of its time', task, false],
    ['past seven tenths of its time', { ...task, startDate: '2026-11-06' }, true],
    ['at 19 %', { ...task, startDate: '2026-11-06', progressPercent: 19, isUnderWay: true }, true],
    ['at 20 %', { ...task, startDate: '2026-11-06', progressPercent: 20, isUnderWay: true }, false],
    ['overdue', { ...task, startDate: '2026-11-06', endDate: '2026-11-17' }, false],
    ['completed', { ...task, startDate: '2026-11-06', status: TaskStatus.COMPLETED }, false],
    ['a milestone', { ...task, startDate: '2026-11-06', durationDays: 0 }, false],
    ['without a start', { ...task, startDate: null }, false],
  ])('a task %s', (_, values, isFound) => {
    const lines = only('duration', foundIn(values));
    expect(lines).toEqual(isFound ? ['2 duration_mismatch it'] : []);
  });

  test('it has been so since the first day before which too many of its days were gone', () => {
    // Eight of ten working days from 6 November on are gone with 17 November.
    const found = findingsIn([{ ...task, startDate: '2026-11-06' }]);
    expect(found.find(({ code }) => code === 'duration_mismatch')).toMatchObject({ since: '2026-11-18' });
  });
});
