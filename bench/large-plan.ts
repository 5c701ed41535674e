import pg from 'pg';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';

/** A plan to measure with. */
export interface LargePlan {
  readonly tasks: number;
  /** Links that lead to higher numbers, by at most 500. */
  readonly links: number;
  /** Tells the ids of one plan from those of another, 0 to 9. */
  readonly plan?: number;
  /** Whether instead every task follows the first one, or one that does, so that moving that one moves all. */
  readonly isFan?: boolean;
}

/** A project of 20 phases of 5 packages, tasks of one to nine days. */
const PLAN = `
  WITH project AS (
    INSERT INTO pit.project (org_id, name, owner_id, start_date) VALUES ($1, 'Bench', $2, '2026-01-05') RETURNING id
  ), frame AS (
    INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) SELECT id, $1, id, '2026-01-05' FROM project
  ), phase AS (
    INSERT INTO pit.phase (org_id, project_id, owner_id, name, order_index)
    SELECT $1, id, $2, 'Phase ' || n, n FROM project, generate_series(0, 19) n RETURNING id, project_id, order_index
  ), package AS (
    INSERT INTO pit.work_package (org_id, project_id, phase_id, owner_id, name, order_index)
    SELECT $1, project_id, phase.id, $2, 'Package ' || phase.order_index || '.' || n, n FROM phase, generate_series(0, 4) n
    RETURNING id, project_id, phase_id
  ), numbered AS (SELECT *, row_number() OVER () - 1 AS place FROM package), task AS (
    INSERT INTO pit.task (id, org_id, project_id, phase_id, work_package_id, owner_id, name, duration_days, start_date, order_index)
    SELECT ($4 || lpad(n::text, 12, '0'))::uuid, $1, project_id, phase_id, numbered.id, $2,
      'Task ' || n || ' of the plan', 1 + n % 9, CASE WHEN n % 7 = 0 AND NOT $5 THEN date '2026-01-05' + (n / 20)::int END, n / 100
    FROM generate_series(0, $3::int - 1) n JOIN numbered ON place = n % 100
  ) SELECT id FROM project`;
const LINKS = `
  INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
  SELECT DISTINCT ON (i, j) $1::uuid, $2::uuid, ($5 || lpad(i::text, 12, '0'))::uuid, ($5 || lpad(j::text, 12, '0'))::uuid
  FROM (SELECT (k::bigint * 7919) % ($3::int - 1) AS i,
      least($3::int - 1, (k::bigint * 7919) % ($3::int - 1) + 1 + (k::bigint * 104729) % 500) AS j
    FROM generate_series(0, $4::int - 1) k) link`;
const FAN = `
  INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
  SELECT $1::uuid, $2::uuid, ($5 || lpad(((k - 1) / 900)::text, 12, '0'))::uuid, ($5 || lpad(k::text, 12, '0'))::uuid
  FROM generate_series(1, $3::int - 1) k WHERE $4::int >= 0`;

const prefix = (plan: number): string => `0000000${plan}-0000-4000-8000-`;

/** The id of the task with that number, counted from 0. */
export function taskId(n: number, plan = 0): string {
  return `${prefix(plan)}${String(n).padStart(12, '0')}`;
}

/** Stores a plan as the superuser, and has its tables analysed. Answers the project. */
export async function makePlan(adminUrl: string, large: LargePlan): Promise<string> {
  const { tasks, links, plan = 0, isFan = false } = large;
  return asAdmin(adminUrl, async (admin) => {
    const { orgId, userId } = DEMO_ADMIN;
    const { rows } = await admin.query<{ id: string }>(PLAN, [orgId, userId, tasks, prefix(plan), isFan]);
    const projectId = rows[0]!.id;
    await admin.query(isFan ? FAN : LINKS, [orgId, projectId, tasks, links, prefix(plan)]);
    await admin.query('VACUUM (ANALYZE)');
    return projectId;
  });
}

/** Has something done by the superuser in the name of the demonstration's administrator. */
export async function asAdmin<T>(adminUrl: string, use: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { orgId, userId } = DEMO_ADMIN;
    await admin.query(
      `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false), set_config('app.role', 'admin', false)`,
      [orgId, userId],
    );
    return await use(admin);
  } finally {
    await admin.end();
  }
}
