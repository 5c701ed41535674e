import type { RowOfStatement } from '../../db/connection/statement.ts';
import { step } from '../../db/connection/pipeline.ts';
import { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
import {
  TOUCHED_BY_PEOPLE,
  WATCHED_BASELINE,
  WATCHED_NEWS,
  WATCHED_PROJECT,
  WATCHED_PROOFS,
  WATCHED_SPENDING,
  WATCHED_SUBTASKS,
  WATCHED_TASKS,
} from '../../db/queries/watchdog/project-facts-query.ts';
import { ENDED_ACCEPTANCES } from '../../db/queries/watchdog/acceptance-facts-query.ts';
import { HAS_DEAD_DELIVERIES } from '../../db/queries/watchdog/scan-query.ts';
import { OPEN_ALERTS } from '../../db/queries/watchdog/watchdog-query.ts';
import { daysBetween, earlierDate, laterDate } from '../../domain/civil-date.ts';
import type { BudgetedWork } from '../../domain/cost/earned-value.ts';
import { toCents } from '../../domain/money.ts';
import type { ManualStatus } from '../../domain/plan/status.ts';
import { ACCEPTED_WORDS } from '../../domain/watchdog/watchdog-decisions.ts';
import type { OpenAlert } from '../../domain/watchdog/watchdog-alerts.ts';
import {
  isOpen,
  type Proof,
  type WatchedProject,
  type WatchedTask,
} from '../../domain/watchdog/watchdog-facts.ts';
import type { WatchdogThresholds } from '../../domain/watchdog/watchdog-thresholds.ts';
import type { ProjectPeople } from '../notifications/alert-notifications.ts';
import type { Tx } from '../transaction/command.ts';
import { sharedFacts, sharedSteps, type SharedFacts } from './shared-facts.ts';
import { MOST_WATCHED, readPlan } from './watched-plan.ts';

/** A project as the watchdog sees it, and whose it is. */
export type ScannedProject = WatchedProject & ProjectPeople & { readonly isLive: boolean };

/** What a scan goes by: the project, null where there is none to be seen, and its open alerts. */
export interface ScanFacts {
  readonly project: ScannedProject | null;
  readonly open: readonly OpenAlert[];
  readonly shared: SharedFacts;
}

const factSteps = (tx: Tx, projectId: string) => {
  const { timeZone } = tx.organisation;
  return [
    step(WATCHED_PROJECT, [projectId, tx.today]),
    step(WATCHED_TASKS, [projectId, timeZone]),
    step(WATCHED_SUBTASKS, [projectId, timeZone]),
    step(WATCHED_PROOFS, [projectId, timeZone]),
    step(WATCHED_NEWS, [projectId, timeZone]),
    step(LOAD_PLANS, [[projectId], MOST_WATCHED]),
    step(WATCHED_SPENDING, [projectId, timeZone]),
    step(WATCHED_BASELINE, [projectId]),
    step(OPEN_ALERTS, [projectId]),
    step(HAS_DEAD_DELIVERIES, [projectId]),
    step(ENDED_ACCEPTANCES, [projectId, tx.today]),
    ...sharedSteps(projectId, tx.today),
  ] as const;
};

/** Reads all that the rules look at, in two round trips, however large the project is. */
export async function readFacts(
  tx: Tx,
  projectId: string,
  thresholds: WatchdogThresholds,
): Promise<ScanFacts> {
  const [[row], tasks, subtasks, proofs, news, [plan], spending, baseline, open, [dead], ended, ...others] =
    await tx.pipeline(factSteps(tx, projectId));
  const shared = sharedFacts(others);
  if (row === undefined) return { project: null, open: [], shared };
  const { critical, links, outlook } = readPlan(tx, plan);
  const proofOf = proofsOf(proofs);
  const watched = watchedTasks(tasks, { critical, proofOf, news });
  const project: ScannedProject = {
    ...row,
    today: tx.today,
    calendar: tx.calendar,
    upcomingDays: tx.settings.upcomingDays,
    isSettled: row.isSettled === true,
    tasks: await withPeoplesChanges(tx, watched, thresholds),
    subtasks: subtasks.map((each) => ({
      ...each,
      hand: handOf(each),
      isProven: proofOf.get(each.id)?.isProven === true,
    })),
    links,
    schedule: outlook && { ...outlook, driver: watched.find(({ id }) => id === outlook.driverId) ?? null },
    cost: {
      planned: tasks.map(budgeted),
      baseline: baseline.length === 0 ? null : baseline.map(budgeted),
      spent: spending.map(({ on, spent }) => ({ on, cents: toCents(spent) })),
    },
    workloads: shared.workloads,
    risks: shared.risks,
    endedAcceptances: ended.map(({ taskId, kind, endedOn }) => ({
      taskId,
      what: ACCEPTED_WORDS[kind],
      endedOn,
    })),
    hasDeadDeliveries: dead?.hasDead === true,
  };
  return { project, open, shared };
}

/** Tasks as the rules look at them, out of their rows. */
export function watchedTasks(
  tasks: readonly TaskRow[],
  {
    critical,
    proofOf,
    news,
  }: {
    readonly critical: ReadonlySet<string> | null;
    readonly proofOf: ReadonlyMap<string, Proof>;
    readonly news: readonly RowOfStatement<typeof WATCHED_NEWS>[];
  },
): WatchedTask[] {
  const heardOn = new Map(news.map((each) => [each.taskId, each.heardOn]));
  return tasks.map((task) => ({
    ...task,
    hand: handOf(task),
    workPackage: packageOf(task),
    isCritical: critical === null || critical.has(task.id),
    proof: proofOf.get(task.id) ?? null,
    lastHeard: heardOn.get(task.id) ?? task.createdOn,
  }));
}

/** What was said of work by hand, out of its row. */
export function handOf({ isStarted, isBlocked, completion }: ManualStatus): ManualStatus {
  return { isStarted, isBlocked, completion };
}

function budgeted(row: Pick<TaskRow, 'startDate' | 'endDate' | 'cost'>): BudgetedWork {
  return { cents: toCents(row.cost), start: row.startDate, end: row.endDate };
}

type TaskRow = RowOfStatement<typeof WATCHED_TASKS>;
type ProofRow = RowOfStatement<typeof WATCHED_PROOFS>;

function packageOf({ workPackageId: id, workPackageName: name }: TaskRow): WatchedTask['workPackage'] {
  return id === null || name === null ? null : { id, name };
}

/** By the ids of tasks, their subtasks' evidence included, and of subtasks. */
export function proofsOf(rows: readonly ProofRow[]): ReadonlyMap<string, Proof> {
  const proofs = new Map<string, Proof>();
  for (const row of rows) {
    if (row.subtaskId !== null) proofs.set(row.subtaskId, row);
    const others = proofs.get(row.taskId);
    proofs.set(row.taskId, others === undefined ? row : joinedProof(others, row));
  }
  return proofs;
}

/** The last day of the proof that holds longest; null where one has no end, or there is none. */
function longestOf(proofs: readonly Proof[]): string | null {
  const ends = proofs.map(({ provenUntil }) => provenUntil).filter((end) => end !== null);
  return ends.length < proofs.length || ends.length === 0 ? null : ends.reduce(laterDate);
}

function joinedProof(a: Proof, b: Proof): Proof {
  const since = [a.waitingSince, b.waitingSince].filter((day) => day !== null);
  return {
    isProven: a.isProven || b.isProven,
    rejections: a.rejections + b.rejections,
    waiting: a.waiting + b.waiting,
    waitingSince: since.length === 0 ? null : since.reduce(earlierDate),
    provenUntil: longestOf([a, b].filter(({ isProven }) => isProven)),
    renewals: a.renewals + b.renewals,
  };
}

/**
 * The tasks with what people changed of them taken for news. The audit log is asked only about open work that has
 * otherwise been silent for so long that it matters.
 */
async function withPeoplesChanges(
  tx: Tx,
  tasks: readonly WatchedTask[],
  { stalledDays }: WatchdogThresholds,
): Promise<WatchedTask[]> {
  const isSilent = (task: WatchedTask): boolean =>
    isOpen(task) &&
    (task.isUnderWay || (task.startDate !== null && task.startDate <= tx.today)) &&
    daysBetween(task.lastHeard ?? tx.today, tx.today) >= stalledDays;
  const silent = tasks.filter(isSilent).map(({ id }) => id);
  const { rows } = await tx.run(TOUCHED_BY_PEOPLE, [silent, tx.organisation.timeZone]);
  const heardOn = new Map(rows.map((each) => [each.taskId, each.heardOn]));
  return tasks.map((task) => {
    const heard = heardOn.get(task.id);
    return heard === undefined ? task : { ...task, lastHeard: laterDate(heard, task.lastHeard ?? heard) };
  });
}
