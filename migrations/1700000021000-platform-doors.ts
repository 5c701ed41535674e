import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** The narrow doors that platform jobs use: the directory's synchronisation, and the list of whom to work for. */
export class PlatformDoors1700000021000 implements MigrationInterface {
  name = 'PlatformDoors1700000021000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT, INSERT, UPDATE ON pit.organisation, pit.division, pit."user", pit.team, pit.team_membership
        TO pit_definer;
      GRANT EXECUTE ON FUNCTION pit_ops.ensure_progress_partitions(integer, integer) TO pit_app`);
    await runner.query(SYNC_DIRECTORY);
    await runner.query(LIST_ORGANISATIONS);
    await runner.query(
      ownedByDefiner(['pit_ops.sync_directory(jsonb)', 'pit_ops.list_organisations()'], 'pit_app'),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION pit_ops.sync_directory(jsonb), pit_ops.list_organisations();
      REVOKE EXECUTE ON FUNCTION pit_ops.ensure_progress_partitions(integer, integer) FROM pit_app;
      REVOKE ALL ON pit.organisation, pit.division, pit."user", pit.team, pit.team_membership FROM pit_definer`);
  }
}

// org_id is always the context's. An id that another organisation holds is refused, and not taken over.
export const SYNC_DIRECTORY = `
  CREATE FUNCTION pit_ops.sync_directory(directory jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    org uuid := pit_ops.ctx_org();
    organisations integer;
    divisions integer;
    users integer;
    teams integer;
    memberships integer;
  BEGIN
    IF pit_ops.ctx_role() <> 'service' OR org IS NULL THEN
      RAISE EXCEPTION 'only the service writes the directory' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (directory -> 'organisation' ->> 'id')::uuid <> org THEN
      RAISE EXCEPTION 'the organisation is not the caller''s' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit.organisation AS kept (id, name, time_zone, settings)
      SELECT org, given.name, coalesce(given.time_zone, 'UTC'), coalesce(given.settings, '{}')
      FROM jsonb_to_record(directory -> 'organisation') AS given (name text, time_zone text, settings jsonb)
      WHERE directory ? 'organisation'
      ON CONFLICT (id) DO UPDATE SET name = excluded.name,
        time_zone = coalesce(directory -> 'organisation' ->> 'time_zone', kept.time_zone),
        settings = coalesce(directory -> 'organisation' -> 'settings', kept.settings);
    GET DIAGNOSTICS organisations = ROW_COUNT;
    INSERT INTO pit.division AS kept (id, org_id, name)
      SELECT given.id, org, given.name
      FROM jsonb_to_recordset(coalesce(directory -> 'divisions', '[]')) AS given (id uuid, name text)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE kept.org_id = org;
    GET DIAGNOSTICS divisions = ROW_COUNT;
    INSERT INTO pit."user" AS kept (id, org_id, name, email, role)
      SELECT given.id, org, given.name, given.email, coalesce(given.role, 'member')
      FROM jsonb_to_recordset(coalesce(directory -> 'users', '[]')) AS given (id uuid, name text, email text, role text)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, role = excluded.role
      WHERE kept.org_id = org;
    GET DIAGNOSTICS users = ROW_COUNT;
    INSERT INTO pit.team AS kept (id, org_id, name, manager_id)
      SELECT given.id, org, given.name, given.manager_id
      FROM jsonb_to_recordset(coalesce(directory -> 'teams', '[]')) AS given (id uuid, name text, manager_id uuid)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, manager_id = excluded.manager_id WHERE kept.org_id = org;
    GET DIAGNOSTICS teams = ROW_COUNT;
    INSERT INTO pit.team_membership AS kept (id, org_id, team_id, user_id, role)
      SELECT coalesce(given.id, gen_random_uuid()), org, given.team_id, given.user_id, coalesce(given.role, 'member')
      FROM jsonb_to_recordset(coalesce(directory -> 'memberships', '[]'))
        AS given (id uuid, team_id uuid, user_id uuid, role text)
      ON CONFLICT (team_id, user_id) DO UPDATE SET role = excluded.role WHERE kept.org_id = org;
    GET DIAGNOSTICS memberships = ROW_COUNT;
    IF divisions + users + teams + memberships <> (
        SELECT coalesce(sum(jsonb_array_length(value)), 0) FROM jsonb_each(directory)
        WHERE key IN ('divisions', 'users', 'teams', 'memberships')) THEN
      RAISE EXCEPTION 'an id of the directory is taken' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN jsonb_build_object('organisations', organisations, 'divisions', divisions, 'users', users,
      'teams', teams, 'memberships', memberships);
  END $$;
  COMMENT ON FUNCTION pit_ops.sync_directory(jsonb) IS
    'Upserts {organisation, divisions, users, teams, memberships}, keyed as their columns, in the caller''s organisation; never deletes. Answers how many rows of each were taken.'`;

const LIST_ORGANISATIONS = `
  CREATE FUNCTION pit_ops.list_organisations() RETURNS TABLE (id uuid, time_zone text, settings jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists organisations' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id, each.time_zone, each.settings FROM pit.organisation AS each
      WHERE each.id <> '00000000-0000-0000-0000-0000000000fe' ORDER BY each.id;
  END $$;
  COMMENT ON FUNCTION pit_ops.list_organisations() IS
    'Every organisation but the platform''s own: whom a job has to work for, one context each.'`;
