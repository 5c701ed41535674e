import { DependencyType, TaskStatus } from '../../../src/domain/enums.ts';
import { NO_MANUAL_STATUS } from '../../../src/domain/plan/status.ts';
import { rational } from '../../../src/domain/rational.ts';
import type {
  RiskWork,
  WatchedLink,
  WatchedSchedule,
  WatchedSubtask,
  WatchedTask,
} from '../../../src/domain/watchdog/watchdog-facts.ts';
import { ALERT_ACTIONS } from '../../../src/domain/watchdog/watchdog-actions.ts';
import { FOUND_CODES } from '../../../src/domain/watchdog/watchdog-thresholds.ts';
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
  test.each<[string, DependencyType, number, Partial<WatchedTask>, Partial<WatchedTask>, number, boolean]>([
    [
      'on the next working day after the finish',
      FS,
      0,
      completed('2026-11-13'),
      begun('2026-11-16'),
      0,
      false,
    ],
    ['on the day of the finish', FS, 0, completed('2026-11-13'), begun('2026-11-13'), 0, true],
    [
      'a day too early, and a day is tolerated',
      FS,
      0,
      completed('2026-11-13'),
      begun('2026-11-13'),
      1,
      false,
    ],
    [
      'two days too early, and a day is tolerated',
      FS,
      0,
      completed('2026-11-13'),
      begun('2026-11-12'),
      1,
      true,
    ],
    ['when the lag is over', FS, 1, completed('2026-11-13'), begun('2026-11-17'), 0, false],
    ['within the lag', FS, 1, completed('2026-11-13'), begun('2026-11-16'), 0, true],
    ['before a predecessor that is open', FS, 0, {}, begun('2026-11-16'), 0, true],
    ['before a predecessor that is open, nobody said when', FS, 0, {}, begun(null), 0, true],
    ['as a lead allows', FS, -2, {}, begun(TODAY), 0, false],
    [
      'though a finish nobody said the day of came first',
      FS,
      0,
      completed(null),
      begun('2026-11-02'),
      0,
      false,
    ],
    ['not at all', FS, 0, {}, {}, 0, false],
    ['with its predecessor', SS, 0, begun('2026-11-16'), begun('2026-11-16'), 0, false],
    ['before its predecessor', SS, 0, begun('2026-11-16'), begun('2026-11-13'), 0, true],
    ['before a predecessor that is not begun', SS, 0, {}, begun('2026-11-16'), 0, true],
  ])('a successor begun %s', (_, type, lag, a, b, earlyStartToleranceDays, isFound) => {
    const tasks = [
      { id: 'a', ...a },
      { id: 'b', ...b },
    ];
    const lines = found(tasks, { links: [linkOf(type, lag)], thresholds: { earlyStartToleranceDays } });
    expect(only('early', lines)).toEqual(isFound ? ['2 early_successor_start link'] : []);
  });

  test.each<[string, DependencyType, Partial<WatchedTask>, Partial<WatchedTask>, boolean]>([
    ['with its predecessor', FF, completed('2026-11-13'), completed('2026-11-13'), false],
    ['before its predecessor', FF, completed('2026-11-16'), completed('2026-11-13'), true],
    ['while its predecessor is open', FF, begun('2026-11-02'), completed('2026-11-13'), true],
    ['after its predecessor was begun', SF, begun('2026-11-13'), completed('2026-11-13'), false],
    ['before its predecessor was begun', SF, begun('2026-11-17'), completed('2026-11-13'), true],
    ['not yet', FF, {}, begun('2026-11-02'), false],
  ])('a successor completed %s', (_, type, a, b, isFound) => {
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

describe('critical_path_drift', () => {
  const schedule = (varianceDays: number | null, more: Partial<WatchedSchedule> = {}): WatchedSchedule => ({
    promisedFinish: '2026-11-30',
    varianceDays,
    driver: { id: 'fans', name: 'Fans', endDate: '2026-11-06' },
    ...more,
  });

  test.each([
    [-3, 0, null],
    [0, 0, null],
    [1, 0, 1],
    [2, 0, 1],
    [3, 0, 3],
    [79, 0, 40],
    [80, 0, 80],
    [500, 0, 80],
    [4, 5, null],
    [5, 5, null],
    [6, 5, 5],
  ])(
    'a finish %d days late, more than %d of which matter, is in the band %p',
    (days, criticalDriftDays, band) => {
      const findings = findingsIn([], { schedule: schedule(days), thresholds: { criticalDriftDays } });
      expect(findings.map(({ measures }) => measures['bandDays'])).toEqual(band === null ? [] : [band]);
    },
  );

  test('names the finish that was promised and the task that comes first, and is as old as that is late', () => {
    expect(findingsIn([], { schedule: schedule(4) })).toMatchObject([
      {
        level: 1,
        message:
          '“Project” is forecast to end at least 3 working days after 2026-11-30, the finish that was promised. The path that drives it begins with “Fans”.',
        measures: { driverId: 'fans', promisedFinish: '2026-11-30' },
        since: '2026-11-06',
      },
    ]);
  });

  test('without a promise, or a schedule, there is none', () => {
    expect(found([], { schedule: schedule(null, { promisedFinish: null }) })).toEqual([]);
    expect(found([], { schedule: null })).toEqual([]);
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
});

describe('owner_overload', () => {
  const load = (...tasks: number[]) => ({
    userId: 'anna',
    name: 'Anna',
    projects: tasks.map((count, n) => ({ id: n === 0 ? 'project' : `other ${n}`, tasks: count })),
  });

  test.each([
    [[9], false],
    [[10], false],
    [[11], true],
    [[6, 4], false],
    [[6, 5], true],
    [[], false],
  ])('with %j tasks under way by project', (tasks, isFound) => {
    const lines = found([], { workloads: [load(...tasks)] });
    expect(lines).toEqual(isFound ? ['3 owner_overload anna'] : []);
  });

  test('is raised in the project with most of them alone, and names all', () => {
    const { projects } = load(6, 5);
    const elsewhere = { ...load(), projects: [...projects].reverse() };
    expect(found([], { workloads: [elsewhere] })).toEqual([]);
    const [finding] = findingsIn([], { workloads: [load(6, 5)] });
    expect(finding?.measures).toEqual({ projects: ['other 1', 'project'] });
  });
});

describe('cost_spike', () => {
  const planned = [{ cents: 100_00n, start: null, end: null }];
  test.each([
    [149_99n, planned, false],
    [150_00n, planned, false],
    [150_01n, planned, true],
    [0n, [], false],
    [1n, [], true],
  ])('with %d cents spent', (cents, work, isFound) => {
    const cost = { planned: work, baseline: null, spent: [{ on: '2026-11-10', cents }] };
    expect(found([], { cost })).toEqual(isFound ? ['1 cost_spike project'] : []);
  });

  test('goes by the newest snapshot', () => {
    const spent = [
      { on: '2026-11-01', cents: 999_00n },
      { on: '2026-11-02', cents: 100_00n },
    ];
    expect(found([], { cost: { planned, baseline: null, spent } })).toEqual([]);
  });

  // Ten working days of 10.00 each, from Monday the 2nd to Friday the 13th.
  const fortnight = [{ cents: 100_00n, start: '2026-11-02', end: '2026-11-13' }];
  const snapshots = (from: string, to: string, cents: bigint) => [
    { on: from, cents: 0n },
    { on: to, cents },
  ];
  test.each([
    ['20 % more than planned', snapshots('2026-11-06', '2026-11-13', 60_00n), false],
    ['a cent over 20 % more', snapshots('2026-11-06', '2026-11-13', 60_01n), true],
    ['20 % less', snapshots('2026-11-06', '2026-11-13', 40_00n), false],
    ['a cent below that', snapshots('2026-11-06', '2026-11-13', 39_99n), true],
    ['much more, within six days', snapshots('2026-11-07', '2026-11-13', 99_00n), false],
    ['anything, where nothing was planned', snapshots('2026-11-02', '2026-11-02', 99_00n), false],
  ])('when %s was spent between two snapshots', (_, spent, isFound) => {
    const lines = found([], { cost: { planned: fortnight, baseline: null, spent } });
    expect(lines).toEqual(isFound ? ['3 cost_spike project:burn'] : []);
  });

  test('compares with the current baseline where there is one', () => {
    const spent = snapshots('2026-11-06', '2026-11-13', 50_00n);
    const baseline = [{ cents: 100_00n, start: '2026-12-01', end: '2026-12-31' }];
    expect(found([], { cost: { planned: fortnight, baseline, spent } })).toEqual([]);
    const twice = [{ cents: 200_00n, start: '2026-11-02', end: '2026-11-13' }];
    expect(found([], { cost: { planned: fortnight, baseline: twice, spent } })).toHaveLength(1);
  });

  test('looks back for ninety days', () => {
    const cost = (today: string) => ({
      today,
      cost: { planned: fortnight, baseline: null, spent: snapshots('2026-11-06', '2026-11-13', 99_00n) },
    });
    expect(found([], cost('2027-02-04'))).toHaveLength(1);
    expect(found([], cost('2027-02-05'))).toEqual([]);
  });
});

describe('risk_not_mitigating', () => {
  const work: RiskWork = {
    projectId: 'project',
    isProjectActive: true,
    mitigationPct: '40.00',
    progress: rational(0),
    requiresEvidence: false,
    hasAcceptedEvidence: false,
    start: '2026-11-02',
    end: '2026-11-06',
  };
  const risk = (...values: Partial<RiskWork>[]) => ({
    risks: [{ riskId: 'fire', work: values.map((each) => ({ ...work, ...each })) }],
  });

  test.each<[string, Partial<RiskWork>[], boolean]>([
    ['ten points behind', [{ progress: rational(75) }], false],
    ['more than ten points behind', [{ progress: rational(74) }], true],
    ['behind, in two tasks', [{ progress: rational(80) }, { progress: rational(90) }], true],
    ['done but unproven', [{ progress: rational(100), requiresEvidence: true }], true],
    ['planned for later', [{ start: '2026-12-01', end: '2026-12-11' }], false],
    ['planned for no day', [{ start: null, end: null }], false],
    ['past the cap of 90 with what is planned', [{ mitigationPct: '100.00', progress: rational(80) }], false],
    ['in projects that are not active', [{ isProjectActive: false }], false],
  ])('work that is %s', (_, values, isFound) => {
    expect(found([], risk(...values))).toEqual(isFound ? ['2 risk_not_mitigating fire'] : []);
  });

  test('is raised in the project that planned most of it', () => {
    const both = [{}, { projectId: 'other', mitigationPct: '41.00' }];
    expect(found([], risk(...both))).toEqual([]);
    expect(found([], { ...risk(...both), id: 'other' })).toEqual(['2 risk_not_mitigating fire']);
  });
});

test('integration_broken is raised where a delivery was given up', () => {
  expect(found([], { deadDeliveries: 0 })).toEqual([]);
  expect(found([], { deadDeliveries: 1 })).toEqual(['3 integration_broken project']);
});

test('every code that the watchdog finds says in a sentence what to do', () => {
  for (const code of FOUND_CODES) expect(ALERT_ACTIONS[code]).toMatch(/^[A-Z].*\.$/);
});
