import { bigint, date, exactBigint, neverNull, uuid } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

/** A kind of record of another module that tasks are linked to. */
export type LinkedKind = 'audit_finding' | 'control' | 'incident' | 'risk';

/**
 * The work on the records `$2` of the kind `$1`, in all of the organisation: what other modules decide by must not
 * depend on who asks. The function gives sums alone, a row for each record and number of subtasks.
 */
export const LINKED_WORK = statement(
  `SELECT key, parts, tasks, completed, closable, open, percents, mitigated FROM pit_ops.linked_work($1, $2::uuid[])`,
  {
    /** Id of the record in the other module. */
    key: uuid,
    /** Live subtasks of each task; 1 also for tasks without any. */
    parts: exactBigint,
    tasks: exactBigint,
    completed: exactBigint,
    /** Completed, and proven where they or their subtasks require evidence. */
    closable: exactBigint,
    /** Tasks below 100 percent. */
    open: exactBigint,
    /** Sum of their subtasks' percentages, or of their own; to be divided by `parts`. */
    percents: exactBigint,
    /** The same, each task's times its expected mitigation in hundredths of a percent; unproven ones left out. */
    mitigated: exactBigint,
  },
);

/** Sums over the live tasks that are linked to one record and have equally many live subtasks. */
export type LinkedWork = RowOfStatement<typeof LINKED_WORK>;

/**
 * Of the records `$2` of the kind `$1` those with committed work: the latest day of their live tasks, and how often days of these were
 * moved. In all of the organisation, as `LINKED_WORK`.
 */
export const COMMITTED_WORK = statement(
  `SELECT key, due_on, extensions FROM pit_ops.committed_work($1, $2::uuid[])`,
  { key: uuid, dueOn: neverNull(date, 'the column'), extensions: bigint },
);

export type CommittedWork = RowOfStatement<typeof COMMITTED_WORK>;
