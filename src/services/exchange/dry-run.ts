import { CHECK_NOW } from '../../db/queries/exchange/imported-row-query.ts';
import type { Tx } from '../transaction/command.ts';

/** Thrown to take a dry run back; carries what it has found. */
export class RolledBack<T> extends Error {
  constructor(readonly found: T) {
    super('a dry run is rolled back');
  }
}

/** Sends what is still to be sent, checks what would be checked at the end, and takes all of it back. */
export async function rollBack<T>(tx: Tx, found: T): Promise<never> {
  await tx.run(CHECK_NOW);
  throw new RolledBack(found);
}
