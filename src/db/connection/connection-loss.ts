import { PitError } from '../../domain/errors.ts';

/** SQLSTATEs and Node's words for a connection that is gone: ended by the server, or broken. */
const LOST = new Set(['57P01', '57P02', '57P03', '08006', '08003', 'ECONNRESET', 'EPIPE']);
/** What the driver says where it has no code for it. */
const LOST_MESSAGE = /^(Connection terminated|Client has encountered a connection error)/;

/** Whether an error means that the connection is gone, rather than that the statement was wrong. */
export function isConnectionLoss(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return LOST.has(code) || LOST_MESSAGE.test(message);
}

/** A prepared statement whose table has changed: its answer would have other types than were promised. */
const STALE_PLAN = '0A000';

/** Whether a connection's prepared statement is outdated. The same work succeeds on a connection that prepares it anew. */
export function isStalePlan(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === STALE_PLAN;
}

/** The connection of a transaction went away. */
export class ConnectionLost extends PitError {
  constructor(
    /** Whether it is certain that nothing was stored, so that the work may be done again. */
    readonly isUndone: boolean,
  ) {
    super(
      'UNAVAILABLE',
      isUndone
        ? 'The database cannot be reached now; try again shortly.'
        : 'The connection broke while the change was being stored. Look whether it is there; a request with an idempotencyKey may simply be repeated.',
    );
  }
}
