import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { ActorRole } from '../../domain/enums.ts';
import { syncDirectory } from './directory.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { withRules } from '../transaction/mutation-transaction.ts';

/** Ids that the identity provider's tokens name: `org_id`, and `sub` of the two accounts. */
export interface NewOrganisation {
  readonly orgId: string;
  readonly adminId: string;
  readonly serviceId: string;
}

/**
 * Makes an organisation with an administrator, and with the service account that syncs the rest of its directory.
 * @param of.admin e-mail address of the administrator.
 * @param of.timeZone IANA name; UTC unless stated.
 * @throws PitError BAD_USER_INPUT for a name, address or time zone that will not do.
 */
export async function createOrganisation(
  pool: pg.Pool,
  of: { name: string; admin: string; timeZone?: string | undefined },
): Promise<NewOrganisation> {
  const [orgId, adminId, serviceId] = [randomUUID(), randomUUID(), randomUUID()];
  const [local = '', domain = ''] = of.admin.split('@');
  const users = [
    { id: adminId, name: local, email: of.admin, role: ActorRole.ADMIN },
    { id: serviceId, name: 'Directory service', email: `pit-service@${domain}`, role: ActorRole.SERVICE },
  ];
  const organisation = { id: orgId, name: of.name, timeZone: of.timeZone ?? null };
  await withTenantTransaction(pool, systemActor(orgId), (tx) =>
    syncDirectory(withRules(tx), { organisation, users }),
  );
  return { orgId, adminId, serviceId };
}
