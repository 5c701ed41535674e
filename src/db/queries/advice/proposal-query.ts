import type { AdviceKind, ProposalState } from '../../../domain/advice/advice-words.ts';
import type { ProposalOutput } from '../../../domain/advice/proposal.ts';
import { bigint, integer, json, neverNull, nullable, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** A question of the kind `$2` about the project `$1` and the record `$4` of the kind `$3` that waits for its answer. */
export const WAITING_PROPOSAL = statement(
  `SELECT id FROM pit_ops.ai_proposal WHERE state = 'waiting' AND kind = $2
    AND project_id IS NOT DISTINCT FROM $1::uuid AND subject_kind IS NOT DISTINCT FROM $3
    AND subject_id IS NOT DISTINCT FROM $4::uuid LIMIT 1`,
  { id: uuid },
);

/** Questions of the organisation that wait for their answer, counted up to `$1`, whatever the actor may see. */
export const COUNT_WAITING = statement('SELECT pit_ops.count_waiting_advice($1) AS waiting', {
  waiting: neverNull(bigint, 'count'),
});

/** Keeps a question of the kind `$2` about the project `$1` and the record `$4` of the kind `$3`, in the actor's name, version `$5`. */
export const ADD_PROPOSAL = statement(
  `INSERT INTO pit_ops.ai_proposal (project_id, kind, subject_kind, subject_id, prompt_version)
  VALUES ($1, $2, $3, $4, $5) RETURNING id`,
  { id: uuid },
);

/** Keeps what is sent for the proposal `$1`: the data `$2`, and what its handles stand for `$3`. */
export const ADD_REQUEST = statement(
  `INSERT INTO pit_ops.ai_request (proposal_id, brief, offered) VALUES ($1, $2, $3::jsonb)`,
);

/** The proposal `$1`, locked. */
export const LOCKED_PROPOSAL = statement(
  `SELECT id, project_id, kind, subject_kind, subject_id, state, output FROM pit_ops.ai_proposal WHERE id = $1 FOR UPDATE`,
  {
    id: uuid,
    projectId: nullable(uuid),
    kind: word<AdviceKind>(),
    subjectKind: nullable(word<'risk' | 'audit_finding' | 'control' | 'incident' | 'evidence' | 'scan'>()),
    subjectId: nullable(uuid),
    state: word<ProposalState>(),
    output: nullable(json<ProposalOutput>()),
  },
);

/** Decides the proposal `$1` in the actor's name: state `$2`, places that were kept `$3`, reason `$4`. */
export const DECIDE = statement(`
  UPDATE pit_ops.ai_proposal SET state = $2, kept = $3::jsonb, reason = $4, decided_by = pit_ops.ctx_user(),
    decided_at = date_trunc('milliseconds', clock_timestamp())
  WHERE id = $1`);

/**
 * The newest advice on the evidence `$1` that nobody has decided on is the actor's from now on: it is taken into the review
 * that they write.
 */
export const TAKE_ADVICE = statement(
  `UPDATE pit_ops.ai_proposal SET state = 'accepted', decided_by = pit_ops.ctx_user(),
    decided_at = date_trunc('milliseconds', clock_timestamp())
  WHERE id = (SELECT p.id FROM pit_ops.ai_proposal p WHERE p.subject_id = $1 AND p.kind = 'evidence' AND p.state = 'proposed'
    ORDER BY p.created_at DESC, p.id DESC LIMIT 1)
  RETURNING output`,
  { output: neverNull(json<ProposalOutput>(), 'a proposed one has an answer') },
);

/** Ends proposals of the organisation that nobody has decided on within `$1` days, up to `$2`. */
export const EXPIRE = statement(
  `
  WITH old AS MATERIALIZED (
    SELECT id FROM pit_ops.ai_proposal WHERE org_id = pit_ops.ctx_org() AND state = 'proposed'
      AND answered_at < now() - make_interval(days => $1) ORDER BY answered_at LIMIT $2 FOR UPDATE SKIP LOCKED
  )
  UPDATE pit_ops.ai_proposal SET state = 'expired' FROM old WHERE ai_proposal.id = old.id
  RETURNING ai_proposal.id, ai_proposal.project_id`,
  { id: uuid, projectId: nullable(uuid) },
);

/** What the organisation has used in the month `$1`. */
export const USAGE_OF_MONTH = statement(
  `SELECT tokens, calls FROM pit_ops.ai_usage WHERE org_id = pit_ops.ctx_org() AND month = $1`,
  { tokens: bigint, calls: integer },
);
