import type { RowOfStatement } from '../../db/connection/statement.ts';
import { step } from '../../db/connection/pipeline.ts';
import {
  CHECKED_BRANCHES,
  CHECKED_TASKS,
  COUNTED_CHECKS,
  STORE_QUALITY_RESULT,
} from '../../db/queries/quality/quality-query.ts';
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
  overallOf,
  QUALITY_CHECKS,
  type QualityCheckId,
  type QualityOutcome,
} from '../../domain/quality/quality-catalogue.ts';
import { checkSchedule } from '../../domain/quality/quality-dcma.ts';
import { checkProgress, checkWork } from '../../domain/quality/quality-plan.ts';
import type { WatchedProject } from '../../domain/watchdog/watchdog-facts.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import { handOf, proofsOf, watchedTasks } from '../watchdog/project-facts.ts';
import { linksOf, MOST_WATCHED } from '../watchdog/watched-plan.ts';
import { storedPlan } from '../schedule/stored-plan.ts';
import { scheduleFacts } from './schedule-facts.ts';

/** What a run's payload is read by. */
export interface QualityRun {
  readonly resultId: string;
  readonly projectId: string;
}

/**
 * Runs every quality check over a project and stores what each has come to. Nothing of the plan changes: what is wrong is told,
 * and people put it right.
 * @throws PitError NOT_FOUND, FORBIDDEN.
 */
export async function runProjectChecks(
  tx: Tx,
  { projectId }: { readonly projectId: string },
): Promise<QualityRun> {
  const project = await lockProjectOf(tx, 'project', projectId, 'input.projectId');
  authorise(tx, 'runProjectChecks', relationsInProject(project));
  const outcomes = await checkProject(tx, project.id);
  const passed = outcomes.filter(({ outcome }) => outcome !== 'fail');
  const failed = outcomes.filter(({ outcome }) => outcome === 'fail');
  const values = [project.id, overallOf(outcomes), JSON.stringify(passed), JSON.stringify(failed.map(told))];
  const { rows } = await tx.run(STORE_QUALITY_RESULT, values);
  return { resultId: rows[0]?.id ?? '', projectId: project.id };
}

/** A failure as it is stored: with what it makes of the whole, and in a sentence. */
function told(outcome: QualityOutcome): object {
  const { severity, title, denominator } = QUALITY_CHECKS[outcome.id];
  const { count, of } = outcome;
  return {
    ...outcome,
    severity,
    message: `${count} of ${of} (${denominator}) fall short: ${title}`,
    fixes: [],
  };
}

/** What every check of the catalogue comes to in a project, in its order. */
export async function checkProject(tx: Tx, projectId: string): Promise<QualityOutcome[]> {
  const { timeZone } = tx.organisation;
  const [[row], tasks, subtasks, proofs, [loaded], counted, branches, more] = await tx.pipeline([
    step(WATCHED_PROJECT, [projectId, tx.today]),
    step(WATCHED_TASKS, [projectId, timeZone]),
    step(WATCHED_SUBTASKS, [projectId, timeZone]),
    step(WATCHED_PROOFS, [projectId, timeZone]),
    step(LOAD_PLANS, [[projectId], MOST_WATCHED]),
    step(COUNTED_CHECKS, [projectId]),
    step(CHECKED_BRANCHES, [projectId]),
    step(CHECKED_TASKS, [projectId]),
  ]);
  if (row === undefined) throw notFound('project', projectId, 'input.projectId');
  const proofOf = proofsOf(proofs);
  const plan = loaded === undefined ? null : storedPlan(loaded, MOST_WATCHED);
  const project = {
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
    links: plan === null ? [] : linksOf(plan),
    schedule: null,
    cost: { planned: [], baseline: null, spent: [] },
    workloads: [],
    risks: [],
    hasDeadDeliveries: false,
  } satisfies WatchedProject;
  const work = progressOf(project, more);
  return inOrder(tx, [
    ...counted.map(asOutcome),
    ...checkWork(project),
    ...checkProgress(projectId, branches, work, tx.settings.progressWeight),
    ...checkSchedule(scheduleFacts(tx, project, plan, more)),
  ]);
}

function asOutcome({ id, count, of, sample }: RowOfStatement<typeof COUNTED_CHECKS>): QualityOutcome {
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
