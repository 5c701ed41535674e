import type pg from 'pg';
import { clock } from '../../clock.ts';
import { OPEN_ALERTS, RECIPIENTS, SEEN_PROJECTS } from '../../db/queries/delivery/message-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { ALL_DIVISIONS, mayHoldAllDivisions, systemActor } from '../../domain/directory/actor.ts';
import { minuteOfDay, quietMinutes } from '../../domain/delivery/preference.ts';
import type { MailItem } from '../../domain/delivery/mail.ts';
import { stillTold, type AlertReference } from '../../domain/delivery/open-alerts.ts';
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
  /** The alerts of which it tells; absent where it tells of none, or of too many. */
  readonly alerts?: readonly AlertReference[];
}

/** What goes to a person now. */
export interface PersonalMessage {
  readonly userId: string;
  readonly address: string;
  readonly items: readonly PersonalItem[];
  readonly level: number | null;
}

/** What goes to a person once they want to be told. */
export interface DuePersonalMessage extends PersonalMessage {
  /** Minutes for which its reader wants to be left alone; 0 outside quiet hours, and for what is too grave to wait. */
  readonly quietMinutes: number;
}

/**
 * What a delivery says to its user at this moment: nothing to whoever has left or wants no more by this way, and nothing of a project that they do not
 * see any more, nor of alerts that are resolved since. The database decides what they see, as when they ask themselves; of divisions, which only tokens name,
 * nobody but administrators and foremen is taken to have any.
 *
 * @param ahead seconds by which it is later than the clock says.
 */
export async function personalMessage(
  pool: pg.Pool,
  orgId: string,
  { kind, userId, payload }: Pick<StoredDelivery, 'kind' | 'userId' | 'payload'>,
  ahead: number,
): Promise<DuePersonalMessage | undefined> {
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
  const visible = items.filter(({ projectId }) => projectId === null || seen.has(projectId));
  const told = await current(pool, orgId, visible);
  if (told.length === 0) return undefined;
  const minute = minuteOfDay(new Date(clock.now().getTime() + ahead * 1_000), recipient.timeZone);
  const quiet = level === 1 ? 0 : quietMinutes(recipient, minute);
  return { userId: id, address, items: told, level, quietMinutes: quiet };
}

/** What is still to be said of them: nothing of alerts that are all resolved by now. */
async function current(
  pool: pg.Pool,
  orgId: string,
  items: readonly PersonalItem[],
): Promise<PersonalItem[]> {
  const named = items.flatMap(({ projectId, alerts = [] }) =>
    alerts.map((alert) => ({ projectId, ...alert })),
  );
  if (named.length === 0) return [...items];
  const open = await withTenantTransaction(pool, systemActor(orgId), async (tx) => {
    const values = [
      named.map(({ projectId }) => projectId),
      named.map(({ code }) => code),
      named.map(({ subject }) => subject),
    ];
    const { rows } = await tx.run(OPEN_ALERTS, values);
    return new Set(rows.map(({ place }) => keyOf(named[place - 1])));
  });
  return items
    .map((item) => stillTold(item, (alert) => open.has(keyOf({ projectId: item.projectId, ...alert }))))
    .filter((item) => item !== null);
}

function keyOf(alert: (AlertReference & { projectId: string | null }) | undefined): string {
  return `${alert?.projectId} ${alert?.code} ${alert?.subject}`;
}
