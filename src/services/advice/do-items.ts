import { ProposalAction } from '../../domain/advice/advice-words.ts';
import type { ProposalItem } from '../../domain/advice/proposal.ts';
import { badInput, conflict } from '../../domain/errors.ts';
import { RiskLinkType } from '../../domain/enums.ts';
import { raisedPriority } from '../../domain/intake/intake.ts';
import { BulkMode } from '../../domain/plan/bulk.ts';
import { addDependency, updateDependency } from '../plan/tasks/dependencies.ts';
import { linkAuditFinding, linkControl, linkIncident, linkRisk } from '../plan/tasks/links.ts';
import type { LockedProject } from '../plan/projects/locked-project.ts';
import { createTasks } from '../plan/tasks/task-create.ts';
import { updateTask } from '../plan/tasks/task-update.ts';
import type { Tx } from '../transaction/command.ts';
import { readDependency, readPlannedTasks } from './planned-tasks.ts';

/** What is kept of a proposal, and where new tasks go. */
export interface Doing {
  readonly tx: Tx;
  readonly project: LockedProject;
  readonly subject: { readonly subjectKind: string | null; readonly subjectId: string | null };
  readonly place: {
    readonly phaseId?: string | null;
    readonly workPackageId?: string | null;
    readonly startDate?: string | null;
  };
  readonly items: readonly ProposalItem[];
  /** Places of those that are done, in order. */
  readonly keep: readonly number[];
}

/** Does the items that are kept; answers the tasks that were made or changed. */
export async function doItems(doing: Doing): Promise<string[]> {
  const made = await createKept(doing);
  const changed: string[] = [];
  for (const place of doing.keep) {
    const item = doing.items[place]!;
    if (item.action === ProposalAction.SHORTEN_TASK) changed.push(await shorten(doing, item));
    else if (item.action === ProposalAction.OVERLAP_TASKS) changed.push(...(await overlap(doing, item)));
    else if (item.action === ProposalAction.RAISE_PRIORITY) changed.push(...(await raise(doing, item)));
  }
  return [...new Set([...made, ...changed])];
}

/** New tasks with what they wait for; a dependency on an item that is left out is left out with it. */
async function createKept(doing: Doing): Promise<string[]> {
  const { tx, project, items, keep } = doing;
  const places = keep.filter((place) => items[place]!.action === ProposalAction.CREATE_TASK);
  if (places.length === 0) return [];
  const branch = branchOf(doing);
  const tasks = places.map((place) => ({ ...newTask(items[place]!), ...branch }));
  const { taskIds } = await createTasks(tx, { projectId: project.id, tasks, mode: BulkMode.ALL_OR_NOTHING });
  const idAt = new Map(places.map((place, at) => [place, taskIds[at] ?? '']));
  for (const [place, successorId] of idAt) {
    for (const earlier of items[place]!.dependsOn ?? []) {
      const predecessorId = idAt.get(earlier);
      if (predecessorId !== undefined) await addDependency(tx, { predecessorId, successorId });
    }
    await link(doing, items[place]!, successorId);
  }
  return [...idAt.values()];
}

function branchOf({ place: { phaseId, workPackageId, startDate } }: Doing): Doing['place'] {
  if (phaseId == null && workPackageId == null) {
    const expected = 'phaseId or workPackageId, in which the tasks are to lie';
    throw badInput('New tasks lie in a phase or a work package.', {
      field: 'input.phaseId',
      expected,
      actual: null,
    });
  }
  return {
    ...(phaseId != null && { phaseId }),
    ...(workPackageId != null && { workPackageId }),
    ...(startDate != null && { startDate }),
  };
}

function newTask({ name, description, durationDays, priority, requiresEvidence }: ProposalItem) {
  return {
    name: name ?? '',
    description: description ?? null,
    ...(durationDays !== undefined && { durationDays }),
    ...(priority !== undefined && { priority }),
    ...(requiresEvidence !== undefined && { requiresEvidence }),
  };
}

/** A new task is linked to the record that it was proposed for, and to the controls that were named. */
async function link(
  { tx, subject }: Doing,
  { controlIds = [] }: ProposalItem,
  taskId: string,
): Promise<void> {
  const { subjectKind, subjectId } = subject;
  const id = subjectId ?? '';
  if (subjectKind === 'risk') await linkRisk(tx, { taskId, riskId: id, linkType: RiskLinkType.RESIDUAL });
  if (subjectKind === 'audit_finding') await linkAuditFinding(tx, { taskId, auditFindingId: id });
  if (subjectKind === 'incident') await linkIncident(tx, { taskId, incidentId: id });
  const controls = subjectKind === 'control' ? [id, ...controlIds] : controlIds;
  for (const controlId of new Set(controls)) await linkControl(tx, { taskId, controlId });
}

/** @throws PitError CONFLICT where the task has another duration by now than the one that was looked at. */
async function shorten({ tx, project }: Doing, item: ProposalItem): Promise<string> {
  const [id = ''] = item.taskIds ?? [];
  const [task] = await readPlannedTasks(tx, project.id, [id]);
  if (task?.durationDays !== item.daysBefore) throw outdated(item.daysBefore, task?.durationDays ?? null);
  await updateTask(tx, { id, durationDays: item.daysAfter ?? 0 });
  return id;
}

async function overlap({ tx, project }: Doing, item: ProposalItem): Promise<readonly string[]> {
  const id = item.dependencyId ?? '';
  const dependency = await readDependency(tx, project.id, id);
  const isSame = dependency?.lagDays === item.daysBefore && dependency?.type === 'finish_to_start';
  if (!isSame) throw outdated(item.daysBefore, dependency?.lagDays ?? null);
  await updateDependency(tx, { id, lagDays: item.daysAfter ?? 0 });
  return item.taskIds ?? [];
}

/** No priority is lowered, and a task that is gone or done by now is passed over. */
async function raise({ tx, project }: Doing, item: ProposalItem): Promise<readonly string[]> {
  const raised: string[] = [];
  for (const { id, priority, isOpen } of await readPlannedTasks(tx, project.id, item.taskIds ?? [])) {
    const next = raisedPriority(priority, item.priority ?? priority);
    if (!isOpen || next === priority) continue;
    await updateTask(tx, { id, priority: next });
    raised.push(id);
  }
  return raised;
}

function outdated(expected: number | undefined, actual: number | null) {
  return conflict('The plan has moved on since this was proposed.', {
    field: 'input.keep',
    expected,
    actual,
  });
}
