import { PitError } from '../domain/errors.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Tx } from './write.ts';

const KNOWN_USERS = `
  SELECT id FROM pit."user" WHERE org_id = pit_ops.ctx_org() AND id = ANY ($1::uuid[])`;

/**
 * The ids, spelt as the database spells them and without doubles, once all are users of the actor's organisation.
 * @throws PitError NOT_FOUND, PIT002, naming `field` and up to ten of the unknown ids.
 */
export async function requireUsers(tx: Tx, ids: readonly string[], field: string): Promise<string[]> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const askable = wanted.filter(isUuid);
  const { rows } =
    askable.length === 0 ? { rows: [] } : await tx.query<{ id: string }>(KNOWN_USERS, [askable]);
  const known = new Set(rows.map(({ id }) => id));
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length === 0) return wanted;
  throw new PitError('NOT_FOUND', 'user not found', {
    pit: 'PIT002',
    field,
    expected: 'ids of users of the organisation',
    actual: unknown.slice(0, 10).map((id) => id.slice(0, 64)),
  });
}
