import { requireMay, type Relation, type Verb } from '../../../domain/directory/permissions.ts';
import { requireAccess } from '../../../domain/directory/project-access.ts';
import type { LockedProject } from './locked-project.ts';
import type { TaskFacts } from '../tasks/task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

/** Who stands how to a record, as user ids; from it follow the actor's relations. */
export interface ResourceRelations {
  /** Owners of the record and of all that it lies in. */
  readonly owners: readonly (string | null)[];
  readonly sponsorId: string | null;
  /** The project that it lies in or is, locked; absent for what lies in none. */
  readonly project?: LockedProject;
  /** Those who do the work: owner and assignees of the task, owner of the subtask. */
  readonly workers?: readonly (string | null)[];
  /** Whether the actor may judge the evidence that this is about. */
  readonly isReviewer?: boolean;
  /** Who handed in the evidence that this is about. */
  readonly uploaderId?: string;
  /** Who decides on later days of this work; null: administrators and foremen alone. */
  readonly approverId?: string | null;
  /** Who asked for what this is about. */
  readonly requesterId?: string;
}

/** How people stand to a project, or with more `owners` to a phase or work package in it. */
export function relationsInProject(project: LockedProject, ...owners: (string | null)[]): ResourceRelations {
  return { project, owners: [project.ownerId, ...owners], sponsorId: project.sponsorId };
}

/** How people stand to a task, or with its owner to a subtask of it. */
export function relationsAtTask(
  project: LockedProject,
  task: Pick<TaskFacts, 'ownerId' | 'assignees' | 'phaseOwnerId' | 'workPackageOwnerId'>,
  subtaskOwnerId: string | null = null,
): ResourceRelations {
  return {
    ...relationsInProject(project, task.phaseOwnerId, task.workPackageOwnerId, task.ownerId, subtaskOwnerId),
    workers: [task.ownerId, ...task.assignees, subtaskOwnerId],
  };
}

/** The relations that `userId` has by a relations. */
export function relationsOf(userId: string, relations: ResourceRelations): Relation[] {
  const {
    owners,
    sponsorId,
    workers = [],
    isReviewer = false,
    uploaderId,
    approverId,
    requesterId,
  } = relations;
  const held: Record<Relation, boolean> = {
    owner: owners.includes(userId),
    sponsor: sponsorId === userId,
    assignee: workers.includes(userId),
    reviewer: isReviewer,
    uploader: uploaderId === userId,
    approver: approverId === userId,
    requester: requesterId === userId,
  };
  return (Object.keys(held) as Relation[]).filter((relation) => held[relation]);
}

/**
 * Goes on only if the actor may do this with the record, and its project takes it (`PROJECT_ACCESS`).
 * @throws PitError FORBIDDEN, PIT001; CONFLICT for a project that is completed or archived.
 */
export function authorise(tx: Tx, verb: Verb, relations: ResourceRelations): void {
  const { userId, role, overrideReason } = tx.actor;
  requireMay(verb, { role, relations: relationsOf(userId, relations), overrideReason });
  if (relations.project !== undefined) requireAccess(verb, relations.project);
}
