import { ProgressSource } from '../../../domain/enums.ts';
import type { PlanTask } from '../../../domain/exchange/plan-document.ts';
import { PlanWarningKind } from '../../../domain/exchange/plan-warnings.ts';
import { applyProgress, isSameManualStatus, type ManualStatus } from '../../../domain/plan/status.ts';
import { authorise, relationsAtTask } from '../../plan/projects/authorization.ts';
import { saveActuals, type StoredActual } from '../../plan/status/actual-dates.ts';
import { saveManualStatus } from '../../plan/status/manual-status.ts';
import { recordTaskChanges } from '../../plan/tasks/task-events.ts';
import { readTaskFacts, statusFacts, type FactsById, type TaskFacts } from '../../plan/tasks/task-facts.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import type { PlacedTask } from './apply-tasks.ts';
import type { Applying } from './applying.ts';

const BATCH = 1_000;

/**
 * Reports the progress of the file, under the rules of a report: where evidence is required a hundred percent is a claim, the
 * progress of a task with subtasks is theirs, and what is complete here is not opened by a file. What is to come has not
 * happened.
 * @throws PitError FORBIDDEN.
 */
export async function applyProgressOf(applying: Applying, tasks: readonly PlacedTask[]): Promise<void> {
  const reported = tasks.filter(
    ({ task, isNew }) =>
      (task.progressPercent ?? 0) > 0 ||
      task.actualStart !== null ||
      (!isNew && task.progressPercent !== null),
  );
  for (let from = 0; from < reported.length; from += BATCH) {
    await applying.onStep({ step: 'progress', done: from, total: reported.length });
    await applyBatch(applying, reported.slice(from, from + BATCH));
  }
}

async function applyBatch(applying: Applying, batch: readonly PlacedTask[]): Promise<void> {
  const { tx, project } = applying;
  const before = await readTaskFacts(
    tx,
    project.id,
    batch.map(({ id }) => id),
  );
  const after = new Map(before);
  const about: string[] = [];
  const actuals: StoredActual[] = [];
  for (const { task, id } of batch) {
    const was = before.get(id);
    const now = was === undefined ? null : reportOf(applying, task, was, before);
    if (was === undefined || now === null) continue;
    authorise(tx, 'updateProgress', relationsAtTask(project, was));
    if (!isSameManualStatus(was.hand, now.hand)) {
      const isClaim = now.hand.completion === 'completed';
      saveManualStatus(tx, id, id, {
        hand: now.hand,
        ...(isClaim && { progressBefore: was.progressPercent }),
      });
    }
    after.set(id, now);
    about.push(id);
    actuals.push(actualOf(now));
  }
  if (about.length === 0) return;
  // Before the roll-up keeps them as reported: dates that are stored already keep their source.
  saveActuals(tx, actuals, 'import');
  const updated = await updateRollups(tx, project.id, before, after);
  recordTaskChanges(tx, { before, after: updated }, { about, source: ProgressSource.IMPORT });
}

function actualOf({
  id,
  projectId,
  actualStart,
  actualFinish,
  remainingDays,
  remainingOrigin,
}: TaskFacts): StoredActual {
  return { taskId: id, projectId, actualStart, actualFinish, remainingDays, remainingOrigin };
}

/** The task as the file reports it; null where that is nothing new, or not the file's to say. */
function reportOf(applying: Applying, task: PlanTask, was: TaskFacts, facts: FactsById): TaskFacts | null {
  const { tx, warnings } = applying;
  const percent = task.progressPercent ?? was.progressPercent;
  if (was.subtasks.length > 0) {
    if (percent !== was.progressPercent)
      warnings.add(PlanWarningKind.PROGRESS, task.where, 'its progress is that of its subtasks here');
    return null;
  }
  if (was.progressPercent === 100 || was.hand.completion === 'reopened') {
    if (percent !== was.progressPercent)
      warnings.add(PlanWarningKind.PROGRESS, task.where, 'it was completed or reopened here, and stays so');
    return null;
  }
  const hand = handOf(applyProgress(percent, statusFacts(tx, was, facts), tx.today), task, percent);
  const now = { ...was, hand, progressPercent: percent, ...datesOf(applying, task, was, percent) };
  const isSame =
    percent === was.progressPercent &&
    hand.isStarted === was.hand.isStarted &&
    now.actualStart === was.actualStart &&
    now.remainingDays === was.remainingDays;
  return isSame || isClaimed(was, percent) ? null : now;
}

/** Whether a hundred percent is claimed already, and only waits for evidence. */
function isClaimed({ hand, requiresEvidence, hasAcceptedEvidence }: TaskFacts, percent: number): boolean {
  return percent === 100 && hand.completion === 'completed' && requiresEvidence && !hasAcceptedEvidence;
}

function handOf(hand: ManualStatus, { actualStart }: PlanTask, percent: number): ManualStatus {
  const isBegun = actualStart !== null && percent === 0;
  return isBegun ? { ...hand, isStarted: true } : hand;
}

type Dates = Pick<TaskFacts, 'actualStart' | 'actualFinish' | 'remainingDays' | 'remainingOrigin'>;

function datesOf({ tx, warnings }: Applying, task: PlanTask, was: TaskFacts, percent: number): Dates {
  const past = (day: string | null, what: string): string | null => {
    if (day === null || day <= tx.today) return day;
    warnings.add(PlanWarningKind.PROGRESS, task.where, `${what} on ${day} is to come, and is left out`);
    return null;
  };
  const begun = past(task.actualStart, 'its start') ?? was.actualStart;
  const actualFinish = percent === 100 ? past(task.actualFinish, 'its finish') : null;
  const remainingDays = percent === 100 ? null : (task.remainingDays ?? was.remainingDays);
  const actualStart = actualFinish === null ? begun : startBefore(actualFinish, begun, task);
  if (begun !== null && actualStart !== begun)
    warnings.add(
      PlanWarningKind.PROGRESS,
      task.where,
      `it began on ${begun}, after it had ended on ${actualFinish}: it counts as begun then`,
    );
  return { actualStart, actualFinish, remainingDays, remainingOrigin: 'person' };
}

/** When work began that ended on a day: as planned where nobody says, and not after its end, which is what was reported. */
function startBefore(finish: string, begun: string | null, { startDate }: PlanTask): string {
  const start = begun ?? startDate ?? finish;
  return start > finish ? finish : start;
}
