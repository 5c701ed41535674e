import type { RowOfStatement } from '../../db/connection/statement.ts';
import { step } from '../../db/connection/pipeline.ts';
import {
  ADVICE_CHECKS,
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
import { adviceOf } from '../../domain/directory/advice-settings.ts';
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
  WORK_CHECKS,
  wrongProgress,
} from '../../domain/quality/quality-plan.ts';
import type { WatchedProject } from '../../domain/watchdog/watchdog-facts.ts';
import { thresholdsOf } from '../../domain/watchdog/watchdog-thresholds.ts';
import type { Tx } from '../transaction/command.ts';
import { handOf, proofsOf, watchedTasks } from '../watchdog/project-facts.ts';
import { linksOf, MOST_WATCHED } from '../watchdog/watched-plan.ts';
import { storedPlan } from '../schedule/stored-plan.ts';
import { inSlices, nextTurn } from './next-turn.ts';
import { scheduleFacts } from './schedule-facts.ts';
import { storedFix, type StoredFix } from './stored-fix.ts';

/** What the checks of a project come to, and what of it can be put right. */
export interface Inspection {
  readonly project: WatchedProject;
  readonly outcomes: readonly QualityOutcome[];
  readonly fixes: readonly StoredFix[];
}

/**
 * What every check of the catalogue comes to in a project, in its order, and what can be put right. In slices between which
 * others have their turn.
 * @param signal ends it between two slices.
 * @throws PitError NOT_FOUND; as `requireWanted`.
 */
export async function inspectProject(
  tx: Tx,
  projectId: string,
  outside: OutsideLook,
  signal?: AbortSignal,
): Promise<Inspection> {
  const facts = await readCheckedFacts(tx, projectId, signal);
  const { project, plan, counted, trail, advice, dates, branches, more } = facts;
  const tasksOf = { tasks: progressOf(project, more), weighting: tx.settings.progressWeight };
  const progress = { projectId, branches, ...tasksOf };
  await nextTurn(signal);
  const wrong = wrongProgress(progress);
  await nextTurn(signal);
  const rows = [...counted, ...trail, ...advice].map(asOutcome);
  const metadata = rows.find(({ id }) => id === 'EV.2') ?? none('EV.2', [], 0);
  const work: QualityOutcome[] = [];
  for (const check of WORK_CHECKS) {
    work.push(check(project));
    await nextTurn(signal);
  }
  const ofProgress = checkProgress(progress, wrong);
  await nextTurn(signal);
  const schedule = await scheduleFacts(tx, { project, plan, more, signal });
  await nextTurn(signal);
  const points = checkSchedule(schedule);
  await nextTurn(signal);
  const outcomes = inOrder(tx, [
    ...rows,
    ...checkFiles(metadata, outside.files),
    checkTrail(outside.trail),
    ...checkDatesAbove(dates),
    ...work,
    ...ofProgress,
    ...points,
  ]);
  await nextTurn(signal);
  const fixes = proposeFixes(project, dates, wrong).map((each) => storedFix(projectId, each));
  return { project, outcomes, fixes };
}

/** All that the checks look at in the database, in one round trip. @throws PitError NOT_FOUND. */
async function readCheckedFacts(tx: Tx, projectId: string, signal: AbortSignal | undefined) {
  const { timeZone } = tx.organisation;
  const { newsDays } = thresholdsOf(tx.settings.watchdog);
  const [[row], tasks, subtasks, proofs, [loaded], counted, trail, advice, dates, branches, more] =
    await tx.pipeline([
      step(WATCHED_PROJECT, [projectId, tx.today]),
      step(WATCHED_TASKS, [projectId, timeZone]),
      step(WATCHED_SUBTASKS, [projectId, timeZone]),
      step(WATCHED_PROOFS, [projectId, timeZone]),
      step(LOAD_PLANS, [[projectId], MOST_WATCHED]),
      step(COUNTED_CHECKS, [projectId]),
      step(TRAIL_CHECKS, [projectId, newsDays]),
      step(ADVICE_CHECKS, [projectId]),
      step(DATES_ABOVE, [projectId]),
      step(CHECKED_BRANCHES, [projectId]),
      step(CHECKED_TASKS, [projectId]),
    ]);
  if (row === undefined) throw notFound('project', projectId, 'input.projectId');
  await nextTurn(signal);
  const plan = loaded === undefined ? null : storedPlan(loaded, MOST_WATCHED);
  await nextTurn(signal);
  const links = plan === null ? [] : linksOf(plan);
  await nextTurn(signal);
  const project = await watchedProject(tx, { row, tasks, subtasks, proofs }, { links, signal });
  return { project, plan, counted, trail, advice, dates, branches, more };
}

