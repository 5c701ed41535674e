import { KNOWN_USERS } from '../../db/queries/transaction/known-users-query.ts';
import { badInput, PitError } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { Tx } from './command.ts';

/** Users of the organisation, by id as the database spells it: whether each is active. */
export type KnownUsers = ReadonlyMap<string, boolean>;

/** Those of the ids that are users of the actor's organisation. */
export async function knownUsers(tx: Tx, ids: readonly string[]): Promise<KnownUsers> {
  const askable = [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))];
  if (askable.length === 0) return new Map();
  const { rows } = await tx.run(KNOWN_USERS, [askable]);
  return new Map(rows.map(({ id, isActive }) => [id, isActive]));
}

/**
 * The ids, spelt as the database spells them and without doubles, once all are users of the actor's organisation.
 * @throws PitError NOT_FOUND, PIT002, naming `field` and up to ten of the unknown ids.
 */
export async function requireUsers(tx: Tx, ids: readonly string[], field: string): Promise<string[]> {
  return requireKnown(await knownUsers(tx, ids), ids, field);
}

/**
 * As `requireUsers`, for people who are given something to do.
 * @param current who has it as yet: they may keep it.
 * @throws PitError BAD_USER_INPUT, PIT002, for those who are deactivated.
 */
export async function requireActiveUsers(
  tx: Tx,
  ids: readonly string[],
  field: string,
  current: readonly (string | null)[] = [],
): Promise<string[]> {
  return requireActive(await knownUsers(tx, ids), ids, field, current);
}

/** As `requireActiveUsers`, by what has been looked up already. */
export function requireActive(
  known: KnownUsers,
  ids: readonly string[],
  field: string,
  current: readonly (string | null)[] = [],
): string[] {
  const wanted = requireKnown(known, ids, field);
  const gone = wanted.filter((id) => known.get(id) === false && !current.includes(id));
  if (gone.length === 0) return wanted;
  throw badInput('The user is deactivated, and gets no new work.', {
    pit: 'PIT002',
    field,
    expected: 'ids of active users',
    actual: gone.slice(0, 10),
  });
}

/** As `requireUsers`, by what has been looked up already. */
function requireKnown(known: KnownUsers, ids: readonly string[], field: string): string[] {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length === 0) return wanted;
  throw new PitError('NOT_FOUND', 'user not found', {
    pit: 'PIT002',
    field,
    expected: 'ids of users of the organisation',
    actual: unknown.slice(0, 10).map((id) => id.slice(0, 64)),
  });
}
