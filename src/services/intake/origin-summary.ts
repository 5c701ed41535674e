import { ORIGIN_COUNTS, type OriginCounts } from '../../db/queries/intake/origin-summary-query.ts';
import type { Parameter, Statement } from '../../db/connection/statement.ts';
import type { Row } from '../../db/connection/decode.ts';
import { requireReference } from '../../domain/text.ts';
import { shareInPercent } from '../../domain/rollup/progress.ts';
import type { SourceModule } from '../../domain/enums.ts';

/** What of a request this reading needs. */
interface Reading {
  rows(statement: Statement, values: Parameter[]): Promise<Row[]>;
  today(): Promise<string>;
}

export interface OriginSummary extends OriginCounts {
  /** Completed tasks in percent of all tasks, two decimals; null without tasks. */
  readonly completionPercent: number | null;
}

/** What became of what another module found. Refuses a reference that is no text of 1 to 200 characters. */
export async function readOriginSummary(
  reading: Reading,
  module: SourceModule,
  reference: string,
): Promise<OriginSummary> {
  const wanted = requireReference(reference, 'sourceReferenceId');
  const [row] = await reading.rows(ORIGIN_COUNTS, [module, wanted, await reading.today()]);
  const counts = row as unknown as OriginCounts;
  const all = counts.open + counts.completed;
  return { ...counts, completionPercent: all === 0 ? null : shareInPercent(counts.completed, all) };
}
