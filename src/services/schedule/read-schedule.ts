import { Organisation } from '../../../entities/organisation.ts';
import { clock } from '../../clock.ts';
import type { Loaders, SelectedColumns } from '../../db/read/loaders.ts';
import type { TenantReadBatch } from '../../db/read/tenant-read-batch.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { PROJECT_SCHEDULES, TASK_SCHEDULES } from '../../db/queries/schedule/schedule-store-query.ts';
import { WorkCalendar } from '../../domain/calendar.ts';
import { calendarRuleOf, parseOrganisationSettings } from '../../domain/directory/organisation-settings.ts';
import { pathInOrder } from '../../domain/schedule/remaining-work/longest-path.ts';
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
  const loader = reader.loaders.custom<CurrentSchedule>('currentSchedule', async (ids, batch) => {
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
 * The tasks of the longest path as they follow each other, predecessors first; null of a plan that is not computed in a
 * request. The order is no part of what is stored.
 */
export async function readLongestPath(
  reader: ScheduleReader,
  projectId: string,
  current: CurrentSchedule,
): Promise<string[] | null> {
  const computed = current.computed ?? (await computeNow(reader, projectId));
  const schedule = computed?.outcome.schedule ?? null;
  if (computed === null || schedule === null) return null;
  const { ids } = computed.plan.facts.tasks;
  return pathInOrder(schedule).map((n) => ids[n]!);
}

/** A plan computed although what is stored of it is up to date. */
function computeNow(reader: ScheduleReader, projectId: string): Promise<ComputedPlan | null> {
  let computedSoFar = 0;
  const loader = reader.loaders.custom<ComputedPlan | null>('computedPlan', async (ids, batch) => {
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
  const loader = loaders.custom<TaskScheduleRow | null>('taskSchedule', async (ids, batch) => {
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
