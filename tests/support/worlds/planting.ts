import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { ActorRole } from '../../../src/domain/enums.ts';

/** How much of a plan there is: a project has two phases of two work packages of `tasks` tasks of two steps each. */
export interface PlanSize {
  projects: number;
  tasks: number;
}

/** The id of the nth row of a kind in an organisation's plan, such as `idOf('a', 'task', 1)`. */
export function idOf(org: string, kind: string, n: number): string {
  const hex = createHash('md5').update(`${org}/${kind}/${n}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A user of the organisation and of all its divisions. */
export function actorOf(org: string, role: ActorRole = ActorRole.ADMIN, user = 1): Actor {
  const divisionIds = [idOf(org, 'division', 1), idOf(org, 'division', 2)];
  return { userId: idOf(org, 'user', user), orgId: idOf(org, 'organisation', 1), role, divisionIds };
}

/** Acts while an organisation has no users of its own yet. */
const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';

/** Runs SQL as the superuser, on behalf of someone whom the audit log can name: the organisation's first user. */
export async function runFor(
  adminUrl: string,
  org: string,
  sql: string,
  user = idOf(org, 'user', 1),
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false)`, [
      idOf(org, 'organisation', 1),
      user,
    ]);
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Fills every table for one organisation, named by a letter. */
export async function plantPlan(adminUrl: string, org: string, size: PlanSize): Promise<void> {
  await runFor(adminUrl, org, directory(org), SYSTEM_USER);
  await runFor(
    adminUrl,
    org,
    `${plan(org, size)}; ${work(org, size)} ${baselines(org, size)} ${around(org, size)}; ANALYZE`,
  );
}

/** An id in SQL, of the number that the expression gives. */
const id = (org: string, kind: string, n: string | number) => `md5('${org}/${kind}/' || (${n}))::uuid`;
const rows = (count: number) => `generate_series(1, ${count}) AS n`;

function directory(org: string): string {
  return `
    INSERT INTO pit.organisation (id, name) VALUES (${id(org, 'organisation', 1)}, 'Organisation ${org}');
    INSERT INTO pit.division (id, name) SELECT ${id(org, 'division', 'n')}, 'Division ' || n FROM ${rows(2)};
    INSERT INTO pit."user" (id, name, email, role)
      SELECT ${id(org, 'user', 'n')}, 'User ' || n, 'user' || n || '@${org}.example', 'member' FROM ${rows(5)};
    INSERT INTO pit.team (id, name, manager_id)
      SELECT ${id(org, 'team', 'n')}, 'Team ' || n, ${id(org, 'user', 1)} FROM ${rows(2)};
    INSERT INTO pit.team_membership (id, team_id, user_id, role)
      SELECT ${id(org, 'membership', 'n')}, ${id(org, 'team', '(n - 1) % 2 + 1')}, ${id(org, 'user', 'n')}, 'member'
      FROM ${rows(5)};
    INSERT INTO pit.task_cluster_template (id, name) VALUES (${id(org, 'template', 1)}, 'Template of ${org}');
    INSERT INTO pit.notification (id, user_id, type, title)
      SELECT ${id(org, 'notification', 'n')}, ${id(org, 'user', '(n - 1) % 2 + 1')}, 'internal_message', 'Message ' || n FROM ${rows(6)};
    INSERT INTO pit.watchdog_scan_log (id, projects_scanned) VALUES (${id(org, 'scan', 1)}, 1)`;
}

function plan(org: string, { projects }: PlanSize): string {
  return `
    INSERT INTO pit.project (id, name, code, division_id, owner_id, sponsor_id, start_date, end_date, capex_total)
      SELECT ${id(org, 'project', 'n')}, 'Project ' || lpad(n::text, 4, '0'), '${org}-' || n,
        CASE WHEN n % 2 = 1 THEN ${id(org, 'division', 1)} END, ${id(org, 'user', 1)}, ${id(org, 'user', 2)},
        CASE WHEN n % 3 > 0 THEN date '2024-01-01' + n % 4 END, CASE WHEN n % 3 > 0 THEN date '2024-06-30' + n % 4 END,
        n % 5 * 100
      FROM ${rows(projects)};
    INSERT INTO pit.phase (id, project_id, name, owner_id, order_index)
      SELECT ${id(org, 'phase', 'n')}, ${id(org, 'project', '(n - 1) / 2 + 1')}, 'Phase ' || n, ${id(org, 'user', 1)}, n % 2
      FROM ${rows(projects * 2)};
    INSERT INTO pit.work_package (id, phase_id, project_id, name, owner_id, order_index)
      SELECT ${id(org, 'package', 'n')}, ${id(org, 'phase', '(n - 1) / 2 + 1')}, ${id(org, 'project', '(n - 1) / 4 + 1')},
        'Package ' || n, ${id(org, 'user', 1)}, n % 2
      FROM ${rows(projects * 4)};
    INSERT INTO pit.task_cluster (id, project_id, name, created_by)
      SELECT ${id(org, 'cluster', 'n')}, ${id(org, 'project', 'n')}, 'Cluster ' || n, ${id(org, 'user', 1)}
      FROM ${rows(projects)}`;
}

function work(org: string, { projects, tasks }: PlanSize): string {
  const all = projects * 4 * tasks;
  const project = `(n - 1) / ${tasks * 4} + 1`;
  return `
    INSERT INTO pit.task (id, work_package_id, phase_id, project_id, name, owner_id, assignees, cluster_id, priority,
        status, start_date, end_date, progress_percent, linked_control_set_id, order_index)
      SELECT ${id(org, 'task', 'n')}, ${id(org, 'package', `(n - 1) / ${tasks} + 1`)},
        ${id(org, 'phase', `(n - 1) / ${tasks * 2} + 1`)}, ${id(org, 'project', project)}, 'Task ' || n % 7,
        ${id(org, 'user', 'n % 5 + 1')}, jsonb_build_array(${id(org, 'user', '(n + 1) % 5 + 1')}),
        ${id(org, 'cluster', project)}, (enum_range(NULL::pit.task_priority_enum))[n % 4 + 1],
        (enum_range(NULL::pit.task_status_enum))[n % 7 + 1],
        CASE WHEN n % 3 > 0 THEN date '2024-01-01' + n % 5 END, CASE WHEN n % 3 > 0 THEN date '2024-02-01' + n % 6 END,
        n % 11 * 10, ${id(org, 'controlset', 'n % 3')}, (n - 1) % ${tasks}
      FROM ${rows(all)};
    INSERT INTO pit.subtask (id, task_id, name, owner_id, ordered_index)
      SELECT ${id(org, 'subtask', 'n')}, ${id(org, 'task', '(n - 1) / 2 + 1')}, 'Step ' || n,
        CASE WHEN n % 2 = 0 THEN ${id(org, 'user', 3)} END, n % 2
      FROM ${rows(all * 2)};
    INSERT INTO pit.task_dependency (id, project_id, predecessor_task_id, successor_task_id)
      SELECT ${id(org, 'dependency', 'n')}, ${id(org, 'project', project)}, ${id(org, 'task', 'n')}, ${id(org, 'task', 'n + 1')}
      FROM ${rows(all)} WHERE n % ${tasks * 4} > 0;
    ${proof(org, all)}
    ${links(org, all)}`;
}

function proof(org: string, all: number): string {
  return `
    INSERT INTO pit.evidence (id, task_id, subtask_id, uploaded_by, file_url)
      SELECT ${id(org, 'evidence', 'n')}, CASE WHEN n % 2 = 1 THEN ${id(org, 'task', '(n - 1) / 2 + 1')} END,
        CASE WHEN n % 2 = 0 THEN ${id(org, 'subtask', 'n')} END, ${id(org, 'user', 2)}, 'https://files.example/' || n
      FROM ${rows(all * 2)};
    INSERT INTO pit.evidence_review (id, evidence_id, reviewer_id, decision)
      SELECT ${id(org, 'review', 'n')}, ${id(org, 'evidence', 'n')}, ${id(org, 'user', 4)},
        (enum_range(NULL::pit.review_decision_enum))[n % 4 + 1]
      FROM ${rows(all * 2)};
    INSERT INTO pit.task_progress_log (id, task_id, subtask_id, user_id, new_progress_percent)
      SELECT ${id(org, 'progress', 'n')}, ${id(org, 'task', '(n - 1) / 2 + 1')},
        CASE WHEN n % 2 = 0 THEN ${id(org, 'subtask', 'n')} END, ${id(org, 'user', 1)}, n % 100
      FROM ${rows(all * 2)};`;
}

function links(org: string, all: number): string {
  const link = (table: string, kind: string, columns: string, values: string) => `
    INSERT INTO pit.${table} (id, task_id, ${columns})
      SELECT ${id(org, kind, 'n')}, ${id(org, 'task', 'n')}, ${values} FROM ${rows(all)};`;
  return [
    link('isms_link', 'isms', 'criteria_code', `'ISO27001-' || n`),
    link('risk_link', 'risklink', 'risk_id, link_type', `${id(org, 'risk', 'n % 10')}, 'residual'`),
    link('control_link', 'controllink', 'control_id', id(org, 'control', 'n % 10')),
    link('incident_link', 'incidentlink', 'incident_id', id(org, 'incident', 'n % 10')),
    link('audit_link', 'auditlink', 'audit_finding_id', id(org, 'finding', 'n % 10')),
    link('skills_credit', 'credit', 'user_id, credit_value', `${id(org, 'user', 'n % 5 + 1')}, n`),
  ].join('');
}

/** One that each project is held to. */
function baselines(org: string, { projects }: PlanSize): string {
  return `
    INSERT INTO pit_ops.baseline (id, project_id, name, kind, is_current, approved_by, as_of, as_of_seq, task_count,
        capex_cost, opex_cost, sha256)
      SELECT ${id(org, 'baseline', 'n')}, ${id(org, 'project', 'n')}, 'Baseline ' || n, 'original', true,
        ${id(org, 'user', 2)}, '2024-01-01', 1, 0, 0, 0, sha256('')
      FROM ${rows(projects)};
    INSERT INTO pit_ops.import_job (id, project_id, requested_by, rights, request, is_dry_run)
      SELECT ${id(org, 'import', 'n')}, ${id(org, 'project', 'n')}, ${id(org, 'user', 2)}, '{}', '{}', true
      FROM generate_series(1, least(${projects}, 20)) AS n;
    INSERT INTO pit_ops.export_job (id, project_id, format, requested_by, rights)
      SELECT ${id(org, 'export', 'n')}, ${id(org, 'project', 'n')}, 'csv', ${id(org, 'user', 2)}, '{}'
      FROM generate_series(1, least(${projects}, 20)) AS n;
    INSERT INTO pit_ops.calendar_feed (id, project_id, user_id, expires_at)
      SELECT ${id(org, 'calendar', 'n')}, ${id(org, 'project', 'n')}, ${id(org, 'user', 2)}, '2099-01-01'
      FROM generate_series(1, least(${projects}, 20)) AS n;
    INSERT INTO pit_ops.calendar_feed_secret (feed_id, sha256)
      SELECT id, sha256(id::text::bytea) FROM pit_ops.calendar_feed WHERE org_id = pit_ops.ctx_org();
    INSERT INTO pit_ops.ai_proposal (id, project_id, kind, requested_by, prompt_version)
      SELECT ${id(org, 'proposal', 'n')}, ${id(org, 'project', 'n')}, 'schedule', ${id(org, 'user', 2)}, 1
      FROM generate_series(1, least(${projects}, 20)) AS n;
    INSERT INTO pit_ops.acceptance (id, kind, origin_id, reason, starts_on, ends_on)
      SELECT ${id(org, 'acceptance', 'n')}, 'risk_acceptance', ${id(org, 'risk', 'n')}, 'The tunnel is closed soon', '2024-01-01',
        '2024-12-31'
      FROM generate_series(1, least(${projects}, 20)) AS n;
    INSERT INTO pit_ops.schedule_application (id, project_id, requested_by, rights, request, ground, task_count)
      SELECT ${id(org, 'application', 'n')}, ${id(org, 'project', 'n')}, ${id(org, 'user', 2)}, '{}', '{}', '', 6000
      FROM ${rows(projects)};`;
}

function around(org: string, { projects }: PlanSize): string {
  const project = id(org, 'project', 'n');
  return `
    INSERT INTO pit.cost_snapshot (id, project_id) SELECT ${id(org, 'cost', 'n')}, ${project} FROM ${rows(projects)};
    INSERT INTO pit.timeline_cache (id, project_id, zoom_level)
      SELECT ${id(org, 'timeline', 'n')}, ${project}, 'week' FROM ${rows(projects)};
    INSERT INTO pit.gantt_state (id, user_id, project_id)
      SELECT ${id(org, 'gantt', 'n')}, ${id(org, 'user', 1)}, ${project} FROM ${rows(projects)};
    INSERT INTO pit.watchdog_alert (id, project_id, severity, code, message, resolved_at)
      SELECT ${id(org, 'alert', 'n')}, ${id(org, 'project', '(n - 1) / 2 + 1')}, 'yellow', 'task_overdue', 'Late',
        CASE WHEN n % 2 = 0 THEN now() END
      FROM ${rows(projects * 2)};
    INSERT INTO pit.qa_result (id, project_id, overall_status)
      SELECT ${id(org, 'qa', 'n')}, ${project}, 'amber' FROM ${rows(projects)}`;
}
