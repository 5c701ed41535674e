import type { Value } from '../../db/connection/parameters.ts';
import { step, type Step } from '../../db/connection/pipeline.ts';
import {
  REMOVE_GONE_SCHEDULES,
  REMOVE_TASK_SCHEDULES,
  STORE_PROJECT_SCHEDULES,
  STORE_TASK_SCHEDULES,
} from '../../db/queries/schedule/schedule-store-query.ts';
import { placeOf } from '../../domain/schedule/remaining-work/plan-patch.ts';
import {
  diffSchedules,
  scheduleColumns,
  type ScheduleColumns,
} from '../../domain/schedule/schedule-columns.ts';
import type { Tx } from '../transaction/command.ts';
import { projectRow, taskRows, type TaskScheduleRow } from './schedule-rows.ts';
import { rulesHashOf, type ComputedPlan } from './stored-plan.ts';
import { keepVersion, type StoredVersion } from './stored-versions.ts';
import { storeTimelines, type TimelineChange } from './timeline/store-timelines.ts';

/** Rows that one statement stores: far from its time limit, on a starved machine too. */
const MOST_ROWS = 1_000;
/** Ids that an event names; beyond that it says that they are many. */
const MOST_NAMED = 500;

/** A plan computed, with what is known of what is stored of it. */
export interface ComputedProject {
  readonly computed: ComputedPlan;
  /** What is stored, where this process has it at hand. */
  readonly stored: StoredVersion | undefined;
  /** Tasks that events have named since, whose rows may have come with them or gone to another project; null: any. */
  readonly changed: readonly string[] | null;
}

/** What there is to store of a project. */
interface Change {
  readonly projectId: string;
  readonly columns: ScheduleColumns;
  readonly rows: readonly TaskScheduleRow[];
  /** Tasks whose rows are to be removed; null where the database has to look for them. */
  readonly gone: readonly string[] | null;
  readonly isCyclic: boolean;
}

/**
 * Stores what has become other of computed schedules, of their tasks, projects and timelines, and tells of it. What is at hand
 * of what is stored says which rows to send; without it all are sent, and the database finds those that differ.
 */
export async function storeSchedules(tx: Tx, projects: readonly ComputedProject[]): Promise<void> {
  const changes = projects.map(changeOf);
  const changed = new Map<string, string[]>(changes.map(({ projectId }) => [projectId, []]));
  const note = (rows: readonly { taskId: string; projectId: string }[]): void => {
    for (const { taskId, projectId } of rows) changed.get(projectId)?.push(taskId);
  };
  const rows = changes.flatMap(({ projectId, rows: of }) => of.map((row) => ({ ...row, projectId })));
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    const values = columnsOf(rows.slice(from, from + MOST_ROWS));
    const [stored] = await tx.pipeline([step(STORE_TASK_SCHEDULES, values)]);
    note(stored);
  }
  for (const removed of await tx.pipeline(removals(changes))) note(removed);
  const computed = projects.map((each) => each.computed);
  const wholes = await storeWholes(tx, changes, computed);
  const timelines = await storeTimelines(tx, computed);
  for (const { projectId, planSeq } of wholes)
    announce(tx, { projectId, planSeq }, changed.get(projectId) ?? [], timelines.get(projectId));
}

function changeOf({ computed, stored, changed }: ComputedProject): Change {
  const { plan, outcome } = computed;
  const { projectId } = plan;
  const columns = scheduleColumns(plan.facts, outcome.schedule);
  const isCyclic = outcome.schedule === null;
  if (stored === undefined || changed === null)
    return { projectId, columns, rows: taskRows(computed), gone: null, isCyclic };
  const { differing, gone } = diffSchedules(stored.columns, columns);
  const numbers = new Set(differing);
  const removed = new Set(gone);
  for (const id of changed) {
    const n = placeOf(columns.taskIds, id);
    if (n >= 0) numbers.add(n);
    else removed.add(id);
  }
  return { projectId, columns, rows: taskRows(computed, numbers), gone: [...removed], isCyclic };
}

function removals(changes: readonly Change[]): Step<{ taskId: string; projectId: string }>[] {
  const unknown = changes.filter(({ gone }) => gone === null);
  const known = changes.flatMap(({ projectId, gone }) => (gone ?? []).map((id) => [id, projectId] as const));
  const steps = [];
  if (unknown.length > 0) {
    const ids = unknown.map(({ projectId }) => projectId);
    const cyclic = unknown.filter(({ isCyclic }) => isCyclic).map(({ projectId }) => projectId);
    steps.push(step(REMOVE_TASK_SCHEDULES, [ids, cyclic]));
  }
  if (known.length > 0)
    steps.push(step(REMOVE_GONE_SCHEDULES, [known.map(([id]) => id), known.map(([, project]) => project)]));
  return steps;
}

/** What the schedules say of whole projects; which also says of which version the tasks are. */
async function storeWholes(tx: Tx, changes: readonly Change[], computed: readonly ComputedPlan[]) {
  const day = { today: tx.today, rulesHash: rulesHashOf(tx) };
  const rows = computed.map((each) => projectRow(each, day));
  const [stored] = await tx.pipeline([step(STORE_PROJECT_SCHEDULES, [JSON.stringify(rows)])]);
  const versions = new Map(stored.map(({ projectId, version }) => [projectId, version]));
  const planSeqs = new Map(rows.map(({ projectId, planSeq }) => [projectId, planSeq]));
  for (const { projectId, columns } of changes) {
    const version = versions.get(projectId);
    const planSeq = planSeqs.get(projectId);
    if (version !== undefined && planSeq !== undefined)
      keepVersion(tx.actor.orgId, projectId, { version, planSeq, columns });
  }
  return rows;
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
