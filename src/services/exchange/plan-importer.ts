import type pg from 'pg';
import { ALL_DIVISIONS } from '../../db/queries/exchange/imported-row-query.ts';
import { DIRECTORY_ROLE } from '../../db/queries/schedule/application-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { notFound } from '../../domain/errors.ts';
import { findImporter } from './importer.ts';

/**
 * Who imports a plan over the command line: a user with their own role, and all divisions. The rules hold for them as they
 * would over the API.
 * @param who id or e-mail address; the organisation's first administrator by default.
 * @throws PitError as `findImporter`.
 */
export async function findPlanImporter(pool: pg.Pool, orgId: string, who?: string): Promise<Actor> {
  const { userId, ...importer } = await findImporter(pool, orgId, who);
  return withTenantTransaction(pool, { userId, ...importer }, async (tx) => {
    const { rows } = await tx.run(DIRECTORY_ROLE, [userId]);
    const { rows: divisions } = await tx.run(ALL_DIVISIONS);
    const role = rows[0]?.role;
    if (role === undefined) throw notFound('user', userId, 'user');
    return { orgId: importer.orgId, userId, role, divisionIds: [...(divisions[0]?.ids ?? [])] };
  });
}
