import type pg from 'pg';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { SUMMARISE_SCAN } from '../../db/queries/advice/brief-query.ts';
import { EXPIRE } from '../../db/queries/advice/proposal-query.ts';
import {
  ASK_AGAIN,
  DUE_ADVICE,
  HAS_WAITED,
  NOTE_CALL,
  PUT_BACK,
  REMOVE_REQUEST,
  RESERVE,
  SCORED_ORGANISATIONS,
  COUNT_USAGE,
  STORE_ANSWER,
  STORE_FAILURE,
  TAKE_ADVICE_TURNS,
  TAKE_REQUESTS,
} from '../../db/queries/advice/request-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { afterCall } from '../../domain/advice/after-call.ts';
import { AdviceKind, ProposalState } from '../../domain/advice/advice-words.ts';
import { mostTokens } from '../../domain/advice/prompt.ts';
import type { ProposalOutput } from '../../domain/advice/proposal.ts';
import { adviceOf } from '../../domain/directory/advice-settings.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { cutText } from '../../domain/text.ts';
import { PLATFORM } from '../directory/platform.ts';
import { sendMessage } from '../notifications/notifications.ts';
import type { Tx } from '../transaction/command.ts';
import { hasAdvice, monthOf, tokenLimit, type AdviceRules } from './advice-rules.ts';
import type { ModelCall } from './model/model-desk.ts';
import { proposalUpdated } from './proposal-event.ts';

/** A question that a process has taken. */
export type TakenRequest = RowOfStatement<typeof TAKE_REQUESTS>;

/** Who takes questions. */
export interface Asker {
  readonly owner: string;
  /** How much later than the database's clock it is for them, in seconds. */
  readonly ahead: number;
  /** A number of at least 0 and below 1, from which the length of the next pause is taken. */
  readonly chance: number;
}

/** Calls under way for one organisation, on all processes together. */
const MOST_OF_ORGANISATION = 2;
/** For how long, in seconds, others leave alone what a process has taken: longer than any call takes. */
const LEASE_SECONDS = 120;
/** A question that no model could be asked for so long is given up, in seconds. */
const LONGEST_WAIT = 3_600;
/** How long a question waits while no model may be asked, in seconds. */
const REST_SECONDS = 15;
const LONGEST_FAILURE = 500;
/** Days within which a proposal is decided on. */
export const PROPOSAL_DAYS = 30;
const EXPIRED_AT_ONCE = 1_000;

const ofPlatform = <T>(pool: pg.Pool, work: Parameters<typeof withTenantTransaction<T>>[2]): Promise<T> =>
  withTenantTransaction(pool, systemActor(PLATFORM), work);

/** Organisations with questions that are due. */
export function adviceOrganisations(pool: pg.Pool, ahead: number): Promise<string[]> {
  return ofPlatform(pool, async (tx) => (await tx.run(DUE_ADVICE, [ahead])).rows.map(({ orgId }) => orgId));
}

/** Organisations whose evidence gets advice by itself. */
export function scoredOrganisations(pool: pg.Pool): Promise<string[]> {
  return ofPlatform(pool, async (tx) => (await tx.run(SCORED_ORGANISATIONS)).rows.map(({ orgId }) => orgId));
}

/**
 * Takes up to `most` questions of the organisation that are due, and reserves the tokens of each. One for which there are
 * none left, or that is not wanted any more, is given up.
 */
export async function takeQuestions(
  tx: Tx,
  rules: NonNullable<AdviceRules>,
  { owner, ahead }: Asker,
  most: number,
): Promise<{ readonly taken: readonly TakenRequest[] }> {
  const values = [owner, most, MOST_OF_ORGANISATION, LEASE_SECONDS, ahead];
  const [, requests] = await tx.pipeline([step(TAKE_ADVICE_TURNS), step(TAKE_REQUESTS, values)]);
  const taken: TakenRequest[] = [];
  for (const each of requests) {
    const request = asAllowed(tx, each);
    if (!hasAdvice(tx, rules, request.kind)) {
      await giveUp(tx, request, 'advice was switched off');
    } else if (await reserve(tx, rules, request)) taken.push(request);
    else await giveUp(tx, request, 'the tokens of the month are used up');
  }
  return { taken };
}

/** What may be sent is what the organisation allows now, not what it allowed when it was asked for. */
function asAllowed({ settings }: Tx, request: TakenRequest): TakenRequest {
  if (request.offered.file === undefined || adviceOf(settings.ai).sendEvidenceText) return request;
  const { file: _file, ...offered } = request.offered;
  return { ...request, offered };
}

