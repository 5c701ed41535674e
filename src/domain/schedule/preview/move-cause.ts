import type { TaskMove } from './plan-diff.ts';
import type { PlanFacts } from '../remaining-work/plan-facts.ts';
import type { ProjectSchedule } from '../remaining-work/project-schedule.ts';

/**
 * Why a task stands where it does after a change: a link drives it, its own values were changed, or a date holds it (its
 * own, a constraint's, the data date).
 */
export interface MoveCause {
  readonly kind: 'link' | 'change' | 'date';
  /** The driving link; null unless the kind is `link`. */
  readonly link: { readonly id: string; readonly predecessorId: string } | null;
}

/**
 * The cause of every move. Of several driving links one is named whose predecessor moves too, since that is the news.
 * @param changed the tasks whose own values the change names.
 */
export function causesOfMoves(
  moves: readonly TaskMove[],
  plan: PlanFacts,
  schedule: ProjectSchedule,
  changed: ReadonlySet<string>,
): MoveCause[] {
  if (moves.length === 0) return [];
  const numberOf = new Map(plan.tasks.ids.map((id, n) => [id, n]));
  const moving = new Set(moves.map((move) => numberOf.get(move.taskId)!));
  const drivers = driversOf(plan, schedule, moving);
  return moves.map((move) => {
    const k = drivers.get(numberOf.get(move.taskId)!);
    const isByNeighbour = k !== undefined && moving.has(plan.links.from[k]!);
    if (changed.has(move.taskId) && !(isByNeighbour && move.startBefore !== move.startAfter)) {
      return { kind: 'change', link: null };
    }
    if (k === undefined) return { kind: 'date', link: null };
    const predecessorId = plan.tasks.ids[plan.links.from[k]!]!;
    return { kind: 'link', link: { id: plan.links.ids[k]!, predecessorId } };
  });
}

/** Of each moving task one driving link, by preference from another moving task. */
function driversOf(
  { links }: PlanFacts,
  { driving }: ProjectSchedule,
  moving: ReadonlySet<number>,
): Map<number, number> {
  const drivers = new Map<number, number>();
  for (let k = 0; k < driving.length; k += 1) {
    const to = links.to[k]!;
    if (driving[k] === 0 || !moving.has(to)) continue;
    const known = drivers.get(to);
    if (known === undefined || (!moving.has(links.from[known]!) && moving.has(links.from[k]!)))
      drivers.set(to, k);
  }
  return drivers;
}
