import { NO_MANUAL_STATUS, deriveStatus, type ManualStatus } from '../../domain/plan/status.ts';
import { ProjectLifecycle, TaskStatus } from '../../domain/enums.ts';
import type { Tx } from '../transaction/command.ts';
import {
  isSamePlan,
  type KnownPlan,
  type KnownProject,
  type KnownTask,
  type WantedTask,
} from './known-plan.ts';
import type { PlannedPhase, PlannedProject, PlannedTask } from './nyc-plan.ts';

/** What becomes of one row. */
export type Decision =
  | { readonly kind: 'make'; readonly planned: PlannedTask; readonly wanted: WantedTask }
  | {
      readonly kind: 'change';
      readonly planned: PlannedTask;
      readonly known: KnownTask;
      readonly wanted: WantedTask;
      /** Whether time alone has changed it: nothing is summed up from a status. */
      readonly isStatusOnly: boolean;
    }
  | { readonly kind: 'archived' | 'deleted' | 'keep' };

export interface DecidedPhase {
  readonly name: string;
  readonly decisions: readonly Decision[];
}

/** A project of the file, with its counterpart here if there is one. */
export interface DecidedProject {
  readonly plan: PlannedProject;
  readonly known: KnownProject | undefined;
  readonly phases: readonly DecidedPhase[];
}

/** The day and the rules that statuses are derived by. */
type Rules = Pick<Tx, 'today' | 'settings'>;

/** Compares the file's plan with the known one. Decides about every row and writes nothing. */
export function decide(
  projects: readonly PlannedProject[],
  known: KnownPlan,
  rules: Rules,
): DecidedProject[] {
  return projects.map((plan) => {
    const counterpart = findCounterpart(plan, known);
    const decideRow = (task: PlannedTask): Decision => {
      const row = known.tasks.get(task.reference);
      const project = row === undefined ? counterpart : known.projects.get(row.projectId);
      return decideTask(task, row, project, rules);
    };
    const phases = plan.phases.map(({ name, tasks }) => ({ name, decisions: tasks.map(decideRow) }));
    return { plan, known: counterpart, phases };
  });
}

/** A live task tells better than a deleted one which project it is. */
function findCounterpart(plan: PlannedProject, known: KnownPlan): KnownProject | undefined {
  const found = plan.phases
    .flatMap((phase: PlannedPhase) => phase.tasks)
    .flatMap((task) => known.tasks.get(task.reference) ?? []);
  const guide = found.find((task) => !task.isDeleted) ?? found[0];
  return guide && known.projects.get(guide.projectId);
}

/** @param project the one that the task lies in, or would be put into. */
function decideTask(
  planned: PlannedTask,
  known: KnownTask | undefined,
  project: KnownProject | undefined,
  rules: Rules,
): Decision {
  if (known?.isDeleted === true || (known === undefined && project?.isDeleted === true)) {
    return { kind: 'deleted' };
  }
  if (project?.status === ProjectLifecycle.ARCHIVED) return { kind: 'archived' };
  const wanted = wantedTask(planned, known, rules);
  if (known === undefined) return { kind: 'make', planned, wanted };
  const isStatusOnly = isSamePlan(known, wanted);
  if (isStatusOnly && known.status === wanted.status) return { kind: 'keep' };
  return { kind: 'change', planned, known, wanted, isStatusOnly };
}

function wantedTask(planned: PlannedTask, known: KnownTask | undefined, rules: Rules): WantedTask {
  const { name, description, startDate, endDate, durationDays, capexCost } = planned;
  const isDone = planned.isComplete && mayComplete(known);
  const progressPercent = isDone ? 100 : openProgress(planned, known);
  const facts = {
    hand: handOf(known),
    start: startDate,
    end: endDate,
    progressPercent,
    predecessors: [],
  };
  const { today, settings } = rules;
  const status = deriveStatus(facts, { today, upcomingDays: settings.upcomingDays });
  return { name, description, startDate, endDate, durationDays, capexCost, status, progressPercent };
}

/** A block that a predecessor makes counts as one set by hand: the file knows of neither and does not lift it. */
function handOf(known: KnownTask | undefined): ManualStatus {
  if (known === undefined) return NO_MANUAL_STATUS;
  const { isStarted, completion, status } = known;
  return { isStarted, completion, isBlocked: known.isBlocked || status === TaskStatus.BLOCKED };
}

/** A file is no evidence: where that was asked for here, the task is completed here; and what was reopened here is open. */
function mayComplete(known: KnownTask | undefined): boolean {
  if (known === undefined || known.status === TaskStatus.COMPLETED) return true;
  return !known.requiresEvidence && known.completion !== 'reopened';
}

/**
 * The file says whether a phase is complete and not how far it is; money spent is no measure of work done. So a row
 * counts all or nothing, until someone reports progress here. That stands, unless the row itself has changed and says
 * no longer that it is complete.
 */
function openProgress(planned: PlannedTask, known: KnownTask | undefined): number {
  if (known === undefined) return 0;
  const isTakenBack =
    known.progressPercent === 100 &&
    known.completion !== 'completed' &&
    known.description !== planned.description;
  return isTakenBack ? 0 : known.progressPercent;
}
