import {
  HAND_OVER,
  HAND_OVER_ASSIGNMENTS,
  HAND_OVER_MOULDS,
  LOCK_PROJECTS,
  OPEN_WORK_IN,
  TASKS_OF_STEPS,
} from '../../db/queries/directory/open-work-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import { requireAccess } from '../../domain/directory/project-access.ts';
import { requireMay } from '../../domain/directory/permissions.ts';
import { badInput, notFound } from '../../domain/errors.ts';
import { WorkRole } from '../../domain/enums.ts';
import { isUuid } from '../../domain/uuid.ts';
import { sendMessages } from '../notifications/notifications.ts';
import { requireActiveUsers, requireUsers } from '../transaction/references.ts';
import type { Tx } from '../transaction/command.ts';
import type { OpenWorkRow } from './open-work.ts';

export interface ReassignInput {
  readonly fromUserId: string;
  readonly toUserId: string;
  /** Work of these projects alone. */
  readonly projectIds?: readonly string[] | null;
}

/** What was handed over. */
export interface Reassigned {
  readonly fromUserId: string;
  readonly toUserId: string;
  readonly counts: readonly { readonly role: WorkRole; readonly count: number }[];
}

/** What one transaction hands over at most: each piece leaves an audit record and an event. */
const MOST_PIECES = 2_000;
/** Records that one statement changes, so that it keeps within the time limit of statements. */
const AT_ONCE = 250;
const MOST_PROJECTS = 100;
const PROJECTS = 'input.projectIds';

/**
 * Gives the open work of one user to another: what they own, sponsor and are assigned to in projects that are not archived,
 * as far as the actor may see it, and in these projects the tasks to come of series. What is completed stays theirs.
 * @throws PitError FORBIDDEN; NOT_FOUND for projects that are named and not to be seen, PIT002 for unknown users; BAD_USER_INPUT, PIT002, for a new owner who is
 * deactivated; BAD_USER_INPUT for more work than one request hands over.
 */
export async function reassignWork(tx: Tx, input: ReassignInput): Promise<Reassigned> {
  const { role, overrideReason } = tx.actor;
  requireMay('reassignWork', { role, relations: [], overrideReason });
  const [from = ''] = await requireUsers(tx, [input.fromUserId], 'input.fromUserId');
  const [to = ''] = await requireActiveUsers(tx, [input.toUserId], 'input.toUserId');
  if (from === to) {
    throw badInput('The work has that owner already.', { field: 'input.toUserId', expected: 'another user' });
  }
  const work = await lockWork(tx, from, projectsOf(input));
  const byRole = new Map<WorkRole, string[]>();
  for (const piece of work) byRole.set(piece.role, [...(byRole.get(piece.role) ?? []), piece.id]);
  for (const [role, ids] of byRole) await handOver(tx, role, ids, { from, to });
  const projectIds = [...new Set(work.map(({ projectId }) => projectId))];
  if (projectIds.length > 0) await tx.run(HAND_OVER_MOULDS, [to, projectIds, from]);
  await announce(tx, work);
  await notifyBoth(tx, { from, to }, work.length);
  const counts = [...byRole].map(([role, ids]) => ({ role, count: ids.length }));
  return { fromUserId: from, toUserId: to, counts };
}

function projectsOf({ projectIds }: ReassignInput): string[] | null {
  if (projectIds == null) return null;
  const malformed = projectIds.find((id) => !isUuid(id));
  if (malformed !== undefined) throw notFound('project', malformed, PROJECTS);
  if (projectIds.length <= MOST_PROJECTS) return projectIds.map((id) => id.toLowerCase());
  const expected = `at most ${MOST_PROJECTS} projects`;
  throw badInput('Too many projects at once.', { field: PROJECTS, expected, actual: projectIds.length });
}

