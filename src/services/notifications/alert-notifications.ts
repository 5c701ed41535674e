import { START_ESCALATION } from '../../db/queries/notifications/escalation-query.ts';
import { escalationOf } from '../../domain/directory/escalation-settings.ts';
import { hoursToNext } from '../../domain/watchdog/escalation.ts';
import type { Finding } from '../../domain/watchdog/watchdog-facts.ts';
import { sendMessages, type Letter, type Message } from './notifications.ts';
import { watchersOf } from './watchers.ts';
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
 * Writes of what is of level 1 or 2 to those who have to act at once: the owner of the project about all of it, its sponsor
 * about what is of level 1, and to those who watch the project or one of the tasks. What is of level 3 goes to the owner in a
 * message of its own, which can wait. However much is found, each of them gets one message of each kind. Who else hears of it,
 * and when, is up to `escalate`.
 * @param news of level 1 to 3.
 */
export async function notifyOfAlerts(
  tx: Tx,
  project: ProjectPeople,
  news: readonly Finding[],
): Promise<void> {
  if (news.length === 0) return;
  const { id, ownerId, sponsorId } = project;
  const grave = news.filter(({ level }) => level <= 2);
  const gravest = news.filter(({ level }) => level === 1);
  const waiting = news.filter(({ level }) => level > 2);
  const letters: Letter[] = [];
  if (grave.length > 0) letters.push({ to: [ownerId], message: messageAbout(project, grave) });
  if (gravest.length > 0 && sponsorId !== ownerId)
    letters.push({ to: [sponsorId], message: messageAbout(project, gravest) });
  if (waiting.length > 0) letters.push({ to: [ownerId], message: messageAbout(project, waiting) });
  const told = new Set([ownerId, ...(gravest.length > 0 ? [sponsorId] : [])]);
  if (grave.length > 0) letters.push(...(await lettersToWatchers(tx, project, grave, told)));
  await sendMessages(tx, letters);
  if (grave.length === 0) return;
  const hours = escalationOf(tx.settings.escalation);
  await tx.run(START_ESCALATION, [
    id,
    grave.map(({ code }) => code),
    grave.map(({ subject }) => subject),
    grave.map(({ level }) => level),
    grave.map(({ level }) => hoursToNext(level === 1 ? 1 : 2, 0, hours)),
  ]);
}

/** One for each who watches, about all of it or what their tasks are about; not for those who are `told` already. */
async function lettersToWatchers(
  tx: Tx,
  project: ProjectPeople,
  news: readonly Finding[],
  told: ReadonlySet<string | null>,
): Promise<Letter[]> {
  const tasks = news.filter(({ subjectType }) => subjectType === 'task').map(({ subject }) => subject);
  const watched = new Map<string, Set<string | null>>();
  for (const { userId, taskId } of await watchersOf(tx, project.id, tasks)) {
    if (!told.has(userId)) watched.set(userId, (watched.get(userId) ?? new Set()).add(taskId));
  }
  return [...watched].map(([userId, subjects]) => {
    const theirs = subjects.has(null) ? news : news.filter(({ subject }) => subjects.has(subject));
    return { to: [userId], message: { ...messageAbout(project, theirs), isGated: true } };
  });
}

function messageAbout({ id, name }: ProjectPeople, news: readonly Finding[]): Message {
  const told = news.slice(0, MOST_TOLD).map(({ message }) => message);
  const untold = news.length - told.length;
  const level = Math.min(...news.map((finding) => finding.level));
  const what = news.length === 1 ? '1 alert' : `${news.length} alerts`;
  const title = level > 2 ? `“${name}” has ${what} to look at` : `“${name}” needs attention: ${what}`;
  const text = [...told, ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n');
  return { title, text, link: `/pit/projects/${id}`, level, projectId: id };
}
