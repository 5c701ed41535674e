import type pg from 'pg';
import { datasetOf } from '../dataset-sql.ts';
import { fillQuietly } from '../dataset.ts';

/** Sizes of the data by the names that the command line gives them: projects, and those among them that have 500 tasks. */
export const SIZES: Readonly<Record<string, { readonly projects: number; readonly boards: number }>> = {
  '2k': { projects: 32, boards: 0 },
  '20k': { projects: 300, boards: 4 },
  '200k': { projects: 3_000, boards: 40 },
  '2m': { projects: 30_000, boards: 400 },
};

/** As of when the figures of projects are. */
export const DAY = '2026-11-23';

const rank = (type: string, column: string): string =>
  `array_position(enum_range(NULL::pit.${type}), ${column})`;

/** What lists read beside the data of the other benches, whose triggers do not run; it grows with the tasks. */
const BESIDE: readonly string[] = [
  `INSERT INTO pit_ops.task_rank (task_id, org_id, status, priority)
   SELECT id, org_id, ${rank('task_status_enum', 'status')}, ${rank('task_priority_enum', 'priority')} FROM pit.task`,

  // A third is completed and has no slack, a tenth has no schedule.
  `INSERT INTO pit_ops.task_schedule (task_id, org_id, project_id, early_start, early_finish, late_start, late_finish,
     total_slack, free_slack, is_critical, is_on_longest_path, work_state)
   SELECT id, org_id, project_id, date '2026-01-01' + (h % 400)::int, date '2027-06-01', CASE WHEN h % 3 > 0 THEN date '2027-06-01' END,
     CASE WHEN h % 3 > 0 THEN date '2027-06-01' END, CASE WHEN h % 3 > 0 THEN h % 150 END, CASE WHEN h % 3 > 0 THEN 0 END,
     h % 3 > 0 AND h % 150 < 5, false, CASE WHEN h % 3 > 0 THEN 0 ELSE 2 END
   FROM (SELECT id, org_id, project_id, get_byte(uuid_send(id), 0) * 256 + get_byte(uuid_send(id), 1) AS h FROM pit.task) AS each
   WHERE h % 10 > 0`,

  `INSERT INTO pit_ops.task_slack (task_id, org_id, total_slack, early_start, is_critical)
   SELECT task.id, task.org_id, total_slack, early_start, is_critical
   FROM pit.task LEFT JOIN pit_ops.task_schedule stored ON stored.task_id = task.id`,

  `INSERT INTO pit_ops.project_figures (project_id, org_id, day, start_date, end_date, progress_percent, overdue_task_count,
     red_alert_count, yellow_alert_count)
   SELECT id, org_id, date '${DAY}', start_date, end_date, progress_percent, get_byte(uuid_send(id), 0),
     get_byte(uuid_send(id), 1) / 200, get_byte(uuid_send(id), 2) / 30 FROM pit.project`,

  `INSERT INTO pit_ops.task_text (task_id, org_id, words)
   SELECT id, org_id, pit_ops.fold_text(name) || E'\\n' || pit_ops.fold_text(coalesce(description, '')) FROM pit.task`,

  `INSERT INTO pit_ops.project_rank (project_id, org_id, capex, opex, risk_impact, risk_mitigation)
   SELECT id, org_id, capex_total * 100, opex_total * 100, risk_impact_score * 100, risk_mitigation_percent * 100 FROM pit.project`,

  `INSERT INTO pit_ops.evidence_standing (evidence_id, org_id, latest_decision, waiting_since)
   SELECT id, org_id, CASE WHEN n > 0 THEN 'accepted'::pit.review_decision_enum END, CASE WHEN n = 0 THEN created_at END
   FROM (SELECT *, get_byte(uuid_send(id), 0) % 4 AS n FROM pit.evidence) AS each`,

  `INSERT INTO pit.watchdog_alert (id, org_id, project_id, severity, code, message, data, detected_at, resolved_at)
   SELECT md5('alert' || id)::uuid, org_id, project_id, CASE n WHEN 0 THEN 'red' WHEN 1 THEN 'green' ELSE 'yellow' END::pit.alert_severity_enum, 'task_overdue', 'Overdue: ' || name, jsonb_build_object('subject', id),
     created_at, CASE WHEN n > 2 THEN created_at END
   FROM (SELECT *, get_byte(uuid_send(id), 0) % 10 AS n FROM pit.task) AS each WHERE n < 6`,

  `INSERT INTO pit.notification (id, org_id, user_id, type, title, is_read, created_at)
   SELECT md5('notification' || id)::uuid, org_id, owner_id, (enum_range(NULL::pit.notification_type_enum))[1], 'About ' || name, get_byte(uuid_send(id), 0) % 2 = 0, created_at FROM pit.task`,

  `INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, created_at)
   SELECT md5('audit' || id)::uuid, org_id, owner_id, 'UPDATE', 'task', id, updated_at FROM pit.task`,
  `INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, created_at)
   SELECT md5('audit' || id)::uuid, org_id, id, 'INSERT', 'user', id, timestamptz '2024-01-01' FROM pit."user"
   WHERE email LIKE 'user__@%'`,

  `INSERT INTO pit_ops.watch (org_id, user_id, task_id)
   SELECT org_id, md5('user1001')::uuid, id FROM pit.task WHERE org_id = md5('org1')::uuid ORDER BY id LIMIT 40`,
];

/** The statements that fill a database to a size of `SIZES`. */
export function statementsOf(size: string): readonly string[] {
  const { projects, boards } = SIZES[size] as { projects: number; boards: number };
  return [...datasetOf(projects, boards), ...BESIDE];
}

/** Fills an empty, migrated database. @param client of a superuser. */
export async function fillToSize(client: pg.Client, size: string): Promise<void> {
  await client.query('BEGIN');
  await withoutIndexes(client, () => fillQuietly(client, statementsOf(size)));
  await client.query('SELECT pit_ops.refill_project_access()');
  await client.query('COMMIT');
  await client.query('VACUUM (ANALYZE, FREEZE)');
}

/**
 * Indexes that no constraint rests on are built when the rows are there: sorting is several times cheaper than looking the place
 * of each row up, and a tree that was sorted into place is as dense as one that autovacuum keeps.
 */
async function withoutIndexes(client: pg.Client, fill: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index JOIN pg_class place ON place.oid = indrelid
     WHERE relnamespace IN ('pit'::regnamespace, 'pit_ops'::regnamespace)
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
       AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid)
     ORDER BY indexrelid`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await fill();
  await client.query(`SET LOCAL maintenance_work_mem = '1GB'`);
  // Of a partitioned table the definition names the table alone, without its partitions.
  for (const { definition } of rows) await client.query(definition.replace(' ON ONLY ', ' ON '));
}
