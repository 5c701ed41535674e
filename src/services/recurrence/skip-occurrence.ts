import {
  OCCURRENCE_ON,
  SAY_WHY_SKIPPED,
  UNSKIP_OCCURRENCE,
  WAKE_SERIES,
} from '../../db/queries/recurrence/series-query.ts';
import { INSERT_OCCURRENCES } from '../../db/queries/recurrence/occurrence-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import { parseCivilDate } from '../../domain/civil-date.ts';
import { OccurrenceOutcome, plannedOn, RecurrenceMode } from '../../domain/recurrence/reconcile.ts';
import { requireSkippable, requireSkipped } from '../../domain/recurrence/series.ts';
import { requireText, TEXT_LIMITS } from '../../domain/text.ts';
import { removeNode, restoreNode } from '../plan/wbs/plan-removal.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import { draftOf, makeComing, readGround } from './occurrence-tasks.ts';
import { openSeries, planOf, told, type ChangedSeries, type StoredSeries } from './series.ts';
import type { LockedProject } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';

export interface SkipOccurrenceInput {
  readonly seriesId: string;
  /** The date of the rule. */
  readonly nominalOn: string;
  readonly reason: string;
}

/**
 * Leaves one date of a series out, for ever: an open occurrence, whose task is deleted, or the next one before it is made. The
 * dates behind it stay as they are.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT for one that is not open; PIT006 for any other date.
 */
export async function skipOccurrence(tx: Tx, input: SkipOccurrenceInput): Promise<ChangedSeries> {
  const nominalOn = parseCivilDate(input.nominalOn, 'input.nominalOn');
  const reason = requireText(input.reason, 'input.reason', TEXT_LIMITS.comment);
  const { project, series } = await openSeries(tx, 'skipOccurrence', input.seriesId, {
    field: 'input.seriesId',
  });
  const { rows } = await tx.run(OCCURRENCE_ON, [series.id, nominalOn]);
  const known = rows[0] ?? null;
  requireSkippable(nominalOn, known, nextOf(series));
  if (known === null) await skipAhead(tx, { project, series }, nominalOn, reason);
  else if (known.taskId !== null) {
    await removeTask(tx, project, known.taskId);
    tx.defer(step(SAY_WHY_SKIPPED, [known.id, reason]));
  }
  tx.defer(step(WAKE_SERIES, [series.id]));
  return told(tx, series);
}

export interface UnskipOccurrenceInput {
  readonly seriesId: string;
  /** The date of the rule. */
  readonly nominalOn: string;
}

/**
 * Has a date that was skipped done after all: its task is restored or, where there was none yet, made.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT for one that was not skipped, PIT002 while its place is deleted; PIT006 where there is
 * no occurrence of that date, or its place refuses its days.
 */
export async function unskipOccurrence(tx: Tx, input: UnskipOccurrenceInput): Promise<ChangedSeries> {
  const nominalOn = parseCivilDate(input.nominalOn, 'input.nominalOn');
  const { project, series } = await openSeries(tx, 'unskipOccurrence', input.seriesId, {
    field: 'input.seriesId',
  });
  const { rows } = await tx.run(OCCURRENCE_ON, [series.id, nominalOn]);
  const skipped = requireSkipped(nominalOn, rows[0] ?? null);
  if (skipped.taskId !== null) await restoreNode(tx, 'task', 'unskipOccurrence', { id: skipped.taskId });
  else {
    const ground = await readGround(tx, project, [series]);
    const coming = draftOf(tx, ground, series, plannedOn(nominalOn, planOf(series), tx.calendar));
    await makeComing(tx, ground, [coming], async ([taskId = '']) => {
      await tx.run(UNSKIP_OCCURRENCE, [skipped.id, taskId]);
    });
  }
  tx.defer(step(WAKE_SERIES, [series.id]));
  return told(tx, series);
}

/** The date of the rule behind the newest occurrence; null: it has none, or it follows from a completion. */
function nextOf(series: StoredSeries): string | null {
  const { mode, startsOn, newestOn } = series;
  if (mode === RecurrenceMode.AFTER_COMPLETION) return null;
  const { dates } = planOf(series);
  return newestOn === null || newestOn < startsOn ? startsOn : dates.nextAfter(newestOn);
}

async function skipAhead(
  tx: Tx,
  { project, series }: { project: LockedProject; series: StoredSeries },
  nominalOn: string,
  reason: string,
): Promise<void> {
  const { dueOn } = plannedOn(nominalOn, planOf(series), tx.calendar);
  const skipped = {
    seriesId: series.id,
    nominalOn,
    ruleRevision: series.ruleRevision,
    dueOn,
    taskId: null,
    outcome: OccurrenceOutcome.SKIPPED,
    reason,
  };
  await tx.run(INSERT_OCCURRENCES, [project.id, JSON.stringify([skipped])]);
}

async function removeTask(tx: Tx, project: LockedProject, taskId: string): Promise<void> {
  const task = (await readTaskFacts(tx, project.id, [taskId])).get(taskId);
  if (task === undefined) return;
  await removeNode(tx, 'task', project, { id: task.id, above: task.workPackageId ?? task.phaseId });
}
