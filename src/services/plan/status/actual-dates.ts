import { STORE_ACTUALS } from '../../../db/queries/schedule/actual-query.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { actualDatesAfter, type ActualDates, type WorkProgress } from '../../../domain/plan/actual-dates.ts';
import { MOST_AT_ONCE, type FactsById, type TaskFacts } from '../tasks/task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

/** Where actual dates come from. */
export type ActualSource = 'report' | 'import';

/** The facts of a task's work as they are stored. */
export interface StoredActual extends ActualDates {
  readonly taskId: string;
  readonly projectId: string;
  readonly remainingDays: number | null;
  readonly remainingOrigin: 'person' | 'engine';
}

/** Those of work of which nothing is known. */
export const NO_ACTUALS = {
  actualStart: null,
  actualFinish: null,
  remainingDays: null,
  remainingOrigin: 'person',
} as const satisfies Partial<StoredActual>;

/** Stores facts of work, of many tasks by the thousand; no statement where there are none. */
export function saveActuals(tx: Tx, rows: readonly StoredActual[], source: ActualSource): void {
  for (let from = 0; from < rows.length; from += MOST_AT_ONCE) {
    save(tx, rows.slice(from, from + MOST_AT_ONCE), source);
  }
}

function save(tx: Tx, rows: readonly StoredActual[], source: ActualSource): void {
  const values = [
    rows.map(({ taskId }) => taskId),
    rows.map(({ projectId }) => projectId),
    rows.map(({ actualStart }) => actualStart),
    rows.map(({ actualFinish }) => actualFinish),
    rows.map(({ remainingDays }) => remainingDays),
    rows.map(({ remainingOrigin }) => remainingOrigin),
    source,
  ];
  tx.defer(step(STORE_ACTUALS, values));
}

/**
 * Keeps when the work of changed tasks began and ended. Called where progress is stored, so that it holds at every door.
 * What is left to do as the engine pinned it is forgotten once progress moves, and of completed work in any case.
 * @param before absent where a whole project is rebuilt, by which no work moves.
 * @param on the day of the change.
 */
export function keepActuals(tx: Tx, before: FactsById | undefined, after: FactsById, on: string): void {
  const rows = [...after.values()].flatMap((task) => {
    const was = before?.get(task.id);
    const next = nextActual(was, task, on);
    return isSame(was ?? task, next) ? [] : [next];
  });
  saveActuals(tx, rows, 'report');
}

/**
 * Forgets what is left to do of open tasks as the engine pinned it, for a person has given them other days: it follows from
 * their progress again. What a person said is left stays.
 * @param tasks as they were before.
 */
export function forgetPinnedWork(tx: Tx, tasks: readonly TaskFacts[]): void {
  const pinned = tasks.filter(({ remainingDays, remainingOrigin }) => {
    return remainingDays !== null && remainingOrigin === 'engine';
  });
  const rows = pinned.map(({ id: taskId, projectId, actualStart, actualFinish, remainingOrigin }) => {
    return { taskId, projectId, actualStart, actualFinish, remainingDays: null, remainingOrigin };
  });
  saveActuals(tx, rows, 'report');
}

function nextActual(was: TaskFacts | undefined, task: TaskFacts, on: string): StoredActual {
  const dates = actualDatesAfter(was === undefined ? null : progressOf(was), progressOf(task), on);
  const { id: taskId, projectId, remainingDays, remainingOrigin } = task;
  const isReported = was !== undefined && was.progressPercent !== task.progressPercent;
  const isOver = task.progressPercent === 100 || (isReported && remainingOrigin === 'engine');
  return { taskId, projectId, ...dates, remainingDays: isOver ? null : remainingDays, remainingOrigin };
}

function progressOf({ hand, progressPercent, actualStart, actualFinish }: TaskFacts): WorkProgress {
  return { isStarted: hand.isStarted, progressPercent, actualStart, actualFinish };
}

function isSame(task: TaskFacts, next: StoredActual): boolean {
  return (
    task.actualStart === next.actualStart &&
    task.actualFinish === next.actualFinish &&
    task.remainingDays === next.remainingDays
  );
}
