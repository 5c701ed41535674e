import type { CHECKED_TASKS } from '../../db/queries/quality/quality-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { DependencyType, TaskStatus } from '../../domain/enums.ts';
import { PATH_TEST_DAYS, type ScheduledWork, type ScheduleFacts } from '../../domain/quality/quality-dcma.ts';
import { pathInOrder } from '../../domain/schedule/remaining-work/longest-path.ts';
import type { ProjectSchedule } from '../../domain/schedule/remaining-work/project-schedule.ts';
import type { WatchedProject } from '../../domain/watchdog/watchdog-facts.ts';
import type { StoredPlan } from '../schedule/stored-plan.ts';
import { inSlices, nextTurn } from './next-turn.ts';
import type { Tx } from '../transaction/command.ts';
import { scheduleOf } from '../watchdog/watched-plan.ts';

type CheckedTask = RowOfStatement<typeof CHECKED_TASKS>;

/** What was read of a project. */
interface CheckedPlan {
  readonly project: Pick<WatchedProject, 'tasks' | 'links' | 'today'>;
  readonly plan: StoredPlan | null;
  readonly more: readonly CheckedTask[];
  readonly signal: AbortSignal | undefined;
}

/** What the fourteen points look at, out of the plan and its schedule as of today; in slices. */
export async function scheduleFacts(
  tx: Tx,
  { project, plan, more, signal }: CheckedPlan,
): Promise<ScheduleFacts> {
  const computed = plan === null ? null : scheduleOf(tx, plan);
  const schedule = computed?.outcome.schedule ?? null;
  const today = project.today;
  const dataDate = computed?.rules.dataDate ?? today;
  const lengthDays =
    schedule === null
      ? 0
      : schedule.lengthDays - tx.calendar.index(dataDate) + tx.calendar.index(schedule.axis.date(0));
  await nextTurn(signal);
  const pathTestDays = plan === null || schedule === null ? null : pathTest(tx, plan, schedule);
  await nextTurn(signal);
  const workOf = worksIn(project, plan, schedule, more);
  return {
    tasks: await inSlices(project.tasks, (slice) => slice.map(workOf), signal),
    links: project.links.map(({ id, lagDays, type }) => ({
      id,
      lagDays,
      isFinishToStart: type === DependencyType.FINISH_TO_START,
    })),
    dataDate,
    hasBaseline: more.some(({ baselineEnd }) => baselineEnd !== null),
    pathTestDays,
    lengthDays,
    varianceDays: schedule?.finishVarianceDays ?? null,
  };
}

/** Makes what the points look at of a task. */
function worksIn(
  { links }: Pick<WatchedProject, 'links'>,
  plan: StoredPlan | null,
  schedule: ProjectSchedule | null,
  more: readonly CheckedTask[],
): (task: WatchedProject['tasks'][number]) => ScheduledWork {
  const numberOf = new Map(plan?.facts.tasks.ids.map((id, n) => [id, n]));
  const besides = new Map(more.map((each) => [each.id, each]));
  const [before, after] = [
    new Set(links.map((link) => link.successorId)),
    new Set(links.map((link) => link.predecessorId)),
  ];
  const ends = endsOf(schedule);
  return (task) => {
    const n = numberOf.get(task.id);
    const known = n === undefined ? null : schedule;
    const isOpen = task.status !== TaskStatus.COMPLETED;
    return {
      id: task.id,
      isOpen,
      hasPredecessor: before.has(task.id),
      hasSuccessor: after.has(task.id),
      isFirstOrLast: n !== undefined && ends.has(n),
      isHeld: besides.get(task.id)?.isHeld === true,
      totalSlack: known === null || !isOpen ? null : known.totalSlack[n!]!,
      remainingDays: known === null || !isOpen ? 0 : known.earlyFinish[n!]! - known.earlyStart[n!]!,
      plannedStart: task.startDate,
      plannedEnd: task.endDate,
      actualStart: task.actualStart,
      actualFinish: task.actualFinish,
      durationDays: task.durationDays,
      hasPeopleOrCost: besides.get(task.id)?.hasPeopleOrCost === true,
      baselineEnd: besides.get(task.id)?.baselineEnd ?? null,
    };
  };
}

/** The one task that starts first, and the one that ends last. */
function endsOf(schedule: ProjectSchedule | null): ReadonlySet<number> {
  if (schedule === null || schedule.earlyStart.length === 0) return new Set();
  let [first, last] = [0, 0];
  schedule.earlyStart.forEach((start, n) => {
    if (start < schedule.earlyStart[first]!) first = n;
    if (schedule.earlyFinish[n]! > schedule.earlyFinish[last]!) last = n;
  });
  return new Set([first, last]);
}

/** By how many working days the network ends later with so many more at the beginning of its longest path. */
function pathTest(tx: Tx, plan: StoredPlan, schedule: ProjectSchedule): number | null {
  const [first] = pathInOrder(schedule);
  if (first === undefined) return null;
  const { tasks } = plan.facts;
  const remaining = tasks.remaining.slice();
  remaining[first] = schedule.earlyFinish[first]! - schedule.earlyStart[first]! + PATH_TEST_DAYS;
  const duration = tasks.duration.slice();
  duration[first] = Math.max(1, duration[first]!);
  const longer = scheduleOf(tx, {
    ...plan,
    facts: { ...plan.facts, tasks: { ...tasks, remaining, duration } },
  });
  const end = longer?.outcome.schedule?.networkEnd;
  return end === undefined ? null : end - schedule.networkEnd;
}
