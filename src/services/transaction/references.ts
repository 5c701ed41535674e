import { PitError } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { Tx } from './command.ts';

const KNOWN_USERS = `
  SELECT id FROM pit."user" WHERE org_id = pit_ops.ctx_org() AND id = ANY ($1::uuid[])`;

/** Those of the ids that are users of the actor's organisation, spelt as the database spells them. */
export async function knownUsers(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const askable = [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))];
  if (askable.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(KNOWN_USERS, [askable]);
  return new Set(rows.map(({ id }) => id));
}

/**
 * The ids, spelt as the database spells them and without doubles, once all are users of the actor's organisation.
 * @throws PitError NOT_FOUND, PIT002, naming `field` and up to ten of the unknown ids.
 */
export async function requireUsers(tx: Tx, ids: readonly string[], field: string): Promise<string[]> {
  return requireKnown(await knownUsers(tx, ids), ids, field);
}

/** As `requireUsers`, by what has been looked up already. */
export function requireKnown(known: ReadonlySet<string>, ids: readonly string[], field: string): string[] {
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
