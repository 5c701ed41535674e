import type { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { PitError } from '../../domain/errors.ts';
import { LINK_TYPES } from '../../domain/schedule/remaining-work/plan-facts.ts';
import { pathInOrder } from '../../domain/schedule/remaining-work/longest-path.ts';
import type { ProjectSchedule } from '../../domain/schedule/remaining-work/project-schedule.ts';
import type { WatchedLink } from '../../domain/watchdog/watchdog-facts.ts';
import { computePlan, storedPlan, type ComputedPlan, type StoredPlan } from '../schedule/stored-plan.ts';
import type { Tx } from '../transaction/command.ts';

/** The most tasks of a project whose schedule is asked. */
export const MOST_WATCHED = 200_000;

/** What the watchdog takes from the schedule of the work that remains. */
export interface WatchedPlan {
  /** Tasks without slack; null where there is no schedule to say, so that no lateness is taken for harmless. */
  readonly critical: ReadonlySet<string> | null;
  readonly links: readonly WatchedLink[];
  /** Against the finish that was promised; null where there is no schedule. */
  readonly outlook: Outlook | null;
}

interface Outlook {
  readonly promisedFinish: string | null;
  readonly varianceDays: number | null;
  /** Id of the first open task of the longest path. */
  readonly driverId: string | null;
}

/**
 * The schedule of a plan as it stands in the database at this moment. It is computed here and not taken from what is
 * stored: that one follows the events of the plan, and what has gone round them must not hide what is critical.
 */
export function readPlan(tx: Tx, row: RowOfStatement<typeof LOAD_PLANS> | undefined): WatchedPlan {
  const plan = row === undefined ? null : storedPlan(row, MOST_WATCHED);
  if (plan === null) return { critical: null, links: [], outlook: null };
  const schedule = scheduleOf(tx, plan)?.outcome.schedule ?? null;
  const { ids } = plan.facts.tasks;
  const critical = schedule && new Set(ids.filter((_, n) => schedule.critical[n] === 1));
  return { critical, links: linksOf(plan), outlook: schedule && outlookOf(plan, schedule) };
}

function outlookOf(plan: StoredPlan, schedule: ProjectSchedule): Outlook {
  const [first] = pathInOrder(schedule);
  return {
    promisedFinish: plan.promisedFinish,
    varianceDays: schedule.finishVarianceDays,
    driverId: first === undefined ? null : plan.facts.tasks.ids[first]!,
  };
}

/** None where its work reaches beyond the calendar. */
export function scheduleOf(tx: Tx, plan: StoredPlan): ComputedPlan | null {
  try {
    return computePlan(plan, tx);
  } catch (error) {
    if (error instanceof PitError) return null;
    throw error;
  }
}

export function linksOf({ facts: { tasks, links } }: StoredPlan): WatchedLink[] {
  return links.ids.map((id, k) => ({
    id,
    predecessorId: tasks.ids[links.from[k]!]!,
    successorId: tasks.ids[links.to[k]!]!,
    type: LINK_TYPES[links.type[k]!]!,
    lagDays: links.lag[k]!,
  }));
}
