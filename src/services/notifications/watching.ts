import { step } from '../../db/connection/pipeline.ts';
import {
  ADD_WATCH,
  COUNT_WATCHES,
  OWN_WATCHES,
  REMOVE_WATCH,
  TAKE_OWN_WATCHES,
  WATCHABLE,
} from '../../db/queries/notifications/watch-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { badInput, notFound, PitError } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { Tx } from '../transaction/command.ts';

export { isWatched } from '../../db/queries/notifications/watch-query.ts';

/** Either a task or a project. */
export interface WatchInput {
  readonly taskId?: string | null;
  readonly projectId?: string | null;
}

/** What the payload of a watch is read by. */
export interface Watched {
  readonly taskId: string | null;
  readonly projectId: string | null;
  /** False where it was so already. */
  readonly changed: boolean;
}

/** What one user watches at most, since each change of it is a message. */
export const MOST_WATCHES = 500;

interface Subject {
  readonly what: 'task' | 'project';
  readonly id: string;
  readonly field: string;
}

/**
 * Has the actor hear of a task or project from now on; it is no error where they do.
 * @throws PitError BAD_USER_INPUT unless one of both is named; NOT_FOUND; LIMIT_EXCEEDED beyond 500 watches.
 */
export async function watch(tx: Tx, input: WatchInput): Promise<Watched> {
  const subject = subjectOf(input);
  const ids = idsOf(subject);
  if (!(await isVisible(tx, subject))) throw notFound(subject.what, subject.id, subject.field);
  const [, rows] = await tx.pipeline([step(TAKE_OWN_WATCHES), step(COUNT_WATCHES)]);
  const added = await tx.run(ADD_WATCH, ids);
  if (added.rowCount > 0 && (rows[0]?.count ?? 0) >= MOST_WATCHES) {
    throw new PitError('LIMIT_EXCEEDED', 'You watch too much.', {
      field: subject.field,
      expected: `at most ${MOST_WATCHES} tasks and projects`,
    });
  }
  return answer(ids, added.rowCount > 0);
}

/**
 * Ends that the actor hears of a task or project, also of one that they do not see any more.
 * @throws PitError BAD_USER_INPUT unless one of both is named; NOT_FOUND for what they neither watch nor see.
 */
export async function unwatch(tx: Tx, input: WatchInput): Promise<Watched> {
  const subject = subjectOf(input);
  const ids = idsOf(subject);
  const removed = isUuid(subject.id) ? (await tx.run(REMOVE_WATCH, ids)).rowCount : 0;
  if (removed === 0 && !(await isVisible(tx, subject))) {
    throw notFound(subject.what, subject.id, subject.field);
  }
  return answer(ids, removed > 0);
}

/** Whether whoever asks watches a task or project; one statement for all of a tick. */
export function readIsWatching(loaders: Loaders, id: string): Promise<boolean> {
  const loader = loaders.custom<boolean>('watching', async (ids, reader) => {
    const rows = await reader.rows(OWN_WATCHES, [ids]);
    const watched = new Set(rows.map((row) => row.id));
    return ids.map((each) => watched.has(each));
  });
  return loader.load(id);
}

async function isVisible(tx: Tx, subject: Subject): Promise<boolean> {
  return isUuid(subject.id) && (await tx.run(WATCHABLE, idsOf(subject))).rowCount > 0;
}

function subjectOf({ taskId, projectId }: WatchInput): Subject {
  const [task, project] = [taskId ?? null, projectId ?? null];
  if (task !== null && project === null) {
    return { what: 'task', id: task.toLowerCase(), field: 'input.taskId' };
  }
  if (task === null && project !== null) {
    return { what: 'project', id: project.toLowerCase(), field: 'input.projectId' };
  }
  throw badInput('A task or a project is watched.', {
    field: 'input',
    expected: 'either taskId or projectId',
  });
}

/** The id of the task and that of the project, one of them null. */
function idsOf({ what, id }: Subject): [string | null, string | null] {
  return what === 'task' ? [id, null] : [null, id];
}

function answer([taskId, projectId]: readonly [string | null, string | null], changed: boolean): Watched {
  return { taskId, projectId, changed };
}
