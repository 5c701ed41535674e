import fc from 'fast-check';
import {
  CONSTRAINT_KINDS,
  LINK_TYPES,
  packPlan,
  WorkState,
  type PlanFacts,
  type PlannedLink,
  type PlannedTask,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { day } from './plan-on-days.ts';

/** A plan as objects, to be changed and packed. */
export interface SmallPlan {
  readonly tasks: readonly PlannedTask[];
  readonly links: readonly PlannedLink[];
}

export const packed = ({ tasks, links }: SmallPlan): PlanFacts => packPlan(tasks, links);

/** The data date of the plans in progress: what has happened, happened before it. */
export const DATA_DAY = 12;

const MOST_TASKS = 14;
const date = fc.integer({ min: 0, max: 25 }).map(day);

/** Links of all types and with leads, from lower to higher numbers, so that no cycle can arise. */
function links(count: number): fc.Arbitrary<PlannedLink[]> {
  const link = fc.record({
    a: fc.nat(count - 1),
    b: fc.nat(count - 1),
    type: fc.constantFrom(...LINK_TYPES),
    lagDays: fc.integer({ min: -2, max: 3 }),
  });
  return fc.array(link, { maxLength: 24 }).map((drawn) =>
    drawn
      .filter(({ a, b }) => a !== b)
      .map(({ a, b, type, lagDays }, k) => ({
        id: `l${k}`,
        predecessorId: `t${Math.min(a, b)}`,
        successorId: `t${Math.max(a, b)}`,
        type,
        lagDays,
      })),
  );
}

function plansOf(task: fc.Arbitrary<Omit<PlannedTask, 'id'>>): fc.Arbitrary<SmallPlan> {
  return fc.array(task, { minLength: 1, maxLength: MOST_TASKS }).chain((drawn) =>
    links(drawn.length).map((drawnLinks) => ({
      tasks: drawn.map((one, n) => ({ ...one, id: `t${n}` })),
      links: drawnLinks,
    })),
  );
}

const duration = fc.nat(9);

const notStarted: fc.Arbitrary<Omit<PlannedTask, 'id'>> = fc.record(
  { durationDays: duration, start: date },
  { requiredKeys: ['durationDays'] },
);

const started: fc.Arbitrary<Omit<PlannedTask, 'id'>> = fc.record({
  durationDays: duration,
  state: fc.constant(WorkState.UNDER_WAY),
  progress: fc.nat(99),
  actualStart: fc.integer({ min: 0, max: DATA_DAY }).map(day),
});

const completed: fc.Arbitrary<Omit<PlannedTask, 'id'>> = fc
  .record({ durationDays: duration, finish: fc.nat(DATA_DAY), back: fc.nat(6) })
  .map(({ durationDays, finish, back }) => ({
    durationDays,
    progress: 100,
    state: WorkState.COMPLETED,
    actualStart: day(Math.max(0, finish - back)),
    actualFinish: day(finish),
  }));

/** Plans of which nothing has begun. */
export const freshPlans = plansOf(notStarted);

/** Plans in any state, work out of sequence included, without rules of tasks. */
export const runningPlans = plansOf(fc.oneof(notStarted, started, completed));

/** Work that people have said less of: an end alone, a start alone, neither, or how much is left of it. */
const loose: fc.Arbitrary<Omit<PlannedTask, 'id'>> = fc.oneof(
  fc.record({ end: date }),
  fc.record({ start: date }),
  fc.constant({}),
  fc.record({ start: date, state: fc.constant(WorkState.UNDER_WAY), progress: fc.nat(99) }),
  fc.record({ durationDays: fc.integer({ min: 1, max: 9 }), remainingDays: fc.integer({ min: 1, max: 12 }) }),
);

/** Plans in any state of which some tasks have no duration, no start or no end. */
export const loosePlans = plansOf(fc.oneof(notStarted, started, completed, loose));

const rule = fc.record(
  {
    mode: fc.constantFrom('auto' as const, 'manual' as const),
    startOrigin: fc.constantFrom('person' as const, 'engine' as const),
    constraintKind: fc.constantFrom(...CONSTRAINT_KINDS),
    constraintDate: date,
    deadline: date,
  },
  { requiredKeys: [] },
);

const ruled = (task: fc.Arbitrary<Omit<PlannedTask, 'id'>>) =>
  fc.tuple(task, rule).map(([facts, rules]) => ({ ...facts, ...rules }));

/** Plans in any state whose tasks have modes, constraints and deadlines too. */
export const ruledPlans = plansOf(ruled(fc.oneof(notStarted, started, completed)));

/** Work under way with planned dates, and what somebody has said is left of it. */
const planned: fc.Arbitrary<Omit<PlannedTask, 'id'>> = fc.record(
  {
    start: date,
    durationDays: duration,
    state: fc.constant(WorkState.UNDER_WAY),
    progress: fc.nat(99),
    actualStart: fc.integer({ min: 0, max: DATA_DAY }).map(day),
    remainingDays: fc.integer({ min: 1, max: 12 }),
  },
  { requiredKeys: ['durationDays', 'state', 'progress'] },
);

/** Plans of all that a task can be. */
export const anyPlans = plansOf(ruled(fc.oneof(notStarted, started, completed, loose, planned)));
