import { PAUSE_SERIES, RESUME_SERIES, SERIES_ROOM } from '../../db/queries/recurrence/series-query.ts';
import { requireSeriesRoom, requireState, SeriesState } from '../../domain/recurrence/series.ts';
import { openSeries, told, type ChangedSeries } from './series.ts';
import type { Tx } from '../transaction/command.ts';

export interface PauseSeriesInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

/**
 * Has a series make no occurrences until it is resumed. Those that there are stay, open ones too.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT where it makes none anyway.
 */
export async function pauseSeries(tx: Tx, input: PauseSeriesInput): Promise<ChangedSeries> {
  const { series } = await openSeries(tx, 'pauseSeries', input.id, { field: 'input.id', ...input });
  requireState(series.state, SeriesState.ACTIVE);
  await tx.run(PAUSE_SERIES, [series.id]);
  return told(tx, series);
}

/**
 * Has a series go on that has paused: from the next date after today. Dates that passed meanwhile leave no row, since nobody was to do
 * them.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT where it has not paused; BAD_USER_INPUT where the project has as many as it may.
 */
export async function resumeSeries(tx: Tx, input: PauseSeriesInput): Promise<ChangedSeries> {
  const { project, series } = await openSeries(tx, 'resumeSeries', input.id, { field: 'input.id', ...input });
  requireState(series.state, SeriesState.PAUSED);
  const { rows } = await tx.run(SERIES_ROOM, [project.id, null]);
  requireSeriesRoom(rows[0]?.active ?? 0, 'input.id');
  await tx.run(RESUME_SERIES, [series.id]);
  return told(tx, series);
}
