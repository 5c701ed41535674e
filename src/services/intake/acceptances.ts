import {
  ACCEPTANCE_FACTS,
  DECIDE_ACCEPTANCE,
  EXPIRE_ACCEPTANCE,
  OPEN_ACCEPTANCES,
  PROJECTS_OF_ORIGIN,
  PROPOSE_ACCEPTANCE,
  REVOKE_ACCEPTANCE,
  WITHDRAW_ACCEPTANCE,
} from '../../db/queries/intake/acceptance-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { parseCivilDate } from '../../domain/civil-date.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import {
  acceptanceComment,
  AcceptanceDecision,
  AcceptanceState,
  acceptanceStateOn,
  originWords,
  requireAcceptanceEnd,
  requireAcceptanceReason,
  requireAcceptanceState,
  requireImpartial,
  requireOrigin,
  type AcceptanceOrigin,
  type NamedOrigin,
} from '../../domain/intake/acceptance.ts';
import { acceptanceSettingsOf } from '../../domain/intake/acceptance-settings.ts';
import { optionalText, TEXT_LIMITS } from '../../domain/text.ts';
import { isUuid } from '../../domain/uuid.ts';
import { sendMessage } from '../notifications/notifications.ts';
import { authorise, type ResourceRelations } from '../plan/projects/authorization.ts';
import type { Tx } from '../transaction/command.ts';

export interface ProposeAcceptanceInput extends NamedOrigin {
  readonly reason: string;
  readonly compensating?: string | null;
  readonly residual?: string | null;
  /** The last civil day. */
  readonly endsOn: string;
  readonly renewsId?: string | null;
}

export interface DecideAcceptanceInput {
  readonly acceptanceId: string;
  readonly decision: AcceptanceDecision;
  /** Why; a rejection has to say. */
  readonly comment?: string | null;
}

export interface WithdrawAcceptanceInput {
  readonly acceptanceId: string;
}

export interface RevokeAcceptanceInput {
  readonly acceptanceId: string;
  readonly reason: string;
}

/** What the payload is read by. */
export interface ChangedAcceptance {
  readonly acceptanceId: string;
}

type Facts = RowOfStatement<typeof ACCEPTANCE_FACTS>;

/**
 * Proposes that a risk is accepted, or that a control, a finding or a criterion is excepted, from today until a day. It has no effect
 * until somebody else decides.
 * @throws PitError FORBIDDEN; BAD_USER_INPUT, PIT006 for the day; NOT_FOUND for what it renews; CONFLICT where a proposal waits, or one
 * holds that it does not renew.
 */
export async function proposeAcceptance(tx: Tx, input: ProposeAcceptanceInput): Promise<ChangedAcceptance> {
  authorise(tx, 'proposeAcceptance', NOBODY);
  const origin = requireOrigin(input);
  const reason = requireAcceptanceReason(input.reason);
  const compensating = optionalText(input.compensating, 'input.compensating', TEXT_LIMITS.comment);
  const residual = optionalText(input.residual, 'input.residual', TEXT_LIMITS.comment);
  const { maxDays, approverIds } = acceptanceSettingsOf(tx.settings.acceptance);
  const day = parseCivilDate(input.endsOn, 'input.endsOn');
  const endsOn = requireAcceptanceEnd(day, tx.today, maxDays);
  const renewsId = input.renewsId == null ? null : await requireRenewable(tx, input.renewsId, origin);
  await requireFree(tx, origin, renewsId);
  const values = [...valuesOf(origin), reason, compensating, residual, tx.today, endsOn, renewsId];
  const { rows } = await tx.run(PROPOSE_ACCEPTANCE, values);
  const acceptanceId = rows[0]?.id ?? '';
  await sendMessage(tx, approverIds, {
    title: `The ${originWords(origin)} until ${endsOn} waits for a decision`,
    text: reason,
    link: linkTo(acceptanceId),
  });
  return { acceptanceId };
}

/**
 * Decides on a proposal. What is accepted holds from now on until its last day, and takes the place of what it renews.
 * @throws PitError NOT_FOUND; FORBIDDEN, PIT006 to who proposed it or does the work on it; CONFLICT once it is decided or over.
 */
export async function decideAcceptance(tx: Tx, input: DecideAcceptanceInput): Promise<ChangedAcceptance> {
  const isAccepted = input.decision === AcceptanceDecision.ACCEPTED;
  const comment = acceptanceComment(input.comment, !isAccepted, 'input.comment');
  const known = await readFacts(tx, input.acceptanceId);
  authorise(tx, 'decideAcceptance', relationsTo(tx, known));
  requireAcceptanceState(known, AcceptanceState.PROPOSED, tx.today);
  requireImpartial(tx.actor.userId, known.proposedBy, known.isWorker);
  if (isAccepted) await requireFree(tx, known, known.renewsId, known.id);
  const { rows } = await tx.run(DECIDE_ACCEPTANCE, [known.id, input.decision, comment]);
  requireChanged(rows, known);
  if (isAccepted) await announce(tx, known, 'pit.acceptance.decided');
  await sendMessage(tx, [known.proposedBy], {
    title: `The ${originWords(known)} is ${isAccepted ? `decided: it holds until ${known.endsOn}` : 'rejected'}`,
    text: comment,
    link: linkTo(known.id),
  });
  return { acceptanceId: known.id };
}

/**
 * Takes a proposal back before it is decided.
 * @throws PitError NOT_FOUND; FORBIDDEN to others than who proposed it, administrators and foremen; CONFLICT once it is decided or over.
 */
