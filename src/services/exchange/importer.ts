import { FIND_IMPORTER, OWN_ORGANISATION } from '../../db/queries/exchange/importer-query.ts';
import type pg from 'pg';
import { withTenantTransaction, type TenantTx } from '../../db/write/tenant-transaction.ts';

import { systemActor, type Actor } from '../../domain/directory/actor.ts';
import { badInput, forbidden, notFound } from '../../domain/errors.ts';
import { may, rolesOf } from '../../domain/directory/permissions.ts';
import { isUuid } from '../../domain/uuid.ts';
import { ActorRole } from '../../domain/enums.ts';

/** A user of an organisation as its importer: sees all of it, and answers for what is imported. */
export function importerIn(orgId: string, userId: string): Actor {
  return { orgId, userId, role: ActorRole.SERVICE, divisionIds: [] };
}

/**
 * Who imports into an organisation.
 * @param who id or e-mail address; by default the first administrator by e-mail address.
 * @throws PitError when there is no such organisation, nobody like that in it, or somebody who may make no project.
 */
export async function findImporter(pool: pg.Pool, orgId: string, who?: string): Promise<Actor> {
  if (!isUuid(orgId)) throw badInput('an organisation is named by its id, a UUID', { field: 'org' });
  return withTenantTransaction(pool, systemActor(orgId.toLowerCase()), async (tx: TenantTx) => {
    const { rowCount } = await tx.run(OWN_ORGANISATION);
    if (rowCount === 0) throw notFound('organisation', orgId, 'org');
    const [user] = (await tx.run(FIND_IMPORTER, [who ?? null])).rows;
    if (user !== undefined) {
      requireMayImport(user.role);
      return importerIn(tx.actor.orgId, user.id);
    }
    const why = who === undefined ? 'the organisation has no administrator' : `nobody there goes by "${who}"`;
    throw badInput(why, { field: 'user' });
  });
}

/** An import creates projects first of all, and everything in them is its user's. */
function requireMayImport(role: ActorRole): void {
  if (may('createProject', { role, relations: [] })) return;
  const expected = rolesOf('createProject');
  throw forbidden(
    `a ${role} creates no projects, and so imports none: name one who is ${expected.join(', ')}`,
    {
      field: 'user',
      expected,
      actual: role,
    },
  );
}
