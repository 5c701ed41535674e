import { knownUsers, type KnownUsers } from '../../transaction/references.ts';
import type { Tx } from '../../transaction/command.ts';
import type { LockedProject } from './locked-project.ts';

type ProjectPeople = Pick<LockedProject, 'ownerId' | 'sponsorId'>;

/**
 * Who gets work of a project for which nobody is named: its owner, the sponsor where the owner has left, else the actor.
 * @param known owner and sponsor, where they are users.
 */
export function answerable(tx: Tx, { ownerId, sponsorId }: ProjectPeople, known: KnownUsers): string {
  return [ownerId, sponsorId].find((id) => id !== null && known.get(id) === true) ?? tx.actor.userId;
}

/** As `answerable`, looking up who has left. */
export async function readAnswerable(tx: Tx, project: ProjectPeople): Promise<string> {
  const { ownerId, sponsorId } = project;
  return answerable(tx, project, await knownUsers(tx, sponsorId === null ? [ownerId] : [ownerId, sponsorId]));
}
