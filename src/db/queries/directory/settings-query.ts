import { json, nullable, timestamp, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
export const LOCK = statement('SELECT pit_ops.lock_organisation()');

export const LOCKED = statement(
  `
  SELECT id, updated_at::timestamptz AS "updatedAt" FROM pit.organisation WHERE id = pit_ops.ctx_org()`,
  { id: uuid, updatedAt: timestamp },
);

export const CHANGE = statement('SELECT pit_ops.change_settings($1) AS settings', {
  settings: nullable(json<object>()),
});
