import {
  END_SERIES,
  INSERT_SERIES,
  MOULDED_TASK,
  SERIES_OF_PROJECT,
  SERIES_ROOM,
  UPDATE_SERIES,
} from '../../db/queries/recurrence/series-query.ts';
import { INSERT_OCCURRENCES } from '../../db/queries/recurrence/occurrence-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { parseCivilDate } from '../../domain/civil-date.ts';
import type { Verb } from '../../domain/directory/permissions.ts';
import { TaskStatus } from '../../domain/enums.ts';
import { badInput, conflict, notFound } from '../../domain/errors.ts';
import { mouldOf, type Mould } from '../../domain/recurrence/mould.ts';
import {
  CatchUp,
  DateShift,
  OccurrenceOutcome,
  RecurrenceMode,
  type RecurrencePlan,
} from '../../domain/recurrence/reconcile.ts';
import { RuleDates } from '../../domain/recurrence/rule-dates.ts';
import { requireInterval } from '../../domain/recurrence/rule-parts.ts';
import {
  requireGrace,
  requireLaterStart,
  requireLead,
  requireSeriesRoom,
  SeriesState,
} from '../../domain/recurrence/series.ts';
import { requireName } from '../../domain/text.ts';
import { Series } from '../../../entities/ops/series.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockedProject, lockStep, type LockedProject } from '../plan/projects/locked-project.ts';
import { loadWorkItem } from '../plan/status/load-work-item.ts';
import type { TaskFacts } from '../plan/tasks/task-facts.ts';
import { requireUnmodified } from '../transaction/optimistic-lock.ts';
import { requireActiveUsers } from '../transaction/references.ts';
import type { Tx } from '../transaction/command.ts';

export interface CreateSeriesInput {
  readonly taskId: string;
  readonly rule: string;
  /** The nominal date of the task; its end unless said. */
  readonly startsOn?: string | null;
  readonly dateShift?: DateShift | null;
  readonly catchUp?: CatchUp | null;
  readonly mode?: RecurrenceMode | null;
  /** Calendar days before the newest occurrence is due from which the next one is there. */
  readonly leadDays?: number | null;
  /** Calendar days beyond the last day of the next occurrence for which proof of one holds. */
  readonly graceDays?: number | null;
}

/** Three-valued; nothing of it can be cleared. */
export interface UpdateSeriesInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
  readonly name?: string | null;
  readonly ownerId?: string | null;
  readonly rule?: string | null;
  readonly startsOn?: string | null;
  readonly dateShift?: DateShift | null;
  readonly catchUp?: CatchUp | null;
  readonly leadDays?: number | null;
  readonly graceDays?: number | null;
}

export interface EndSeriesInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

/** What the payload is read by. */
export interface ChangedSeries {
  readonly seriesId: string;
  readonly projectId: string;
}

export type StoredSeries = RowOfStatement<typeof SERIES_OF_PROJECT>;

/** How a stored series comes again. */
export function planOf(series: Pick<StoredSeries, PlanColumn>): RecurrencePlan {
  const { rule, startsOn, dateShift: shift, catchUp, mode, leadDays, durationDays } = series;
  return { dates: RuleDates.of(rule, startsOn), shift, catchUp, mode, leadDays, durationDays };
}

type PlanColumn = 'rule' | 'startsOn' | 'dateShift' | 'catchUp' | 'mode' | 'leadDays' | 'durationDays';

const FIELDS = { rule: 'input.rule', startsOn: 'input.startsOn' } as const;

/**
 * Has a task come again by a rule. The task is its first occurrence, and what the later ones are made like; they are made as the
 * days come.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT for a task that comes again already; PIT006 for the rule and its first day.
 */
export async function createSeries(tx: Tx, input: CreateSeriesInput): Promise<ChangedSeries> {
  const ref = { what: 'task', id: input.taskId, field: 'input.taskId' } as const;
  const { project, task } = await loadWorkItem(tx, 'createSeries', ref);
  const startsOn = firstDay(input.startsOn, task.endDate);
  const terms = termsOf(tx, input, startsOn, task.durationDays ?? 1);
  const [[room], [moulded]] = await tx.pipeline([
    step(SERIES_ROOM, [project.id, task.id]),
    step(MOULDED_TASK, [task.id]),
  ]);
  if (moulded === undefined) throw notFound('task', task.id, ref.field);
  if (room?.seriesId != null) {
    throw conflict('The task comes again already.', { field: ref.field, actual: room.seriesId });
  }
  requireSeriesRoom(room?.active ?? 0);
  const seriesId = await insertSeries(tx, {
    project,
    task,
    mould: mouldOf(moulded),
    terms,
  });
  tx.emit({
    topic: 'pit.task.updated',
    streamId: project.id,
    payload: { projectId: project.id, taskId: task.id },
  });
  return told(tx, { id: seriesId, projectId: project.id });
}

interface NewSeries {
  readonly project: LockedProject;
  readonly task: TaskFacts;
  readonly mould: Mould;
  readonly terms: Pick<StoredSeries, PlanColumn | 'graceDays'>;
}

/** By what a new series comes again. @throws PitError BAD_USER_INPUT, PIT006. */
function termsOf(
  tx: Tx,
  input: CreateSeriesInput,
  startsOn: string,
  durationDays: number,
): NewSeries['terms'] {
  const { parts } = RuleDates.from(input.rule, startsOn, FIELDS);
  const mode = input.mode ?? RecurrenceMode.FIXED;
  if (mode === RecurrenceMode.AFTER_COMPLETION) requireInterval(parts, FIELDS.rule);
  const terms = {
    rule: parts.text,
    startsOn,
    dateShift: input.dateShift ?? DateShift.NONE,
    catchUp: input.catchUp ?? CatchUp.LATEST,
    mode,
    leadDays: input.leadDays ?? 0,
    graceDays: input.graceDays == null ? null : requireGrace(input.graceDays),
    durationDays,
  };
  requireLead(planOf(terms), tx.calendar);
  return terms;
}