interface WatchedRows {
  readonly row: RowOfStatement<typeof WATCHED_PROJECT>;
  readonly tasks: readonly RowOfStatement<typeof WATCHED_TASKS>[];
  readonly subtasks: readonly RowOfStatement<typeof WATCHED_SUBTASKS>[];
  readonly proofs: readonly RowOfStatement<typeof WATCHED_PROOFS>[];
}

/** The project as the watchdog's rules see it, without what only the watchdog asks; in slices. */
async function watchedProject(
  tx: Tx,
  { row, tasks, subtasks, proofs }: WatchedRows,
  { links, signal }: { readonly links: WatchedProject['links']; readonly signal: AbortSignal | undefined },
): Promise<WatchedProject> {
  const proofOf = proofsOf(proofs);
  await nextTurn(signal);
  return {
    ...row,
    today: tx.today,
    calendar: tx.calendar,
    upcomingDays: tx.settings.upcomingDays,
    isSettled: row.isSettled === true,
    tasks: await inSlices(
      tasks,
      (slice) => watchedTasks(slice, { critical: null, proofOf, news: [] }),
      signal,
    ),
    subtasks: await inSlices(
      subtasks,
      (slice) =>
        slice.map((each) => ({
          ...each,
          hand: handOf(each),
          isProven: proofOf.get(each.id)?.isProven === true,
        })),
      signal,
    ),
    links,
    schedule: null,
    cost: { planned: [], baseline: null, spent: [] },
    workloads: [],
    risks: [],
    endedAcceptances: [],
    hasDeadDeliveries: false,
  };
}

type Counted = RowOfStatement<typeof COUNTED_CHECKS | typeof TRAIL_CHECKS | typeof ADVICE_CHECKS>;

function asOutcome({ id, count, of, sample }: Counted): QualityOutcome {
  return { ...none(id, [], of), count, sample: sample ?? [], outcome: count === 0 ? 'pass' : 'fail' };
}

/** Every check of the catalogue, with the reason where it did not apply. */
function inOrder(tx: Tx, outcomes: readonly QualityOutcome[]): QualityOutcome[] {
  const byId = new Map<QualityCheckId, QualityOutcome>(outcomes.map((outcome) => [outcome.id, outcome]));
  if (tx.settings.childDates === 'widen')
    byId.set('TIME.6', notApplicable('TIME.6', 'Parents are widened by their children.'));
  for (const { id, reason } of unadvised(tx)) byId.set(id, notApplicable(id, reason));
  return (Object.keys(QUALITY_CHECKS) as QualityCheckId[]).map(
    (id) => byId.get(id) ?? notApplicable(id, QUALITY_CHECKS[id].notBuilt ?? 'It did not run.'),
  );
}

/** The checks of advice that do not apply where the organisation wants none. */
function unadvised({ settings }: Tx): { readonly id: QualityCheckId; readonly reason: string }[] {
  const { enabled, scoreEvidence } = adviceOf(settings.ai);
  if (!enabled) {
    const reason = 'Advice by models is switched off.';
    return (['EV.4', 'AI.1', 'AI.2', 'AI.3', 'AI.4', 'AI.5'] as const).map((id) => ({ id, reason }));
  }
  return scoreEvidence ? [] : [{ id: 'EV.4', reason: 'Evidence gets no advice by itself.' }];
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
