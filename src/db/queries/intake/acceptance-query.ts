import type { AcceptanceKind, AcceptanceState } from '../../../domain/intake/acceptance.ts';
import { boolean, date, json, neverNull, nullable, text, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

const ORIGIN = {
  id: uuid,
  kind: word<AcceptanceKind>(),
  originId: nullable(uuid),
  criteriaCode: nullable(text),
  criteriaVersion: nullable(text),
};

/** Acceptances that are to be decided or that hold, of the kind `$1` about the record `$2`, or the criterion `$3` of the edition `$4`. */
export const OPEN_ACCEPTANCES = statement(
  `SELECT id, state, ends_on FROM pit_ops.acceptance WHERE kind = $1 AND origin_id IS NOT DISTINCT FROM $2::uuid
    AND criteria_code IS NOT DISTINCT FROM $3 AND coalesce(criteria_version, '') = coalesce($4, '') AND state IN ('proposed', 'active')`,
  { id: uuid, state: word<AcceptanceState>(), endsOn: date },
);

/** Proposes in the actor's name: kind `$1`, origin `$2` to `$4`, why `$5`, what stands against it `$6`, what is left `$7`, from `$8` to `$9`, renewing `$10`. */
export const PROPOSE_ACCEPTANCE = statement(
  `INSERT INTO pit_ops.acceptance (kind, origin_id, criteria_code, criteria_version, reason, compensating, residual, starts_on, ends_on, renews_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
  { id: uuid },
);

/** What a verb has to know of the acceptance `$1`, and whether the actor has open work on what it is about. */
export const ACCEPTANCE_FACTS = statement(
  `SELECT a.id, a.kind, a.origin_id, a.criteria_code, a.criteria_version, a.state, a.ends_on, a.proposed_by, a.decided_by, a.renews_id,
    pit_ops.works_on_origin(a.kind, a.origin_id, a.criteria_code, a.criteria_version, pit_ops.ctx_user()) AS is_worker
  FROM pit_ops.acceptance a WHERE a.id = $1`,
  {
    ...ORIGIN,
    state: word<AcceptanceState>(),
    endsOn: date,
    proposedBy: uuid,
    decidedBy: nullable(uuid),
    renewsId: nullable(uuid),
    isWorker: neverNull(boolean, 'EXISTS is true or false'),
  },
);

/** Decides the proposal `$1` in the actor's name: what became of it `$2`, and why `$3`. No row where somebody else has. */
export const DECIDE_ACCEPTANCE = statement(
  `UPDATE pit_ops.acceptance SET state = $2, comment = $3, decided_by = pit_ops.ctx_user(),
    decided_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1 AND state = 'proposed' RETURNING id`,
  { id: uuid },
);

/** Notes of the acceptance `$1` that it has passed its last day. */
export const EXPIRE_ACCEPTANCE = statement(
  `UPDATE pit_ops.acceptance SET state = 'expired' WHERE id = $1 AND state IN ('proposed', 'active')`,
);

/** Takes the proposal `$1` back. No row where it was decided. */
export const WITHDRAW_ACCEPTANCE = statement(
  `UPDATE pit_ops.acceptance SET state = 'withdrawn' WHERE id = $1 AND state = 'proposed' RETURNING id`,
  { id: uuid },
);

/** Ends the acceptance `$1` in the actor's name, and says why `$2`. No row where it has ended. */
export const REVOKE_ACCEPTANCE = statement(
  `UPDATE pit_ops.acceptance SET state = 'revoked', end_reason = $2, ended_by = pit_ops.ctx_user(),
    ended_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1 AND state = 'active' RETURNING id`,
  { id: uuid },
);

/** Projects with live work on what acceptances of the kind `$1` are about, `$2` to `$4`. */
export const PROJECTS_OF_ORIGIN = statement(
  `SELECT project_id FROM pit_ops.projects_of_origin($1, $2::uuid, $3, $4) AS found (project_id)`,
  { projectId: neverNull(uuid, 'a task lies in a project') },
);

/**
 * Ends at most `$2` acceptances and proposals whose last day was before `$1`; answers what they were about, who heard of them, and the
 * projects with work on it.
 */
export const EXPIRE_ACCEPTANCES = statement(
  `WITH late AS MATERIALIZED (
    SELECT id FROM pit_ops.acceptance WHERE state IN ('proposed', 'active') AND ends_on < $1 ORDER BY ends_on, id LIMIT $2
    FOR UPDATE SKIP LOCKED
  ) UPDATE pit_ops.acceptance a SET state = 'expired' FROM late WHERE a.id = late.id
  RETURNING a.id, a.kind, a.origin_id, a.criteria_code, a.criteria_version, a.ends_on, a.proposed_by, a.decided_by,
    coalesce((SELECT jsonb_agg(found.project_id) FROM pit_ops.projects_of_origin(a.kind, a.origin_id, a.criteria_code, a.criteria_version)
      AS found (project_id)), '[]') AS project_ids`,
  {
    ...ORIGIN,
    endsOn: date,
    proposedBy: uuid,
    decidedBy: nullable(uuid),
    projectIds: neverNull(json<readonly string[]>(), 'coalesce'),
  },
);

/**
 * Takes at most `$2` acceptances that hold, end within 30 or 7 days from the day `$1`, and of which nobody was reminded since they came so
 * near; notes of each that they are now. One with a longer proposal that waits for its decision is left out.
 */
export const TAKE_ACCEPTANCE_REMINDERS = statement(
  `WITH fresh AS MATERIALIZED (
    SELECT due.* FROM (
      SELECT a.id, a.kind, a.origin_id, a.criteria_code, a.criteria_version, a.ends_on, a.proposed_by, a.decided_by,
        CASE WHEN a.ends_on <= $1::date + 7 THEN 7 ELSE 30 END AS step
      FROM pit_ops.acceptance a WHERE a.state = 'active' AND a.ends_on BETWEEN $1::date AND $1::date + 30
    ) AS due
    WHERE NOT EXISTS (SELECT FROM pit_ops.acceptance_reminder told WHERE told.acceptance_id = due.id AND told.step = due.step)
      AND NOT EXISTS (SELECT FROM pit_ops.acceptance longer WHERE longer.renews_id = due.id AND longer.state = 'proposed')
    ORDER BY due.ends_on, due.id LIMIT $2
  ), noted AS (
    INSERT INTO pit_ops.acceptance_reminder (acceptance_id, step) SELECT fresh.id, fresh.step FROM fresh
    ON CONFLICT DO NOTHING RETURNING acceptance_id
  )
  SELECT fresh.id, fresh.kind, fresh.origin_id, fresh.criteria_code, fresh.criteria_version, fresh.ends_on, fresh.proposed_by,
    fresh.decided_by FROM fresh JOIN noted ON noted.acceptance_id = fresh.id ORDER BY fresh.ends_on, fresh.id`,
  { ...ORIGIN, endsOn: date, proposedBy: uuid, decidedBy: nullable(uuid) },
);

/** Until when the records `$2::uuid[]` are accepted, or excepted, by the kind `$1` as of the day `$3`; null where they are not. */
export const ACCEPTED_UNTIL = statement(
  `SELECT asked.id, pit_ops.accepted_until($1, asked.id, NULL, NULL, $3::date) AS ends_on FROM unnest($2::uuid[]) AS asked (id)`,
  { id: neverNull(uuid, 'no id is null'), endsOn: nullable(date) },
);
