import { EXPORT_OF_DIGEST } from '../../../db/queries/exchange/export-job-query.ts';
import type { Tx } from '../../transaction/command.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';

/** An export of the organisation as its record and the audit trail have it. */
export type RecordedExport = RowOfStatement<typeof EXPORT_OF_DIGEST>;

/** The export that wrote the file with this digest; null where none did. */
export async function recordedExport(tx: Pick<Tx, 'run'>, sha256: string): Promise<RecordedExport | null> {
  const { rows } = await tx.run(EXPORT_OF_DIGEST, [sha256]);
  return rows[0] ?? null;
}
