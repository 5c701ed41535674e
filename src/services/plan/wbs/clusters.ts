import { TaskCluster } from '../../../../entities/task-cluster.ts';
import {
  CLUSTER,
  DELETE_CLUSTER,
  GATHER_TASKS,
  INSERT_CLUSTER,
  LEAVE_CLUSTER,
  TASKS_IN_PROJECT,
  UPDATE_CLUSTER,
} from '../../../db/queries/templates/template-query.ts';
import { MAX_ITEMS } from '../../../domain/plan/bulk.ts';
import { SourceModule } from '../../../domain/enums.ts';
import { badInput, notFound } from '../../../domain/errors.ts';
import { changed } from '../../../domain/plan/task-values.ts';
import { optionalText, requireName, requireReference, TEXT_LIMITS } from '../../../domain/text.ts';
import { isUuid } from '../../../domain/uuid.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { lockProjectOf, type LockedProject } from '../projects/locked-project.ts';
import { recordProjectChange } from './plan-events.ts';
import { authorise, relationsInProject } from '../projects/authorization.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';

export interface CreateClusterInput {
  readonly projectId: string;
  readonly name: string;
  readonly description?: string | null;
  readonly taskIds?: readonly string[] | null;
  readonly sourceModule?: SourceModule | null;
  readonly sourceReferenceId?: string | null;
}

/** Three-valued; a name cannot be cleared. Named tasks become the whole cluster, none empties it. */
export interface UpdateClusterInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly taskIds?: readonly string[] | null;
}

/** The ids that the payload of a changed cluster is read by. */
export interface ChangedCluster {
  readonly clusterId: string;
  readonly projectId: string;
}

interface StoredCluster {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly description: string | null;
  readonly updatedAt: string;
}

/**
 * Makes a cluster of tasks that belong together.
 * @throws PitError NOT_FOUND, PIT002, for tasks that are not the project's; BAD_USER_INPUT for a module without its reference.
 */
export async function createCluster(tx: Tx, input: CreateClusterInput): Promise<ChangedCluster> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'createCluster', relationsInProject(project));
  const clusterId = await insertCluster(tx, project.id, {
    name: requireName(input.name, 'input.name'),
    description: optionalText(input.description, 'input.description', TEXT_LIMITS.description),
    origin: clusterOrigin(input),
  });
  await gather(tx, { clusterId, projectId: project.id }, input.taskIds ?? []);
  recordProjectChange(tx, project.id);
  return { clusterId, projectId: project.id };
}

/** Changes a cluster, and which tasks are in it. */
export async function updateCluster(tx: Tx, input: UpdateClusterInput): Promise<ChangedCluster> {
  const { cluster, project } = await openCluster(tx, 'updateCluster', input);
  await tx.run(UPDATE_CLUSTER, [
    cluster.id,
    changed(cluster.name, input.name, (name) => requireName(name, 'input.name')),
    changed(cluster.description, input.description, (text) =>
      optionalText(text, 'input.description', TEXT_LIMITS.description),
    ),
  ]);
  const answer = { clusterId: cluster.id, projectId: project.id };
  if (input.taskIds !== undefined) await gather(tx, answer, input.taskIds ?? []);
  recordProjectChange(tx, project.id);
  return answer;
}

/** Deletes a cluster, for good; its tasks stay, and are in none. */
export async function deleteCluster(
  tx: Tx,
  input: Pick<UpdateClusterInput, 'id' | 'ifUpdatedAt'>,
): Promise<ChangedCluster & { deletedId: string }> {
  const { cluster, project } = await openCluster(tx, 'deleteCluster', input);
  const { rows } = await tx.run(LEAVE_CLUSTER, [cluster.id]);
  await tx.run(DELETE_CLUSTER, [cluster.id]);
  emitTasks(tx, project.id, rows);
  recordProjectChange(tx, project.id);
  return { clusterId: cluster.id, deletedId: cluster.id, projectId: project.id };
}

async function openCluster(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: Pick<UpdateClusterInput, 'id' | 'ifUpdatedAt'>,
): Promise<{ cluster: StoredCluster; project: LockedProject }> {
  const project = await lockProjectOf(tx, 'cluster', id);
  const { rows } = await tx.run(CLUSTER, [id]);
  const [cluster] = rows;
  if (cluster === undefined) throw notFound('cluster', id, 'input.id');
  authorise(tx, verb, relationsInProject(project));
  await requireUnmodified(tx, TaskCluster, cluster, ifUpdatedAt);
  return { cluster, project };
}

function emitTasks(tx: Tx, projectId: string, tasks: readonly { id: string }[]): void {
  for (const { id: taskId } of tasks) {
    tx.emit({ topic: 'pit.task.updated', streamId: projectId, payload: { projectId, taskId } });
  }
}

/** What a cluster comes from: a module, and the reference by which that module knows it. */
interface ClusterOrigin {
  readonly sourceModule: SourceModule;
  readonly sourceReferenceId: string | null;
}

function clusterOrigin({ sourceModule, sourceReferenceId }: CreateClusterInput): ClusterOrigin {
  const module = sourceModule ?? SourceModule.MANUAL;
  const field = 'input.sourceReferenceId';
  if (sourceReferenceId != null) {
    return { sourceModule: module, sourceReferenceId: requireReference(sourceReferenceId, field) };
  }
  if (module === SourceModule.MANUAL) return { sourceModule: module, sourceReferenceId: null };
  throw badInput('A cluster of another module names what it comes from.', {
    field,
    expected: 'the reference of the module',
    actual: null,
  });
}

/** @param values.origin the module that it comes from; that of a template is `manual`, with the template's id. */
export async function insertCluster(
  tx: Tx,
  projectId: string,
  values: { readonly name: string; readonly description: string | null; readonly origin: ClusterOrigin },
): Promise<string> {
  const { name, description, origin } = values;
  const source = [origin.sourceModule, origin.sourceReferenceId];
  const { rows } = await tx.run(INSERT_CLUSTER, [projectId, name, description, ...source]);
  return rows[0]?.id ?? '';
}

/** Makes the tasks the whole cluster. */
async function gather(
  tx: Tx,
  { clusterId, projectId }: ChangedCluster,
  taskIds: readonly string[],
): Promise<void> {
  const field = 'input.taskIds';
  if (taskIds.length > MAX_ITEMS) {
    throw badInput('That is too many tasks.', {
      field,
      expected: `at most ${MAX_ITEMS}`,
      actual: taskIds.length,
    });
  }
  const wanted = [...new Set(taskIds.map((id) => id.toLowerCase()))];
  const known = await tx.run(TASKS_IN_PROJECT, [projectId, wanted.filter(isUuid)]);
  const found = new Set(known.rows.map(({ id }) => id));
  const unknown = wanted.find((id) => !found.has(id));
  if (unknown !== undefined) throw notFound('task', unknown, field);
  const { rows } = await tx.run(GATHER_TASKS, [projectId, clusterId, wanted]);
  emitTasks(tx, projectId, rows);
}