async function reserve(tx: Tx, rules: NonNullable<AdviceRules>, request: TakenRequest): Promise<boolean> {
  const { proposalId, kind, brief, offered } = request;
  const most = mostTokens(kind, brief, offered);
  const values = [proposalId, monthOf(tx.today), most, tokenLimit(tx, rules)];
  const { rows } = await tx.run(RESERVE, values);
  return rows.length > 0;
}

/** Stores what a call came to, unless another process has the question by now. */
export async function recordCall(
  tx: Tx,
  { owner, ahead, chance }: Asker,
  request: TakenRequest,
  call: ModelCall,
): Promise<{ readonly tokens: number }> {
  const { proposalId, attempt, kind } = request;
  const { rows } = await tx.run(COUNT_USAGE, [proposalId, owner, call.tokens]);
  const [counted] = rows;
  if (counted === undefined) return { tokens: 0 };
  const { model, reported, isFallback, sha256, outcome, output } = call;
  await tx.run(NOTE_CALL, [proposalId, model, reported, isFallback, sha256, counted.used]);
  const after = afterCall(attempt, outcome, call.retryAfter, chance);
  if (!after.isOver) await tx.run(ASK_AGAIN, [proposalId, owner, after.afterSeconds, ahead]);
  else if (output === null) await giveUp(tx, request, call.error);
  else {
    const state = kind === AdviceKind.SCAN ? ProposalState.GIVEN : ProposalState.PROPOSED;
    const stored = step(STORE_ANSWER, [proposalId, state, JSON.stringify(output)]);
    await tx.pipeline([stored, step(REMOVE_REQUEST, [proposalId])]);
    await hand(tx, request, output);
  }
  return { tokens: counted.used };
}

/** An answer goes to who asked for it; that to a run of the watchdog stands in its log. */
async function hand(tx: Tx, request: TakenRequest, output: ProposalOutput): Promise<void> {
  const { kind, projectId, proposalId, subjectId, requestedBy } = request;
  if (kind === AdviceKind.SCAN) {
    await tx.run(SUMMARISE_SCAN, [subjectId, output.summary]);
    return;
  }
  if (projectId !== null) tx.emit(proposalUpdated(projectId, proposalId));
  const link = `/pit/projects/${projectId}`;
  await sendMessage(tx, [requestedBy], {
    title: `Advice is there: ${NAMES[kind]}`,
    link,
    projectId,
    isGated: true,
  });
}

const NAMES: Readonly<Record<AdviceKind, string>> = {
  tasks: 'tasks are proposed',
  schedule: 'compressions of the critical path are ranked',
  evidence: 'evidence was looked at',
  scan: 'a scan was summed up',
  mitigation: 'ways to mitigate a risk are proposed',
};

async function giveUp(tx: Tx, { proposalId, projectId }: TakenRequest, reason: string): Promise<void> {
  if (projectId !== null) tx.emit(proposalUpdated(projectId, proposalId));
  const failed = step(STORE_FAILURE, [proposalId, cutText(reason, LONGEST_FAILURE) || 'no answer']);
  await tx.pipeline([failed, step(REMOVE_REQUEST, [proposalId])]);
}

/**
 * Leaves a question that no model could be asked, or whose call we have broken off, to be asked again.
 * @param isCalled whether a call was made, which counts in full.
 */
export async function putBack(
  tx: Tx,
  { owner, ahead }: Asker,
  request: TakenRequest,
  isCalled: boolean,
): Promise<object> {
  const { proposalId } = request;
  const { rows } = await tx.run(COUNT_USAGE, [proposalId, owner, isCalled ? null : 0]);
  if (rows.length === 0) return {};
  const [[waited]] = await tx.pipeline([step(HAS_WAITED, [proposalId, LONGEST_WAIT, ahead])]);
  if (waited?.isLate === true) await giveUp(tx, request, 'no model could be asked within an hour');
  else await tx.run(PUT_BACK, [proposalId, owner, isCalled ? 0 : REST_SECONDS, ahead]);
  return {};
}

/** Ends the organisation's proposals that nobody has decided on in time. */
export async function expireProposals(tx: Tx): Promise<{ readonly expired: number }> {
  const { rows } = await tx.run(EXPIRE, [PROPOSAL_DAYS, EXPIRED_AT_ONCE]);
  for (const { id, projectId } of rows) if (projectId !== null) tx.emit(proposalUpdated(projectId, id));
  return { expired: rows.length };
}
