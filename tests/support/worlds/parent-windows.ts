import type { Plan } from './plan-database.ts';

/** A bound of a parent's dates; null where there is none. */
export interface Bounds {
  start: string | null;
  end: string | null;
}

/** Typed bounds by the ids of projects, phases and work packages. */
export type Frames = Map<string, Bounds>;

type Window = Bounds & { id: string; parentId: string | null };

const PARENTS = `
  SELECT id, NULL::uuid AS "parentId", start_date::text AS start, end_date::text AS "end" FROM pit.project WHERE id = $1
  UNION ALL SELECT id, project_id, start_date::text, end_date::text FROM pit.phase
    WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL SELECT id, phase_id, start_date::text, end_date::text FROM pit.work_package
    WHERE project_id = $1 AND deleted_at IS NULL`;
const TASKS = `
  SELECT id, coalesce(work_package_id, phase_id) AS "parentId", start_date::text AS start, end_date::text AS "end"
  FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL`;

/** What a project and its live branches show. */
export async function shownWindows(plan: Plan, projectId: string): Promise<(Bounds & { id: string })[]> {
  return (await plan.rows<Window>(`${PARENTS} ORDER BY id`, [projectId])).map(({ id, start, end }) => ({
    id,
    start,
    end,
  }));
}

/** What they must show, from typed bounds and the dates of live tasks alone. */
export async function windowsFromScratch(
  plan: Plan,
  projectId: string,
  frames: Frames,
): Promise<(Bounds & { id: string })[]> {
  const parents = await plan.rows<Window>(`${PARENTS} ORDER BY id`, [projectId]);
  const tasks = await plan.rows<Window>(TASKS, [projectId]);
  const windowOf = (id: string): Bounds => {
    const inside = [
      ...tasks.filter(({ parentId }) => parentId === id),
      ...parents.filter(({ parentId }) => parentId === id).map((child) => windowOf(child.id)),
      ...(frames.has(id) ? [frames.get(id) as Bounds] : []),
    ];
    const start = inside.flatMap((each) => each.start ?? []).sort()[0] ?? null;
    const end =
      inside
        .flatMap((each) => each.end ?? [])
        .sort()
        .at(-1) ?? null;
    // A child may know its start only, and another only an earlier end: both days lie inside.
    return start !== null && end !== null && start > end ? { start: end, end: start } : { start, end };
  };
  return parents.map(({ id }) => ({ id, ...windowOf(id) }));
}
