import { BoundedCache } from '../../bounded-cache.ts';
import { Organisation } from '../../../entities/organisation.ts';
import { clock } from '../../clock.ts';
import type { Loaders, SelectedColumns } from '../../db/read/loaders.ts';
import type { TenantReadBatch } from '../../db/read/tenant-read-batch.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import {
  PROJECT_SCHEDULES,
  STORED_PATHS,
  TASK_SCHEDULES,
} from '../../db/queries/schedule/schedule-store-query.ts';
import { WorkCalendar } from '../../domain/calendar.ts';
import { calendarRuleOf, parseOrganisationSettings } from '../../domain/directory/organisation-settings.ts';
import { pathInOrder } from '../../domain/schedule/remaining-work/longest-path.ts';
import { storedPathInOrder, type StoredPathTask } from '../../domain/schedule/stored-path.ts';
import { loadPlans, plansRead, residentPlan } from './resident-plans.ts';
import { projectRow, taskRowsOf, type ProjectScheduleRow, type TaskScheduleRow } from './schedule-rows.ts';
import {
  computePlan,
  PLAN_TOPICS,
  rulesHashOf,
  type ComputedPlan,
  type ScheduleGround,
} from './stored-plan.ts';

/** A larger plan is not computed in a request. */
export const MOST_INLINE_TASKS = 20_000;
/** Projects that one request computes. */
const MOST_INLINE_PROJECTS = 5;

/** Who reads: the loaders of one request, and its organisation. */
export interface ScheduleReader {
  readonly loaders: Loaders;
  readonly orgId: string;
}

/** What is known of a project's schedule when it is read. */
export interface CurrentSchedule {
  /** As stored, or as computed for this request; null where neither is. */
  readonly row: (Omit<ProjectScheduleRow, 'origin'> & { readonly computedAt: string }) | null;
  /** Whether the plan has moved on since. */
  readonly isStale: boolean;
  /** Present where it was computed for this request. */
  readonly computed: ComputedPlan | null;
}

const NO_SCHEDULE: CurrentSchedule = { row: null, isStale: true, computed: null };

type StoredState = RowOfStatement<typeof PROJECT_SCHEDULES>;

/** The schedule of a visible project as its plan stands now, as far as a request may compute it; else the stored one. */
export function readProjectSchedule(reader: ScheduleReader, projectId: string): Promise<CurrentSchedule> {
  let computedSoFar = 0;
  const loader = reader.loaders.custom<CurrentSchedule>('currentSchedule', async (ids, reads) => {
    const batch = reads.onPrimary();
    const [ground, states] = await Promise.all([readGround(reader), readStates(batch, ids)]);
    const isCurrent = (id: string): boolean => isUpToDate(states.get(id), ground);
    const due = ids
      .filter((id) => states.has(id) && !isCurrent(id))
      .filter((id) => (states.get(id)?.taskCount ?? 0) <= MOST_INLINE_TASKS)
      .slice(0, MOST_INLINE_PROJECTS - computedSoFar);
    computedSoFar += due.length;
    const computed = await computeInline(reader, batch, { ids: due, states, ground });
    return ids.map((id): CurrentSchedule => {
      const state = states.get(id);
      if (state === undefined) return NO_SCHEDULE;
      const plan = computed.get(id);
      if (plan !== undefined) return currentOf(plan, ground);
      return { row: storedWhole(state), isStale: !isCurrent(id), computed: null };
    });
  });
  return loader.load(projectId);
}

/** All columns of a stored schedule are there, or none is. */
function storedWhole(state: StoredState): CurrentSchedule['row'] {
  return state.planSeq === null ? null : (state as NonNullable<CurrentSchedule['row']>);
}

/**
 * The schedule of a task: null without one, such as where dependencies form a cycle. Stored rows are asked for along with
 * what is stored of their projects, so that what is up to date costs one round trip.
 */
export async function readTaskSchedule(
  reader: ScheduleReader,
  task: { readonly id: string; readonly projectId: string },
): Promise<TaskScheduleRow | null> {
  const [stored, { computed }] = await Promise.all([
    storedRow(reader.loaders, task.id),
    readProjectSchedule(reader, task.projectId),
  ]);
  return computed === null ? stored : (taskRowsOf(computed).get(task.id) ?? null);
}

/**
 * The tasks of the longest path as they follow each other, predecessors first. The order is no part of what is stored: where
 * the plan is not computed in this request, it is made of the drivers that are.
 * @returns null for a stored path of more than 20,000 tasks.
 */
export async function readLongestPath(
  reader: ScheduleReader,
  projectId: string,
  current: CurrentSchedule,
): Promise<string[] | null> {
  const kept = keptPath(reader, current);
  if (kept !== undefined) return kept;
  const computed = current.computed ?? (await computeNow(reader, projectId));
  if (computed === null) return current.row === null ? null : storedPath(reader, projectId);
  const { schedule } = computed.outcome;
  if (schedule === null) return null;
  const { ids } = computed.plan.facts.tasks;
  const path = pathInOrder(schedule).map((n) => ids[n]!);
  keepPath(reader, current, { projectId, planSeq: computed.plan.planSeq, path });
  return path;
}

/** Memory that paths kept between two requests may take, in bytes, and what an id of one takes. */
const PATH_BYTES = 8 * 1024 * 1024;
const ID_BYTES = 60;

/**
 * Paths by the state of the plan that they are of: putting one in order takes the computation of the whole plan, and a plan
 * is looked at more often than it changes.
 */
const paths = new BoundedCache<string[]>('longest_paths', PATH_BYTES, {
  sizeOf: (path) => 200 + path.length * ID_BYTES,
});

type PathPlace = Pick<ProjectScheduleRow, 'projectId' | 'planSeq' | 'today' | 'rulesHash'>;

