import { randomUUID } from 'node:crypto';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';

/** Ids of projects in the order in which a roll-over takes them. */
export function orderedIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID()).sort();
}

/** A repeatable number of 0 to `most`, by a seed and an index. */
const DRAW = (seed: string, most: number): string => `(abs(hashtext(${seed})::bigint) % ${most + 1})`;

/**
 * Puts projects with so many tasks each: in phases and packages, of all statuses, some with subtasks, evidence to give, and
 * predecessors with and without lag; within six weeks around 18 November 2026.
 */
export async function plantProjects(plan: Plan, ids: readonly string[], tasks: number): Promise<void> {
  await plan.rows(
    `WITH project AS (
       INSERT INTO pit.project (id, org_id, name, owner_id, start_date, end_date)
       SELECT id, $1, 'Project', $2, '2026-11-01', '2026-11-20' FROM unnest($3::uuid[]) AS id RETURNING id
     ), phase AS (
       INSERT INTO pit.phase (org_id, project_id, name, owner_id) SELECT $1, id, 'Phase', $2 FROM project RETURNING id, project_id
     ), package AS (
       INSERT INTO pit.work_package (org_id, project_id, phase_id, name, owner_id)
       SELECT $1, project_id, id, 'Package', $2 FROM phase RETURNING id, project_id, phase_id
     ), planned AS (
       SELECT package.*, n, date '2026-10-28' + ${DRAW(`project_id || 'start' || n`, 40)}::int AS begins,
         ${DRAW(`project_id || 'progress' || n`, 5)} AS drawn
       FROM package, generate_series(1, $4::int) AS n
     ), task AS (
       INSERT INTO pit.task (org_id, project_id, phase_id, work_package_id, name, owner_id, start_date, end_date, duration_days, progress_percent,
         requires_evidence, order_index)
       SELECT $1, project_id, phase_id, CASE WHEN n % 3 > 0 THEN id END, 'Task ' || n, $2, begins, begins + n % 9, 1 + n % 9,
         CASE WHEN drawn = 0 THEN 30 ELSE 0 END, n % 7 = 0, n FROM planned RETURNING id, project_id, start_date, end_date, order_index AS n
     ), step AS (
       INSERT INTO pit.subtask (org_id, task_id, name, start_date, end_date)
       SELECT $1, id, 'Step', start_date, end_date FROM task WHERE n % 4 = 0
     )
     INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id, lag_days)
     SELECT $1, a.project_id, a.id, b.id, a.n % 3 FROM task a JOIN task b ON b.project_id = a.project_id AND b.n = a.n + 1 WHERE a.n % 2 = 0`,
    [plan.orgId, plan.worker, ids, tasks],
  );
}

/** All that a roll-over keeps, row by row; without moments. */
export async function kept(plan: Plan): Promise<Record<string, unknown>> {
  const read = async (sql: string): Promise<string[]> =>
    (await plan.rows<{ row: string }>(`SELECT (${sql})::text AS row`)).map(({ row }) => row).concat();
  const rows = (table: string, columns: string): Promise<string[]> =>
    read(`SELECT jsonb_agg(jsonb_build_array(${columns}) ORDER BY ${columns.split(',')[0]}) FROM ${table}`);
  return {
    tasks: await rows('pit.task', 'id, status, progress_percent, duration_days'),
    subtasks: await rows('pit.subtask', 'id, status, progress_percent'),
    packages: await rows('pit.work_package', 'id, progress_percent, capex_total'),
    phases: await rows('pit.phase', 'id, progress_percent, capex_total'),
    projects: await rows('pit.project', 'id, progress_percent, capex_total, risk_mitigation_percent'),
    sums: await rows('pit_ops.rollup', 'node_id, state'),
    marks: await rows('pit_ops.work_mark', 'node_id, is_started, completion'),
    figures: await rows(
      'pit_ops.project_figures',
      'project_id, day, task_count, overdue_task_count, late_task_count, long_late_task_count, health',
    ),
  };
}

/** Makes everything that follows from the plans anew, project by project, from the facts alone. */
export async function rebuildAll(plan: Plan): Promise<void> {
  const projects = await plan.rows<{ id: string }>('SELECT id FROM pit.project WHERE deleted_at IS NULL');
  for (const { id } of projects) {
    await plan.run(async (tx) => ({ tasks: (await rebuildRollups(tx, id)).size }), {
      actor: systemActor(plan.orgId),
    });
  }
}
