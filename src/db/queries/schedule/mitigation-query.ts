import { boolean, date, nullable, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * When the work that mitigates the risks `$1::uuid[]` is done, in all of the organisation: what other modules decide by
 * must not depend on who asks. A row for each risk that some work mitigates.
 */
export const MITIGATION_FORECASTS = statement(
  `SELECT key, forecast_date, promised_date, is_unproven FROM pit_ops.mitigation_forecast($1::uuid[])`,
  { key: uuid, forecastDate: nullable(date), promisedDate: nullable(date), isUnproven: boolean },
);