const pathKey = ({ orgId }: ScheduleReader, { projectId, planSeq, today, rulesHash }: PathPlace): string =>
  `${orgId}:${projectId}:${planSeq}:${today}:${rulesHash}`;

function keptPath(reader: ScheduleReader, { row, isStale }: CurrentSchedule): string[] | undefined {
  return row === null || isStale ? undefined : paths.get(pathKey(reader, row));
}

/** The plan may have moved on since the row was read: the path is that of the plan by which it was computed. */
function keepPath(
  reader: ScheduleReader,
  { row, isStale }: CurrentSchedule,
  { path, ...computed }: Pick<PathPlace, 'projectId' | 'planSeq'> & { readonly path: string[] },
): void {
  if (row !== null && !isStale) paths.set(pathKey(reader, { ...row, ...computed }), path);
}

/** The path as it is stored, of a large project or one request too many asks for; one statement for all of a tick. */
function storedPath({ loaders }: ScheduleReader, projectId: string): Promise<string[] | null> {
  const loader = loaders.custom<string[] | null>('storedPath', async (ids, batch) => {
    const rows = await batch.rows(STORED_PATHS, [ids, MOST_INLINE_TASKS + 1]);
    const byProject = new Map<string, StoredPathTask[]>(ids.map((id) => [id, []]));
    for (const row of rows) byProject.get(row.projectId)?.push(row);
    return ids.map((id) => {
      const path = byProject.get(id) ?? [];
      return path.length > MOST_INLINE_TASKS ? null : storedPathInOrder(path);
    });
  });
  return loader.load(projectId);
}

/** The schedule of a visible project, computed for this request; null of a plan that is not computed in a request. */
export async function readComputedPlan(
  reader: ScheduleReader,
  projectId: string,
): Promise<ComputedPlan | null> {
  const { computed } = await readProjectSchedule(reader, projectId);
  return computed ?? computeNow(reader, projectId);
}

/** A plan computed although what is stored of it is up to date. */
function computeNow(reader: ScheduleReader, projectId: string): Promise<ComputedPlan | null> {
  let computedSoFar = 0;
  const loader = reader.loaders.custom<ComputedPlan | null>('computedPlan', async (ids, reads) => {
    const batch = reads.onPrimary();
    const [ground, states] = await Promise.all([readGround(reader), readStates(batch, ids)]);
    const due = ids
      .filter((id) => (states.get(id)?.taskCount ?? Infinity) <= MOST_INLINE_TASKS)
      .slice(0, MOST_INLINE_PROJECTS - computedSoFar);
    computedSoFar += due.length;
    const computed = await computeInline(reader, batch, { ids: due, states, ground });
    return ids.map((id) => computed.get(id) ?? null);
  });
  return loader.load(projectId);
}

function storedRow(loaders: Loaders, taskId: string): Promise<TaskScheduleRow | null> {
  const loader = loaders.custom<TaskScheduleRow | null>('taskSchedule', async (ids, reads) => {
    const batch = reads.onPrimary();
    const rows = await batch.rows(TASK_SCHEDULES, [ids]);
    const byId = new Map<string, TaskScheduleRow>(rows.map((row) => [row.taskId, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(taskId);
}

const RULES: SelectedColumns = { properties: ['settings', 'timeZone'], signature: 'settings,timeZone' };

/** What the organisation brings to its schedules, once a request. */
export function readGround({ loaders, orgId }: ScheduleReader): Promise<ScheduleGround> {
  const loader = loaders.custom<ScheduleGround>('scheduleGround', async (ids) => {
    const rows = await loaders.one(Organisation, RULES).loadMany(ids);
    return rows.map((row) => {
      if (row instanceof Error) throw row;
      const settings = parseOrganisationSettings(row?.settings ?? {});
      const calendar = new WorkCalendar(calendarRuleOf(settings));
      return { settings, calendar, today: clock.today(row?.timeZone ?? 'UTC') };
    });
  });
  return loader.load(orgId);
}

async function readStates(
  batch: TenantReadBatch,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredState>> {
  const rows = await batch.rows(PROJECT_SCHEDULES, [ids, PLAN_TOPICS]);
  return new Map(rows.map((row) => [row.projectId, row]));
}

function isUpToDate(state: StoredState | undefined, ground: ScheduleGround): boolean {
  if (state === undefined || state.planSeq === null || state.newerSeq !== null) return false;
  return state.today === ground.today && state.rulesHash === rulesHashOf(ground);
}

async function computeInline(
  { orgId }: ScheduleReader,
  batch: TenantReadBatch,
  asked: {
    readonly ids: readonly string[];
    readonly states: ReadonlyMap<string, StoredState>;
    readonly ground: ScheduleGround;
  },
): Promise<ReadonlyMap<string, ComputedPlan>> {
  const source = plansRead(batch, orgId, asked.ground);
  const plans = asked.ids.flatMap((id) => residentPlan(source, id, asked.states.get(id)!) ?? []);
  const known = new Set(plans.map(({ projectId }) => projectId));
  const missing = asked.ids.filter((id) => !known.has(id)).map((projectId) => ({ projectId }));
  if (missing.length > 0) {
    const loaded = await loadPlans(source, missing, MOST_INLINE_TASKS);
    plans.push(...[...loaded.values()].flatMap((each) => each?.plan ?? []));
  }
  return new Map(plans.map((plan) => [plan.projectId, computePlan(plan, asked.ground)]));
}

function currentOf(computed: ComputedPlan, ground: ScheduleGround): CurrentSchedule {
  const day = { today: ground.today, rulesHash: rulesHashOf(ground) };
  const row = { ...projectRow(computed, day), computedAt: clock.now().toISOString() };
  return { row, isStale: false, computed };
}
