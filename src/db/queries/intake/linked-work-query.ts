import { statement } from '../../connection/statement.ts';

/** A kind of record of another module that tasks are linked to. */
export type LinkedKind = 'audit_finding' | 'control' | 'incident' | 'risk';

/** Sums over the live tasks that are linked to one record and have equally many live subtasks. */
export interface LinkedWork {
  /** Id of the record in the other module. */
  readonly key: string;
  /** Live subtasks of each task; 1 also for tasks without any. */
  readonly parts: bigint;
  readonly tasks: bigint;
  readonly completed: bigint;
  /** Completed, and proven where they or their subtasks require evidence. */
  readonly closable: bigint;
  /** Tasks below 100 percent. */
  readonly open: bigint;
  /** Sum of their subtasks' percentages, or of their own; to be divided by `parts`. */
  readonly percents: bigint;
  /** The same, each task's times its expected mitigation in hundredths of a percent; unproven ones left out. */
  readonly mitigated: bigint;
}

/**
 * The work on the records `$2` of the kind `$1`, in all of the organisation: what other modules decide by must not
 * depend on who asks. The function gives sums alone, a row for each record and number of subtasks.
 */
export const LINKED_WORK = statement(
  `SELECT key, parts, tasks, completed, closable, open, percents, mitigated FROM pit_ops.linked_work($1, $2::uuid[])`,
  'LinkedWork',
  [
    { property: 'key' },
    { property: 'parts', decode: BigInt },
    { property: 'tasks', decode: BigInt },
    { property: 'completed', decode: BigInt },
    { property: 'closable', decode: BigInt },
    { property: 'open', decode: BigInt },
    { property: 'percents', decode: BigInt },
    { property: 'mitigated', decode: BigInt },
  ],
);
