import { boolean, text } from '../connection/column-types.ts';
import { statement } from '../connection/statement.ts';

/** How a tenant's transaction begins and ends. */
export const BEGIN = statement('BEGIN');
export const COMMIT = statement('COMMIT');

/** What every write may need to know of its organisation comes along with the opening. */
export const ORGANISATION = statement(
  `SELECT time_zone, settings::text AS settings_text, EXISTS (SELECT FROM pit."user" WHERE id = pit_ops.ctx_user()) AS knows_actor,
     EXISTS (SELECT FROM pit_ops.deactivated_user WHERE id = pit_ops.ctx_user()) AS is_actor_gone
   FROM pit.organisation WHERE id = pit_ops.ctx_org()`,
  { timeZone: text, settingsText: text, knowsActor: boolean, isActorGone: boolean },
);
