import {
  ACCEPTED_UNTIL,
  EXPIRE_ACCEPTANCES,
  TAKE_ACCEPTANCE_REMINDERS,
} from '../../db/queries/intake/acceptance-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { originWords, type AcceptanceKind } from '../../domain/intake/acceptance.ts';
import { isUuid } from '../../domain/uuid.ts';
import { sendMessages } from '../notifications/notifications.ts';
import type { Tx } from '../transaction/command.ts';
import { linkTo } from './acceptances.ts';

/** Acceptances that one transaction ends at most. */
const BATCH = 100;

/**
 * Notes of acceptances that they have passed their last day, announces it where they held, and tells who proposed and who decided. What
 * is stored tells: those that ended while no process ran are found by the next one.
 * @returns whether there may be more.
 */
export async function expireAcceptances(tx: Tx): Promise<{ isMore: boolean }> {
  const { rows } = await tx.run(EXPIRE_ACCEPTANCES, [tx.today, BATCH]);
  const held = rows.filter(({ decidedBy }) => decidedBy !== null);
  for (const projectId of held.flatMap(({ projectIds }) => projectIds)) {
    tx.emit({ topic: 'pit.acceptance.ended', streamId: projectId, payload: { projectId } });
  }
  await sendMessages(
    tx,
    rows.map((row) => ({
      to: [row.proposedBy, row.decidedBy],
      message: {
        title: `The ${originWords(row)} ${row.decidedBy === null ? 'was not decided' : 'has ended'}: its last day was ${row.endsOn}`,
        link: linkTo(row.id),
      },
    })),
  );
  return { isMore: rows.length === BATCH };
}

/**
 * Reminds who proposed and who decided that an acceptance ends, 30 and 7 days before its last day; what was noted is not told again, also
 * after a process died.
 * @returns whether there may be more.
 */
export async function remindOfAcceptances(tx: Tx): Promise<{ isMore: boolean }> {
  const { rows } = await tx.run(TAKE_ACCEPTANCE_REMINDERS, [tx.today, BATCH]);
  await sendMessages(
    tx,
    rows.map((row) => ({
      to: [row.proposedBy, row.decidedBy],
      message: {
        title: `The ${originWords(row)} ends on ${row.endsOn}: propose a longer one, or treat it`,
        link: linkTo(row.id),
      },
    })),
  );
  return { isMore: rows.length === BATCH };
}

/** Until when a record of another module is accepted or excepted; null: it is not. One statement for all of a tick. */
export async function readAcceptedUntil(
  loaders: Loaders,
  kind: AcceptanceKind,
  id: string,
  today: string,
): Promise<string | null> {
  if (!isUuid(id)) return null;
  const loader = loaders.custom<string | null>(`acceptedUntil.${kind}`, async (ids, reader) => {
    const rows = await reader.rows(ACCEPTED_UNTIL, [kind, ids, today]);
    const byId = new Map(rows.map((row) => [row.id, row.endsOn]));
    return ids.map((each) => byId.get(each) ?? null);
  });
  return loader.load(id.toLowerCase());
}
