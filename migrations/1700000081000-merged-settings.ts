import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SYNC_DIRECTORY } from './1700000021000-platform-doors.ts';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';
import { replaced } from './sql/replaced.ts';

/** A change of an organisation's settings leaves alone what it does not name. */
export class MergedSettings1700000081000 implements MigrationInterface {
  name = 'MergedSettings1700000081000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MERGE_SETTINGS);
    await runner.query(LOCK_ORGANISATION);
    await runner.query(CHANGE_SETTINGS);
    await runner.query(ownedByDefiner(DOORS, 'pit_app, pit_foreman'));
    await runner.query(redefinedByDefiner(`${MERGING_SYNC};`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(`${replaced(SYNC_DIRECTORY, CREATE, REPLACE)};`));
    await runner.query(`DROP FUNCTION ${DOORS.join(', ')}, pit_ops.merge_settings(jsonb, jsonb)`);
  }
}

const DOORS = ['pit_ops.lock_organisation()', 'pit_ops.change_settings(jsonb)'];
const CREATE = 'CREATE FUNCTION';
const REPLACE = 'CREATE OR REPLACE FUNCTION';

export const MERGE_SETTINGS = `
  CREATE FUNCTION pit_ops.merge_settings(stored jsonb, change jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN jsonb_strip_nulls(stored || coalesce(change, '{}') || CASE
    WHEN jsonb_typeof(change -> 'watchdog') = 'object'
    THEN jsonb_build_object('watchdog', coalesce(stored -> 'watchdog', '{}') || (change -> 'watchdog'))
    ELSE '{}' END);
  COMMENT ON FUNCTION pit_ops.merge_settings(jsonb, jsonb) IS
    'Settings after a change: a value sets, null goes back to the default, what is absent stays; thresholds of the watchdog each by its name.'`;

const GOVERNS = `pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'service')`;

const LOCK_ORGANISATION = `
  CREATE FUNCTION pit_ops.lock_organisation() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF ${GOVERNS} THEN
      RAISE EXCEPTION 'only administrators and the service change an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM pit.organisation WHERE id = pit_ops.ctx_org() FOR NO KEY UPDATE;
  END $$;
  COMMENT ON FUNCTION pit_ops.lock_organisation() IS
    'Locks the row of the caller''s organisation until the transaction ends, so that what is read of it after that is current.'`;

const CHANGE_SETTINGS = `
  CREATE FUNCTION pit_ops.change_settings(change jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    merged jsonb;
  BEGIN
    IF ${GOVERNS} THEN
      RAISE EXCEPTION 'only administrators and the service change an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE pit.organisation AS kept SET settings = pit_ops.merge_settings(kept.settings, change)
      WHERE kept.id = pit_ops.ctx_org() RETURNING kept.settings INTO merged;
    RETURN merged;
  END $$;
  COMMENT ON FUNCTION pit_ops.change_settings(jsonb) IS
    'Merges a change into the settings of the caller''s organisation; answers all that are stored then.'`;

/** Settings that come with a directory are merged too, and answered as they are stored then. */
export const MERGING_SYNC = [
  [CREATE, REPLACE],
  [`coalesce(given.settings, '{}')`, `pit_ops.merge_settings('{}', nullif(given.settings, 'null'))`],
  [
    `coalesce(directory -> 'organisation' -> 'settings', kept.settings)`,
    `pit_ops.merge_settings(kept.settings, nullif(directory -> 'organisation' -> 'settings', 'null'))`,
  ],
  [
    `'teams', teams, 'memberships', memberships);`,
    `'teams', teams, 'memberships', memberships) || CASE
        WHEN directory -> 'organisation' ? 'settings'
        THEN jsonb_build_object('settings', (SELECT settings FROM pit.organisation WHERE id = org)) ELSE '{}' END;`,
  ],
].reduce((text, [from = '', to = '']) => replaced(text, from, to), SYNC_DIRECTORY);
