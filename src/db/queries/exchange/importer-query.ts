import { uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { ActorRole } from '../../../domain/enums.ts';
export const FIND_IMPORTER = statement(
  `
  SELECT id, role FROM pit."user"
  WHERE CASE WHEN $1::text IS NULL THEN role = 'admin' ELSE id::text = lower($1) OR lower(email) = lower($1) END
  ORDER BY lower(email) LIMIT 1`,
  { id: uuid, role: word<ActorRole>() },
);

/** A row where the actor's organisation is known. */
export const OWN_ORGANISATION = statement('SELECT FROM pit.organisation');
