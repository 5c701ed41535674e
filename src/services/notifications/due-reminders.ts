import type pg from 'pg';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import {
  BEGIN_REMINDERS,
  DUE_WORK,
  NOTE_REMINDERS,
  REMINDING_ORGANISATIONS,
} from '../../db/queries/notifications/due-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { dueWhen, dueWindow } from '../../domain/delivery/due-window.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { DEFAULT_ESCALATION, escalationOf } from '../../domain/directory/escalation-settings.ts';
import type { Tx } from '../transaction/command.ts';
import { sendMessages, type Letter } from './notifications.ts';

/** So long before the hour of digests people are reminded, in seconds: what comes at that hour waits for the next day's. */
const LEAD = 15 * 60;
/** Projects that one transaction reminds people of. */
const AT_ONCE = 200;

type DueWork = RowOfStatement<typeof DUE_WORK>;

/** Organisations where people are to be reminded of what is due. @param platform the organisation that asks. */
export function remindingOrganisations(pool: pg.Pool, platform: string, ahead: number): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(platform), async (tx) => {
    const { rows } = await tx.run(REMINDING_ORGANISATIONS, [ahead + LEAD, DEFAULT_ESCALATION.digestHour]);
    return rows.map(({ orgId }) => orgId);
  });
}

/**
 * Reminds the people of work that is due before the next working day is over: once a working day, in one message for each of
 * them and project. Answers whether there may be more.
 * @param ahead seconds by which it is later than the clock says.
 */
export async function remindOfDue(tx: Tx, ahead: number): Promise<{ isMore: boolean }> {
  // Before midnight it would be another day.
  const lead = escalationOf(tx.settings.escalation).digestHour === 0 ? 0 : LEAD;
  const { rows } = await tx.run(BEGIN_REMINDERS, [ahead + lead]);
  const [place] = rows;
  if (place === undefined || place.isDone) return { isMore: false };
  const window = dueWindow(tx.today, tx.calendar);
  const values = [window?.after ?? null, window?.upTo ?? null, place.afterProjectId, AT_ONCE];
  const { rows: work } = window === null ? { rows: [] } : await tx.run(DUE_WORK, values);
  await sendMessages(
    tx,
    work.map((each) => letterOf(each, tx.today)),
  );
  const projects = new Set(work.map(({ projectId }) => projectId));
  const isMore = projects.size === AT_ONCE;
  await tx.run(NOTE_REMINDERS, [isMore ? (work.at(-1)?.projectId ?? null) : null, !isMore]);
  return { isMore };
}

function letterOf(work: DueWork, today: string): Letter {
  const { projectId, projectName, userId, count, names, taskId, endDate } = work;
  const [first = ''] = names;
  if (count === 1) {
    const title = `“${first}” in “${projectName}” is due ${dueWhen(endDate, today)}`;
    return { to: [userId], message: { title, link: `/pit/tasks/${taskId}`, projectId } };
  }
  const untold = count - names.length;
  const text = [...names, ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n');
  const title = `In “${projectName}” ${count} pieces of your work are due before the next working day is over`;
  return { to: [userId], message: { title, text, link: `/pit/projects/${projectId}`, projectId } };
}
