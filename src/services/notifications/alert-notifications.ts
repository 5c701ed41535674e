import { START_ESCALATION } from '../../db/queries/notifications/escalation-query.ts';
import { hoursToNext } from '../../domain/watchdog/escalation.ts';
import type { Finding } from '../../domain/watchdog/watchdog-facts.ts';
import { sendMessage, type Message } from './notifications.ts';
import type { Tx } from '../transaction/command.ts';

/** Findings that one message spells out. */
const MOST_TOLD = 10;

/** Whose project it is. */
export interface ProjectPeople {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly sponsorId: string | null;
}

/**
 * Writes to those who have to act at once: the owner of the project about all of it, its sponsor about what is of level 1.
 * However much is found, each of them gets one message. Who else hears of it, and when, is up to `escalate`.
 */
export async function notifyOfAlerts(
  tx: Tx,
  project: ProjectPeople,
  news: readonly Finding[],
): Promise<void> {
  if (news.length === 0) return;
  const { id, ownerId, sponsorId } = project;
  await sendMessage(tx, [ownerId], messageAbout(project, news));
  const gravest = news.filter(({ level }) => level === 1);
  if (gravest.length > 0 && sponsorId !== ownerId)
    await sendMessage(tx, [sponsorId], messageAbout(project, gravest));
  await tx.run(START_ESCALATION, [
    id,
    news.map(({ code }) => code),
    news.map(({ subject }) => subject),
    news.map(({ level }) => level),
    news.map(({ level }) => hoursToNext(level === 1 ? 1 : 2, 0)),
  ]);
}

function messageAbout({ id, name }: ProjectPeople, news: readonly Finding[]): Message {
  const told = news.slice(0, MOST_TOLD).map(({ message }) => message);
  const untold = news.length - told.length;
  const title = `“${name}” needs attention: ${news.length === 1 ? '1 alert' : `${news.length} alerts`}`;
  const text = [...told, ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n');
  const level = Math.min(...news.map((finding) => finding.level));
  return { title, text, link: `/pit/projects/${id}`, level, projectId: id };
}
