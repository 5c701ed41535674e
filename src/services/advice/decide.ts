import { DECIDE, LOCKED_PROPOSAL } from '../../db/queries/advice/proposal-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { AdviceKind, ProposalState } from '../../domain/advice/advice-words.ts';
import type { ProposalItem } from '../../domain/advice/proposal.ts';
import type { Verb } from '../../domain/directory/permissions.ts';
import { badInput, conflict, notFound } from '../../domain/errors.ts';
import { optionalText, TEXT_LIMITS } from '../../domain/text.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf, type LockedProject } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import { doItems, type Doing } from './do-items.ts';
import { proposalUpdated } from './proposal-event.ts';

export interface AcceptProposalInput {
  readonly id: string;
  /** Places of the items that are kept, from 0. */
  readonly keep: readonly number[];
  readonly phaseId?: string | null;
  readonly workPackageId?: string | null;
  readonly startDate?: string | null;
}

export interface DismissProposalInput {
  readonly id: string;
  readonly reason?: string | null;
}

/** What deciding on a proposal answers. */
export interface DecidedProposal {
  readonly proposalId: string;
  readonly projectId: string;
  /** Tasks that were made or changed. */
  readonly taskIds: readonly string[];
}

type LockedProposal = RowOfStatement<typeof LOCKED_PROPOSAL>;

/**
 * Does what is kept of a proposal, by the verbs by which the caller would do it: each asks for its own permission, checks its own
 * input, and leaves its own events and audit records.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT for a proposal that is not open, or is outdated; BAD_USER_INPUT.
 */
export async function acceptProposal(tx: Tx, input: AcceptProposalInput): Promise<DecidedProposal> {
  const { project, proposal } = await openProposal(tx, 'acceptProposal', input.id);
  if (proposal.kind === AdviceKind.EVIDENCE) {
    throw badInput('Evidence is reviewed.', {
      field: 'input.id',
      expected: 'a proposal of items',
      actual: 'evidence',
    });
  }
  const items = proposal.output?.items ?? [];
  const keep = placesOf(input.keep, items);
  const doing: Doing = { tx, project, subject: proposal, place: input, items, keep };
  const taskIds = await doItems(doing);
  await tx.run(DECIDE, [proposal.id, ProposalState.ACCEPTED, JSON.stringify(keep), null]);
  tx.emit(proposalUpdated(project.id, proposal.id));
  return { proposalId: proposal.id, projectId: project.id, taskIds };
}

/** Ends a proposal of which nothing is wanted. @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT. */
export async function dismissProposal(tx: Tx, input: DismissProposalInput): Promise<DecidedProposal> {
  const reason = optionalText(input.reason, 'input.reason', TEXT_LIMITS.comment);
  const { project, proposal } = await openProposal(tx, 'dismissProposal', input.id);
  await tx.run(DECIDE, [proposal.id, ProposalState.DISMISSED, null, reason]);
  tx.emit(proposalUpdated(project.id, proposal.id));
  return { proposalId: proposal.id, projectId: project.id, taskIds: [] };
}

async function openProposal(
  tx: Tx,
  verb: Verb,
  id: string,
): Promise<{ readonly project: LockedProject; readonly proposal: LockedProposal }> {
  const field = 'input.id';
  const project = await lockProjectOf(tx, 'proposal', id.toLowerCase(), field);
  authorise(tx, verb, relationsInProject(project));
  const [[proposal]] = await tx.pipeline([step(LOCKED_PROPOSAL, [id.toLowerCase()])]);
  if (proposal === undefined) throw notFound('proposal', id, field);
  if (proposal.state === ProposalState.PROPOSED) return { project, proposal };
  throw conflict(`The proposal is ${proposal.state}.`, {
    field,
    expected: 'a proposal that is open',
    actual: proposal.state,
  });
}

/** @throws PitError BAD_USER_INPUT for none, or one that the proposal does not have, or has twice, or that waits for one left out. */
function placesOf(keep: readonly number[], items: readonly ProposalItem[]): number[] {
  const field = 'input.keep';
  if (keep.length === 0 || keep.length > items.length || new Set(keep).size !== keep.length) {
    const expected = `1 to ${items.length} different places of items`;
    throw badInput('These are no items of the proposal.', { field, expected, actual: keep.length });
  }
  const places = [...keep].sort((a, b) => a - b);
  const unknown = places.find((place) => items[place] === undefined);
  if (unknown !== undefined) {
    throw badInput('The proposal has no such item.', {
      field,
      expected: `0 to ${items.length - 1}`,
      actual: unknown,
    });
  }
  return places;
}
