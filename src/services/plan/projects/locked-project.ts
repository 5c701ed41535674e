import { LOCK_PROJECT_OF, type LockedProject } from '../../../db/queries/plan/lock-query.ts';
import { step, type Step } from '../../../db/connection/pipeline.ts';
import { forbidden, notFound } from '../../../domain/errors.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { ActorRole } from '../../../domain/enums.ts';
import type { Tx } from '../../transaction/command.ts';

export type { LockedProject };

/** What a mutation can be about. */
export type ProjectPart = keyof typeof LOCK_PROJECT_OF;

/**
 * Locks the project that a row is or belongs to. Every verb that changes a plan begins with it, before it reads a
 * fact.
 *
 * @param what the kind of row that `id` names, as people call it.
 * @param field where the id stands in the input, for the error.
 * @throws PitError NOT_FOUND when there is no such row, or it is deleted, or not to be seen; FORBIDDEN to viewers,
 * whatever the id.
 */
export async function lockProjectOf(
  tx: Tx,
  what: ProjectPart,
  id: string,
  field = 'input.id',
): Promise<LockedProject> {
  const [rows] = await tx.pipeline([lockStep(tx, what, id, field)]);
  return lockedProject(rows, what, id, field);
}

/** The step that takes the lock, for `lockedProject`; refuses as `lockProjectOf` does. */
export function lockStep(tx: Tx, what: ProjectPart, id: string, field: string): Step<LockedProject> {
  requireWriter(tx);
  requireId(what, id, field);
  return step(LOCK_PROJECT_OF[what], [id]);
}

/** The project out of the rows of such a step. */
export function lockedProject(
  rows: readonly LockedProject[],
  what: ProjectPart,
  id: string,
  field: string,
): LockedProject {
  const [project] = rows;
  if (project === undefined) throw notFound(what, id, field);
  return project;
}

/** The database hides every row from a viewer who would change it, so that "no" is said here, and said truly. */
export function requireWriter(tx: Tx): void {
  if (tx.actor.role !== ActorRole.VIEWER) return;
  throw forbidden('Viewers change nothing.', { actual: tx.actor.role });
}

/** An id that is none names nothing: it is answered like one that nobody has. */
export function requireId(what: string, id: string, field: string): void {
  if (!isUuid(id)) throw notFound(what, id, field);
}
