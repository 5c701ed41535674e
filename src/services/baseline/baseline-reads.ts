import {
  BASELINES_BY_ID,
  BASELINES_OF_PROJECTS,
  CURRENT_BASELINES,
  PROMISED_FINISHES,
  TASKS_OF_BASELINE,
  TASKS_OF_CURRENT,
  type BaselineTask,
  type StoredBaseline,
} from '../../db/queries/baseline/baseline-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import type { WorkCalendar } from '../../domain/calendar.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { isUuid } from '../../domain/uuid.ts';

/** The baselines of a project, by the moment that they show, latest first; one statement for all projects of a tick. */
export function readBaselines(loaders: Loaders, projectId: string): Promise<StoredBaseline[]> {
  const loader = loaders.custom<StoredBaseline[]>('baselines', async (ids, reader) => {
    const rows = await reader.rows(BASELINES_OF_PROJECTS, [ids]);
    const groups = new Map<string, StoredBaseline[]>(ids.map((id) => [id, []]));
    for (const row of rows) groups.get(row.projectId)?.push(row);
    return ids.map((id) => groups.get(id) ?? []);
  });
  return loader.load(projectId);
}

/** The baseline that a project is held to; null when it is held to none. */
export function readCurrentBaseline(loaders: Loaders, projectId: string): Promise<StoredBaseline | null> {
  const loader = loaders.custom<StoredBaseline | null>('current-baseline', async (ids, reader) => {
    const rows = await reader.rows(CURRENT_BASELINES, [ids]);
    const byProject = new Map(rows.map((row) => [row.projectId, row]));
    return ids.map((id) => byProject.get(id) ?? null);
  });
  return loader.load(projectId);
}

/** The baseline with the id; null when there is none to see. */
export async function readBaseline(loaders: Loaders, id: string): Promise<StoredBaseline | null> {
  if (!isUuid(id)) return null;
  const loader = loaders.custom<StoredBaseline | null>('baseline', async (ids, reader) => {
    const rows = await reader.rows(BASELINES_BY_ID, [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  });
  return loader.load(id.toLowerCase());
}

/** The day by which a project was promised to be finished; null when nobody promised one. */
export function readPromisedFinish(loaders: Loaders, projectId: string): Promise<CivilDate | null> {
  const loader = loaders.custom<CivilDate | null>('promised-finish', async (ids, reader) => {
    const rows = await reader.rows(PROMISED_FINISHES, [ids]);
    const byId = new Map(rows.map((row) => [row.id, row.day]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(projectId);
}

/**
 * A task as a baseline of its project has it; null when that has no such task, or there is no such baseline.
 * @param baselineId null for the current one.
 */
export async function readBaselineTask(
  loaders: Loaders,
  { id, projectId }: { readonly id: string; readonly projectId: string },
  baselineId: string | null,
): Promise<BaselineTask | null> {
  if (baselineId !== null && !isUuid(baselineId)) return null;
  const name = `baseline-task|${baselineId ?? ''}`;
  const loader = loaders.custom<BaselineTask | null>(name, async (keys, reader) => {
    const pairs = keys.map((key) => key.split('|') as [string, string]);
    const wanted = [pairs.map(([project]) => project), pairs.map(([, task]) => task)];
    const rows = await (baselineId === null
      ? reader.rows(TASKS_OF_CURRENT, wanted)
      : reader.rows(TASKS_OF_BASELINE, [...wanted, baselineId]));
    const byTask = new Map(rows.map((row) => [row.taskId, row]));
    return pairs.map(([, task]) => byTask.get(task) ?? null);
  });
  return loader.load(`${projectId}|${id}`);
}

/** Working days by which a start is later than planned, negative when earlier; null without either. */
export function startVariance(
  calendar: WorkCalendar,
  planned: CivilDate | null | undefined,
  start: CivilDate | null,
): number | null {
  return planned == null || start === null ? null : calendar.index(start) - calendar.index(planned);
}

/** Working days by which a finish is later than planned, negative when earlier; null without either. */
export function finishVariance(
  calendar: WorkCalendar,
  planned: CivilDate | null | undefined,
  finish: CivilDate | null,
): number | null {
  return planned == null || finish === null
    ? null
    : calendar.indexAfter(finish) - calendar.indexAfter(planned);
}
