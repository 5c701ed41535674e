import type { RowOfStatement } from '../../db/connection/statement.ts';
import { step } from '../../db/connection/pipeline.ts';
import {
  CHECKED_BRANCHES,
  CHECKED_TASKS,
  COUNTED_CHECKS,
  DATES_ABOVE,
} from '../../db/queries/quality/quality-query.ts';
import { TRAIL_CHECKS } from '../../db/queries/quality/quality-trail-query.ts';
import { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
import {
  WATCHED_PROJECT,
  WATCHED_PROOFS,
  WATCHED_SUBTASKS,
  WATCHED_TASKS,
} from '../../db/queries/watchdog/project-facts-query.ts';
import { notFound } from '../../domain/errors.ts';
import { toCents } from '../../domain/money.ts';
import {
  none,
  notApplicable,
  QUALITY_CHECKS,
  type QualityCheckId,
  type QualityOutcome,
} from '../../domain/quality/quality-catalogue.ts';
import { checkSchedule } from '../../domain/quality/quality-dcma.ts';
import { checkFiles, checkTrail, type OutsideLook } from '../../domain/quality/quality-files.ts';
import { proposeFixes } from '../../domain/quality/quality-fixes.ts';
import {
  checkDatesAbove,
  checkProgress,
  checkWork,
  wrongProgress,
} from '../../domain/quality/quality-plan.ts';
import type { WatchedProject } from '../../domain/watchdog/watchdog-facts.ts';
import { thresholdsOf } from '../../domain/watchdog/watchdog-thresholds.ts';
import type { Tx } from '../transaction/command.ts';
import { handOf, proofsOf, watchedTasks } from '../watchdog/project-facts.ts';
import { linksOf, MOST_WATCHED } from '../watchdog/watched-plan.ts';
import { storedPlan } from '../schedule/stored-plan.ts';
import { scheduleFacts } from './schedule-facts.ts';
import { storedFix, type StoredFix } from './stored-fix.ts';

/** What the checks of a project come to, and what of it can be put right. */
export interface Inspection {
  readonly project: WatchedProject;
  readonly outcomes: readonly QualityOutcome[];
  readonly fixes: readonly StoredFix[];
}

/** What every check of the catalogue comes to in a project, in its order, and what can be put right. */
export async function inspectProject(tx: Tx, projectId: string, outside: OutsideLook): Promise<Inspection> {
  const facts = await readCheckedFacts(tx, projectId);
  const { project, plan, counted, trail, dates, branches, more } = facts;
  const tasksOf = { tasks: progressOf(project, more), weighting: tx.settings.progressWeight };
  const progress = { projectId, branches, ...tasksOf };
  const wrong = wrongProgress(progress);
  const rows = [...counted, ...trail].map(asOutcome);
  const metadata = rows.find(({ id }) => id === 'EV.2') ?? none('EV.2', [], 0);
  const outcomes = inOrder(tx, [
    ...rows,
    ...checkFiles(metadata, outside.files),
    checkTrail(outside.trail),
    ...checkDatesAbove(dates),
    ...checkWork(project),
    ...checkProgress(progress, wrong),
    ...checkSchedule(scheduleFacts(tx, project, plan, more)),
  ]);
  const fixes = proposeFixes(project, dates, wrong).map((each) => storedFix(projectId, each));
  return { project, outcomes, fixes };
}

/** All that the checks look at in the database, in one round trip. @throws PitError NOT_FOUND. */
async function readCheckedFacts(tx: Tx, projectId: string) {
  const { timeZone } = tx.organisation;
  const { newsDays } = thresholdsOf(tx.settings.watchdog);
  const [[row], tasks, subtasks, proofs, [loaded], counted, trail, dates, branches, more] = await tx.pipeline(
    [
      step(WATCHED_PROJECT, [projectId, tx.today]),
      step(WATCHED_TASKS, [projectId, timeZone]),
      step(WATCHED_SUBTASKS, [projectId, timeZone]),
      step(WATCHED_PROOFS, [projectId, timeZone]),
      step(LOAD_PLANS, [[projectId], MOST_WATCHED]),
      step(COUNTED_CHECKS, [projectId]),
      step(TRAIL_CHECKS, [projectId, newsDays]),
      step(DATES_ABOVE, [projectId]),
      step(CHECKED_BRANCHES, [projectId]),
      step(CHECKED_TASKS, [projectId]),
    ],
  );
  if (row === undefined) throw notFound('project', projectId, 'input.projectId');
  const plan = loaded === undefined ? null : storedPlan(loaded, MOST_WATCHED);
  const project = watchedProject(tx, { row, tasks, subtasks, proofs }, plan === null ? [] : linksOf(plan));
  return { project, plan, counted, trail, dates, branches, more };
}

interface WatchedRows {
  readonly row: RowOfStatement<typeof WATCHED_PROJECT>;
  readonly tasks: readonly RowOfStatement<typeof WATCHED_TASKS>[];
  readonly subtasks: readonly RowOfStatement<typeof WATCHED_SUBTASKS>[];
  readonly proofs: readonly RowOfStatement<typeof WATCHED_PROOFS>[];
}

/** The project as the watchdog's rules see it, without what only the watchdog asks. */
function watchedProject(
  tx: Tx,
  { row, tasks, subtasks, proofs }: WatchedRows,
  links: WatchedProject['links'],
): WatchedProject {
  const proofOf = proofsOf(proofs);
  return {
    ...row,
    today: tx.today,
    calendar: tx.calendar,
    upcomingDays: tx.settings.upcomingDays,
    isSettled: row.isSettled === true,
    tasks: watchedTasks(tasks, { critical: null, proofOf, news: [] }),
    subtasks: subtasks.map((each) => ({
      ...each,
      hand: handOf(each),
      isProven: proofOf.get(each.id)?.isProven === true,
    })),
    links,
    schedule: null,
    cost: { planned: [], baseline: null, spent: [] },
    workloads: [],
    risks: [],
    hasDeadDeliveries: false,
  };
}

type Counted = RowOfStatement<typeof COUNTED_CHECKS> | RowOfStatement<typeof TRAIL_CHECKS>;

function asOutcome({ id, count, of, sample }: Counted): QualityOutcome {
  return { ...none(id, [], of), count, sample: sample ?? [], outcome: count === 0 ? 'pass' : 'fail' };
}

/** Every check of the catalogue, with the reason where it did not apply. */
function inOrder(tx: Tx, outcomes: readonly QualityOutcome[]): QualityOutcome[] {
  const byId = new Map<QualityCheckId, QualityOutcome>(outcomes.map((outcome) => [outcome.id, outcome]));
  if (tx.settings.childDates === 'widen')
    byId.set('TIME.6', notApplicable('TIME.6', 'Parents are widened by their children.'));
  return (Object.keys(QUALITY_CHECKS) as QualityCheckId[]).map(
    (id) => byId.get(id) ?? notApplicable(id, QUALITY_CHECKS[id].notBuilt ?? 'It did not run.'),
  );
}

function progressOf(
  { tasks, subtasks }: Pick<WatchedProject, 'tasks' | 'subtasks'>,
  more: readonly { readonly id: string; readonly parentId: string; readonly cost: string }[],
) {
  const percents = new Map<string, number[]>();
  for (const { taskId, progressPercent } of subtasks) {
    const others = percents.get(taskId);
    if (others === undefined) percents.set(taskId, [progressPercent]);
    else others.push(progressPercent);
  }
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return more.flatMap(({ id, parentId, cost }) => {
    const task = byId.get(id);
    if (task === undefined) return [];
    const { progressPercent, durationDays } = task;
    return [
      {
        parentId,
        progressPercent,
        durationDays,
        costCents: toCents(cost),
        subtaskPercents: percents.get(id) ?? [],
      },
    ];
  });
}