/** Stores a series with its first occurrence; @returns its id. */
async function insertSeries(tx: Tx, { project, task, mould, terms }: NewSeries): Promise<string> {
  const { phaseId, workPackageId, name, ownerId, status } = task;
  const { startsOn } = terms;
  const { rows } = await tx.run(INSERT_SERIES, [
    project.id,
    phaseId,
    workPackageId,
    name,
    ownerId,
    terms.rule,
    startsOn,
    terms.dateShift,
    terms.catchUp,
    terms.durationDays,
    JSON.stringify(mould),
    terms.mode,
    terms.leadDays,
    terms.graceDays,
  ]);
  const seriesId = rows[0]?.id ?? '';
  const first = {
    seriesId,
    nominalOn: startsOn,
    ruleRevision: 1,
    dueOn: task.endDate ?? startsOn,
    taskId: task.id,
    outcome: status === TaskStatus.COMPLETED ? OccurrenceOutcome.COMPLETED : OccurrenceOutcome.OPEN,
  };
  await tx.run(INSERT_OCCURRENCES, [project.id, JSON.stringify([first])]);
  return seriesId;
}

/**
 * Changes a series. Another rule begins behind the occurrences that there are: they stay as they are. An ended or broken series makes
 * occurrences again; one that pauses goes on pausing.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT; PIT002 for an unknown owner; PIT006 for the rule and its first day.
 */
export async function updateSeries(tx: Tx, input: UpdateSeriesInput): Promise<ChangedSeries> {
  const { series } = await openSeries(tx, 'updateSeries', input.id, { field: 'input.id', ...input });
  const rule = ruleAfter(series, input);
  const dateShift = input.dateShift ?? series.dateShift;
  const leadDays = input.leadDays ?? series.leadDays;
  requireLead(
    planOf({ ...series, rule: rule.text, startsOn: rule.startsOn, dateShift, leadDays }),
    tx.calendar,
  );
  const [ownerId = series.ownerId] =
    input.ownerId == null
      ? []
      : await requireActiveUsers(tx, [input.ownerId], 'input.ownerId', [series.ownerId]);
  await tx.run(UPDATE_SERIES, [
    series.id,
    input.name == null ? series.name : requireName(input.name, 'input.name'),
    ownerId,
    rule.text,
    rule.startsOn,
    rule.revision,
    dateShift,
    input.catchUp ?? series.catchUp,
    leadDays,
    input.graceDays == null ? series.graceDays : requireGrace(input.graceDays),
  ]);
  return told(tx, series);
}

/**
 * Ends a series: no further occurrence is made. Those that there are stay, open ones too.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT where it has ended.
 */
export async function endSeries(tx: Tx, input: EndSeriesInput): Promise<ChangedSeries> {
  const { series } = await openSeries(tx, 'endSeries', input.id, { field: 'input.id', ...input });
  if (series.state === SeriesState.ENDED) {
    throw conflict('The series has ended.', { field: 'input.id', actual: series.state });
  }
  await tx.run(END_SERIES, [series.id]);
  return told(tx, series);
}

/** A series under the lock of its project, for whoever may change it. */
export async function openSeries(
  tx: Tx,
  verb: Verb,
  seriesId: string,
  { field, ifUpdatedAt }: { readonly field: string; readonly ifUpdatedAt?: string | null },
): Promise<{ project: LockedProject; series: StoredSeries }> {
  const id = seriesId.toLowerCase();
  const [locked] = await tx.pipeline([lockStep(tx, 'series', id, field)]);
  const project = lockedProject(locked, 'series', id, field);
  const { rows } = await tx.run(SERIES_OF_PROJECT, [[id], project.id]);
  const [series] = rows;
  if (series === undefined) throw notFound('series', id, field);
  authorise(tx, verb, relationsInProject(project, series.ownerId));
  await requireUnmodified(tx, Series, series, ifUpdatedAt);
  return { project, series };
}

/** Announces a changed series. */
export function told(tx: Tx, { id, projectId }: Pick<StoredSeries, 'id' | 'projectId'>): ChangedSeries {
  tx.emit({ topic: 'pit.series.updated', streamId: projectId, payload: { projectId } });
  return { seriesId: id, projectId };
}

function firstDay(said: string | null | undefined, end: string | null): string {
  if (said != null) return parseCivilDate(said, FIELDS.startsOn);
  if (end !== null) return end;
  throw badInput('Work that comes again is due on a day.', {
    pit: 'PIT006',
    field: FIELDS.startsOn,
    expected: 'a first day, or a task that ends on a day',
    actual: null,
  });
}

/** The rule after a change: another one, or one from another day on, is checked from its first day on. */
function ruleAfter(
  series: StoredSeries,
  input: UpdateSeriesInput,
): { text: string; startsOn: string; revision: number } {
  const { rule, startsOn, ruleRevision: revision, newestOn } = series;
  if (input.rule == null && input.startsOn == null) return { text: rule, startsOn, revision };
  const from = input.startsOn == null ? startsOn : parseCivilDate(input.startsOn, FIELDS.startsOn);
  requireLaterStart(from, newestOn, FIELDS.startsOn);
  const { parts } = RuleDates.from(input.rule ?? rule, from, FIELDS);
  if (series.mode === RecurrenceMode.AFTER_COMPLETION) requireInterval(parts, FIELDS.rule);
  return { text: parts.text, startsOn: from, revision: revision + 1 };
}
