import type pg from 'pg';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import {
  DUE_PROJECTS,
  END_WATCHES,
  FORGET_PROJECTS,
  NOTE_LOOKED,
  NOTE_TOLD,
  TAKE_TURN,
  WATCHED_CHANGES,
  WATCHERS_OF,
  WATCHING_ORGANISATIONS,
  WATCH_PROJECTS,
} from '../../db/queries/notifications/watch-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { watchedChange } from '../../domain/delivery/watched-change.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import type { Tx } from '../transaction/command.ts';
import { sendMessages, type Letter } from './notifications.ts';

/** Projects that one transaction looks at. */
const AT_ONCE = 50;
/** Changes that one message spells out. */
const MOST_TOLD = 10;

type WatchedChange = RowOfStatement<typeof WATCHED_CHANGES>;

/** Organisations in whose watched projects something has happened. @param platform the organisation that asks. */
export function watchingOrganisations(pool: pg.Pool, platform: string): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(platform), async (tx) => {
    const { rows } = await tx.run(WATCHING_ORGANISATIONS);
    return rows.map(({ orgId }) => orgId);
  });
}

/**
 * Tells watchers what has become other since they were last told, in one message for each of them and project, and notes it in
 * the same transaction. Nobody hears of what they alone have done, and who does not see the project any more reads nothing of
 * it. What is deleted is watched no more. Answers whether there may be more.
 */
export async function notifyWatchers(tx: Tx): Promise<{ isMore: boolean }> {
  await tx.run(TAKE_TURN);
  const { rows: due } = await tx.run(DUE_PROJECTS, [AT_ONCE]);
  if (due.length === 0) return { isMore: false };
  const projects = due.map(({ projectId }) => projectId);
  const seen = due.map(({ seenSeq }) => seenSeq);
  const { rows: changes } = await tx.run(WATCHED_CHANGES, [projects, seen]);
  const live = changes.filter(({ isGone }) => !isGone);
  await sendMessages(tx, lettersOf(live.filter(({ isOwn }) => !isOwn)));
  await note(tx, changes, projects);
  await tx.run(NOTE_LOOKED, [projects, due.map(({ lastSeq }) => lastSeq)]);
  await tx.run(FORGET_PROJECTS, [projects]);
  return { isMore: due.length === AT_ONCE };
}

async function note(tx: Tx, changes: readonly WatchedChange[], projects: readonly string[]): Promise<void> {
  const gone = changes.filter(({ isGone }) => isGone).map(({ id }) => id);
  const live = changes.filter(({ isGone }) => !isGone);
  if (gone.length > 0) await tx.run(END_WATCHES, [gone]);
  if (live.length === 0) return;
  await tx.run(NOTE_TOLD, [
    live.map(({ id }) => id),
    live.map(({ projectId }) => projectId),
    live.map(({ status }) => status),
    live.map(({ startDate }) => startDate),
    live.map(({ endDate }) => endDate),
  ]);
  const others = live.map(({ projectId }) => projectId).filter((id) => !projects.includes(id));
  if (others.length > 0) await tx.run(WATCH_PROJECTS, [[...new Set(others)]]);
}

/** One for each watcher and project; changes come in the order of both. */
function lettersOf(changes: readonly WatchedChange[]): Letter[] {
  const groups = new Map<string, WatchedChange[]>();
  for (const change of changes) {
    const key = `${change.userId} ${change.projectId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap(letterOf);
}

function letterOf(changes: readonly WatchedChange[]): Letter[] {
  const [first] = changes;
  const sentences = changes.flatMap(sentencesOf);
  if (first === undefined || sentences.length === 0) return [];
  const { userId, projectId, projectName, taskId } = first;
  const isOne = new Set(changes.map(({ id }) => id)).size === 1;
  const link = isOne && taskId !== null ? `/pit/tasks/${taskId}` : `/pit/projects/${projectId}`;
  const [only] = sentences;
  if (sentences.length === 1 && only !== undefined) {
    return [{ to: [userId], message: { title: only, link, projectId, isGated: true } }];
  }
  const untold = sentences.length - MOST_TOLD;
  const text = [...sentences.slice(0, MOST_TOLD), ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n');
  const title = `What you watch in “${projectName}” has changed`;
  return [{ to: [userId], message: { title, text, link, projectId, isGated: true } }];
}

function sentencesOf(change: WatchedChange): string[] {
  const { name, toldStatus, toldStart, toldEnd, status, startDate, endDate } = change;
  const before = { status: toldStatus, start: toldStart, end: toldEnd };
  return watchedChange(name, before, { status, start: startDate, end: endDate });
}

/** A person, and what they watch. */
export interface Watcher {
  readonly userId: string;
  /** Null for the project itself. */
  readonly taskId: string | null;
}

/** Who watches a project or one of these tasks of it. */
export async function watchersOf(tx: Tx, projectId: string, taskIds: readonly string[]): Promise<Watcher[]> {
  const { rows } = await tx.run(WATCHERS_OF, [projectId, [...new Set(taskIds)]]);
  return rows;
}
