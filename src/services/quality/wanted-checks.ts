import { step } from '../../db/connection/pipeline.ts';
import { WANT_CHECKS } from '../../db/queries/quality/quality-run-query.ts';
import type { Tx } from '../transaction/command.ts';

/**
 * Has the quality checks of projects run once this transaction is over: after what makes much work at once.
 * @param afterSeconds that long after it; whoever wants them sooner has them sooner.
 */
export function wantChecks(tx: Tx, projectIds: readonly string[], afterSeconds = 0): void {
  if (projectIds.length > 0) tx.defer(step(WANT_CHECKS, [projectIds, afterSeconds]));
}
