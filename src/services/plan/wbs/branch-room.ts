import { BRANCHES_UNDER, type Branch } from '../../../db/queries/plan/plan-position-query.ts';
import { requireRoom } from '../../../domain/plan/plain-lists.ts';
import type { Tx } from '../../transaction/command.ts';

const LISTS = { phase: 'phases of a project', 'work package': 'work packages of a phase' } as const;

/** Branches that are to come, and the input that says where to. */
interface Coming {
  readonly field: string;
  /** How many; one unless said. */
  readonly count?: number;
}

/**
 * Goes on only if the locked project, or the phase in it, has room for more branches.
 *
 * @param parentId of a phase its project, of a work package its phase.
 * @throws PitError BAD_USER_INPUT where it would have more than are shown.
 */
export async function requireBranchRoom(
  tx: Tx,
  what: Branch,
  parentId: string,
  { field, count = 1 }: Coming,
): Promise<void> {
  const { rows } = await tx.run(BRANCHES_UNDER[what], [parentId]);
  requireRoom(LISTS[what], (rows[0]?.count ?? 0) + count, field);
}
