import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { decideCompletion } from '../../../src/domain/rollup/completion.ts';
import {
  allowedMoves,
  applyMove,
  applyProgress,
  deriveStatus,
  isOverdue,
  predecessorHold,
  StatusMove,
  NO_MANUAL_STATUS,
  type ManualStatus,
  type StatusFacts,
} from '../../../src/domain/plan/status.ts';
import { DependencyType, TaskStatus } from '../../../src/domain/enums.ts';
import { refusal } from '../refusal.ts';

const today = '2024-05-15'; // a Wednesday
const day = { today, upcomingDays: 5 };
const facts = (some: Partial<StatusFacts> = {}): StatusFacts => ({
  hand: NO_MANUAL_STATUS,
  start: null,
  end: null,
  progressPercent: 0,
  predecessors: [],
  ...some,
});
const hand = (some: Partial<ManualStatus>): ManualStatus => ({ ...NO_MANUAL_STATUS, ...some });
/** The facts once completion is decided on, of work that needs no evidence. */
const settled = (some: StatusFacts, next: ManualStatus): StatusFacts => {
  const work = { ...some, hand: next, isEvidenceGateMet: true, status: deriveStatus(some, day) };
  return { ...some, ...decideCompletion(work, [], 40) };
};
const held = { constraintDate: today, isMet: false };

const date = fc.option(fc.integer({ min: -20, max: 20 }).map((n) => addDays(today, n)));
const anyFacts: fc.Arbitrary<StatusFacts> = fc.record({
  hand: fc.record({
    isStarted: fc.boolean(),
    isBlocked: fc.boolean(),
    completion: fc.constantFrom('open', 'reopened'),
  }),
  start: date,
  end: date,
  progressPercent: fc.constantFrom(0, 1, 50, 99, 100),
  predecessors: fc.array(fc.record({ constraintDate: date, isMet: fc.boolean() }), { maxLength: 3 }),
});

test.each<[TaskStatus, string, Partial<StatusFacts>]>([
  [
    'completed',
    'at 100, late and blocked though it be',
    { progressPercent: 100, hand: hand({ isBlocked: true }), end: '2024-01-01' },
  ],
  [
    'overdue',
    'claimed to be complete without the evidence it needs',
    { progressPercent: 99, hand: hand({ completion: 'completed' }), end: '2024-05-14' },
  ],
  ['blocked', 'by hand, late though it be', { hand: hand({ isBlocked: true }), end: '2024-01-01' }],
  ['blocked', 'by a predecessor whose date has come', { predecessors: [held], progressPercent: 10 }],
  [
    'not_started',
    'with a predecessor whose date is to come',
    { predecessors: [{ ...held, constraintDate: '2024-05-16' }] },
  ],
  ['not_started', 'with a predecessor that did its part', { predecessors: [{ ...held, isMet: true }] }],
  ['not_started', 'with a predecessor without dates', { predecessors: [{ ...held, constraintDate: null }] }],
  ['overdue', 'when its end was yesterday', { start: '2024-05-01', end: '2024-05-14', progressPercent: 99 }],
  ['due_today', 'on its last day', { start: '2024-05-01', end: today }],
  ['active', 'from its first day', { start: today, end: '2024-05-20' }],
  ['active', 'with progress before its start', { start: '2024-06-01', progressPercent: 1 }],
  ['active', 'when started by hand', { start: '2024-06-01', hand: hand({ isStarted: true }) }],
  ['upcoming', 'five days before its start', { start: '2024-05-20' }],
  ['not_started', 'six days before its start', { start: '2024-05-21' }],
  ['not_started', 'without dates', {}],
])('the derived status is %s: %s', (status, _, some) => {
  expect(deriveStatus(facts(some), day)).toBe(status);
});

test('how soon a task is upcoming is a setting', () => {
  expect(deriveStatus(facts({ start: '2024-05-21' }), { today, upcomingDays: 6 })).toBe('upcoming');
  expect(deriveStatus(facts({ start: '2024-05-16' }), { today, upcomingDays: 0 })).toBe('not_started');
});

test('a completed task never becomes overdue, and no open one stays on time for ever', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(1_000), (some, days) => {
      const now = deriveStatus(some, day);
      const later = deriveStatus(some, { ...day, today: addDays(today, 41 + days) });
      if (now === TaskStatus.COMPLETED) expect(later).toBe(TaskStatus.COMPLETED);
      else if (some.end !== null) expect([TaskStatus.OVERDUE, TaskStatus.BLOCKED]).toContain(later);
    }),
  );
});

