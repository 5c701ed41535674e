import { badInput, conflict } from '../../errors.ts';
import { BaselineKind } from '../../enums.ts';
import { fromCents, sumCents, toCents, type Money } from '../../money.ts';
import { optionalText } from '../../text.ts';
import type { CivilDate } from '../../civil-date.ts';
import type { BaselinePlan } from './baseline-plan.ts';

/** Baselines that a project may have. */
export const MAX_BASELINES = 100;
const MAX_REASON = 2_000;

/** What there is of a project's baselines, as far as a further one depends on it. */
export interface ExistingBaselines {
  readonly count: number;
  readonly hasOriginal: boolean;
}

/** A baseline as it is asked for. */
export interface AskedBaseline {
  readonly kind: BaselineKind;
  readonly reason?: string | null | undefined;
  readonly makeCurrent?: boolean | null | undefined;
}

/**
 * Whether a project may get this baseline, with the reason as it is stored. What is not said to become current becomes
 * it unless it is a mere possibility.
 * @throws PitError CONFLICT for a second original; LIMIT as BAD_USER_INPUT for one too many; BAD_USER_INPUT for a further
 * one without a reason, and for a possibility that the project is to be held to.
 */
export function admitBaseline(
  existing: ExistingBaselines,
  { kind, reason, makeCurrent }: AskedBaseline,
): { readonly reason: string | null; readonly isCurrent: boolean } {
  const said = optionalText(reason, 'input.reason', MAX_REASON);
  if (kind === BaselineKind.ORIGINAL && existing.hasOriginal) {
    throw conflict('The original baseline cannot be replaced: revise it.', {
      field: 'input.kind',
      expected: [BaselineKind.REVISED, BaselineKind.WHAT_IF].map(inGraph),
      actual: inGraph(kind),
    });
  }
  if (existing.count >= MAX_BASELINES) {
    throw badInput('The project has all the baselines that it may have: delete one first.', {
      field: 'input.projectId',
      expected: `fewer than ${MAX_BASELINES} baselines`,
      actual: existing.count,
    });
  }
  if (existing.count > 0 && said === null) {
    const expected = 'why the project gets a further baseline';
    throw badInput('A further baseline needs a reason.', { field: 'input.reason', expected, actual: null });
  }
  if (makeCurrent === true) requireHoldable(kind, 'input.makeCurrent');
  return { reason: said, isCurrent: makeCurrent ?? kind !== BaselineKind.WHAT_IF };
}

/** @throws PitError BAD_USER_INPUT for a mere possibility, which nobody has promised. */
export function requireHoldable(kind: BaselineKind, field: string): void {
  if (kind !== BaselineKind.WHAT_IF) return;
  throw badInput('A project is not held to what might have been.', {
    field,
    expected: [BaselineKind.ORIGINAL, BaselineKind.REVISED].map(inGraph),
    actual: inGraph(kind),
  });
}

/** @throws PitError CONFLICT for the original and the current baseline, which stay. */
export function requireRemovable(baseline: {
  readonly kind: BaselineKind;
  readonly isCurrent: boolean;
}): void {
  const isOriginal = baseline.kind === BaselineKind.ORIGINAL;
  if (!isOriginal && !baseline.isCurrent) return;
  throw conflict(
    isOriginal
      ? 'The original baseline stays.'
      : 'The project is held to this baseline: use another one first.',
    {
      field: 'input.id',
      expected: 'a baseline that is neither original nor current',
      actual: inGraph(baseline.kind),
    },
  );
}

/** What a plan amounts to. */
export interface PlanTotals {
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
  readonly taskCount: number;
  readonly capex: Money;
  readonly opex: Money;
}

/** First and last day are the project's own; where it shows none, those of its tasks. */
export function totalsOf({ project, tasks }: BaselinePlan): PlanTotals {
  const starts = known(tasks.start);
  const ends = known(tasks.end);
  return {
    start: project.start ?? starts.at(0) ?? null,
    end: project.end ?? ends.at(-1) ?? null,
    taskCount: tasks.id.length,
    capex: total(tasks.capex),
    opex: total(tasks.opex),
  };
}

function known(days: readonly (CivilDate | null)[]): CivilDate[] {
  return days.filter((day) => day !== null).sort();
}

function total(amounts: readonly Money[]): Money {
  return fromCents(sumCents(amounts.map(toCents)));
}

/** A kind as callers know it: the name of its value in the graph, and not the word that is stored. */
function inGraph(kind: BaselineKind): string {
  return kind.toUpperCase();
}
