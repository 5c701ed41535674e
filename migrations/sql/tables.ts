/** Lists of tables that share a rule. Each is spelt out, so that a table is found by searching for its name. */

/** Tables whose rows carry `org_id`: each stands behind the tenant wall. */
export const TENANT_TABLES = [
  'pit.division',
  'pit."user"',
  'pit.team',
  'pit.team_membership',
  'pit.project',
  'pit.phase',
  'pit.work_package',
  'pit.task',
  'pit.subtask',
  'pit.task_cluster',
  'pit.task_dependency',
  'pit.evidence',
  'pit.evidence_review',
  'pit.task_progress_log',
  'pit.cost_snapshot',
  'pit.timeline_cache',
  'pit.gantt_state',
  'pit.watchdog_alert',
  'pit.qa_result',
  'pit.isms_link',
  'pit.risk_link',
  'pit.control_link',
  'pit.incident_link',
  'pit.audit_link',
  'pit.skills_credit',
  'pit.notification',
  'pit.audit_log',
  'pit_ops.event_stream',
  'pit_ops.outbox',
  'pit_ops.idempotency_key',
] as const;

/** Tables whose wall is their own: the organisation itself, shared templates, and a log of no organisation. */
export const SPECIAL_TABLES = [
  'pit.organisation',
  'pit.task_cluster_template',
  'pit.watchdog_scan_log',
] as const;

/** Every table whose changes are audited: all of the schema `pit` but the audit log. */
export const AUDITED_TABLES = [...TENANT_TABLES, ...SPECIAL_TABLES].filter(
  (table) => table.startsWith('pit.') && table !== 'pit.audit_log',
);

/** Tables that keep `updated_at`. */
export const TIMED_TABLES = [
  'pit.organisation',
  'pit.division',
  'pit.project',
  'pit.phase',
  'pit.work_package',
  'pit.task',
  'pit.subtask',
  'pit.task_cluster',
  'pit.task_cluster_template',
  'pit.task_dependency',
  'pit.evidence',
  'pit.evidence_review',
  'pit.timeline_cache',
  'pit.gantt_state',
] as const;

/** Logs: what is written stays as it is. */
export const APPEND_ONLY_TABLES = ['pit.audit_log', 'pit.task_progress_log'] as const;

/** Records that may be amended but never go away. */
export const KEPT_TABLES = [
  'pit.evidence',
  'pit.evidence_review',
  'pit.cost_snapshot',
  'pit.watchdog_alert',
  'pit.watchdog_scan_log',
  'pit.qa_result',
] as const;

/** Directory tables: read by everyone in the organisation, written by `pit_ops.sync_directory` alone. */
export const DIRECTORY_TABLES = [
  'pit.organisation',
  'pit.division',
  'pit."user"',
  'pit.team',
  'pit.team_membership',
] as const;

/** Tables whose rows belong to a project by `project_id`. */
export const PROJECT_TABLES = [
  'pit.phase',
  'pit.work_package',
  'pit.task',
  'pit.task_cluster',
  'pit.task_dependency',
  'pit.cost_snapshot',
  'pit.timeline_cache',
  'pit.watchdog_alert',
  'pit.qa_result',
] as const;

/** Tables whose rows belong to a task by `task_id`. */
export const TASK_TABLES = [
  'pit.subtask',
  'pit.task_progress_log',
  'pit.isms_link',
  'pit.risk_link',
  'pit.control_link',
  'pit.incident_link',
  'pit.audit_link',
  'pit.skills_credit',
] as const;
