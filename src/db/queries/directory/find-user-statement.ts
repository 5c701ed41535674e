import type pg from 'pg';
import type { ActorRole } from '../../../domain/enums.ts';

export interface FoundUser {
  id: string;
  orgId: string;
  name: string;
  role: ActorRole;
  organisation: string;
  /** Every division of the organisation: who belongs to which is known to the identity provider alone. */
  divisionIds: string[];
}

const FIND_USER = `
  SELECT u.id, u.org_id AS "orgId", u.name, u.role, o.name AS organisation,
    ARRAY(SELECT d.id FROM pit.division AS d WHERE d.org_id = u.org_id ORDER BY d.id) AS "divisionIds"
  FROM pit."user" AS u
  JOIN pit.organisation AS o ON o.id = u.org_id
  WHERE u.id::text = lower($1) OR lower(u.email) = lower($1)
  ORDER BY o.name, u.id`;

/** Who goes by an id or e-mail address, among those whom the connection may see. */
export async function findUser(client: pg.ClientBase, who: string): Promise<FoundUser[]> {
  return (await client.query<FoundUser>(FIND_USER, [who])).rows;
}
