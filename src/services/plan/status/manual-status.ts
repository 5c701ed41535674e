import { step } from '../../../db/connection/pipeline.ts';
import { SET_MARK } from '../../../db/queries/plan/tasks/manual-status-query.ts';
import type { ManualStatus } from '../../../domain/plan/status.ts';
import type { Tx } from '../../transaction/command.ts';

/** What is kept of a task or subtask beside its row. */
export interface ManualStatusMark {
  readonly hand: ManualStatus;
  /** Why it is blocked; kept as it is unless stated. */
  readonly reason?: string;
  /** Progress in percent from which it is claimed to be complete; kept where it was claimed already. */
  readonly progressBefore?: number;
}

/** Stores what was said by hand of a task or subtask. */
export function saveManualStatus(tx: Tx, nodeId: string, taskId: string, mark: ManualStatusMark): void {
  const { isStarted, isBlocked, completion } = mark.hand;
  const { reason = null, progressBefore = null } = mark;
  const values = [nodeId, taskId, isStarted, isBlocked, reason, completion, progressBefore];
  tx.defer(step(SET_MARK, values));
}
