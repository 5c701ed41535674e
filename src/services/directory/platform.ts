import { LIST_ORGANISATIONS } from '../../db/queries/directory/directory-query.ts';
import type pg from 'pg';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { systemActor } from '../../domain/directory/actor.ts';

/** The organisation of the platform itself, in whose name the service looks after the database. */
export const PLATFORM = '00000000-0000-0000-0000-0000000000fe';

/** Ids of all organisations but the platform's own, which is the one to ask from. */
export async function listOrganisations(pool: pg.Pool): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(PLATFORM), async (tx) => {
    const { rows } = await tx.run(LIST_ORGANISATIONS);
    return rows.map(({ id }) => id);
  });
}
