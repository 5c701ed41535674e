import type { Value } from '../../db/connection/parameters.ts';
import { step } from '../../db/connection/pipeline.ts';
import { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
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
  const [counts] = await tx.pipeline([step(TASK_COUNTS, [rows.map(({ id }) => id)])]);
  const tasks = new Map(counts.map((each) => [each.projectId, each.tasks]));
  return rows.map((row) => ({ ...row, taskCount: tasks.get(row.id) ?? 0 }));
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
 * plan is locked.
 */
export async function refreshSchedules(tx: Tx, projects: readonly StaleProject[]): Promise<Refreshed> {
  const projectIds = projects.map(({ id }) => id);
  if (projects.some(({ taskCount }) => taskCount > LONG_TASKS)) await allowLongTransaction(tx);
  tx.defer(step(PLAN_AFRESH));
  const rulesHash = rulesHashOf(tx);
  const [locked] = await tx.pipeline([step(TRY_LOCK_SCHEDULES, [projectIds])]);
  const mine = locked.map(({ id }) => id);
  const [stale] = await tx.pipeline([
    step(STILL_STALE, [mine, tx.today, rulesHash, PLAN_TOPICS]),
    step(FORGET_SCHEDULES, [mine]),
  ]);
  const busy = projectIds.filter((id) => !mine.includes(id));
  const due = stale.map(({ id }) => id);
  if (due.length === 0) return { refreshed: [], busy };
  const computed = await computeAll(tx, due);
  await store(tx, computed, rulesHash);
  return { refreshed: due, busy };
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
