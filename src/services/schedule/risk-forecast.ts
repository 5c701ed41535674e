import { MITIGATION_FORECASTS } from '../../db/queries/schedule/mitigation-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { isUuid } from '../../domain/uuid.ts';
import { mitigationForecast, type MitigationForecast } from '../../domain/schedule/mitigation-forecast.ts';

const NO_WORK = mitigationForecast([]);

/**
 * When a risk's mitigation is complete by the stored schedule, made of all live linked tasks of the organisation, whoever
 * asks. One statement for all risks of a tick.
 */
export function readMitigationForecast(loaders: Loaders, riskId: string): Promise<MitigationForecast> {
  const loader = loaders.custom<MitigationForecast>('mitigationForecast', async (ids, reader) => {
    const known = ids.filter(isUuid);
    const rows = known.length === 0 ? [] : await reader.rows(MITIGATION_FORECASTS, [known]);
    const byRisk = new Map(
      rows.map(({ key, forecastDate, promisedDate, isUnproven }) => {
        // The last day of all the work of a risk stands for it.
        const work = { hundredths: 1n, forecastEnd: forecastDate, promisedEnd: promisedDate, isUnproven };
        return [key, mitigationForecast([work])];
      }),
    );
    return ids.map((id) => byRisk.get(id) ?? NO_WORK);
  });
  return loader.load(riskId.toLowerCase());
}
