import type pg from 'pg';
import { RECIPIENTS, SEEN_PROJECTS } from '../../db/queries/delivery/message-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { ALL_DIVISIONS, mayHoldAllDivisions, systemActor } from '../../domain/directory/actor.ts';
import type { MailItem } from '../../domain/delivery/mail.ts';
import type { StoredDelivery } from './deliveries.ts';

/** What a delivery to a person keeps. */
export interface PersonalPayload {
  readonly items: readonly PersonalItem[];
  readonly isDigest: boolean;
  /** Of the gravest alert in it; null where there is none. */
  readonly level: number | null;
}

export interface PersonalItem extends MailItem {
  /** What its reader must still see; null where it is about no project. */
  readonly projectId: string | null;
}

/** What goes to a person now. */
export interface PersonalMessage {
  readonly userId: string;
  readonly address: string;
  readonly items: readonly PersonalItem[];
  readonly level: number | null;
}

/**
 * What a delivery says to its user at this moment: nothing to whoever has left or wants no more by this way, and nothing of a project that they do not
 * see any more. The database decides what they see, as when they ask themselves; of divisions, which only tokens name,
 * nobody but administrators and foremen is taken to have any.
 */
export async function personalMessage(
  pool: pg.Pool,
  orgId: string,
  { kind, userId, payload }: Pick<StoredDelivery, 'kind' | 'userId' | 'payload'>,
): Promise<PersonalMessage | undefined> {
  const { items, level } = payload as unknown as PersonalPayload;
  const recipient = await withTenantTransaction(pool, systemActor(orgId), async (tx) => {
    const { rows } = await tx.run(RECIPIENTS, [[userId], kind]);
    return rows[0];
  });
  if (recipient === undefined) return undefined;
  const { id, role, email: address } = recipient;
  const projects = [...new Set(items.map(({ projectId }) => projectId).filter((each) => each !== null))];
  let seen = new Set<string>();
  if (projects.length > 0) {
    const divisionIds = mayHoldAllDivisions(role) ? ALL_DIVISIONS : [];
    seen = await withTenantTransaction(pool, { userId: id, orgId, role, divisionIds }, async (tx) => {
      const { rows } = await tx.run(SEEN_PROJECTS, [projects]);
      return new Set(rows.map((row) => row.id));
    });
  }
  const told = items.filter(({ projectId }) => projectId === null || seen.has(projectId));
  return told.length === 0 ? undefined : { userId: id, address, items: told, level };
}
