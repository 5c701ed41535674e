import { TaskDependency } from '../../../../entities/task-dependency.ts';
import {
  ARCS_OF_PROJECT,
  DELETE_DEPENDENCIES,
  DEPENDENCIES_AT,
  DEPENDENCY,
  INSERT_DEPENDENCY,
  PEOPLE_OF_TASK,
  UPDATE_DEPENDENCY,
} from '../../../db/queries/plan/dependency-query.ts';
import { badInput, conflict, notFound } from '../../../domain/errors.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { DependencyType } from '../../../domain/enums.ts';
import { requireRoom } from '../../../domain/plan/plain-lists.ts';
import { pathBetween, refuseCycle, type Arc } from './dependency-cycle.ts';
import { lockProjectOf, requireId, requireWriter, type LockedProject } from '../projects/locked-project.ts';
import { recordPlanChange } from '../wbs/plan-events.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import { authorise, relationsAtTask } from '../projects/authorization.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from './task-facts.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';

export interface AddDependencyInput {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type?: DependencyType | null;
  /** Working days; negative where the two may overlap. */
  readonly lagDays?: number | null;
}

export interface UpdateDependencyInput {
  readonly id: string;
  readonly type?: DependencyType | null;
  readonly lagDays?: number | null;
  readonly ifUpdatedAt?: string | null;
}

export interface RemoveDependencyInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

/** The ids that the payload of a changed dependency is read by. */
export interface ChangedDependency {
  readonly dependencyId: string;
  readonly predecessorId: string;
  readonly successorId: string;
  readonly projectId: string;
}

interface StoredDependency {
  readonly id: string;
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type: DependencyType;
  readonly lagDays: number;
  readonly updatedAt: string;
}

const MAX_LAG = 3_650;

/**
 * Lets one task wait for another of its project.
 * @throws PitError PIT003 with the circle that it would close, ids and names in order; CONFLICT for one that exists.
 */
export async function addDependency(tx: Tx, input: AddDependencyInput): Promise<ChangedDependency> {
  const lagDays = requireLag(input.lagDays ?? 0);
  const predecessorId = input.predecessorId.toLowerCase();
  const successorId = input.successorId.toLowerCase();
  requireWriter(tx);
  requireId('task', predecessorId, 'input.predecessorId');
  // The lock stands before the arcs are read: of two opposite arcs the second writer sees the first.
  const project = await lockProjectOf(tx, 'task', successorId, 'input.successorId');
  const facts = await readTaskFacts(tx, project.id, [successorId, predecessorId]);
  const successor = requireTask(facts, successorId, 'input.successorId');
  requireTask(facts, predecessorId, 'input.predecessorId');
  authorise(tx, 'addDependency', relationsAtTask(project, successor));
  await requireNew(tx, project, { from: predecessorId, to: successorId });
  await requireListed(tx, predecessorId, successorId);
  const type = input.type ?? DependencyType.FINISH_TO_START;
  const made = await tx.run(INSERT_DEPENDENCY, [project.id, predecessorId, successorId, type, lagDays]);
  return updateSuccessorStatus(tx, successor, { id: made.rows[0]?.id ?? '', predecessorId, successorId });
}

/** Changes what a dependency holds, and by how much; absent leaves, null takes the default back. */
export async function updateDependency(tx: Tx, input: UpdateDependencyInput): Promise<ChangedDependency> {
  const { dependency, successor } = await openDependency(tx, 'updateDependency', input);
  if (successor === undefined) throw notFound('dependency', input.id, 'input.id');
  const type = input.type === undefined ? dependency.type : (input.type ?? DependencyType.FINISH_TO_START);
  const lagDays = requireLag(input.lagDays === undefined ? dependency.lagDays : (input.lagDays ?? 0));
  await tx.run(UPDATE_DEPENDENCY, [dependency.id, type, lagDays]);
  return updateSuccessorStatus(tx, successor, dependency);
}

/** Takes a dependency away, for good; one of a deleted task too, which would bind again once that is restored. */
export async function removeDependency(tx: Tx, input: RemoveDependencyInput): Promise<ChangedDependency> {
  const { dependency, successor, projectId } = await openDependency(tx, 'removeDependency', input);
  await tx.run(DELETE_DEPENDENCIES, [[dependency.id]]);
  return successor === undefined
    ? announceDependency(tx, projectId, dependency)
    : updateSuccessorStatus(tx, successor, dependency);
}