export async function withdrawAcceptance(tx: Tx, input: WithdrawAcceptanceInput): Promise<ChangedAcceptance> {
  const known = await readFacts(tx, input.acceptanceId);
  authorise(tx, 'withdrawAcceptance', { ...NOBODY, requesterId: known.proposedBy });
  requireAcceptanceState(known, AcceptanceState.PROPOSED, tx.today);
  const { rows } = await tx.run(WITHDRAW_ACCEPTANCE, [known.id]);
  requireChanged(rows, known);
  return { acceptanceId: known.id };
}

/**
 * Ends an acceptance before its last day.
 * @throws PitError NOT_FOUND, FORBIDDEN; BAD_USER_INPUT without a reason; CONFLICT where it does not hold.
 */
export async function revokeAcceptance(tx: Tx, input: RevokeAcceptanceInput): Promise<ChangedAcceptance> {
  const reason = acceptanceComment(input.reason, true, 'input.reason');
  const known = await readFacts(tx, input.acceptanceId);
  authorise(tx, 'revokeAcceptance', NOBODY);
  requireAcceptanceState(known, AcceptanceState.ACTIVE, tx.today);
  const { rows } = await tx.run(REVOKE_ACCEPTANCE, [known.id, reason]);
  requireChanged(rows, known);
  await announce(tx, known, 'pit.acceptance.ended');
  await sendMessage(tx, [known.proposedBy, known.decidedBy], {
    title: `The ${originWords(known)} was revoked`,
    text: reason,
    link: linkTo(known.id),
  });
  return { acceptanceId: known.id };
}

/** A path of the platform. */
export function linkTo(acceptanceId: string): string {
  return `/pit/acceptances/${acceptanceId}`;
}

/** It lies in no project. */
const NOBODY: ResourceRelations = { owners: [], sponsorId: null };

function relationsTo(tx: Tx, { proposedBy }: Facts): ResourceRelations {
  const { userId } = tx.actor;
  const { approverIds } = acceptanceSettingsOf(tx.settings.acceptance);
  const isApprover = approverIds.some((id) => id.toLowerCase() === userId);
  return { ...NOBODY, requesterId: proposedBy, approverId: isApprover ? userId : null };
}

async function readFacts(tx: Tx, acceptanceId: string): Promise<Facts> {
  const { rows } = isUuid(acceptanceId) ? await tx.run(ACCEPTANCE_FACTS, [acceptanceId]) : { rows: [] };
  if (rows[0] === undefined) throw notFound('acceptance', acceptanceId, 'input.acceptanceId');
  return rows[0];
}

/** The id of the acceptance that another one of the same origin is to renew, which holds or has ended by time. */
async function requireRenewable(tx: Tx, id: string, origin: AcceptanceOrigin): Promise<string> {
  const { rows } = isUuid(id) ? await tx.run(ACCEPTANCE_FACTS, [id]) : { rows: [] };
  const [former] = rows;
  if (former === undefined) throw notFound('acceptance', id, 'input.renewsId');
  const isSame = JSON.stringify(valuesOf(former)) === JSON.stringify(valuesOf(origin));
  const actual = acceptanceStateOn(former, tx.today);
  const isHeld = former.decidedBy !== null && RENEWABLE.includes(actual);
  if (isSame && isHeld) return former.id;
  throw conflict('Only what held of the same record is renewed.', {
    field: 'input.renewsId',
    expected: 'an acceptance of the same record that holds or has expired',
    actual,
  });
}

const RENEWABLE: readonly AcceptanceState[] = [AcceptanceState.ACTIVE, AcceptanceState.EXPIRED];

/**
 * Goes on only if no other acceptance stands in the way: what has passed its last day is noted as over first.
 * @param exceptId the proposal that is being decided.
 */
async function requireFree(
  tx: Tx,
  origin: AcceptanceOrigin,
  renewsId: string | null,
  exceptId: string | null = null,
): Promise<void> {
  const { rows } = await tx.run(OPEN_ACCEPTANCES, valuesOf(origin));
  for (const other of rows) {
    if (other.id === exceptId) continue;
    if (acceptanceStateOn(other, tx.today) === AcceptanceState.EXPIRED) {
      await tx.run(EXPIRE_ACCEPTANCE, [other.id]);
      if (other.state === AcceptanceState.ACTIVE) await announce(tx, origin, 'pit.acceptance.ended');
    } else if (other.state === AcceptanceState.PROPOSED) {
      throw conflict('A proposal about this waits to be decided.', {
        field: 'input',
        acceptanceId: other.id,
      });
    } else if (other.id !== renewsId) {
      throw conflict(`An acceptance of this holds until ${other.endsOn}: renew it.`, {
        field: 'input.renewsId',
        expected: other.id,
        actual: renewsId,
      });
    }
  }
}

/** Somebody else has changed it since it was read. */
function requireChanged(rows: readonly object[], { state }: Facts): void {
  if (rows.length === 0)
    throw conflict(`The acceptance is ${state} no more.`, { field: 'input.acceptanceId' });
}

function valuesOf({ kind, originId, criteriaCode, criteriaVersion }: AcceptanceOrigin): (string | null)[] {
  return [kind, originId, criteriaCode, criteriaVersion];
}

/** Says it to every project with work on it, whoever sees it: what follows for alerts must not depend on who decides. */
async function announce(
  tx: Tx,
  origin: AcceptanceOrigin,
  topic: 'pit.acceptance.decided' | 'pit.acceptance.ended',
): Promise<void> {
  const { rows } = await tx.run(PROJECTS_OF_ORIGIN, valuesOf(origin));
  for (const { projectId } of rows) tx.emit({ topic, streamId: projectId, payload: { projectId } });
}
