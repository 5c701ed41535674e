import { step } from '../../db/connection/pipeline.ts';
import { PROJECT_RULES } from '../../db/queries/schedule/project-rule-query.ts';
import {
  DISCARD_PLANS,
  FORGET_SCHEDULES,
  PLAN_AFRESH,
  PLAN_ONCE_BY_INDEX,
  STALE_AMONG,
  STALE_PROJECTS,
  STILL_STALE,
  TASK_COUNTS,
  TRY_LOCK_SCHEDULES,
} from '../../db/queries/schedule/schedule-store-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { allowLongTransaction } from '../../db/write/long-transaction.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import type { Tx } from '../transaction/command.ts';
import {
  applyAutomatically,
  isAppliedAutomatically,
  lockForApplication,
  type AutomaticProject,
} from './preview/automatic-apply.ts';
import { loadPlans, plansWithin } from './resident-plans.ts';
import { storeSchedules, type ComputedProject } from './store-schedules.ts';
import { computePlan, PLAN_TOPICS, rulesHashOf, type ComputedPlan } from './stored-plan.ts';
import { storedVersion } from './stored-versions.ts';

/** The most tasks of a project that is scheduled at all. */
const MOST_TASKS = 200_000;

/** A project whose stored schedule is behind. */
export interface StaleProject {
  readonly id: string;
  readonly isDeleted: boolean;
  /** Since the oldest event that it does not take in; null where there was none. */
  readonly waitedSeconds: number | null;
  readonly taskCount: number;
  /** Whether its dates become those of its schedule by themselves. */
  readonly isApplied: boolean;
}

/**
 * The projects of the actor's organisation whose stored schedule is behind, those that wait longest first.
 * @param among where given, these alone.
 * @param except those not to look at again.
 */
export async function staleProjects(
  tx: Tx,
  { among, except = [], limit }: { among?: readonly string[]; except?: readonly string[]; limit: number },
): Promise<StaleProject[]> {
  const values = [tx.today, rulesHashOf(tx), PLAN_TOPICS, among ?? except, limit];
  tx.defer(step(PLAN_AFRESH));
  const [rows] = await tx.pipeline([step(among === undefined ? STALE_PROJECTS : STALE_AMONG, values)]);
  const ids = rows.map(({ id }) => id);
  // How many tasks there were is near enough: it sizes batches, and says who gets more time.
  const uncounted = rows.filter(({ storedCount }) => storedCount === null).map(({ id }) => id);
  const [counts, rules] = await tx.pipeline([step(TASK_COUNTS, [uncounted]), step(PROJECT_RULES, [ids])]);
  const tasks = new Map(counts.map((each) => [each.projectId, each.tasks]));
  const own = new Map(rules.map((each) => [each.projectId, each.settings]));
  return rows.map(({ storedCount, ...row }) => ({
    ...row,
    taskCount: storedCount ?? tasks.get(row.id) ?? 0,
    isApplied: isAppliedAutomatically(tx, own.get(row.id)),
  }));
}

/** Plans of more tasks get more time than a request. */
const LONG_TASKS = 10_000;

/** What a refresh has done. */
export interface Refreshed {
  readonly refreshed: readonly string[];
  /** Projects that another process was computing at that moment. */
  readonly busy: readonly string[];
}

export interface RefreshOptions {
  readonly isApplying?: boolean;
  readonly planning?: 'afresh' | 'kept' | 'anew';
}

/**
 * Computes the schedules of projects that are behind and stores what has become other than it was. Each project is leased
 * for the transaction: of several processes one computes it, and where that one dies the next one does. Nothing of the
 * plan is locked, but for projects whose dates follow their schedule: these get them in the same transaction, or are left
 * behind as they are while somebody else changes them.
 * @param options.isApplying whether they do; not so once the plan has refused the dates.
 * @param options.planning how statements are planned: `afresh` for the rows that there are now, `kept` as for the batch before, which
 * takes half the time of small projects; `anew` is afresh, and forgets what was kept.
 */
export async function refreshSchedules(
  tx: Tx,
  projects: readonly StaleProject[],
  { isApplying = true, planning = 'afresh' }: RefreshOptions = {},
): Promise<Refreshed> {
  const projectIds = projects.map(({ id }) => id);
  if (projects.some(({ taskCount }) => taskCount > LONG_TASKS)) await allowLongTransaction(tx);
  if (planning === 'anew') tx.defer(step(DISCARD_PLANS));
  tx.defer(step(planning === 'kept' ? PLAN_ONCE_BY_INDEX : PLAN_AFRESH));
  const [locked] = await tx.pipeline([step(TRY_LOCK_SCHEDULES, [projectIds])]);
  const mine = locked.map(({ id }) => id);
  if (projects.some(({ isDeleted }) => isDeleted)) tx.defer(step(FORGET_SCHEDULES, [mine]));
  const [stale] = await tx.pipeline([step(STILL_STALE, [mine, tx.today, rulesHashOf(tx), PLAN_TOPICS])]);
  const ids = stale.map(({ id }) => id);
  const followed = isApplying ? projects.filter(({ isApplied }) => isApplied).map(({ id }) => id) : [];
  const { due, applied } = await withoutChanging(tx, ids, new Set(followed));
  const busy = [...projectIds.filter((id) => !mine.includes(id)), ...ids.filter((id) => !due.includes(id))];
  if (due.length === 0) return { refreshed: [], busy };
  const isDue = new Set(due);
  const computed = await computeAll(
    tx,
    stale.filter(({ id }) => isDue.has(id)),
  );
  await storeSchedules(tx, computed);
  await applyAll(
    tx,
    computed.map((each) => each.computed),
    applied,
  );
  return { refreshed: due, busy };
}

/** The projects without those that follow their schedule and that somebody is changing. */
async function withoutChanging(
  tx: Tx,
  ids: readonly string[],
  followed: ReadonlySet<string>,
): Promise<{ due: string[]; applied: ReadonlyMap<string, AutomaticProject> }> {
  const applied = await lockForApplication(
    tx,
    ids.filter((id) => followed.has(id)),
  );
  return { due: ids.filter((id) => !followed.has(id) || applied.has(id)), applied };
}

/** A plan with a cycle has no schedule that its dates could follow. */
async function applyAll(
  tx: Tx,
  computed: readonly ComputedPlan[],
  applied: ReadonlyMap<string, AutomaticProject>,
): Promise<void> {
  for (const { plan, outcome } of computed) {
    const project = applied.get(plan.projectId);
    if (project !== undefined && outcome.cycle === null) await applyAutomatically(tx, project, plan);
  }
}

type DueProject = RowOfStatement<typeof STILL_STALE>;

/** What is due, computed, with what may have become other of each since it was stored. */
async function computeAll(tx: Tx, due: readonly DueProject[]): Promise<ComputedProject[]> {
  const { orgId } = tx.actor;
  const known = new Map(due.map((each) => [each.id, storedVersion(orgId, { ...each, projectId: each.id })]));
  const asked = due.map(({ id }) => ({ projectId: id, since: known.get(id)?.planSeq }));
  const plans = await loadPlans(plansWithin(tx), asked, MOST_TASKS);
  return [...plans.values()].flatMap((loaded) => {
    if (loaded === null) return [];
    const { plan, changed } = loaded;
    try {
      return [{ computed: computePlan(plan, tx), stored: known.get(plan.projectId), changed }];
    } catch (error) {
      if (!(error instanceof PitError)) throw error;
      logger.warn({ err: error, projectId: plan.projectId }, 'a project cannot be scheduled');
      return [];
    }
  });
}
