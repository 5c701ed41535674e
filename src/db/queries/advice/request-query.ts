import type { AdviceKind } from '../../../domain/advice/advice-words.ts';
import type { Offered } from '../../../domain/advice/offered.ts';
import {
  boolean,
  bigint,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/*
 * Times are told by the database's clock, which all processes share. `ahead` is how many seconds later than it we take it
 * to be: 0 but where pauses are tried out.
 */

/** Organisations with questions that are due, `$1` seconds ahead. */
export const DUE_ADVICE = statement(
  'SELECT org_id FROM pit_ops.list_due_advice(make_interval(secs => $1)) AS org_id',
  { orgId: uuid },
);

/** Processes take questions of an organisation one after another, so that each sees what the others have. */
export const TAKE_ADVICE_TURNS = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('advice ' || pit_ops.ctx_org()::text, 0))::text AS taken`,
  { taken: text },
);

/**
 * Gives process `$1` up to `$2` questions that are due, at most `$3` of the organisation together with what is under way,
 * for `$4` seconds; `$5` seconds ahead. What a former holder has reserved stays counted: its call may have been made.
 */
export const TAKE_REQUESTS = statement(
  `
  WITH busy AS (
    SELECT count(*) AS held FROM pit_ops.ai_request
    WHERE org_id = pit_ops.ctx_org() AND lease_until > now() + make_interval(secs => $5)
  ), due AS MATERIALIZED (
    SELECT r.proposal_id FROM pit_ops.ai_request r
    WHERE r.org_id = pit_ops.ctx_org() AND r.next_at <= now() + make_interval(secs => $5)
      AND (r.lease_until IS NULL OR r.lease_until <= now() + make_interval(secs => $5))
    ORDER BY r.next_at, r.proposal_id LIMIT greatest(0, least($2, $3 - (SELECT held FROM busy))) FOR UPDATE SKIP LOCKED
  )
  UPDATE pit_ops.ai_request r
  SET lease_owner = $1, lease_until = now() + make_interval(secs => $5) + make_interval(secs => $4), attempt = r.attempt + 1,
    reserved_tokens = 0, reserved_month = NULL
  FROM due JOIN pit_ops.ai_proposal p ON p.id = due.proposal_id WHERE r.proposal_id = due.proposal_id
  RETURNING r.proposal_id, p.project_id, p.kind, p.subject_id, p.requested_by, r.brief, r.offered, r.attempt`,
  {
    proposalId: uuid,
    projectId: nullable(uuid),
    kind: word<AdviceKind>(),
    subjectId: nullable(uuid),
    requestedBy: uuid,
    brief: text,
    offered: json<Offered>(),
    attempt: integer,
  },
);

/**
 * Reserves `$3` tokens of the month `$2` for the question `$1` if the organisation stays within `$4` by it; no row where it
 * would not.
 */
export const RESERVE = statement(
  `
  WITH granted AS (
    INSERT INTO pit_ops.ai_usage AS used (month, tokens, calls, token_limit)
    SELECT $2::date, $3::bigint, 1, $4::bigint WHERE $3::bigint <= $4::bigint
    ON CONFLICT (org_id, month) DO UPDATE
      SET tokens = used.tokens + excluded.tokens, calls = used.calls + 1, token_limit = excluded.token_limit
      WHERE used.tokens + excluded.tokens <= excluded.token_limit
    RETURNING tokens
  ), kept AS (
    UPDATE pit_ops.ai_request SET reserved_tokens = $3::bigint, reserved_month = $2::date FROM granted WHERE proposal_id = $1
  )
  SELECT tokens FROM granted`,
  { tokens: bigint },
);

/**
 * Counts what a call of process `$2` for the question `$1` has really used, `$3` tokens, in place of what was reserved; all
 * that was where `$3` is null. No row where another process has the question by now: then the reservation stays.
 */
export const COUNT_USAGE = statement(
  `
  WITH held AS MATERIALIZED (
    SELECT proposal_id, reserved_tokens, reserved_month, coalesce($3::int, reserved_tokens) AS used
    FROM pit_ops.ai_request WHERE proposal_id = $1 AND lease_owner = $2 FOR UPDATE
  ), counted AS (
    UPDATE pit_ops.ai_usage u SET tokens = greatest(0, u.tokens - held.reserved_tokens + held.used)
    FROM held WHERE u.org_id = pit_ops.ctx_org() AND u.month = held.reserved_month
  ), freed AS (
    UPDATE pit_ops.ai_request r SET reserved_tokens = 0, reserved_month = NULL FROM held WHERE r.proposal_id = held.proposal_id
  )
  SELECT used FROM held`,
  { used: neverNull(integer, 'coalesce') },
);

/** Notes a call of the model `$2`, called `$3` by the server, in the place of another one `$4`, with the digest `$5` and `$6` tokens. */
export const NOTE_CALL = statement(`
  UPDATE pit_ops.ai_proposal SET calls = calls + 1, model_used = $2, model_reported = $3, is_fallback = $4, input_sha256 = $5,
    tokens = tokens + $6
  WHERE id = $1 AND state = 'waiting'`);

/** Stores the answer `$3` to the question `$1`, which is in the state `$2` from now on. */
export const STORE_ANSWER = statement(`
  UPDATE pit_ops.ai_proposal SET state = $2, output = $3::jsonb, answered_at = date_trunc('milliseconds', clock_timestamp())
  WHERE id = $1 AND state = 'waiting'`);

/** Gives the question `$1` up for the reason `$2`. */
export const STORE_FAILURE = statement(
  `UPDATE pit_ops.ai_proposal SET state = 'failed', failure = $2 WHERE id = $1 AND state = 'waiting'`,
);

/** Removes what was to be sent for `$1`. */
export const REMOVE_REQUEST = statement('DELETE FROM pit_ops.ai_request WHERE proposal_id = $1');

/** Asks `$1`, which process `$2` has, again after `$3` seconds; `$4` seconds ahead. */
export const ASK_AGAIN = statement(`
  UPDATE pit_ops.ai_request SET lease_owner = NULL, lease_until = NULL,
    next_at = now() + make_interval(secs => $4) + make_interval(secs => $3)
  WHERE proposal_id = $1 AND lease_owner = $2`);

/** Gives `$1` back as if it had not been asked: process `$2` could not ask it now. Due after `$3` seconds; `$4` ahead. */
export const PUT_BACK = statement(`
  UPDATE pit_ops.ai_request SET lease_owner = NULL, lease_until = NULL, attempt = greatest(attempt - 1, 0),
    next_at = now() + make_interval(secs => $4) + make_interval(secs => $3)
  WHERE proposal_id = $1 AND lease_owner = $2`);

/** Whether `$1` has waited for over `$2` seconds since it was asked for; `$3` seconds ahead. */
export const HAS_WAITED = statement(
  `SELECT created_at < now() + make_interval(secs => $3) - make_interval(secs => $2) AS is_late
  FROM pit_ops.ai_request WHERE proposal_id = $1`,
  { isLate: neverNull(boolean, 'not null columns') },
);

/** Organisations whose evidence gets advice by itself. */
export const SCORED_ORGANISATIONS = statement(
  'SELECT org_id FROM pit_ops.list_scored_organisations() AS org_id',
  {
    orgId: uuid,
  },
);
