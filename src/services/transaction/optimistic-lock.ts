import { asShown, currentRowStatement } from '../../db/queries/plan/current-row-query.ts';
import type { EntityClass } from '../../db/read/table.ts';
import { conflict } from '../../domain/errors.ts';
import type { Tx } from './command.ts';

/** A row as a verb has read it. `updatedAt` is strictly increasing, so it names one version. */
export interface Versioned {
  readonly id: string;
  readonly updatedAt: string;
}

/**
 * Optimistic concurrency control: goes on only if the row is still the version that the caller has seen; without `ifUpdatedAt` any version will do.
 * @throws PitError CONFLICT with the current row in `detail.current`.
 */
export async function requireUnmodified(
  tx: Tx,
  entity: EntityClass,
  row: Versioned,
  ifUpdatedAt: string | null | undefined,
): Promise<void> {
  if (ifUpdatedAt === null || ifUpdatedAt === undefined) return;
  if (Date.parse(ifUpdatedAt) === Date.parse(row.updatedAt)) return;
  const { rows } = await tx.run(currentRowStatement(entity), [row.id]);
  throw conflict('Somebody has changed it since; look at the current state and decide again.', {
    field: 'input.ifUpdatedAt',
    expected: new Date(row.updatedAt).toISOString(),
    actual: ifUpdatedAt,
    current: rows[0] === undefined ? null : asShown(entity, rows[0]),
  });
}
