import { ORIGIN_COUNTS, type OriginCounts } from '../../db/queries/intake/origin-summary-query.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import { requireReference } from '../../domain/text.ts';
import { shareInPercent } from '../../domain/rollup/progress.ts';
import type { SourceModule } from '../../domain/enums.ts';

/** What of a request this reading needs. */
interface Reading {
  rows<R extends object>(statement: Statement<R>, values: readonly Value[]): Promise<R[]>;
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
  const [counts] = await reading.rows(ORIGIN_COUNTS, [module, wanted, await reading.today()]);
  if (counts === undefined) throw new Error('the database counted nothing');
  const all = counts.open + counts.completed;
  return { ...counts, completionPercent: all === 0 ? null : shareInPercent(counts.completed, all) };
}
