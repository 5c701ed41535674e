import type { Value } from '../../db/connection/parameters.ts';
import { step } from '../../db/connection/pipeline.ts';
import { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
import { PROJECT_RULES } from '../../db/queries/schedule/project-rule-query.ts';
import {
  FORGET_SCHEDULES,
  PLAN_AFRESH,
  REMOVE_TASK_SCHEDULES,
  STALE_AMONG,
  STALE_PROJECTS,
  STILL_STALE,
  STORE_PROJECT_SCHEDULES,
  STORE_TASK_SCHEDULES,
  TASK_COUNTS,
  TRY_LOCK_SCHEDULES,
} from '../../db/queries/schedule/schedule-store-query.ts';
import { allowLongTransaction } from '../../db/write/long-transaction.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import type { Tx } from '../transaction/command.ts';
import {
  applyAutomatically,
  isAppliedAutomatically,
  lockForApplication,
  type AutomaticProject,
} from './preview/automatic-apply.ts';
import { storeTimelines, type TimelineChange } from './timeline/store-timelines.ts';
import { projectRow, taskRows, type TaskScheduleRow } from './schedule-rows.ts';
import {
  computePlan,
  keepResident,
  PLAN_TOPICS,
  rulesHashOf,
  storedPlan,
  type ComputedPlan,
} from './stored-plan.ts';

/** The most tasks of a project that is scheduled at all. */
const MOST_TASKS = 200_000;
/** Rows that one statement stores, far from its time limit. */
const MOST_ROWS = 5_000;
/** Ids that an event names; beyond that it says that they are many. */
const MOST_NAMED = 500;

/** A project whose stored schedule is behind. */
export interface StaleProject {
  readonly id: string;
  readonly isDeleted: boolean;
  /** Since the oldest event that it does not take in; null where there was none. */
  readonly waitedSeconds: number | null;
  readonly taskCount: number;
  /** Whether its dates become those of its schedule by themselves. */
  readonly isApplied: boolean;
}

/**
 * The projects of the actor's organisation whose stored schedule is behind, those that wait longest first.
 * @param among where given, these alone.
 * @param except those not to look at again.
 */
export async function staleProjects(
  tx: Tx,
  { among, except = [], limit }: { among?: readonly string[]; except?: readonly string[]; limit: number },
): Promise<StaleProject[]> {
  const values = [tx.today, rulesHashOf(tx), PLAN_TOPICS, among ?? except, limit];
  tx.defer(step(PLAN_AFRESH));
  const [rows] = await tx.pipeline([step(among === undefined ? STALE_PROJECTS : STALE_AMONG, values)]);
  const ids = rows.map(({ id }) => id);
  const [counts, rules] = await tx.pipeline([step(TASK_COUNTS, [ids]), step(PROJECT_RULES, [ids])]);
  const tasks = new Map(counts.map((each) => [each.projectId, each.tasks]));
  const own = new Map(rules.map((each) => [each.projectId, each.settings]));
  return rows.map((row) => ({
    ...row,
    taskCount: tasks.get(row.id) ?? 0,
    isApplied: isAppliedAutomatically(tx, own.get(row.id)),
  }));
}

/** Plans of more tasks get more time than a request. */
const LONG_TASKS = 10_000;

/** What a refresh has done. */
export interface Refreshed {
  readonly refreshed: readonly string[];
  /** Projects that another process was computing at that moment. */
  readonly busy: readonly string[];
}

/**
 * Computes the schedules of projects that are behind and stores what has become other than it was. Each project is leased
 * for the transaction: of several processes one computes it, and where that one dies the next one does. Nothing of the
 * plan is locked, but for projects whose dates follow their schedule: these get them in the same transaction, or are left
 * behind as they are while somebody else changes them.
 * @param isApplying whether they do; not so once the plan has refused the dates.
 */
export async function refreshSchedules(
  tx: Tx,
  projects: readonly StaleProject[],
  isApplying = true,
): Promise<Refreshed> {
  const projectIds = projects.map(({ id }) => id);
  if (projects.some(({ taskCount }) => taskCount > LONG_TASKS)) await allowLongTransaction(tx);
  tx.defer(step(PLAN_AFRESH));
  const [locked] = await tx.pipeline([step(TRY_LOCK_SCHEDULES, [projectIds])]);
  const mine = locked.map(({ id }) => id);
  const [stale] = await tx.pipeline([
    step(STILL_STALE, [mine, tx.today, rulesHashOf(tx), PLAN_TOPICS]),
    step(FORGET_SCHEDULES, [mine]),
  ]);
  const ids = stale.map(({ id }) => id);
  const followed = isApplying ? projects.filter(({ isApplied }) => isApplied).map(({ id }) => id) : [];
  const { due, applied } = await withoutChanging(tx, ids, new Set(followed));
  const busy = [...projectIds.filter((id) => !mine.includes(id)), ...ids.filter((id) => !due.includes(id))];
  if (due.length === 0) return { refreshed: [], busy };
  const computed = await computeAll(tx, due);
  await store(tx, computed, rulesHashOf(tx));
  await applyAll(tx, computed, applied);
  return { refreshed: due, busy };
}

/** The projects without those that follow their schedule and that somebody is changing. */
async function withoutChanging(
  tx: Tx,
  ids: readonly string[],
  followed: ReadonlySet<string>,
): Promise<{ due: string[]; applied: ReadonlyMap<string, AutomaticProject> }> {
  const applied = await lockForApplication(
    tx,
    ids.filter((id) => followed.has(id)),
  );
  return { due: ids.filter((id) => !followed.has(id) || applied.has(id)), applied };
}

/** A plan with a cycle has no schedule that its dates could follow. */
async function applyAll(
  tx: Tx,
  computed: readonly ComputedPlan[],
  applied: ReadonlyMap<string, AutomaticProject>,
): Promise<void> {
  for (const { plan, outcome } of computed) {
    const project = applied.get(plan.projectId);
    if (project !== undefined && outcome.cycle === null) await applyAutomatically(tx, project, plan);
  }
}

async function computeAll(tx: Tx, projectIds: readonly string[]): Promise<ComputedPlan[]> {
  const [rows] = await tx.pipeline([step(LOAD_PLANS, [projectIds, MOST_TASKS])]);
  return rows.flatMap((row) => {
    const plan = storedPlan(row, MOST_TASKS);
    if (plan === null) return [];
    keepResident(tx.actor.orgId, plan);
    try {
      return [computePlan(plan, tx)];
    } catch (error) {
      if (!(error instanceof PitError)) throw error;
      logger.warn({ err: error, projectId: plan.projectId }, 'a project cannot be scheduled');
      return [];
    }
  });
}

async function store(tx: Tx, computed: readonly ComputedPlan[], rulesHash: string): Promise<void> {
  const changed = new Map<string, string[]>(computed.map(({ plan }) => [plan.projectId, []]));
  const note = (rows: readonly { taskId: string; projectId: string }[]): void => {
    for (const { taskId, projectId } of rows) changed.get(projectId)?.push(taskId);
  };
  const rows = computed.flatMap((each) => {
    const { projectId } = each.plan;
    return taskRows(each).map((row) => ({ ...row, projectId }));
  });
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    const values = columnsOf(rows.slice(from, from + MOST_ROWS));
    const [stored] = await tx.pipeline([step(STORE_TASK_SCHEDULES, values)]);
    note(stored);
  }
  const cyclic = computed.filter(({ outcome }) => outcome.cycle !== null);
  const projects = computed.map((each) => projectRow(each, { today: tx.today, rulesHash }));
  const [removed] = await tx.pipeline([
    step(REMOVE_TASK_SCHEDULES, [[...changed.keys()], cyclic.map(({ plan }) => plan.projectId)]),
    step(STORE_PROJECT_SCHEDULES, [JSON.stringify(projects)]),
  ]);
  note(removed);
  const timelines = await storeTimelines(tx, computed);
  for (const { projectId, planSeq } of projects)
    announce(tx, { projectId, planSeq }, changed.get(projectId) ?? [], timelines.get(projectId));
}

