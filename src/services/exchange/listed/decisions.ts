import { NO_MANUAL_STATUS, deriveStatus, type ManualStatus } from '../../../domain/plan/status.ts';
import { ProjectLifecycle, TaskStatus } from '../../../domain/enums.ts';
import type { ListedPlan, PlanTask } from '../../../domain/exchange/plan-document.ts';
import type { Tx } from '../../transaction/command.ts';
import {
  isSamePlan,
  type KnownProject,
  type KnownTask,
  type KnownWork,
  type WantedTask,
} from './known-work.ts';

/** What becomes of one task of a list. */
export type Decision =
  | { readonly kind: 'make'; readonly task: PlanTask; readonly wanted: WantedTask }
  | {
      readonly kind: 'change';
      readonly task: PlanTask;
      readonly known: KnownTask;
      readonly wanted: WantedTask;
      /** Whether time alone has changed it: nothing is summed up from a status. */
      readonly isStatusOnly: boolean;
    }
  | { readonly kind: 'archived' | 'deleted' | 'keep' };

export interface DecidedPhase {
  readonly name: string;
  readonly description: string | null;
  readonly decisions: readonly Decision[];
}

/** A project of the list, with its counterpart here if there is one. */
export interface DecidedProject {
  readonly plan: ListedPlan;
  readonly known: KnownProject | undefined;
  readonly phases: readonly DecidedPhase[];
}

/** The day and the rules that statuses are derived by. */
type Rules = Pick<Tx, 'today' | 'settings'>;

/** Compares the plans of a list with the known ones. Decides about every task and writes nothing. */
export function decide(plans: readonly ListedPlan[], known: KnownWork, rules: Rules): DecidedProject[] {
  return plans.map((plan) => {
    const counterpart = findCounterpart(plan, known);
    const decisions = new Map<string, Decision[]>(plan.branches.map(({ key }) => [key, []]));
    for (const task of plan.tasks) {
      const here = known.tasks.get(task.key);
      const project = here === undefined ? counterpart : known.projects.get(here.projectId);
      decisions.get(task.branchKey)?.push(decideTask(task, here, project, rules));
    }
    const phases = plan.branches.map(({ key, name, description }) => ({
      name,
      description,
      decisions: decisions.get(key) ?? [],
    }));
    return { plan, known: counterpart, phases };
  });
}

/** A live task tells better than a deleted one which project it is. */
function findCounterpart(plan: ListedPlan, known: KnownWork): KnownProject | undefined {
  const found = plan.tasks.flatMap(({ key }) => known.tasks.get(key) ?? []);
  const guide = found.find((task) => !task.isDeleted) ?? found[0];
  return guide && known.projects.get(guide.projectId);
}

/** @param project the one that the task lies in, or would be put into. */
function decideTask(
  task: PlanTask,
  known: KnownTask | undefined,
  project: KnownProject | undefined,
  rules: Rules,
): Decision {
  if (known?.isDeleted === true || (known === undefined && project?.isDeleted === true)) {
    return { kind: 'deleted' };
  }
  if (project?.status === ProjectLifecycle.ARCHIVED) return { kind: 'archived' };
  const wanted = wantedTask(task, known, rules);
  if (known === undefined) return { kind: 'make', task, wanted };
  const isStatusOnly = isSamePlan(known, wanted);
  if (isStatusOnly && known.status === wanted.status) return { kind: 'keep' };
  return { kind: 'change', task, known, wanted, isStatusOnly };
}

function wantedTask(task: PlanTask, known: KnownTask | undefined, rules: Rules): WantedTask {
  const { name, description, startDate, endDate, durationDays } = task;
  const capexCost = task.capexCost ?? '0.00';
  const isDone = task.progressPercent === 100 && mayComplete(known);
  const progressPercent = isDone ? 100 : openProgress(task, known);
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
 * A list says whether work is complete and not how far it is; money spent is no measure of work done. So a task counts
 * all or nothing, until someone reports progress here. That stands, unless its own line has changed and says no longer
 * that it is complete.
 */
function openProgress(task: PlanTask, known: KnownTask | undefined): number {
  if (known === undefined) return 0;
  const isTakenBack =
    known.progressPercent === 100 &&
    known.completion !== 'completed' &&
    known.description !== task.description;
  return isTakenBack ? 0 : known.progressPercent;
}