test('a task is overdue from the day after its end', () => {
  expect([isOverdue('2024-05-14', today), isOverdue(today, today), isOverdue(null, today)]).toEqual([
    true,
    false,
    false,
  ]);
});

describe('a predecessor', () => {
  const calendar = new WorkCalendar();
  const predecessor = facts({ start: '2024-05-06', end: '2024-05-10' });
  const hold = (type: DependencyType, lagDays: number, some: Partial<StatusFacts> = {}): unknown =>
    predecessorHold({ type, lagDays }, { ...predecessor, ...some }, calendar);

  test('holds from the working day after its own, and later by the lag', () => {
    expect(hold(DependencyType.FINISH_TO_START, 0)).toEqual({ constraintDate: '2024-05-13', isMet: false });
    expect(hold(DependencyType.FINISH_TO_FINISH, 2)).toEqual({ constraintDate: '2024-05-15', isMet: false });
    expect(hold(DependencyType.START_TO_START, 0)).toEqual({ constraintDate: '2024-05-07', isMet: false });
    expect(hold(DependencyType.START_TO_FINISH, -1)).toEqual({ constraintDate: '2024-05-06', isMet: false });
    expect(hold(DependencyType.FINISH_TO_START, 0, { end: null })).toEqual({
      constraintDate: null,
      isMet: false,
    });
  });

  test('has done its part when it is finished, or for links from its start when it is under way', () => {
    for (const type of Object.values(DependencyType)) {
      const isFromStart = type === 'start_to_start' || type === 'start_to_finish';
      expect(hold(type, 0, { progressPercent: 5 })).toMatchObject({ isMet: isFromStart });
      expect(hold(type, 0, { hand: hand({ isStarted: true }) })).toMatchObject({ isMet: isFromStart });
      expect(hold(type, 0, { progressPercent: 100 })).toMatchObject({ isMet: true });
    }
  });
});

describe('moves by hand', () => {
  test.each<[string, Partial<StatusFacts>, StatusMove[]]>([
    ['untouched', {}, ['start', 'block', 'complete']],
    ['its day has come', { start: '2024-05-01' }, ['start', 'block', 'complete']],
    ['started', { hand: hand({ isStarted: true }) }, ['block', 'complete']],
    ['under way', { progressPercent: 20 }, ['block', 'complete']],
    ['blocked by hand', { hand: hand({ isBlocked: true, isStarted: true }) }, ['unblock']],
    ['held up', { predecessors: [held] }, ['block', 'complete']],
    ['completed', { progressPercent: 100 }, ['reopen']],
    ['claimed', { progressPercent: 99, hand: hand({ completion: 'completed' }) }, ['block', 'complete']],
  ])('%s', (_, some, moves) => {
    expect(allowedMoves(facts(some), today)).toEqual(moves);
  });

  test('each allowed move leads where it says, each other one is refused with the allowed ones', () => {
    const leadsTo: Record<StatusMove, (status: TaskStatus) => boolean> = {
      start: (status) => ['active', 'due_today', 'overdue'].includes(status),
      block: (status) => status === 'blocked',
      unblock: (status) => status !== 'completed',
      complete: (status) => status === 'completed',
      reopen: (status) => status !== 'completed',
    };
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...Object.values(StatusMove)), (some, move) => {
        const moves = allowedMoves(some, today);
        if (moves.includes(move)) {
          const moved = settled(some, applyMove(move, some, today));
          expect(leadsTo[move](deriveStatus(moved, day))).toBe(true);
        } else {
          expect(() => applyMove(move, some, today)).toThrow(
            refusal('BAD_USER_INPUT', { allowedMoves: moves, actual: move }),
          );
        }
      }),
    );
  });

  test('a started task that was blocked is started still', () => {
    const started = facts({ hand: applyMove('start', facts(), today) });
    const blocked = facts({ hand: applyMove('block', started, today) });
    expect(applyMove('unblock', blocked, today)).toEqual(started.hand);
  });

  test('a report of 100 is a claim, and one of less takes it back', () => {
    const claimed = facts({ hand: applyProgress(100, facts(), today), progressPercent: 99 });
    expect(claimed.hand).toEqual(hand({ completion: 'completed' }));
    expect(applyProgress(60, claimed, today)).toEqual(NO_MANUAL_STATUS);
    expect(applyProgress(60, facts({ hand: hand({ completion: 'reopened' }) }), today)).toEqual(
      NO_MANUAL_STATUS,
    );
  });

  test('progress of a completed task is refused until it is reopened', () => {
    expect(() => applyProgress(50, facts({ progressPercent: 100 }), today)).toThrow(
      refusal('BAD_USER_INPUT', { allowedMoves: ['reopen'] }),
    );
  });
});