function announce(
  tx: Tx,
  { projectId, planSeq }: { readonly projectId: string; readonly planSeq: number },
  taskIds: readonly string[],
  timeline: TimelineChange | undefined,
): void {
  if (taskIds.length === 0 && timeline === undefined) return;
  const changed = taskIds.length > MOST_NAMED ? ('many' as const) : taskIds;
  tx.emit({
    topic: 'pit.schedule.updated',
    streamId: projectId,
    payload: { projectId, planSeq, changed, ...timeline },
  });
}

/** The rows, column by column. */
function columnsOf(rows: readonly (TaskScheduleRow & { readonly projectId: string })[]): Value[] {
  return [
    rows.map(({ taskId }) => taskId),
    rows.map(({ projectId }) => projectId),
    rows.map(({ earlyStart }) => earlyStart),
    rows.map(({ earlyFinish }) => earlyFinish),
    rows.map(({ lateStart }) => lateStart),
    rows.map(({ lateFinish }) => lateFinish),
    rows.map(({ totalSlack }) => totalSlack),
    rows.map(({ freeSlack }) => freeSlack),
    rows.map(({ isCritical }) => isCritical),
    rows.map(({ isOnLongestPath }) => isOnLongestPath),
    rows.map(({ workState }) => workState),
    rows.map(({ linkSlack }) => linkSlack && JSON.stringify(linkSlack)),
  ];
}
