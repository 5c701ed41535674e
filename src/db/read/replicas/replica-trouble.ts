import { PitError } from '../../../domain/errors.ts';
import { isConnectionLoss, isStalePlan } from '../../connection/connection-loss.ts';

/**
 * SQLSTATE classes and codes, and Node's, that are about the replica and not about the statement: a conflict with recovery (40001),
 * recovery that does not allow it (25006, 55000), resources, shutdown, corruption, faults of the server, no connection.
 */
const TROUBLE = /^(25006|40001|40P01|55000|53|57P|58|08|XX|28|3D000|E[A-Z]{4,})/;

/** Whether a read that failed on a replica may succeed on the primary. A statement that took too long would there as well. */
export function isReplicaTrouble(error: unknown): boolean {
  if (error instanceof PitError) return error.code === 'UNAVAILABLE';
  if (isConnectionLoss(error) || isStalePlan(error)) return true;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && TROUBLE.test(code);
}
