import {
  addedOrg,
  changed,
  created,
  deletable,
  enumeration,
  id,
  integer,
  jsonb,
  money,
  orNull,
  references,
  table,
  text,
  timestamptz,
} from './table.ts';

/** 6.1; the index is section 14's. */
const EVIDENCE = table({
  name: 'evidence',
  columns: {
    ...id,
    ...addedOrg,
    task_id: orNull(references('task')),
    subtask_id: orNull(references('subtask')),
    uploaded_by: references('user'),
    file_url: text,
    file_type: enumeration('evidence_type_enum'),
    metadata: jsonb,
    ...deletable,
  },
  indexes: ['task_id'],
});

/** 6.2 */
const EVIDENCE_REVIEW = table({
  name: 'evidence_review',
  columns: {
    ...id,
    ...addedOrg,
    evidence_id: references('evidence'),
    reviewer_id: references('user'),
    decision: enumeration('review_decision_enum'),
    comment: text,
    ai_score: integer,
    ai_feedback: text,
    ...changed,
  },
});

/** 7.1; partitioned as section 14 proposes, so the key includes what divides it. */
const TASK_PROGRESS_LOG = table({
  name: 'task_progress_log',
  columns: {
    ...id,
    ...addedOrg,
    task_id: references('task'),
    subtask_id: orNull(references('subtask')),
    user_id: references('user', 'plain'),
    old_progress_percent: integer,
    new_progress_percent: integer,
    old_status: enumeration('task_status_enum'),
    new_status: enumeration('task_status_enum'),
    comment: text,
    source: text,
    ...created,
  },
  primaryKey: ['id', 'created_at'],
  partitionedBy: 'created_at',
  appendOnly: true,
});

/** 7.2 */
const COST_SNAPSHOT = table({
  name: 'cost_snapshot',
  columns: {
    ...id,
    ...addedOrg,
    project_id: references('project'),
    captured_at: timestamptz,
    capex_committed: money,
    capex_spent: money,
    opex_committed: money,
    opex_spent: money,
    ai_forecast_json: jsonb,
  },
});

/** Sections 6 and 7: evidence, progress and cost. */
export const PROOF_TABLES = [EVIDENCE, EVIDENCE_REVIEW, TASK_PROGRESS_LOG, COST_SNAPSHOT];
