import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * The next `$4` series behind the project `$2` and the series `$3` that are to be looked at on the day `$1`, by project and id. Series of
 * projects that rest or are over wait until their project is active.
 */
export const DUE_SERIES = statement(
  `SELECT s.project_id, s.id FROM pit_ops.series s
  JOIN pit.project p ON p.id = s.project_id AND p.deleted_at IS NULL AND p.status IN ('draft', 'active')
  WHERE s.org_id = pit_ops.ctx_org() AND s.state = 'active' AND (s.is_due OR s.next_on <= $1) AND (s.project_id, s.id) > ($2, $3)
  ORDER BY s.project_id, s.id LIMIT $4`,
  { projectId: uuid, id: uuid },
);

/**
 * Occurrences of the project `$1`, one for each object of `$2`. The database refuses a nominal date that a series has already.
 */
export const INSERT_OCCURRENCES = statement(
  `INSERT INTO pit_ops.occurrence (project_id, series_id, nominal_on, rule_revision, due_on, task_id, outcome, reason)
  SELECT $1, x."seriesId", x."nominalOn", x."ruleRevision", x."dueOn", x."taskId", x.outcome, x.reason
  FROM jsonb_to_recordset($2::jsonb) AS x ("seriesId" uuid, "nominalOn" date, "ruleRevision" int, "dueOn" date, "taskId" uuid,
    outcome text, reason text)`,
);

/** What the series of `$1` came to: state, and the day of the next look at each. They have rested no more. */
export const NOTE_SERIES = statement(
  `UPDATE pit_ops.series AS s SET is_due = x."isDue", is_resting = false, next_on = x."nextOn", state = x.state
  FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, "isDue" boolean, "nextOn" date, state text) WHERE s.id = x.id`,
);

/** Links of new tasks to risks, one for each object of `$1`. */
export const INSERT_RISK_LINKS = statement(`
  INSERT INTO pit.risk_link (task_id, risk_id, link_type)
  SELECT x."taskId", x."riskId", x."linkType" FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, "riskId" uuid, "linkType" text)
  ON CONFLICT DO NOTHING`);

/** For how many months evidence of new tasks of the project `$2` proves, one for each object of `$1`. */
export const INSERT_POLICIES = statement(`
  INSERT INTO pit_ops.evidence_policy (task_id, project_id, valid_months)
  SELECT x."taskId", $2, x."validMonths" FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, "validMonths" int)`);
