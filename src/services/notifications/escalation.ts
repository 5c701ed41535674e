import type pg from 'pg';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import {
  DUE_ESCALATIONS,
  END_ESCALATIONS,
  ESCALATING_ORGANISATIONS,
  NEXT_STEPS,
} from '../../db/queries/notifications/escalation-query.ts';
import { ADMINISTRATORS } from '../../db/queries/watchdog/watchdog-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { escalationOf } from '../../domain/directory/escalation-settings.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { escalationStep, hoursToNext } from '../../domain/watchdog/escalation.ts';
import type { Tx } from '../transaction/command.ts';
import { sendMessage } from './notifications.ts';

/** Alerts that one transaction looks at. */
const AT_ONCE = 200;
/** Alerts that one message spells out. */
const MOST_TOLD = 10;

type DueAlert = RowOfStatement<typeof DUE_ESCALATIONS>;

/** Organisations with alerts whose next step is due. @param platform the organisation that asks. */
export function escalatingOrganisations(pool: pg.Pool, platform: string, ahead: number): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(platform), async (tx) => {
    const { rows } = await tx.run(ESCALATING_ORGANISATIONS, [ahead]);
    return rows.map(({ orgId }) => orgId);
  });
}

/**
 * Takes the next step with alerts that nobody has acknowledged: one message for each project and step, however many alerts it
 * is about. What is resolved or acknowledged goes no further. Answers whether there may be more.
 */
export async function escalate(tx: Tx, ahead: number): Promise<{ isMore: boolean }> {
  const { rows: due } = await tx.run(DUE_ESCALATIONS, [AT_ONCE, ahead]);
  const groups = new Map<string, DueAlert[]>();
  for (const alert of due.filter(({ isOver }) => !isOver)) {
    const key = `${alert.projectId} ${alert.level} ${alert.step}`;
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  for (const alerts of groups.values()) await tell(tx, alerts);
  const next = due.map((alert) => {
    const hours = alert.isOver
      ? null
      : hoursToNext(levelOf(alert), alert.step, escalationOf(tx.settings.escalation));
    return { id: alert.alertId, hours };
  });
  const ended = next.filter(({ hours }) => hours === null).map(({ id }) => id);
  const going = next.filter((each): each is { id: string; hours: number } => each.hours !== null);
  if (ended.length > 0) await tx.run(END_ESCALATIONS, [ended]);
  if (going.length > 0)
    await tx.run(NEXT_STEPS, [going.map(({ id }) => id), going.map(({ hours }) => hours)]);
  return { isMore: due.length === AT_ONCE };
}

async function tell(tx: Tx, alerts: readonly DueAlert[]): Promise<void> {
  const [first] = alerts;
  if (first === undefined) return;
  const { projectId, projectName, ownerId, sponsorId } = first;
  const to = escalationStep(levelOf(first), first.step, escalationOf(tx.settings.escalation))?.to ?? [];
  const people: (string | null)[] = [];
  if (to.includes('owner')) people.push(ownerId);
  if (to.includes('sponsor')) people.push(sponsorId);
  if (to.includes('administrators')) people.push(...(await tx.run(ADMINISTRATORS)).rows.map(({ id }) => id));
  const told = alerts.slice(0, MOST_TOLD).map(({ message }) => message);
  const untold = alerts.length - told.length;
  const what = alerts.length === 1 ? '1 alert' : `${alerts.length} alerts`;
  await sendMessage(tx, people, {
    title: `“${projectName}” still needs attention: nobody has acknowledged ${what}`,
    text: [...told, ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n'),
    link: `/pit/projects/${projectId}`,
    level: levelOf(first),
    projectId,
  });
}

function levelOf({ level }: DueAlert): 1 | 2 {
  return level === 1 ? 1 : 2;
}
