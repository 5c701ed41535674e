import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SPECIAL_TABLES, TENANT_TABLES } from './sql/tables.ts';

/**
 * What the application may do, column by column. Nowhere `id`, `org_id`, `created_at` or `updated_at`: they come from
 * defaults and triggers. DELETE only where a row is a mere link, a cache or a view state; the plan is deleted softly.
 * The foreman's role holds the same rights; its policies are what differs.
 */
export class Grants1700000019000 implements MigrationInterface {
  name = 'Grants1700000019000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT USAGE ON SCHEMA pit, pit_ops TO ${APPLICATION}`);
    await runner.query(`GRANT SELECT ON ${ALL_TABLES} TO ${APPLICATION}`);
    const grants = [...Object.entries(WRITABLE), ...Object.entries(PLUMBING)];
    await runner.query(grants.map(([table, columns]) => grant(table, 'INSERT, UPDATE', columns)).join(''));
    await runner.query(
      Object.entries(APPENDED)
        .map(([table, columns]) => grant(table, 'INSERT', columns))
        .join(''),
    );
    await runner.query(
      Object.entries(AMENDED)
        .map(([table, columns]) => grant(table, 'UPDATE', columns))
        .join(''),
    );
    await runner.query(`GRANT DELETE ON ${REMOVABLE.join(', ')} TO ${APPLICATION}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE ALL ON ${ALL_TABLES} FROM ${APPLICATION};
      REVOKE USAGE ON SCHEMA pit, pit_ops FROM ${APPLICATION}`);
  }
}

const APPLICATION = 'pit_app, pit_foreman';

const ALL_TABLES = [...TENANT_TABLES, ...SPECIAL_TABLES].join(', ');

/** Columns that are given at first and changed later. */
const WRITABLE: Readonly<Record<string, string>> = {
  'pit.project': `division_id, name, code, description, type, owner_id, sponsor_id, start_date, end_date, quick_class,
    progress_percent, capex_total, opex_total, status, risk_impact_score, risk_mitigation_percent, deleted_at`,
  'pit.phase': `project_id, name, description, owner_id, start_date, end_date,
    progress_percent, capex_total, opex_total, order_index, deleted_at`,
  'pit.work_package': `phase_id, project_id, name, description, owner_id, start_date, end_date,
    progress_percent, capex_total, opex_total, order_index, deleted_at`,
  'pit.task': `work_package_id, phase_id, project_id, name, description, task_type, cluster_id, owner_id, assignees,
    priority, status, start_date, end_date, duration_days, progress_percent, quick_class, requires_evidence,
    capex_cost, opex_cost, fy_allocation, linked_risk_mitigation_pct, linked_control_set_id,
    source_module, source_reference_id, order_index, deleted_at`,
  'pit.subtask': `task_id, name, description, owner_id, status, priority, start_date, end_date,
    progress_percent, requires_evidence, ordered_index, deleted_at`,
  'pit.task_cluster': `project_id, name, description, created_by, source_module, source_reference_id`,
  'pit.task_cluster_template': `name, description, template_json`,
  'pit.task_dependency': `project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days`,
  'pit.evidence': `task_id, subtask_id, uploaded_by, file_url, file_type, metadata, deleted_at`,
  'pit.evidence_review': `evidence_id, reviewer_id, decision, comment, ai_score, ai_feedback`,
  'pit.timeline_cache': `project_id, data, zoom_level`,
  'pit.gantt_state': `user_id, project_id, zoom_level, viewport_start, viewport_end, grouping_mode`,
  'pit.watchdog_alert': `project_id, severity, code, message, data, detected_at, resolved_at`,
  'pit.watchdog_scan_log': `started_at, finished_at, projects_scanned, issues_detected, ai_summary`,
  'pit.risk_link': `task_id, risk_id, link_type`,
  'pit.isms_link': `task_id, criteria_code, criteria_version`,
  'pit.control_link': `task_id, control_id, control_group`,
  'pit.incident_link': `task_id, incident_id`,
  'pit.audit_link': `task_id, audit_finding_id`,
  'pit.skills_credit': `task_id, user_id, credit_value`,
};

const PLUMBING: Readonly<Record<string, string>> = {
  'pit_ops.event_stream': `stream_id, last_seq`,
  'pit_ops.idempotency_key': `user_id, key, request_hash, response`,
};

/** Columns that are given once. */
const APPENDED: Readonly<Record<string, string>> = {
  'pit.task_progress_log': `task_id, subtask_id, user_id, old_progress_percent, new_progress_percent,
    old_status, new_status, comment, source`,
  'pit.cost_snapshot': `project_id, captured_at, capex_committed, capex_spent, opex_committed, opex_spent, ai_forecast_json`,
  'pit.qa_result': `project_id, run_at, overall_status, passed_tests, failed_tests, autofix_actions, model_used`,
  'pit.notification': `user_id, type, title, message, link, is_read`,
  'pit_ops.outbox': `stream_id, seq, topic, payload, actor_id`,
};

/** What may be changed in a row that otherwise stays as it was written. */
const AMENDED: Readonly<Record<string, string>> = {
  'pit.cost_snapshot': `ai_forecast_json`,
  'pit.qa_result': `autofix_actions`,
  'pit.notification': `is_read`,
  // A key that has served its day begins another.
  'pit_ops.idempotency_key': `created_at`,
};

const REMOVABLE = [
  'pit.task_dependency',
  'pit.timeline_cache',
  'pit.gantt_state',
  'pit.notification',
  'pit.isms_link',
  'pit.risk_link',
  'pit.control_link',
  'pit.incident_link',
  'pit.audit_link',
  'pit.skills_credit',
  'pit_ops.outbox',
  'pit_ops.idempotency_key',
];

function grant(table: string, privileges: string, columns: string): string {
  const columnwise = privileges.split(', ').map((privilege) => `${privilege} (${columns})`);
  return `GRANT ${columnwise.join(', ')} ON ${table} TO ${APPLICATION};\n`;
}
