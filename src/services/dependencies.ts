import { TaskDependency } from '../../entities/task-dependency.ts';
import {
  ARCS_OF_PROJECT,
  DELETE_DEPENDENCY,
  DEPENDENCY,
  INSERT_DEPENDENCY,
  TASK_NAMES,
  UPDATE_DEPENDENCY,
} from '../db/dependency-query.ts';
import { badInput, conflict, notFound } from '../domain/errors.ts';
import { findPath } from '../domain/graph.ts';
import type { Verb } from '../domain/permissions.ts';
import { DependencyType } from '../domain/vocabulary.ts';
import { lockProjectOf, type LockedProject } from './locked-project.ts';
import { tellPlanChange } from './plan-tell.ts';
import { settle } from './settle.ts';
import { authorise, standingAtTask } from './standing.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from './task-facts.ts';
import { expectVersion } from './version.ts';
import type { Tx } from './write.ts';

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

interface Arc {
  readonly id: string;
  readonly from: string;
  readonly to: string;
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
  // The lock stands before the arcs are read: of two opposite arcs the second writer sees the first.
  const project = await lockProjectOf(tx, 'task', successorId, 'input.successorId');
  const facts = await readTaskFacts(tx, project.id, [successorId, predecessorId]);
  const successor = requireTask(facts, successorId, 'input.successorId');
  requireTask(facts, predecessorId, 'input.predecessorId');
  authorise(tx, 'addDependency', standingAtTask(project, successor));
  await requireNew(tx, project, { from: predecessorId, to: successorId });
  const type = input.type ?? DependencyType.FINISH_TO_START;
  const made = await tx.query<{ id: string }>(INSERT_DEPENDENCY, [
    project.id,
    predecessorId,
    successorId,
    type,
    lagDays,
  ]);
  return settleSuccessor(tx, successor, { id: made.rows[0]?.id ?? '', predecessorId, successorId });
}

/** Changes what a dependency holds, and by how much; absent leaves, null takes the default back. */
export async function updateDependency(tx: Tx, input: UpdateDependencyInput): Promise<ChangedDependency> {
  const { dependency, successor } = await openDependency(tx, 'updateDependency', input);
  const type = input.type === undefined ? dependency.type : (input.type ?? DependencyType.FINISH_TO_START);
  const lagDays = requireLag(input.lagDays === undefined ? dependency.lagDays : (input.lagDays ?? 0));
  await tx.query(UPDATE_DEPENDENCY, [dependency.id, type, lagDays]);
  return settleSuccessor(tx, successor, dependency);
}

/** Takes a dependency away, for good. */
export async function removeDependency(tx: Tx, input: RemoveDependencyInput): Promise<ChangedDependency> {
  const { dependency, successor } = await openDependency(tx, 'removeDependency', input);
  await tx.query(DELETE_DEPENDENCY, [dependency.id]);
  return settleSuccessor(tx, successor, dependency);
}

async function openDependency(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: RemoveDependencyInput,
): Promise<{ dependency: StoredDependency; successor: TaskFacts }> {
  const project = await lockProjectOf(tx, 'dependency', id);
  const { rows } = await tx.query<StoredDependency>(DEPENDENCY, [id]);
  const [dependency] = rows;
  if (dependency === undefined) throw notFound('dependency', id, 'input.id');
  const facts = await readTaskFacts(tx, project.id, [dependency.successorId]);
  const successor = facts.get(dependency.successorId);
  if (successor === undefined) throw notFound('dependency', id, 'input.id');
  authorise(tx, verb, standingAtTask(project, successor));
  await expectVersion(tx, TaskDependency, dependency, ifUpdatedAt);
  return { dependency, successor };
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
  const { rows: arcs } = await tx.query<Arc>(ARCS_OF_PROJECT, [project.id]);
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
  const { rows } = await tx.query<{ id: string; name: string }>(TASK_NAMES, [path]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const cycle = [...path, to].map((id) => ({ id, name: names.get(id) ?? '' }));
  throw badInput(`It would close a circle: ${cycle.map(({ name }) => name).join(' -> ')}`, {
    pit: 'PIT003',
    field: 'input.predecessorId',
    expected: 'a dependency that closes no circle',
    cycle,
  });
}

/** The shortest way along the arcs from one task to another, both included. */
function pathBetween(arcs: readonly Arc[], start: string, goal: string): string[] | null {
  const ids = [...new Set([start, goal, ...arcs.flatMap(({ from, to }) => [from, to])])];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const numberOf = (id: string): number => numbers.get(id) ?? 0;
  const graph = {
    nodeCount: ids.length,
    from: Int32Array.from(arcs, (arc) => numberOf(arc.from)),
    to: Int32Array.from(arcs, (arc) => numberOf(arc.to)),
  };
  const path = findPath(graph, numberOf(start), numberOf(goal));
  return path === null ? null : path.map((number) => String(ids[number]));
}

/** What the dependency holds has changed, and with it perhaps the status of the task that waits. */
async function settleSuccessor(
  tx: Tx,
  successor: TaskFacts,
  {
    id: dependencyId,
    predecessorId,
    successorId,
  }: Pick<StoredDependency, 'id' | 'predecessorId' | 'successorId'>,
): Promise<ChangedDependency> {
  const { projectId } = successor;
  const now = (await readTaskFacts(tx, projectId, [successorId])).get(successorId) ?? successor;
  const before = new Map([[successorId, successor]]);
  const after = await settle(tx, projectId, before, new Map([[successorId, now]]));
  tellPlanChange(tx, { before, after }, [successorId]);
  const payload = { projectId, dependencyId };
  tx.emit({ topic: 'pit.dependency.updated', streamId: projectId, payload });
  return { dependencyId, predecessorId, successorId, projectId };
}
