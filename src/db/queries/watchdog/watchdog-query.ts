import { json, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Alerts of the project `$1` that are not resolved. */
export const OPEN_ALERTS = statement(
  `SELECT id, code, message, data FROM pit.watchdog_alert WHERE project_id = $1 AND resolved_at IS NULL`,
  { id: uuid, code: text, message: text, data: json<Readonly<Record<string, unknown>>>() },
);

const ALERT_ID = { id: uuid };

/**
 * Raises alerts in the project `$1`: severities `$2`, codes `$3`, messages `$4`, data `$5`. One that is open already is
 * left to whoever raised it.
 */
export const RAISE_ALERTS = statement(
  `INSERT INTO pit.watchdog_alert (project_id, severity, code, message, data)
  SELECT $1, severity, code, message, data::jsonb
  FROM unnest($2::pit.alert_severity_enum[], $3::text[], $4::text[], $5::text[]) AS f(severity, code, message, data)
  ON CONFLICT DO NOTHING RETURNING id`,
  ALERT_ID,
);

/** Says of the open alerts `$1` what is so now: severities `$2`, messages `$3`, data `$4`. */
export const CHANGE_ALERTS = statement(
  `UPDATE pit.watchdog_alert a SET severity = f.severity, message = f.message, data = f.data::jsonb
  FROM unnest($1::uuid[], $2::pit.alert_severity_enum[], $3::text[], $4::text[]) AS f(id, severity, message, data)
  WHERE a.id = f.id AND a.resolved_at IS NULL RETURNING a.id`,
  ALERT_ID,
);

/** Resolves the alerts `$1`. */
export const RESOLVE_ALERTS = statement(
  `UPDATE pit.watchdog_alert SET resolved_at = now() WHERE id = ANY ($1::uuid[]) AND resolved_at IS NULL RETURNING id`,
  ALERT_ID,
);

/** Resolves the open alerts of the project `$1` about the task `$2`. */
export const RESOLVE_ALERTS_OF_TASK = statement(
  `UPDATE pit.watchdog_alert SET resolved_at = now()
  WHERE project_id = $1 AND resolved_at IS NULL AND data ->> 'subject' = $2 RETURNING id`,
  ALERT_ID,
);
