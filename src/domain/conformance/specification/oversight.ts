import {
  addedOrg,
  changed,
  created,
  date,
  enumeration,
  id,
  integer,
  jsonb,
  orNull,
  references,
  table,
  text,
  timestamptz,
} from './table.ts';

/** 8.1 */
const TIMELINE_CACHE = table({
  name: 'timeline_cache',
  columns: {
    ...id,
    ...addedOrg,
    project_id: references('project'),
    data: jsonb,
    zoom_level: text,
    ...changed,
  },
});

/** 8.2 */
const GANTT_STATE = table({
  name: 'gantt_state',
  columns: {
    ...id,
    ...addedOrg,
    user_id: references('user'),
    project_id: references('project'),
    zoom_level: text,
    viewport_start: date,
    viewport_end: date,
    grouping_mode: text,
    ...changed,
  },
});

/** 9.1; the index is section 14's. */
const WATCHDOG_ALERT = table({
  name: 'watchdog_alert',
  columns: {
    ...id,
    ...addedOrg,
    project_id: references('project'),
    severity: enumeration('alert_severity_enum'),
    code: text,
    message: text,
    data: jsonb,
    detected_at: timestamptz,
    resolved_at: orNull(timestamptz),
  },
  indexes: ['project_id, severity'],
});

/** 9.2; one row for each organisation that a scan goes through. */
const WATCHDOG_SCAN_LOG = table({
  name: 'watchdog_scan_log',
  columns: {
    ...id,
    ...addedOrg,
    started_at: timestamptz,
    finished_at: timestamptz,
    projects_scanned: integer,
    issues_detected: integer,
    ai_summary: text,
  },
});

/** 10.1; the index is section 14's. */
const QA_RESULT = table({
  name: 'qa_result',
  columns: {
    ...id,
    ...addedOrg,
    project_id: references('project'),
    run_at: timestamptz,
    overall_status: text,
    passed_tests: jsonb,
    failed_tests: jsonb,
    autofix_actions: jsonb,
    model_used: enumeration('ai_model_enum'),
  },
  indexes: ['project_id'],
});

/** 13.1. The actor may be the platform's system user, whose organisation is another than the row's. */
const AUDIT_LOG = table({
  name: 'audit_log',
  columns: {
    ...id,
    ...addedOrg,
    user_id: references('user', 'plain'),
    action: text,
    table_name: text,
    record_id: text,
    before_state: jsonb,
    after_state: jsonb,
    ...created,
  },
  appendOnly: true,
});

/** Sections 8, 9, 10 and 13: timeline, watchdog, quality, audit. */
export const OVERSIGHT_TABLES = [
  TIMELINE_CACHE,
  GANTT_STATE,
  WATCHDOG_ALERT,
  WATCHDOG_SCAN_LOG,
  QA_RESULT,
  AUDIT_LOG,
];
