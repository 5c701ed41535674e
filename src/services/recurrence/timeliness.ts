import { TIMELINESS_OF_SERIES, type TimelinessRow } from '../../db/queries/recurrence/timeliness-query.ts';
import { arrayLiteral } from '../../db/connection/parameters.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { shareInPercent } from '../../domain/rollup/progress.ts';

/** How punctual a series was; of its skipped dates nothing is said. */
export interface Timeliness {
  /** Occurrences that were completed behind their last day, and open ones behind it. */
  readonly late: number;
  readonly missed: number;
  /** Those that were completed by their last day, of them and the late and missed ones, in percent; null without any. */
  readonly onTimePercent: number | null;
}

/** How punctual one series was as of the day; one statement for all that are asked for in a tick. */
export function readTimeliness(loaders: Loaders, seriesId: string, today: string): Promise<Timeliness> {
  const loader = loaders.custom<Timeliness>('timelinessOfSeries', async (ids, reader) => {
    const rows = await reader.rows(TIMELINESS_OF_SERIES, [arrayLiteral(ids), today]);
    const byId = new Map(rows.map((row) => [row.id, judged(row)]));
    return ids.map((id) => byId.get(id) ?? NOTHING);
  });
  return loader.load(seriesId);
}

const NOTHING: Timeliness = { late: 0, missed: 0, onTimePercent: null };

function judged({ onTime, late, missed }: TimelinessRow): Timeliness {
  const all = onTime + late + missed;
  return { late, missed, onTimePercent: all === 0 ? null : shareInPercent(onTime, all) };
}
