import { START_ESCALATION } from '../../db/queries/notifications/escalation-query.ts';
import { referencesTo } from '../../domain/delivery/open-alerts.ts';
import { escalationOf } from '../../domain/directory/escalation-settings.ts';
import { nextStep, whoHears, type ProjectPeopleNow } from '../../domain/watchdog/escalation.ts';
import type { Finding } from '../../domain/watchdog/watchdog-facts.ts';
import { activePeople } from './escalation.ts';
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
 * message of its own, which can wait. Where the owner has left, the sponsor hears instead, and where neither is there any more,
 * the administrators. However much is found, each of them gets one message of each kind. Who else hears of it, and when, is
 * up to `escalate`.
 * @param news of level 1 to 3.
 */
export async function notifyOfAlerts(
  tx: Tx,
  project: ProjectPeople,
  news: readonly Finding[],
): Promise<void> {
  if (news.length === 0) return;
  const grave = news.filter(({ level }) => level <= 2);
  const waiting = news.filter(({ level }) => level > 2);
  const people = { ...(await activePeople(tx, [project])), ...project };
  const letters: Letter[] = [];
  if (grave.length > 0) letters.push(...(await gravestLetters(tx, people, grave)));
  if (waiting.length > 0)
    letters.push({ to: whoHears(['owner'], people), message: messageAbout(project, waiting) });
  await sendMessages(tx, letters);
  if (grave.length === 0) return;
  const hours = escalationOf(tx.settings.escalation);
  await tx.run(START_ESCALATION, [
    project.id,
    grave.map(({ code }) => code),
    grave.map(({ subject }) => subject),
    grave.map(({ level }) => level),
    grave.map(({ level }) => nextStep(level === 1 ? 1 : 2, [], hours)?.afterHours ?? 0),
  ]);
}

/** At once: to those who answer for the project, or to administrators where nobody does any more, and to who watches. */
async function gravestLetters(
  tx: Tx,
  project: ProjectPeople & ProjectPeopleNow,
  grave: readonly Finding[],
): Promise<Letter[]> {
  const gravest = grave.filter(({ level }) => level === 1);
  const told = whoHears(['owner'], project);
  const letters: Letter[] = [{ to: told, message: messageAbout(project, grave) }];
  const others = whoHears(['owner', 'sponsor'], project).filter((id) => !told.includes(id));
  if (gravest.length > 0) letters.push({ to: others, message: messageAbout(project, gravest) });
  const all = new Set([...told, ...(gravest.length > 0 ? others : [])]);
  return [...letters, ...(await lettersToWatchers(tx, project, grave, all))];
}

/** One for each who watches, about all of it or what their tasks are about; not for those who are `told` already. */
async function lettersToWatchers(
  tx: Tx,
  project: ProjectPeople,
  news: readonly Finding[],
  told: ReadonlySet<string>,
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
  return { title, text, link: `/pit/projects/${id}`, level, projectId: id, alerts: referencesTo(news) };
}
