import { GIVE_UP_ORIGIN, ORIGIN_RIVALS } from '../../../db/queries/intake/intake-query.ts';
import { conflict, type PitError } from '../../../domain/errors.ts';
import { namingOrigin } from '../../../domain/intake/intake.ts';
import { TaskStatus, type SourceModule } from '../../../domain/enums.ts';
import { logProgress } from '../status/progress-log.ts';

import type { FactsById, TaskFacts } from './task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

/** What another module raised a task from. */
export interface TaskOrigin {
  readonly sourceModule: SourceModule;
  readonly sourceReferenceId: string;
}

/*
 * An origin has at most one open task in the organisation. The database holds it with a unique index over the stored
 * status; here whatever opens a task again learns of the other one first.
 */

/** A task that is about to be open although its origin has another open task. */
interface Rival extends TaskOrigin {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** The other task; null where the actor may not see it. */
  readonly rivalId: string | null;
  readonly rivalName: string | null;
}

/**
 * Goes on only if none of these tasks, which are about to be open, has an origin with another open task.
 * @throws PitError CONFLICT that names the other task where the actor may see it.
 */
export async function requireOwnOrigins(tx: Tx, taskIds: readonly string[]): Promise<void> {
  const [rival] = await rivalsOf(tx, taskIds);
  if (rival !== undefined) throw refuseSecond(rival);
}

/**
 * The refusals of those of these tasks that may not be open, since their origin has another open task; by task.
 * @param field what of the input opens them, for the errors.
 */
export async function originConflicts(
  tx: Tx,
  taskIds: readonly string[],
  field: string,
): Promise<ReadonlyMap<string, PitError>> {
  const rivals = await rivalsOf(tx, taskIds);
  return new Map(rivals.map((rival) => [rival.id, refuseSecond(rival, field)]));
}

/**
 * Keeps origins single where an update of roll-ups opens tasks again. A person who does so is refused. Work that only lost its
 * proof is open again whatever else there is, and gives its origin up to the task that is open already.
 * @throws PitError CONFLICT as `requireOwnOrigins`.
 */
export async function keepOriginsSingle(tx: Tx, before: FactsById, after: FactsById): Promise<void> {
  const opened = [...after.values()].filter((task) => isOpened(before.get(task.id), task));
  if (opened.length === 0) return;
  for (const rival of await rivalsOf(
    tx,
    opened.map(({ id }) => id),
  )) {
    const task = after.get(rival.id);
    if (task === undefined || !hasLostProof(before.get(rival.id), task)) throw refuseSecond(rival);
    await giveUpOrigin(tx, task, rival);
  }
}

/** Whether a task that may have an origin is open now and was not: completed before, or deleted. */
function isOpened(was: TaskFacts | undefined, now: TaskFacts): boolean {
  const isOpen = (task: TaskFacts): boolean => task.status !== TaskStatus.COMPLETED;
  return now.isLinked && isOpen(now) && (was === undefined || !isOpen(was));
}

function hasLostProof(was: TaskFacts | undefined, now: TaskFacts): boolean {
  if (was === undefined) return false;
  if (was.hasAcceptedEvidence && now.requiresEvidence && !now.hasAcceptedEvidence) return true;
  return now.subtasks.some(
    ({ id, isEvidenceGateMet }) =>
      !isEvidenceGateMet && was.subtasks.some((step) => step.id === id && step.isEvidenceGateMet),
  );
}

async function rivalsOf(tx: Tx, taskIds: readonly string[]): Promise<Rival[]> {
  if (taskIds.length === 0) return [];
  return (await tx.run(ORIGIN_RIVALS, [taskIds])).rows;
}

function refuseSecond({ name, rivalId, rivalName }: Rival, field = 'input.id'): PitError {
  const other = rivalName === null ? 'Another task' : `Task "${rivalName}" (${rivalId})`;
  return conflict(`${other} is open for the origin of "${name}".`, {
    field,
    expected: 'no other open task of the same origin: complete or delete it first',
    ...(rivalId !== null && { actual: rivalId }),
  });
}

async function giveUpOrigin(tx: Tx, task: TaskFacts, rival: Rival): Promise<void> {
  const holderId = rival.rivalId ?? 'of another project';
  const { description, overflow } = namingOrigin(rival.description, rival, holderId);
  await tx.run(GIVE_UP_ORIGIN, [rival.id, description]);
  if (overflow === null) return;
  logProgress(tx, [{ taskId: rival.id, before: task, after: task, comment: overflow }]);
}
