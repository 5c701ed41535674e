import { ADMINISTRATORS } from '../../db/queries/watchdog/watchdog-query.ts';
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
 * Writes to those who have to act: owner and sponsor of the project about all of it, the administrators of the
 * organisation about what is of level 1. However much is found, each of them gets one message.
 */
export async function notifyOfAlerts(
  tx: Tx,
  project: ProjectPeople,
  news: readonly Finding[],
): Promise<void> {
  if (news.length === 0) return;
  const people = [project.ownerId, project.sponsorId];
  await sendMessage(tx, people, messageAbout(project, news));
  const gravest = news.filter(({ level }) => level === 1);
  if (gravest.length === 0) return;
  const { rows } = await tx.run(ADMINISTRATORS);
  const others = rows.map(({ id }) => id).filter((id) => !people.includes(id));
  await sendMessage(tx, others, messageAbout(project, gravest));
}

function messageAbout({ id, name }: ProjectPeople, news: readonly Finding[]): Message {
  const told = news.slice(0, MOST_TOLD).map(({ message }) => message);
  const untold = news.length - told.length;
  const title = `“${name}” needs attention: ${news.length === 1 ? '1 alert' : `${news.length} alerts`}`;
  const text = [...told, ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n');
  const level = Math.min(...news.map((finding) => finding.level));
  return { title, text, link: `/pit/projects/${id}`, level, projectId: id };
}