/** The open work under the locks of its projects, so that nobody changes it meanwhile. */
async function lockWork(tx: Tx, from: string, projectIds: readonly string[] | null): Promise<OpenWorkRow[]> {
  const ids = projectIds ?? (await readWork(tx, from, null)).map(({ projectId }) => projectId);
  const inProjects = [...new Set(ids)];
  if (inProjects.length === 0) return [];
  const [rows] = await tx.pipeline([step(LOCK_PROJECTS, [inProjects])]);
  const locked = new Map(rows.map((project) => [project.id, project]));
  for (const id of projectIds ?? []) {
    const project = locked.get(id);
    if (project === undefined) throw notFound('project', id, PROJECTS);
    requireAccess('reassignWork', project);
  }
  return readWork(tx, from, inProjects);
}

async function readWork(
  tx: Tx,
  userId: string,
  projectIds: readonly string[] | null,
): Promise<OpenWorkRow[]> {
  const [rows] = await tx.pipeline([step(OPEN_WORK_IN, [userId, projectIds, MOST_PIECES + 1])]);
  if (rows.length <= MOST_PIECES) return rows;
  throw badInput('That is too much work for one request.', {
    field: PROJECTS,
    expected: `projects with at most ${MOST_PIECES} pieces of open work together`,
    actual: `more than ${MOST_PIECES}`,
  });
}

async function handOver(
  tx: Tx,
  role: WorkRole,
  ids: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<void> {
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const batch = ids.slice(start, start + AT_ONCE);
    if (role === WorkRole.TASK_ASSIGNEE) await tx.run(HAND_OVER_ASSIGNMENTS, [to, batch, from]);
    else await tx.run(HAND_OVER[role], [to, batch]);
  }
}

/** Roles in a project or its branches, which its subscribers hear of as a change of the project. */
const ABOVE_TASKS: ReadonlySet<WorkRole> = new Set([
  WorkRole.PROJECT_OWNER,
  WorkRole.PROJECT_SPONSOR,
  WorkRole.PHASE_OWNER,
  WorkRole.WORK_PACKAGE_OWNER,
]);

async function announce(tx: Tx, work: readonly OpenWorkRow[]): Promise<void> {
  const projects = work.filter(({ role }) => ABOVE_TASKS.has(role)).map(({ projectId }) => projectId);
  for (const projectId of new Set(projects)) {
    tx.emit({ topic: 'pit.project.updated', streamId: projectId, payload: { projectId } });
  }
  const ofSeries = work.filter(({ role }) => role === WorkRole.SERIES_OWNER);
  for (const projectId of new Set(ofSeries.map((piece) => piece.projectId))) {
    tx.emit({ topic: 'pit.series.updated', streamId: projectId, payload: { projectId } });
  }
  const ofTasks = work.filter(({ role }) => role === WorkRole.TASK_OWNER || role === WorkRole.TASK_ASSIGNEE);
  for (const [taskId, projectId] of new Map(ofTasks.map(({ id, projectId }) => [id, projectId]))) {
    tx.emit({ topic: 'pit.task.updated', streamId: projectId, payload: { projectId, taskId } });
  }
  const steps = new Map(
    work.filter(({ role }) => role === WorkRole.SUBTASK_OWNER).map(({ id, projectId }) => [id, projectId]),
  );
  if (steps.size === 0) return;
  const [rows] = await tx.pipeline([step(TASKS_OF_STEPS, [[...steps.keys()]])]);
  for (const { taskId, subtaskId } of rows) {
    const projectId = steps.get(subtaskId) ?? '';
    const payload = { projectId, taskId, subtaskId };
    tx.emit({ topic: 'pit.subtask.updated', streamId: projectId, payload });
  }
}

async function notifyBoth(tx: Tx, { from, to }: { from: string; to: string }, pieces: number): Promise<void> {
  if (pieces === 0) return;
  const what = pieces === 1 ? '1 piece of open work' : `${pieces} pieces of open work`;
  const link = '/pit/my-tasks';
  await sendMessages(tx, [
    { to: [to], message: { title: `You have taken over ${what}`, link } },
    { to: [from], message: { title: `Work is no longer yours: ${what}`, link } },
  ]);
}
