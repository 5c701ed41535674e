import type { WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import { NEW_TASK, type TaskValues } from '../plan/task-values.ts';
import { templateTaskOf, type PlannedTask } from '../templates/saved-template.ts';
import type { TemplateDocument, TemplateTask } from '../templates/template.ts';

/** A link to a risk, as the task has it. */
export interface MouldRisk {
  readonly riskId: string;
  readonly linkType: string;
}

/** What each occurrence of a series is made of: a template of one task, and what templates do not hold. Evidence and progress never. */
export interface Mould {
  readonly document: TemplateDocument;
  readonly risks: readonly MouldRisk[];
  readonly assigneeIds: readonly string[];
  /** Months that evidence of it proves; null: as the organisation says. */
  readonly validMonths: number | null;
}

/** A task with what hangs on it, as it is stored. */
export interface MouldedTask extends PlannedTask {
  readonly assigneeIds: readonly string[];
  readonly validMonths: number | null;
  readonly risks: readonly MouldRisk[];
}

/** The mould of a task: everything that another one like it is planned with. */
export function mouldOf(task: MouldedTask): Mould {
  const { risks, assigneeIds, validMonths } = task;
  const one = templateTaskOf(task, 'occurrence');
  return { document: { formatVersion: 1, tasks: [one] }, risks, assigneeIds, validMonths };
}

/** The one task of a mould. */
export function taskOf({ document }: Mould): TemplateTask {
  const [task] = document.tasks ?? [];
  if (task === undefined) throw new Error('a mould has one task');
  return task;
}

/** What is planned of the task of an occurrence, between its days. */
export function valuesFrom(
  mould: Mould,
  { name, startOn, dueOn }: { name: string; startOn: CivilDate; dueOn: CivilDate },
  calendar: Pick<WorkCalendar, 'durationBetween'>,
): TaskValues {
  const task = taskOf(mould);
  return {
    ...NEW_TASK,
    name,
    description: task.description ?? null,
    startDate: startOn,
    endDate: dueOn,
    durationDays: task.durationDays === 0 ? 0 : calendar.durationBetween(startOn, dueOn),
    taskType: task.taskType ?? NEW_TASK.taskType,
    priority: task.priority ?? NEW_TASK.priority,
    quickClass: task.quickClass ?? NEW_TASK.quickClass,
    requiresEvidence: task.requiresEvidence ?? NEW_TASK.requiresEvidence,
    capexCost: task.capexCost ?? NEW_TASK.capexCost,
    opexCost: task.opexCost ?? NEW_TASK.opexCost,
    linkedRiskMitigationPct: task.mitigationPct ?? null,
  };
}
