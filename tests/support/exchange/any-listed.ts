import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { ProjectLifecycle } from '../../../src/domain/enums.ts';
import { BLANK_TASK, type ListedPlan, type PlanTask } from '../../../src/domain/exchange/plan-document.ts';

const calendar = new WorkCalendar();
const ZERO = calendar.index('2024-01-08');
/** Working days that are past on the day of these tests, the last of 2024. */
const MOST_PAST = 240;

const anyLine = fc.record({
  at: fc.nat(2),
  start: fc.nat(400),
  days: fc.integer({ min: 1, max: 200 }),
  hasStart: fc.boolean(),
  hasEnd: fc.boolean(),
  isComplete: fc.boolean(),
  finish: fc.nat(120),
  cents: fc.nat(9_999_999),
});
type Line = typeof anyLine extends fc.Arbitrary<infer T> ? T : never;

/** Lists of up to four projects, each with some phases and tasks; the keys are of the list `name`. */
export const anyList = (name: string): fc.Arbitrary<ListedPlan[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(anyLine, { minLength: 1, maxLength: 6 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((drawn) =>
      drawn.map(([phases, lines], at) =>
        listedPlan(`${name} ${at}`, { phases, tasks: lines.map((line, n) => taskOf(line, n, phases)) }),
      ),
    );

/** A plan of a list with as many phases, and with the tasks, whose keys and places are made of its name. */
export function listedPlan(
  name: string,
  { phases, tasks }: { readonly phases: number; readonly tasks: readonly PlanTask[] },
): ListedPlan {
  return {
    key: name,
    recordId: null,
    name,
    code: null,
    description: null,
    startDate: null,
    branches: Array.from({ length: phases }, (_, at) => ({
      ...{ key: `phase ${at}`, phaseKey: null, name: `Phase ${at}`, description: null, recordId: null },
    })),
    tasks: tasks.map((task) => ({ ...task, key: `${name}|${task.key}` })),
    links: [],
    sources: [],
    calendar: null,
    listing: {
      state: ProjectLifecycle.ACTIVE,
      divisionName: null,
      ownerEmail: null,
      cost: { capexCommitted: '0.00', capexSpent: '0.00' },
    },
  };
}

/** A task of a list of which nothing but its name is said. */
export function listedTask(n: number): PlanTask {
  const key = String(n).padStart(16, '0');
  return { ...BLANK_TASK, key, branchKey: 'phase 0', name: `Task ${n}`, where: `line ${n}` };
}

/**
 * Work that is complete says when it began and ended, and both are past: where a list does not say, no day is known, where who reports one
 * task says nothing it is today.
 */
function taskOf(line: Line, n: number, phases: number): PlanTask {
  const day = (working: number): string => calendar.day(ZERO + working);
  const startDate = line.hasStart ? day(line.start) : null;
  const endDate = line.hasEnd ? day(line.start + line.days - 1) : null;
  const isComplete = line.hasStart && line.isComplete && line.start + line.finish <= MOST_PAST;
  return {
    ...listedTask(n),
    branchKey: `phase ${line.at % phases}`,
    startDate,
    endDate,
    durationDays: line.hasStart && line.hasEnd ? line.days : null,
    progressPercent: isComplete ? 100 : null,
    actualStart: isComplete ? startDate : null,
    actualFinish: isComplete ? day(line.start + line.finish) : null,
    capexCost: (line.cents / 100).toFixed(2),
  };
}
