import { ProgressSource, TaskStatus } from '../../../domain/enums.ts';
import type { ActualDates } from '../../../domain/plan/actual-dates.ts';
import { logProgress, type ProgressSnapshot } from '../../plan/status/progress-log.ts';
import { NO_ACTUALS, saveActuals, type StoredActual } from '../../plan/status/actual-dates.ts';
import type { Tx } from '../../transaction/command.ts';
import type { Decision } from './decisions.ts';
import type { KnownPhase } from './known-work.ts';
import {
  ALLOW_NESTED_LOOPS,
  FORBID_NESTED_LOOPS,
  INSERT_TASKS,
  UPDATE_TASKS,
} from '../../../db/queries/exchange/listed-plan-query.ts';
import { inBatches, phaseKey, type PlacedProject } from './write-projects.ts';

type Made = Extract<Decision, { kind: 'make' }>;
type Changed = Extract<Decision, { kind: 'change' }>;

/** Makes the new tasks in their phases, in the file's order. */
export async function makeTasks(
  tx: Tx,
  projects: readonly PlacedProject[],
  phases: ReadonlyMap<string, KnownPhase>,
  onRows: (count: number) => void,
): Promise<number> {
  const tasks = projects.flatMap((project) =>
    project.phases.flatMap(({ name, decisions }) => {
      const fresh = decisions.filter((decision): decision is Made => decision.kind === 'make');
      return fresh.map((decision, at) => ({
        decision,
        at,
        project,
        phase: phases.get(phaseKey(project.id, name)),
      }));
    }),
  );
  const rows = tasks.map(({ decision, at, project, phase }) => ({
    projectId: project.id,
    phaseId: phase?.id,
    ownerId: project.ownerId,
    orderIndex: (phase?.nextTask ?? 0) + at,
    reference: decision.task.key,
    ...decision.wanted,
  }));
  const made = await inBatches(tx, INSERT_TASKS, rows, onRows);
  // A project that is new is announced as a whole: nobody can have been waiting for a task of it.
  const known = new Set(projects.flatMap((project) => project.known?.id ?? []));
  for (const { id: taskId, projectId } of made.filter((task) => known.has(task.projectId))) {
    tx.emit({ topic: 'pit.task.created', streamId: projectId, payload: { projectId, taskId } });
  }
  const decided = new Map(tasks.map(({ decision }) => [decision.task.key, decision]));
  const steps = made.flatMap(({ id: taskId, reference, projectId }) => {
    const decision = decided.get(reference);
    return decision === undefined ? [] : [{ ...decision, taskId, projectId }];
  });
  noteProgress(tx, steps);
  noteActuals(tx, steps);
  return made.length;
}

/** Brings changed tasks to what the file says. */
export async function changeTasks(tx: Tx, changed: readonly Changed[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ known, wanted }) => ({ id: known.id, ...wanted }));
  await tx.run(FORBID_NESTED_LOOPS);
  await inBatches(tx, UPDATE_TASKS, rows);
  await tx.run(ALLOW_NESTED_LOOPS);
  for (const { known, wanted } of changed) {
    const isCompletion = wanted.status === TaskStatus.COMPLETED && known.status !== TaskStatus.COMPLETED;
    const { id: taskId, projectId } = known;
    tx.emit({
      topic: isCompletion ? 'pit.task.completed' : 'pit.task.updated',
      streamId: projectId,
      payload: { projectId, taskId },
    });
  }
  const steps = changed.map((decision) => ({
    ...decision,
    taskId: decision.known.id,
    projectId: decision.known.projectId,
  }));
  noteProgress(tx, steps);
  noteActuals(tx, steps);
}

interface Step {
  readonly taskId: string;
  readonly projectId: string;
  readonly task: Made['task'];
  readonly wanted: Made['wanted'];
  readonly known?: ProgressSnapshot & Pick<Changed['known'], Facts>;
}

type Facts = 'actualStart' | 'actualFinish' | 'remainingDays' | 'remainingOrigin';

const UNBEGUN: ProgressSnapshot = { progressPercent: 0, status: TaskStatus.NOT_STARTED };

/** Notes each step of progress, with the day that the file gives for a completion. */
function noteProgress(tx: Tx, steps: readonly Step[]): void {
  const moved = steps.filter(
    ({ known, wanted }) => wanted.progressPercent !== (known ?? UNBEGUN).progressPercent,
  );
  const entries = moved.map(({ taskId, task: { actualFinish }, known, wanted }) => ({
    taskId,
    before: known ?? UNBEGUN,
    after: wanted,
    comment: actualFinish === null ? null : `Ended on ${actualFinish} according to the source.`,
    source: ProgressSource.IMPORT,
  }));
  logProgress(tx, entries);
}

/** Stores when work began and ended by the file, which knows better than what was found here, but nothing to come. */
function noteActuals(tx: Tx, steps: readonly Step[]): void {
  const rows = steps.map((step) => actualOf(step, tx.today));
  saveActuals(
    tx,
    rows.filter((row) => row !== null),
    'import',
  );
}

function actualOf(step: Step, today: string): StoredActual | null {
  const { taskId, projectId, known = { ...NO_ACTUALS } } = step;
  const { actualStart, actualFinish } = datesOf(step, known, today);
  if (actualStart === known.actualStart && actualFinish === known.actualFinish) return null;
  const remainingDays = actualFinish === null ? known.remainingDays : null;
  const { remainingOrigin } = known;
  return { taskId, projectId, actualStart, actualFinish, remainingDays, remainingOrigin };
}

/** Where a file ends work before it began, the end is what was reported. */
function datesOf({ task, wanted }: Step, known: ActualDates, today: string): ActualDates {
  const past = (day: string | null): string | null => (day !== null && day <= today ? day : null);
  const isDone = wanted.progressPercent === 100;
  const actualFinish = isDone ? (past(task.actualFinish) ?? known.actualFinish) : null;
  const begun = past(task.actualStart) ?? known.actualStart;
  const isTurned = begun !== null && actualFinish !== null && begun > actualFinish;
  return { actualStart: isTurned ? actualFinish : begun, actualFinish };
}
