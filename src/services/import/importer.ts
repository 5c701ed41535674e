import type pg from 'pg';
import { inTenant, type TenantTx } from '../../db/tenant.ts';
import type { Actor } from '../../domain/actor.ts';
import { badInput, notFound } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import { ActorRole } from '../../domain/vocabulary.ts';

/** In whose name the platform itself acts. */
const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';

/** The platform in an organisation, which need not be known yet. */
export function platformIn(orgId: string): Actor {
  return { orgId, userId: SYSTEM_USER, role: ActorRole.SERVICE, divisionIds: [] };
}

/** A user of an organisation as its importer: sees all of it, and answers for what is imported. */
export function importerIn(orgId: string, userId: string): Actor {
  return { orgId, userId, role: ActorRole.SERVICE, divisionIds: [] };
}

const FIND_IMPORTER = `
  SELECT id FROM pit."user"
  WHERE CASE WHEN $1::text IS NULL THEN role = 'admin' ELSE id::text = lower($1) OR lower(email) = lower($1) END
  ORDER BY lower(email) LIMIT 1`;

/**
 * Who imports into an organisation.
 * @param who id or e-mail address; by default the first administrator by e-mail address.
 * @throws PitError when there is no such organisation, or nobody like that in it.
 */
export async function findImporter(pool: pg.Pool, orgId: string, who?: string): Promise<Actor> {
  if (!isUuid(orgId)) throw badInput('an organisation is named by its id, a UUID', { field: 'org' });
  return inTenant(pool, platformIn(orgId.toLowerCase()), async (tx: TenantTx) => {
    const { rowCount } = await tx.query('SELECT FROM pit.organisation');
    if (rowCount === 0) throw notFound('organisation', orgId, 'org');
    const [user] = (await tx.query<{ id: string }>(FIND_IMPORTER, [who ?? null])).rows;
    if (user !== undefined) return importerIn(tx.actor.orgId, user.id);
    const why = who === undefined ? 'the organisation has no administrator' : `nobody there goes by "${who}"`;
    throw badInput(why, { field: 'user' });
  });
}
