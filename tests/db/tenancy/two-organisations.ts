import type pg from 'pg';
import { asActor, value, type DatabaseActor } from './as-actor.ts';

/** An organisation with one row in every table that belongs to one. */
export interface Organisation {
  readonly id: string;
  readonly division: string;
  /** Owns everything, and belongs to the division. */
  readonly owner: string;
  /** Owns nothing, and belongs to no division. */
  readonly other: string;
  readonly service: DatabaseActor;
  readonly member: DatabaseActor;
  readonly project: string;
  readonly phase: string;
  readonly workPackage: string;
  readonly task: string;
  readonly secondTask: string;
  readonly subtask: string;
  readonly evidence: string;
}

const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';

/** Makes the organisation whose ids all begin with this digit. */
export async function makeOrganisation(appUrl: string, digit: string): Promise<Organisation> {
  const id = (last: number): string => `${digit.repeat(8)}-0000-4000-8000-${String(last).padStart(12, '0')}`;
  const [org, division, owner, other] = [id(1), id(2), id(3), id(4)];
  const service: DatabaseActor = { org, user: SYSTEM_USER, role: 'service' };
  const member: DatabaseActor = { org, user: owner, role: 'member', divisions: [division] };
  const directory = {
    organisation: { id: org, name: `Organisation ${digit}` },
    divisions: [{ id: division, name: 'North' }],
    users: [
      { id: owner, name: 'Olive Owner', email: `owner@${digit}.example`, role: 'member' },
      { id: other, name: 'Otto Other', email: `other@${digit}.example`, role: 'member' },
    ],
    teams: [{ id: id(5), name: 'Team', manager_id: owner }],
    memberships: [{ team_id: id(5), user_id: owner, role: 'lead' }],
  };
  await asActor(appUrl, service, (client) => client.query('SELECT pit_ops.sync_directory($1)', [directory]));
  const plan = await asActor(appUrl, member, (client) => makePlan(client, owner, division));
  await asActor(appUrl, { ...service, user: owner }, (client) => makeRecords(client, plan, owner));
  return { id: org, division, owner, other, service, member, ...plan };
}

type Plan = Pick<
  Organisation,
  'project' | 'phase' | 'workPackage' | 'task' | 'secondTask' | 'subtask' | 'evidence'
>;

async function makePlan(client: pg.Client, owner: string, division: string): Promise<Plan> {
  const make = (sql: string, values: unknown[]): Promise<string> =>
    value(client, `${sql} RETURNING id`, values);
  const project = await make(
    `INSERT INTO pit.project (name, owner_id, division_id) VALUES ('Project', $1, $2)`,
    [owner, division],
  );
  const phase = await make(`INSERT INTO pit.phase (project_id, name, owner_id) VALUES ($1, 'Phase', $2)`, [
    project,
    owner,
  ]);
  const workPackage = await make(
    `INSERT INTO pit.work_package (project_id, phase_id, name, owner_id) VALUES ($1, $2, 'Package', $3)`,
    [project, phase, owner],
  );
  const makeTask = (name: string): Promise<string> =>
    make(
      `INSERT INTO pit.task (project_id, phase_id, work_package_id, name, owner_id) VALUES ($1, $2, $3, $4, $5)`,
      [project, phase, workPackage, name, owner],
    );
  const task = await makeTask('First');
  const secondTask = await makeTask('Second');
  const subtask = await make(`INSERT INTO pit.subtask (task_id, name) VALUES ($1, 'Step')`, [task]);
  const evidence = await make(
    `INSERT INTO pit.evidence (task_id, uploaded_by, file_url) VALUES ($1, $2, 'https://files.example/proof.pdf')`,
    [task, owner],
  );
  return { project, phase, workPackage, task, secondTask, subtask, evidence };
}

