import pg from 'pg';
import { AuditInSets1700000119000 } from '../../../migrations/1700000119000-audit-in-sets.ts';
import type { Organisation } from '../tenancy/two-organisations.ts';

/** An audit record but for what no two runs share: its id, its times and its number. */
export interface AuditedChange {
  readonly table: string;
  readonly text: string;
}

const ID = `md5('row ' || n)::uuid`;

/** Changes of every kind by statements of several rows; `$project`, `$phase`, `$task` and `$owner` are those of the organisation. */
const CHANGES: readonly string[] = [
  // Several tables in one statement, each with more than one row.
  `WITH added AS (
     INSERT INTO pit.phase (id, project_id, name, owner_id) SELECT md5('phase ' || n)::uuid, $project, 'F' || n, $owner
     FROM generate_series(1, 3) AS n RETURNING id, project_id, owner_id
   ), tasks AS (
     INSERT INTO pit.task (id, project_id, phase_id, name, owner_id, assignees, capex_cost)
     SELECT md5('task ' || added.id || n)::uuid, project_id, added.id, E'T"\\u00e9' || n, owner_id, jsonb_build_array(owner_id), 10.50 * n
     FROM added, generate_series(1, 40) AS n RETURNING id
   )
   INSERT INTO pit.risk_link (id, task_id, risk_id, link_type) SELECT md5('risk ' || $task || n)::uuid, $task, ${ID}, 'inherent'
   FROM generate_series(1, 5) AS n`,
  `INSERT INTO pit.subtask (id, task_id, name, owner_id) SELECT ${ID}, $task, 'Step ' || n, CASE WHEN n % 2 = 0 THEN $owner END
   FROM generate_series(1, 30) AS n`,
  `INSERT INTO pit.task_dependency (id, project_id, predecessor_task_id, successor_task_id)
   SELECT md5('link ' || id)::uuid, project_id, $task, id FROM pit.task WHERE name LIKE 'T%' ORDER BY name, id`,
  // Rows that are there are passed over or changed, others come.
  `INSERT INTO pit.risk_link (id, task_id, risk_id, link_type) SELECT md5('again ' || $task || n)::uuid, $task, ${ID}, 'inherent'
   FROM generate_series(3, 8) AS n ON CONFLICT DO NOTHING`,
  `INSERT INTO pit_ops.task_rule (task_id, project_id, deadline) SELECT id, project_id, '2031-01-01' FROM pit.task
   WHERE project_id = $project AND name LIKE 'T%' AND right(name, 1) = '1' ORDER BY id`,
  `INSERT INTO pit_ops.task_rule (task_id, project_id, deadline) SELECT id, project_id, '2031-02-01' FROM pit.task
   WHERE project_id = $project AND name LIKE 'T%' AND right(name, 1) < '3' ORDER BY id ON CONFLICT (task_id) DO UPDATE SET deadline = excluded.deadline`,
  `INSERT INTO pit.notification (id, user_id, type, title) SELECT ${ID}, $owner, 'email', 'N' || n FROM generate_series(1, 3) AS n`,
  `INSERT INTO pit.watchdog_alert (id, project_id, severity, code, message, resolved_at) SELECT ${ID}, $project, 'red', 'cost_spike', 'y' || n, '2031-01-01'
   FROM generate_series(1, 3) AS n`,
  // Nothing comes, nothing changes.
  `INSERT INTO pit.subtask (task_id, name) SELECT $task, 'Never' WHERE false`,
  `UPDATE pit.task SET name = name WHERE project_id = $project`,
  // Keys and other columns change, rows go.
  `UPDATE pit.subtask SET id = md5('key ' || id)::uuid WHERE name LIKE 'Step 1%'`,
  `UPDATE pit.task SET progress_percent = 30, priority = 'high' WHERE name LIKE 'T%'`,
  `DELETE FROM pit.subtask WHERE name LIKE 'Step 2%'`,
  `DELETE FROM pit.risk_link WHERE task_id = $task`,
  // An error in the middle takes the records of its statement along, and no others.
  `DO $do$ BEGIN
     INSERT INTO pit.subtask (task_id, name, progress_percent) SELECT $task, 'Too far', n * 60 FROM generate_series(1, 3) AS n;
   EXCEPTION WHEN check_violation THEN INSERT INTO pit.subtask (id, task_id, name) SELECT md5('caught ' || n)::uuid, $task, 'Caught'
     FROM generate_series(1, 2) AS n;
   END $do$`,
];

/** The records of the same changes, made by a superuser who is the organisation's owner and rolled back: in sets, or row by row. */
export async function recordsOf(
  adminUrl: string,
  ours: Organisation,
  way: 'in sets' | 'row by row',
): Promise<AuditedChange[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    if (way === 'row by row') await makeRowByRow(client);
    await client.query(
      `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.role', 'member', true),
         set_config('app.request_id', 'request-9', true), set_config('app.override_reason', 'Because', true)`,
      [ours.id, ours.owner],
    );
    const { rows: start } = await client.query<{ seq: string }>(
      'SELECT coalesce(max(seq), 0) AS seq FROM pit_ops.audit_detail',
    );
    for (const change of CHANGES) await client.query(inOrganisation(change, ours));
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    const { rows } = await client.query<AuditedChange>(RECORDS, [start[0]?.seq]);
    return rows;
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
}

// The text of a state shows its fields in the order in which they are stored. Times differ from run to run.
const RECORDS = `
  SELECT log.table_name AS "table", concat_ws(' | ', log.action, log.record_id, log.user_id, log.org_id,
    (log.before_state - '{created_at,updated_at,detected_at}'::text[])::text, (log.after_state - '{created_at,updated_at,detected_at}'::text[])::text,
    detail.org_id, detail.db_role, detail.request_id, detail.override_reason, detail.project_id, detail.left_project_id,
    log.before_state ? 'updated_at', log.after_state ? 'created_at',
    log.created_at >= lag(log.created_at, 1, log.created_at) OVER (ORDER BY detail.seq)) AS text
  FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
  WHERE detail.seq > $1 ORDER BY detail.seq`;

async function makeRowByRow(client: pg.Client): Promise<void> {
  await client.query('SET LOCAL ROLE pit_owner');
  await new AuditInSets1700000119000().down({ query: (sql: string) => client.query(sql) } as never);
  await client.query('RESET ROLE');
}

function inOrganisation(change: string, ours: Organisation): string {
  const names = { project: ours.project, phase: ours.phase, task: ours.task, owner: ours.owner };
  return Object.entries(names).reduce(
    (sql, [name, id]) => sql.replaceAll(`$${name}`, `'${id}'::uuid`),
    change,
  );
}
