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
 * @param moves in the order of the plan's tasks, as `diffPictures` gives them.
 * @param changed the tasks whose own values the change names.
 */
export function causesOfMoves(
  moves: readonly TaskMove[],
  plan: PlanFacts,
  schedule: ProjectSchedule,
  changed: ReadonlySet<string>,
): MoveCause[] {
  if (moves.length === 0) return [];
  const numbers = numbersOf(moves, plan);
  const isMoving = new Uint8Array(plan.tasks.ids.length);
  for (const n of numbers) isMoving[n] = 1;
  const drivers = driversOf(plan, schedule, isMoving);
  return moves.map((move, at) => {
    const k = drivers[numbers[at]!]!;
    const isByNeighbour = k !== NO_LINK && isMoving[plan.links.from[k]!] === 1;
    if (changed.has(move.taskId) && !(isByNeighbour && move.startBefore !== move.startAfter)) {
      return { kind: 'change', link: null };
    }
    if (k === NO_LINK) return { kind: 'date', link: null };
    const predecessorId = plan.tasks.ids[plan.links.from[k]!]!;
    return { kind: 'link', link: { id: plan.links.ids[k]!, predecessorId } };
  });
}

const NO_LINK = -1;

/** The numbers of the moved tasks, which stand in the order of the plan. */
function numbersOf(moves: readonly TaskMove[], { tasks }: PlanFacts): Int32Array {
  let n = 0;
  return Int32Array.from(moves, ({ taskId }) => {
    while (n < tasks.ids.length && tasks.ids[n] !== taskId) n += 1;
    return n;
  });
}

/** Of each moving task one driving link, by preference from another moving task. */
function driversOf({ links }: PlanFacts, { driving }: ProjectSchedule, isMoving: Uint8Array): Int32Array {
  const drivers = new Int32Array(isMoving.length).fill(NO_LINK);
  for (let k = 0; k < driving.length; k += 1) {
    const to = links.to[k]!;
    if (driving[k] === 0 || isMoving[to] === 0) continue;
    const known = drivers[to]!;
    const isBetter =
      known === NO_LINK || (isMoving[links.from[known]!] === 0 && isMoving[links.from[k]!] === 1);
    if (isBetter) drivers[to] = k;
  }
  return drivers;
}
