import type { AcceptanceRowFragment, ActorRole } from '../operations.ts';

/** Who looks at an acceptance. */
export interface Reader {
  readonly id: string;
  readonly role: ActorRole;
}

type Known = Pick<AcceptanceRowFragment, 'state' | 'proposedBy'>;

const isLead = ({ role }: Reader): boolean => role === 'ADMIN' || role === 'FOREMAN';

/**
 * Whether somebody decides on a proposal: the service asks the same and has the last word, as on who does the work on it.
 * @param approverIds whom the settings name beside administrators and foremen.
 * @returns `proposer` of who has proposed it, whom no role helps.
 */
export function relationTo(
  { proposedBy }: Known,
  reader: Reader,
  approverIds: readonly string[],
): 'decides' | 'proposer' | 'other' {
  if (proposedBy?.id === reader.id) return 'proposer';
  if (reader.role === 'VIEWER') return 'other';
  const isNamed = approverIds.some((id) => id.toLowerCase() === reader.id.toLowerCase());
  return isLead(reader) || isNamed ? 'decides' : 'other';
}

/** Whether somebody takes a proposal back: who has made it, administrators and foremen. */
export function mayWithdraw({ state, proposedBy }: Known, reader: Reader): boolean {
  return (
    state === 'PROPOSED' && (isLead(reader) || (reader.role === 'MEMBER' && proposedBy?.id === reader.id))
  );
}

/** Whether somebody ends what holds: administrators and foremen. */
export function mayRevoke({ state }: Known, reader: Reader): boolean {
  return state === 'ACTIVE' && isLead(reader);
}
