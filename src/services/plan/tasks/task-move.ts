import { MOVE_TASK } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { badInput } from '../../../domain/errors.ts';
import { readFrame, windowOf, type WbsElement, type PlanAncestors } from '../wbs/plan-ancestors.ts';
import { closeGap, optionalPosition, placeNode } from '../wbs/plan-position.ts';
import { recordPlanChange } from '../wbs/plan-events.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import { authorise, relationsInProject } from '../projects/authorization.ts';
import { transferTask } from '../wbs/task-transfer.ts';
import { ownersAbove, parentIn, placeIn } from './task-create.ts';
import type { ChangedWork } from '../status/task-status.ts';
import { loadWorkItem, type WorkItem } from '../status/load-work-item.ts';
import type { Tx } from '../../transaction/command.ts';

export interface MoveTaskInput {
  readonly id: string;
  /** The phase that it is to hang on directly; the work package is named instead when it goes into one. */
  readonly phaseId?: string | null;
  readonly workPackageId?: string | null;
  /** Absent: its own. */
  readonly projectId?: string | null;
  /** Whether dependencies are dropped that would lead into another project. */
  readonly dropDependencies?: boolean | null;
  /** Among its siblings there; absent is behind them. */
  readonly position?: number | null;
  readonly ifUpdatedAt?: string | null;
}

/**
 * Moves a task to another phase or work package of its project, or to another position in its own; to another project
 * where one is named.
 * @throws PitError NOT_FOUND for a place outside of the project; FORBIDDEN unless the actor may make tasks there.
 */
export async function moveTask(tx: Tx, input: MoveTaskInput): Promise<ChangedWork> {
  const position = optionalPosition(input.position);
  const { projectId } = input;
  const transferred = projectId == null ? null : await transferTask(tx, { ...input, projectId }, position);
  return transferred ?? moveInProject(tx, input, position);
}

async function moveInProject(tx: Tx, input: MoveTaskInput, position: number | null): Promise<ChangedWork> {
  const { id, phaseId, workPackageId, ifUpdatedAt } = input;
  const item = await loadWorkItem(tx, 'moveTask', { what: 'task', id, field: 'input.id', ifUpdatedAt });
  const { task, project } = item;
  const isStaying = phaseId == null && workPackageId == null;
  if (isStaying && position === null) {
    if (input.projectId != null) return answer(item, task);
    throw badInput('It is not said where to.', {
      field: 'input',
      expected: 'phaseId, workPackageId, projectId or position',
    });
  }
  const parentId = task.workPackageId ?? task.phaseId;
  const frame = await readFrame(tx, project, [phaseId ?? null, workPackageId ?? null, parentId]);
  const target = isStaying ? null : parentIn(frame, input, 'input');
  if (target === null || target.id === parentId) {
    await placeNode(tx, 'task', task.id, position);
    recordPlanChange(tx, { before: item.facts, after: item.facts }, [task.id]);
    return answer(item, task);
  }
  authorise(tx, 'moveTask', relationsInProject(project, ...frame.ownersOf(target)));
  await moveInto(tx, item, frame, target);
  await placeNode(tx, 'task', task.id, position);
  return answer(item, placeIn(target));
}

async function moveInto(tx: Tx, item: WorkItem, frame: PlanAncestors, target: WbsElement): Promise<void> {
  const { task, project, facts } = item;
  frame.fit(windowOf('task', task), target, 'input');
  frame.reach(frame.parentOf(task));
  const place = placeIn(target);
  await closeGap(tx, 'task', task.id);
  await tx.run(MOVE_TASK, [task.id, place.phaseId, place.workPackageId]);
  const moved = { ...task, ...place, ...ownersAbove(frame, target) };
  const after = await updateRollups(tx, project.id, facts, new Map(facts).set(task.id, moved));
  frame.save(tx);
  recordPlanChange(tx, { before: facts, after }, [task.id]);
}

function answer(
  { task, project }: WorkItem,
  { phaseId, workPackageId }: { phaseId: string; workPackageId: string | null },
): ChangedWork {
  return { taskId: task.id, subtaskId: null, workPackageId, phaseId, projectId: project.id };
}