/** One row in each of the tables that a plan does not need. */
async function makeRecords(client: pg.Client, plan: Plan, owner: string): Promise<void> {
  const { project, phase, task, secondTask, evidence } = plan;
  const run = (sql: string, ...values: string[]): Promise<unknown> => client.query(sql, values);
  await run(
    `INSERT INTO pit.task_cluster (project_id, name, created_by) VALUES ($1, 'Cluster', $2)`,
    project,
    owner,
  );
  await run(`INSERT INTO pit.task_cluster_template (name) VALUES ('Template')`);
  await run(
    `INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id) VALUES ($1, $2, $3)`,
    project,
    task,
    secondTask,
  );
  await run(
    `INSERT INTO pit_ops.evidence_validity (evidence_id, observed_on, valid_until, set_by) VALUES ($1, '2026-01-01', '2026-12-31', 'uploader')`,
    evidence,
  );
  await run(
    `INSERT INTO pit_ops.evidence_policy (task_id, project_id, valid_months) VALUES ($1, $2, 12)`,
    task,
    project,
  );
  await run(`SELECT pit_ops.store_counting($1, ARRAY[$2]::uuid[], '{true}', '{2026-12-31}')`, project, task);
  await run(`INSERT INTO pit.evidence_review (evidence_id, reviewer_id) VALUES ($1, $2)`, evidence, owner);
  await run(`INSERT INTO pit.task_progress_log (task_id, user_id) VALUES ($1, $2)`, task, owner);
  await run(`INSERT INTO pit.cost_snapshot (project_id) VALUES ($1)`, project);
  await run(
    `INSERT INTO pit_ops.cost_entry (project_id, snapshot_id) SELECT project_id, id FROM pit.cost_snapshot WHERE project_id = $1`,
    project,
  );
  await run(`INSERT INTO pit.timeline_cache (project_id, zoom_level) VALUES ($1, 'week')`, project);
  await run(`INSERT INTO pit.gantt_state (project_id, user_id) VALUES ($1, $2)`, project, owner);
  await run(`INSERT INTO pit_ops.gantt_view (project_id) VALUES ($1)`, project);
  await run(
    `INSERT INTO pit.watchdog_alert (project_id, severity, code, message) VALUES ($1, 'red', 'cost_spike', 'y')`,
    project,
  );
  await run(`INSERT INTO pit.watchdog_scan_log DEFAULT VALUES`);
  await run(`INSERT INTO pit.qa_result (project_id, overall_status) VALUES ($1, 'green')`, project);
  await run(`INSERT INTO pit.isms_link (task_id, criteria_code) VALUES ($1, 'ISO27001-A.8.2.1')`, task);
  await run(`INSERT INTO pit.risk_link (task_id, risk_id, link_type) VALUES ($1, $1, 'inherent')`, task);
  await run(`INSERT INTO pit_ops.risk_impact (risk_id, impact_score) VALUES ($1, 5)`, task);
  await run(`INSERT INTO pit.control_link (task_id, control_id) VALUES ($1, $1)`, task);
  await run(`INSERT INTO pit.incident_link (task_id, incident_id) VALUES ($1, $1)`, task);
  await run(`INSERT INTO pit.audit_link (task_id, audit_finding_id) VALUES ($1, $1)`, task);
  await run(
    `UPDATE pit.task SET source_module = 'audit', source_reference_id = 'F-1', end_date = '2030-01-31' WHERE id = $1`,
    secondTask,
  );
  await run(
    `INSERT INTO pit_ops.extension (project_id, task_id, current_due, requested_due, reason, lapses_on)
     VALUES ($1, $2, '2030-01-31', '2030-02-28', 'The supplier delivers late', '2030-01-31')`,
    project,
    secondTask,
  );
  await run(
    `INSERT INTO pit_ops.acceptance (kind, origin_id, reason, starts_on, ends_on)
     VALUES ('risk_acceptance', $1, 'The tunnel is closed soon', '2026-01-01', '2026-12-31')`,
    task,
  );
  await run(
    `WITH made AS (INSERT INTO pit_ops.series (project_id, phase_id, name, owner_id, rule, starts_on, duration_days, mould)
       VALUES ($1, $2, 'Monthly', $3, 'FREQ=MONTHLY', '2030-01-31', 1, '{}') RETURNING id)
     INSERT INTO pit_ops.occurrence (project_id, series_id, nominal_on, rule_revision, due_on, task_id)
     SELECT $1, id, '2030-01-31', 1, '2030-01-31', $4 FROM made`,
    project,
    phase,
    owner,
    secondTask,
  );
  await run(`INSERT INTO pit.skills_credit (task_id, user_id, credit_value) VALUES ($1, $2, 1)`, task, owner);
  await run(`INSERT INTO pit.notification (user_id, type, title) VALUES ($1, 'email', 'Hello')`, owner);
  await run(`INSERT INTO pit_ops.event_stream (stream_id, last_seq) VALUES ($1, 1)`, project);
  await run(
    `INSERT INTO pit_ops.outbox (stream_id, seq, topic, payload) VALUES ($1, 1, 'pit.task.created', '{}')`,
    project,
  );
  await run(`INSERT INTO pit_ops.idempotency_key (key, request_hash) VALUES ('key', '\\x00')`);
  await run(`INSERT INTO pit_ops.rollup (node_id, project_id, state) VALUES ($1, $1, '{}')`, project);
  await run(
    `INSERT INTO pit_ops.date_frame (node_id, project_id, start_typed) VALUES ($1, $1, '2026-01-01')`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.baseline (project_id, name, kind, as_of, as_of_seq, task_count, capex_cost, opex_cost, sha256)
     VALUES ($1, 'Baseline', 'original', '2026-01-01', 1, 1, 0, 0, sha256(''))`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.baseline_plan (baseline_id, project_id, plan) SELECT id, project_id, '{}' FROM pit_ops.baseline`,
  );
  await run(
    `INSERT INTO pit_ops.baseline_task (baseline_id, project_id, task_id, capex_cost, opex_cost)
     SELECT id, project_id, $1, 0, 0 FROM pit_ops.baseline`,
    task,
  );
  await run(
    `INSERT INTO pit_ops.schedule_application (project_id, rights, request, ground, task_count)
     VALUES ($1, '{}', '{}', '', 6000)`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.imported_row (project_id, format, plan_key, kind, key, record_id, digest)
     VALUES ($1, 'mspdi', 'plan', 'project', 'project', $1, '')`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.import_job (project_id, rights, request, is_dry_run) VALUES ($1, '{}', '{}', true)`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.export_job (project_id, format, rights) VALUES ($1, 'mspdi', '{}')`,
    project,
  );
  await run(`INSERT INTO pit_ops.calendar_feed (project_id, expires_at) VALUES ($1, '2099-01-01')`, project);
  await run(
    `INSERT INTO pit_ops.calendar_feed_secret (feed_id, sha256) SELECT id, sha256('') FROM pit_ops.calendar_feed`,
  );
  await run(`INSERT INTO pit_ops.settled_day (day) VALUES ('2026-01-01')`);
  await run(`INSERT INTO pit_ops.work_mark (node_id, task_id) VALUES ($1, $1)`, task);
  await run(
    `INSERT INTO pit_ops.task_actual (task_id, project_id, actual_start) VALUES ($1, $2, '2026-01-01')`,
    task,
    project,
  );
  await run(`INSERT INTO pit_ops.task_rule (task_id, project_id) VALUES ($1, $2)`, task, project);
  await run(`INSERT INTO pit_ops.project_rule (project_id) VALUES ($1)`, project);
  await run(
    `INSERT INTO pit_ops.task_schedule (task_id, project_id, early_start, early_finish, is_critical,
       is_on_longest_path, work_state) VALUES ($1, $2, '2026-01-01', '2026-01-01', false, false, 2)`,
    task,
    project,
  );
  await run(
    `INSERT INTO pit_ops.project_schedule (project_id, plan_seq, today, rules_hash, origin, data_date, task_count,
       length_days, critical_count) VALUES ($1, 0, '2026-01-01', '', '2026-01-01', '2026-01-01', 1, 1, 0)`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.timeline_state (project_id, zoom_level, plan_seq, today, rules_hash, version)
     VALUES ($1, 'week', 0, '2026-01-01', '', '')`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.alert_ack (project_id, alert_id) SELECT project_id, id FROM pit.watchdog_alert WHERE project_id = $1 LIMIT 1`,
    project,
  );
  await run(`INSERT INTO pit_ops.watchdog_state (project_id, state) VALUES ($1, '')`, project);
  await run(`INSERT INTO pit_ops.quality_state (project_id, night) VALUES ($1, '2026-01-01')`, project);
  await run(
    `INSERT INTO pit_ops.timeline_delta (change_id, zoom_level, project_id, version, delta)
     VALUES ($1, 'week', $1, '', '{}')`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.callback_subscription
       (subscription_id, actor, operation, callback_url, verifier, heartbeat_ms, position, owner, leased_until)
     VALUES ($1, '{}', '{}', 'https://router.example', 'secret', 5000, 'cursor', $2, now())`,
    'subscription',
    project,
  );
  await run(
    `WITH endpoint AS (
       INSERT INTO pit_ops.webhook_endpoint (url) VALUES ('https://hooks.example.com/') RETURNING id
     ), kept AS (
       INSERT INTO pit_ops.webhook_state (endpoint_id, secret, fed_seq) SELECT id, '\\x00', 0 FROM endpoint
     )
     INSERT INTO pit_ops.delivery (kind, target_id, payload) SELECT 'webhook', id, '{}' FROM endpoint`,
  );
  await run(
    `SELECT pit_ops.tell_each(ARRAY[$1::uuid], ARRAY['Title'], ARRAY[NULL], ARRAY['/pit'], ARRAY[NULL::int], ARRAY[$2::uuid],
       ARRAY[true])`,
    owner,
    project,
  );
  await run(
    `INSERT INTO pit_ops.escalation (alert_id, project_id, level, step, due_at)
     SELECT id, project_id, 1, 1, now() FROM pit.watchdog_alert WHERE project_id = $1 LIMIT 1`,
    project,
  );
  await run(`INSERT INTO pit_ops.watch (task_id) VALUES ($1)`, task);
  await run(
    `WITH made AS (INSERT INTO pit_ops.tag (name) VALUES ('Urgent') RETURNING id)
     INSERT INTO pit_ops.tag_link (tag_id, project_id, task_id) SELECT id, $1, $2 FROM made`,
    project,
    task,
  );
  await run(
    `INSERT INTO pit_ops.ai_proposal (project_id, kind, prompt_version) VALUES ($1, 'schedule', 1)`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.ai_request (proposal_id, brief, offered)
     SELECT id, '{}', '{}' FROM pit_ops.ai_proposal WHERE project_id = $1`,
    project,
  );
  await run(
    `INSERT INTO pit_ops.ai_usage (month, tokens, calls, token_limit) VALUES ('2026-01-01', 0, 0, 0)`,
  );
  await run(`INSERT INTO pit_ops.evidence_reminder (evidence_id, step) VALUES ($1, 30)`, evidence);
  await run(
    `INSERT INTO pit_ops.acceptance_reminder (acceptance_id, step) SELECT id, 30 FROM pit_ops.acceptance WHERE org_id = pit_ops.ctx_org()`,
  );
  await run(`INSERT INTO pit_ops.due_reminder (day) VALUES ('2026-01-01')`);
  await run(
    `INSERT INTO pit_ops.notification_preference (user_id, channel, is_on, min_level, digest)
     VALUES ($1, 'email', true, 3, 'none')`,
    owner,
  );
  await run(
    `INSERT INTO pit_ops.push_subscription (endpoint, p256dh, auth)
     VALUES ('https://push.example.com/', repeat('A', 87), repeat('A', 22))`,
  );
}
