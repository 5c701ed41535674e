import {
  actualDatesAfter,
  requireOccurred,
  type WorkProgress,
} from '../../../src/domain/plan/actual-dates.ts';
import { changeTaskRule, DEFAULT_TASK_RULE } from '../../../src/domain/schedule/task-rule.ts';
import { refusal } from '../refusal.ts';

const work = (progressPercent: number, more: Partial<WorkProgress> = {}): WorkProgress => ({
  progressPercent,
  isStarted: false,
  actualStart: null,
  actualFinish: null,
  ...more,
});
const [START, FINISH, ON] = ['2026-03-02', '2026-03-06', '2026-03-09'];

interface Case {
  readonly what: string;
  readonly was: WorkProgress | null;
  readonly now: WorkProgress;
  /** Start and finish after it. */
  readonly dates: readonly [string | null, string | null];
}

const both = { actualStart: START, actualFinish: FINISH };
const begun = { actualStart: START };

test.each<Case>([
  { what: 'the first progress gives the start', was: work(0), now: work(10), dates: [ON, null] },
  {
    what: 'a start by hand gives the start',
    was: work(0),
    now: work(0, { isStarted: true }),
    dates: [ON, null],
  },
  { what: 'completion in one step gives both', was: work(0), now: work(100), dates: [ON, ON] },
  { what: 'a known start stays', was: work(10), now: work(20, begun), dates: [START, null] },
  { what: 'completion gives the finish', was: work(60), now: work(100, begun), dates: [START, ON] },
  { what: 'reopening clears the finish', was: work(100), now: work(60, both), dates: [START, null] },
  {
    what: 'a report taken back to nothing clears the start',
    was: work(10),
    now: work(0, begun),
    dates: [null, null],
  },
  {
    what: 'a start that a file gave needs no progress',
    was: work(0),
    now: work(0, begun),
    dates: [START, null],
  },
  {
    what: 'a start that was not kept at the time stays unknown',
    was: work(10),
    now: work(20),
    dates: [null, null],
  },
  {
    what: 'a finish that was not kept at the time stays unknown',
    was: work(100),
    now: work(100),
    dates: [null, null],
  },
  { what: 'a restored task keeps its dates', was: null, now: work(100, both), dates: [START, FINISH] },
  {
    what: 'a finish never lies before the start',
    was: work(60),
    now: work(100, { actualStart: '2026-03-20' }),
    dates: ['2026-03-20', '2026-03-20'],
  },
])('$what', ({ was, now, dates: [actualStart, actualFinish] }) => {
  expect(actualDatesAfter(was, now, ON)).toEqual({ actualStart, actualFinish });
});

test('work occurs neither in the future nor before it began', () => {
  const day = { today: ON, actualStart: START };
  expect(() => requireOccurred(ON, day)).not.toThrow();
  expect(() => requireOccurred(START, day)).not.toThrow();
  expect(() => requireOccurred('2026-03-10', day)).toThrow(
    refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.occurredOn', actual: '2026-03-10' }),
  );
  expect(() => requireOccurred('2026-03-01', day)).toThrow(
    refusal('BAD_USER_INPUT', {
      pit: 'PIT006',
      field: 'input.occurredOn',
      expected: expect.stringContaining(START),
    }),
  );
});

test('a constraint and its day go together, and freeing a task forgets the day', () => {
  const held = changeTaskRule(DEFAULT_TASK_RULE, { constraintKind: 'snet', constraintDate: START });
  expect(held).toEqual({ ...DEFAULT_TASK_RULE, constraintKind: 'snet', constraintDate: START });
  expect(changeTaskRule(held, { deadline: FINISH }).constraintDate).toBe(START);
  expect(changeTaskRule(held, { constraintKind: null })).toEqual(DEFAULT_TASK_RULE);
  for (const change of [{ constraintKind: 'mso' as const }, { constraintDate: START }]) {
    expect(() => changeTaskRule(DEFAULT_TASK_RULE, change)).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.constraintDate' }),
    );
  }
});
