import { parameters } from '../db/statement.ts';
import { SET_MARK } from '../db/work-mark-query.ts';
import type { HandState } from '../domain/status.ts';
import type { Tx } from './write.ts';

/** What is kept of a task or subtask beside its row. */
export interface Mark {
  readonly hand: HandState;
  /** Why it is blocked; kept as it is unless stated. */
  readonly reason?: string;
  /** Progress in percent from which it is claimed to be complete; kept where it was claimed already. */
  readonly progressBefore?: number;
}

/** Stores what was said by hand of a task or subtask. */
export function setMark(tx: Tx, nodeId: string, taskId: string, mark: Mark): void {
  const { isStarted, isBlocked, completion } = mark.hand;
  const { reason = null, progressBefore = null } = mark;
  const values = parameters([nodeId, taskId, isStarted, isBlocked, reason, completion, progressBefore]);
  tx.later({ statement: SET_MARK, values });
}
