import type { Mould, MouldRisk, MouldedTask } from '../../../domain/recurrence/mould.ts';
import type {
  CatchUp,
  DateShift,
  OccurrenceOutcome,
  RecurrenceMode,
} from '../../../domain/recurrence/reconcile.ts';
import type { SeriesState } from '../../../domain/recurrence/series.ts';
import {
  boolean,
  date,
  decimal,
  enumOf,
  integer,
  json,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** A list of objects out of rows; empty where there are none. */
const list = (object: string, rows: string): string =>
  `coalesce((SELECT jsonb_agg(${object}) FROM ${rows}), '[]'::jsonb)`;

/** Of the task `$1` all that the mould of a series holds. */
export const MOULDED_TASK = statement(
  `SELECT t.name, t.description, t.task_type, t.priority, t.quick_class, t.requires_evidence, t.capex_cost, t.opex_cost,
    t.duration_days, t.linked_risk_mitigation_pct, t.assignees AS assignee_ids, kept.valid_months,
    ${list(
      `jsonb_build_object('name', s.name, 'description', s.description, 'priority', s.priority,
      'requiresEvidence', s.requires_evidence) ORDER BY s.ordered_index, s.id`,
      `pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL`,
    )} AS subtasks,
    ${list(
      `jsonb_build_object('controlId', c.control_id, 'controlGroup', c.control_group) ORDER BY c.created_at, c.id`,
      `pit.control_link c WHERE c.task_id = t.id`,
    )} AS controls,
    ${list(
      `jsonb_build_object('code', i.criteria_code, 'version', i.criteria_version) ORDER BY i.created_at, i.id`,
      `pit.isms_link i WHERE i.task_id = t.id`,
    )} AS criteria,
    ${list(
      `jsonb_build_object('riskId', r.risk_id, 'linkType', r.link_type) ORDER BY r.created_at, r.id`,
      `pit.risk_link r WHERE r.task_id = t.id`,
    )} AS risks
  FROM pit.task t LEFT JOIN pit_ops.evidence_policy kept ON kept.task_id = t.id WHERE t.id = $1`,
  {
    name: text,
    description: nullable(text),
    taskType: text,
    priority: enumOf('task_priority_enum'),
    quickClass: enumOf('quick_class_enum'),
    requiresEvidence: boolean,
    capexCost: decimal,
    opexCost: decimal,
    durationDays: nullable(integer),
    linkedRiskMitigationPct: nullable(decimal),
    assigneeIds: json<readonly string[]>(),
    validMonths: nullable(integer),
    subtasks: neverNull(json<MouldedTask['subtasks']>(), 'COALESCE'),
    controls: neverNull(json<MouldedTask['controls']>(), 'COALESCE'),
    criteria: neverNull(json<MouldedTask['criteria']>(), 'COALESCE'),
    risks: neverNull(json<readonly MouldRisk[]>(), 'COALESCE'),
  },
);

/** Of the project `$1` how many series make occurrences, and whether the task `$2` is one already. */
export const SERIES_ROOM = statement(
  `SELECT (SELECT count(*)::int FROM pit_ops.series s WHERE s.project_id = $1 AND s.state = 'active') AS active,
    (SELECT o.series_id FROM pit_ops.occurrence o WHERE o.task_id = $2) AS series_id`,
  { active: neverNull(integer, 'count'), seriesId: nullable(uuid) },
);

/** A series of the project `$1` in its phase `$2` and work package `$3`, if any. */
export const INSERT_SERIES = statement(
  `INSERT INTO pit_ops.series (project_id, phase_id, work_package_id, name, owner_id, rule, starts_on, date_shift, catch_up,
    duration_days, mould, mode, lead_days, grace_days)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id`,
  { id: uuid },
);

const SERIES = {
  id: uuid,
  projectId: uuid,
  phaseId: uuid,
  workPackageId: nullable(uuid),
  name: text,
  ownerId: uuid,
  rule: text,
  startsOn: date,
  ruleRevision: integer,
  dateShift: word<DateShift>(),
  catchUp: word<CatchUp>(),
  mode: word<RecurrenceMode>(),
  leadDays: integer,
  graceDays: nullable(integer),
  /** Whether it has rested since it was looked at last. */
  isResting: boolean,
  durationDays: integer,
  mould: json<Mould>(),
  state: word<SeriesState>(),
  updatedAt: timestamp,
  /** The latest nominal date, what it is due on and what became of it; null: there is none yet. */
  newestOn: nullable(date),
  newestDueOn: nullable(date),
  newestOutcome: nullable(word<OccurrenceOutcome>()),
  /** When its work was completed; null: it is not, or nobody knows. */
  newestCompletedOn: nullable(date),
};

const NEWEST = `LEFT JOIN LATERAL (SELECT o.nominal_on, o.due_on, o.outcome, done.actual_finish
    FROM pit_ops.occurrence o LEFT JOIN pit_ops.task_actual done ON done.task_id = o.task_id
    WHERE o.series_id = s.id ORDER BY o.nominal_on DESC LIMIT 1) newest ON true`;
const COLUMNS = `s.id, s.project_id, s.phase_id, s.work_package_id, s.name, s.owner_id, s.rule, s.starts_on, s.rule_revision, s.date_shift,
    s.catch_up, s.mode, s.lead_days, s.grace_days, s.is_resting, s.duration_days, s.mould, s.state, s.updated_at, newest.nominal_on AS newest_on, newest.due_on AS newest_due_on,
    newest.outcome AS newest_outcome, newest.actual_finish AS newest_completed_on`;

/** The series `$1::uuid[]` of the project `$2`, with the newest occurrence of each. */
export const SERIES_OF_PROJECT = statement(
  `SELECT ${COLUMNS} FROM pit_ops.series s ${NEWEST} WHERE s.id = ANY ($1::uuid[]) AND s.project_id = $2 ORDER BY s.id`,
  SERIES,
);

/**
 * Changes the series `$1`: its name, owner, rule, first day, revision, shift, catch-up, lead and grace are `$2` to `$10`; it makes
 * occurrences unless it pauses.
 */
export const UPDATE_SERIES = statement(
  `UPDATE pit_ops.series SET name = $2, owner_id = $3, rule = $4, starts_on = $5, rule_revision = $6, date_shift = $7, catch_up = $8,
    lead_days = $9, grace_days = $10, state = CASE state WHEN 'paused' THEN state ELSE 'active' END, is_due = true WHERE id = $1`,
);

/** Has the series `$1` pause. */
export const PAUSE_SERIES = statement(`UPDATE pit_ops.series SET state = 'paused' WHERE id = $1`);

/** Has the series `$1`, which has paused, make occurrences again, and leave out what passed. */
export const RESUME_SERIES = statement(
  `UPDATE pit_ops.series SET state = 'active', is_resting = true, is_due = true WHERE id = $1`,
);

/** The occurrence `$1`, which was skipped before it had one, has the task `$2`. */
export const UNSKIP_OCCURRENCE = statement(
  `UPDATE pit_ops.occurrence SET task_id = $2, outcome = 'open', reason = NULL WHERE id = $1`,
);

/** Ends the series `$1`. */
export const END_SERIES = statement(
  `UPDATE pit_ops.series SET state = 'ended', is_due = false, next_on = NULL WHERE id = $1`,
);

/** The occurrence of the series `$1` on the nominal date `$2`. */
export const OCCURRENCE_ON = statement(
  `SELECT o.id, o.task_id, o.due_on, o.outcome FROM pit_ops.occurrence o WHERE o.series_id = $1 AND o.nominal_on = $2`,
  { id: uuid, taskId: nullable(uuid), dueOn: date, outcome: word<OccurrenceOutcome>() },
);

/** Says why the occurrence `$1`, which was skipped, was. */
export const SAY_WHY_SKIPPED = statement(
  `UPDATE pit_ops.occurrence SET reason = $2 WHERE id = $1 AND outcome = 'skipped'`,
);

/** Has the series `$1` looked at by the next run. */
export const WAKE_SERIES = statement(
  `UPDATE pit_ops.series SET is_due = true WHERE id = $1 AND state = 'active'`,
);

/** The series that the task `$1` is an occurrence of. */
export const SERIES_OF_TASK = statement('SELECT series_id FROM pit_ops.occurrence WHERE task_id = $1', {
  seriesId: uuid,
});
