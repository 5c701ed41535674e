import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { COUNTABLE_OCCURRENCES, STORE_COUNTED } from '../../db/queries/recurrence/counted-query.ts';
import { SUMS_OF, type KeptSums } from '../../db/queries/rollup/rollup-query.ts';
import { TaskStatus } from '../../domain/enums.ts';
import { isValidOn } from '../../domain/evidence/validity.ts';
import { countedOccurrence, type CountableOccurrence } from '../../domain/recurrence/counted.ts';
import { readTaskFacts, statusFacts, statusToday, type FactsById } from '../plan/tasks/task-facts.ts';
import type { Tx } from '../transaction/command.ts';

/*
 * A series stands in progress and mitigation by one of its occurrences. Which one changes with what becomes of the others, and with the
 * day. So whatever changes one of them brings along those that come into the sums, or leave them, by it. What is counted is stored: what
 * takes a task out of the sums reads that.
 */

/** A change, with the occurrences that it moves into the sums or out of them. */
export interface CountedChange {
  readonly before: FactsById;
  readonly after: FactsById;
  /** The kept sums above what came along. */
  readonly sums: readonly KeptSums[];
}

type Row = RowOfStatement<typeof COUNTABLE_OCCURRENCES>;

/** The change with its occurrences counted as they stand after it; as it is where no series is concerned. */
export async function withCounted(
  tx: Tx,
  projectId: string,
  before: FactsById,
  after: FactsById,
): Promise<CountedChange> {
  const touched = [...before.values(), ...after.values()].flatMap(({ seriesId }) => seriesId ?? []);
  if (touched.length === 0) return { before, after, sums: [] };
  const [rows] = await tx.pipeline([step(COUNTABLE_OCCURRENCES, [[...new Set(touched)]])]);
  const known = rows.filter(({ taskId }) => after.has(taskId) || !before.has(taskId));
  const moved = flips(tx, known, after);
  if (moved.size === 0) return { before, after, sums: [] };
  const ids = [...moved.keys()];
  const absent = ids.filter((id) => !after.has(id));
  const read = absent.length === 0 ? new Map() : await readTaskFacts(tx, projectId, absent);
  const others: FactsById = new Map(absent.flatMap((id) => (read.has(id) ? [[id, read.get(id)]] : [])));
  // Behind the reading: what came along leaves the sums as it was counted until now.
  tx.defer(step(STORE_COUNTED, [ids, [...moved.values()]]));
  const all = new Map([...after, ...others]);
  for (const [id, isCounted] of moved) {
    const task = all.get(id);
    if (task !== undefined) all.set(id, { ...task, isCounted });
  }
  return { before: new Map([...before, ...others]), after: all, sums: await sumsAbove(tx, others) };
}

/** Whether each occurrence counts that has not counted so: by the ids of their tasks. */
function flips(tx: Tx, rows: readonly Row[], after: FactsById): ReadonlyMap<string, boolean> {
  const bySeries = new Map<string, Row[]>();
  for (const row of rows) bySeries.set(row.seriesId, [...(bySeries.get(row.seriesId) ?? []), row]);
  const moved = new Map<string, boolean>();
  for (const some of bySeries.values()) {
    const counted = countedOccurrence(
      some.map((row) => countable(tx, row, after)),
      tx.today,
    );
    for (const { taskId, isCounted } of some) {
      const was = after.get(taskId)?.isCounted ?? isCounted;
      if (was !== (taskId === counted)) moved.set(taskId, taskId === counted);
    }
  }
  return moved;
}

/** An occurrence as it stands after the change. */
function countable(tx: Tx, row: Row, after: FactsById): CountableOccurrence {
  const task = after.get(row.taskId);
  if (task === undefined) {
    const isProofCurrent = row.proofId !== null && isValidOn(row.validUntil, tx.today);
    return { ...row, isProofCurrent };
  }
  const { endDate: dueOn, requiresEvidence, isProofCurrent } = task;
  const isCompleted = statusToday(tx, statusFacts(tx, task, after)) === TaskStatus.COMPLETED;
  return {
    taskId: row.taskId,
    nominalOn: row.nominalOn,
    dueOn,
    isCompleted,
    requiresEvidence,
    isProofCurrent,
  };
}

async function sumsAbove(tx: Tx, tasks: FactsById): Promise<readonly KeptSums[]> {
  const nodes = [...tasks.values()].flatMap(({ phaseId, workPackageId }) =>
    workPackageId === null ? [phaseId] : [phaseId, workPackageId],
  );
  if (nodes.length === 0) return [];
  const [sums] = await tx.pipeline([step(SUMS_OF, [[...new Set(nodes)]])]);
  return sums;
}
