import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * Which of many actors may see a project now, asked in one statement by the service itself, which has an event to give to all of them.
 * The rule is that of the policy `visible` of `pit.project`, with each actor's claims in the place of the context's;
 * `tests/db/tenancy/access/project-readers.test.ts` holds the two together.
 */
export class ProjectReaders1700000124000 implements MigrationInterface {
  name = 'ProjectReaders1700000124000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${READERS}${ownedByDefiner([FUNCTION], 'pit_app')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`SET LOCAL ROLE pit_definer; DROP FUNCTION ${FUNCTION}; SET LOCAL ROLE pit_owner`);
  }
}

const FUNCTION = 'pit_ops.project_readers(uuid, uuid[], text[], text[])';

const READERS = `
  CREATE FUNCTION pit_ops.project_readers(asked uuid, users uuid[], roles text[], divisions text[])
    RETURNS SETOF bigint
    LANGUAGE sql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    SELECT reader.place
    FROM pit.project
    CROSS JOIN unnest(users, roles, divisions) WITH ORDINALITY AS claimed (user_id, role, divisions, place)
    CROSS JOIN LATERAL (
      SELECT claimed.user_id, claimed.role, claimed.place, CASE
          WHEN claimed.divisions <> '*' THEN coalesce(string_to_array(nullif(claimed.divisions, ''), ',')::uuid[], '{}')
          WHEN claimed.role IN ('admin', 'foreman', 'service') THEN pit_ops.all_divisions()
          ELSE '{}'
        END AS divisions
      OFFSET 0
    ) AS reader
    WHERE pit_ops.ctx_role() = 'service' AND project.org_id = pit_ops.ctx_org() AND project.id = asked
      AND project.deleted_at IS NULL
      AND (reader.role = 'service' OR project.division_id IS NULL OR project.division_id = ANY (reader.divisions)
        OR project.owner_id = reader.user_id OR project.sponsor_id = reader.user_id
        OR EXISTS (SELECT FROM pit_ops.project_access AS work
          WHERE work.user_id = reader.user_id AND work.project_id = project.id AND work.org_id = project.org_id OFFSET 0)
        OR NOT EXISTS (SELECT FROM pit.division
          WHERE division.org_id = project.org_id AND division.id <> ALL (reader.divisions)));
  END;
  COMMENT ON FUNCTION ${FUNCTION} IS
    'The places, from 1, of those actors who see the project now: by user, role and division ids in one text, as a context has them. For the service alone.';`;