/** The dependency under its project's lock; `successor` is undefined while that task is deleted. */
async function openDependency(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: RemoveDependencyInput,
): Promise<{ dependency: StoredDependency; successor: TaskFacts | undefined; projectId: string }> {
  const project = await lockProjectOf(tx, 'dependency', id);
  const { rows } = await tx.run(DEPENDENCY, [id]);
  const [dependency] = rows;
  if (dependency === undefined) throw notFound('dependency', id, 'input.id');
  const { successorId } = dependency;
  const people = await tx.run(PEOPLE_OF_TASK, [successorId]);
  authorise(tx, verb, relationsAtTask(project, people.rows[0] as TaskPeopleAbove));
  await requireUnmodified(tx, TaskDependency, dependency, ifUpdatedAt);
  const facts = await readTaskFacts(tx, project.id, [successorId]);
  return { dependency, successor: facts.get(successorId), projectId: project.id };
}

type TaskPeopleAbove = Pick<TaskFacts, 'ownerId' | 'assignees' | 'phaseOwnerId' | 'workPackageOwnerId'>;

/** Dependencies with deleted tasks count too: they bind again once these are restored. */
async function requireListed(tx: Tx, predecessorId: string, successorId: string): Promise<void> {
  const { rows } = await tx.run(DEPENDENCIES_AT, [successorId, predecessorId]);
  const { predecessors = 0, successors = 0 } = rows[0] ?? {};
  requireRoom('predecessors of a task', predecessors + 1, 'input.successorId');
  requireRoom('successors of a task', successors + 1, 'input.predecessorId');
}

/** A task of another project is refused as one that is not there: arcs lie within one project. */
function requireTask(facts: FactsById, id: string, field: string): TaskFacts {
  const task = facts.get(id);
  if (task === undefined) throw notFound('task of the same project', id, field);
  return task;
}

function requireLag(days: number): number {
  if (Number.isInteger(days) && Math.abs(days) <= MAX_LAG) return days;
  throw badInput('That is no lag.', {
    field: 'input.lagDays',
    expected: `whole working days, -${MAX_LAG} to ${MAX_LAG}`,
    actual: days,
  });
}

/** Goes on only if the arc is not there yet and closes no circle. */
async function requireNew(tx: Tx, project: LockedProject, { from, to }: Omit<Arc, 'id'>): Promise<void> {
  const { rows: arcs } = await tx.run(ARCS_OF_PROJECT, [project.id]);
  const twin = arcs.find((arc) => arc.from === from && arc.to === to);
  if (twin !== undefined) {
    throw conflict('The one task waits for the other already.', {
      field: 'input.predecessorId',
      expected: 'a dependency that does not exist, or updateDependency',
      actual: twin.id,
    });
  }
  const path = pathBetween(arcs, to, from);
  if (path === null) return;
  const expected = 'a dependency that closes no circle';
  throw await refuseCycle(tx, [...path, to], { field: 'input.predecessorId', expected });
}

type ArcEnds = Pick<StoredDependency, 'id' | 'predecessorId' | 'successorId'>;

/** What the dependency holds has changed, and with it perhaps the status of the task that waits. */
async function updateSuccessorStatus(tx: Tx, successor: TaskFacts, arc: ArcEnds): Promise<ChangedDependency> {
  const { projectId } = successor;
  const { successorId } = arc;
  const now = (await readTaskFacts(tx, projectId, [successorId])).get(successorId) ?? successor;
  const before = new Map([[successorId, successor]]);
  const after = await updateRollups(tx, projectId, before, new Map([[successorId, now]]));
  recordPlanChange(tx, { before, after }, [successorId]);
  return announceDependency(tx, projectId, arc);
}

function announceDependency(
  tx: Tx,
  projectId: string,
  { id: dependencyId, predecessorId, successorId }: ArcEnds,
): ChangedDependency {
  const payload = { projectId, dependencyId };
  tx.emit({ topic: 'pit.dependency.updated', streamId: projectId, payload });
  return { dependencyId, predecessorId, successorId, projectId };
}
