import { fromCents, requireStorable, sumCents, toCents, type Money } from '../../../domain/money.ts';
import { envelope } from '../../../domain/plan/date-window.ts';
import { computeProgress, shownPercent, type ProgressWeighting } from '../../../domain/rollup/progress.ts';
import type { WantedTask } from './known-work.ts';

/** The derived columns of a new phase or project. */
export interface RollUp {
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly progressPercent: number;
  readonly capexTotal: Money;
}

/**
 * Sums up new tasks, so that their phase and project are written once and right. What exists already is summed up by
 * `updateRollups`.
 * @param phases the tasks of each phase of a project, or those of a single phase.
 */
export function rollUp(phases: readonly (readonly WantedTask[])[], weighting: ProgressWeighting): RollUp {
  const tasks = phases.flat();
  const cents = requireStorable(sumCents(tasks.map((task) => toCents(task.capexCost))), 'capexTotal');
  const branches = phases.map((phase) => ({ tasks: phase.map(progressOf), branches: [] }));
  return {
    ...windowOf(phases.map(windowOf)),
    progressPercent: shownPercent(computeProgress({ tasks: [], branches }, weighting)),
    capexTotal: fromCents(cents),
  };
}

function progressOf({ progressPercent, durationDays, capexCost }: WantedTask): {
  progressPercent: number;
  durationDays: number | null;
  costCents: bigint;
  subtaskPercents: [];
} {
  return { progressPercent, durationDays, costCents: toCents(capexCost), subtaskPercents: [] };
}

type Window = Pick<RollUp, 'startDate' | 'endDate'>;

/** One task may know only its end and another only a later start: both days still lie in the parent's window. */
function windowOf(children: readonly Window[]): Window {
  const { start, end } = envelope(children.map((child) => ({ start: child.startDate, end: child.endDate })));
  if (start !== null && end !== null && start > end) return { startDate: end, endDate: start };
  return { startDate: start, endDate: end };
}
