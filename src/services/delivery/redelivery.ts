import { REDELIVER_MESSAGES } from '../../db/queries/delivery/redelivery-query.ts';
import { badInput } from '../../domain/errors.ts';
import { requireMay } from '../../domain/directory/permissions.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { Tx } from '../transaction/command.ts';

/** Deliveries that one request sends again. */
export const MOST_REDELIVERED = 1_000;

/** Deliveries by their ids, or all dead ones since a moment. */
export interface Redelivery {
  readonly ids?: readonly string[] | null;
  readonly since?: string | null;
}

/**
 * What is to be sent again, as it is asked for: either ids, at most 1,000, or a moment.
 * @throws PitError BAD_USER_INPUT for both, for none, and for too many.
 */
export function requireRedelivery({ ids, since }: Redelivery): { ids: string[]; since: string | null } {
  if ((ids == null) === (since == null)) {
    throw badInput('Either deliveries or a moment are to be named.', {
      field: 'input',
      expected: 'ids or since',
    });
  }
  if ((ids?.length ?? 0) > MOST_REDELIVERED) {
    const expected = `at most ${MOST_REDELIVERED}`;
    throw badInput('Too many deliveries at once.', { field: 'input.ids', expected, actual: ids?.length });
  }
  return { ids: ids?.filter(isUuid) ?? [], since: since ?? null };
}

/**
 * Sends dead e-mails and messages to browsers again: of the actor, and of everybody where they administer the organisation.
 * Whether their reader may still read them, and wants to be told now, is looked at as they leave. Answers how many.
 */
export async function redeliverMessages(tx: Tx, input: Redelivery): Promise<{ redelivered: number }> {
  const { role, overrideReason } = tx.actor;
  requireMay('redeliverMessages', { role, relations: [], overrideReason });
  const { ids, since } = requireRedelivery(input);
  const { rowCount } = await tx.run(REDELIVER_MESSAGES, [ids, since, MOST_REDELIVERED]);
  return { redelivered: rowCount };
}
