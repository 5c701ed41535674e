import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';

/** One origin, at most one open task in the organisation; and references of other modules in one spelling, NFC. */
export class OpenOrigin1700000050000 implements MigrationInterface {
  name = 'OpenOrigin1700000050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rewriting(['pit.task', 'pit.task_progress_log'], `${NORMALISE}${GIVE_UP_DOUBLES}`));
    await runner.query(`
      ALTER TABLE pit.task ADD CONSTRAINT task_source_reference_id_nfc_check
        CHECK (source_reference_id IS NFC NORMALIZED);
      CREATE UNIQUE INDEX task_open_origin_key ON pit.task (org_id, source_module, source_reference_id)
        WHERE source_reference_id IS NOT NULL AND deleted_at IS NULL AND status <> 'completed'`);
    await runner.query(`${OPEN_ORIGINS}${ownedByDefiner([DOOR], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${DOOR};
      DROP INDEX pit.task_open_origin_key;
      ALTER TABLE pit.task DROP CONSTRAINT task_source_reference_id_nfc_check`);
  }
}

const DOOR = 'pit_ops.open_origins(text[], text[])';

// Composition may lengthen a text. A reference that outgrows its bound could never be named by its module again.
const NORMALISE = `
  DO $$
  DECLARE
    normalised bigint;
  BEGIN
    UPDATE pit.task SET source_reference_id = normalize(source_reference_id, NFC)
      WHERE source_reference_id IS NOT NFC NORMALIZED AND length(normalize(source_reference_id, NFC)) <= 200;
    GET DIAGNOSTICS normalised = ROW_COUNT;
    RAISE NOTICE '% references of tasks were brought into Unicode NFC', normalised;
  END $$;`;

// The older task keeps the reference; the younger says in its description, or where that is full in its progress log,
// what it came from.
const GIVE_UP_DOUBLES = `
  CREATE TEMP TABLE origin_given_up ON COMMIT DROP AS
    SELECT id, org_id, owner_id, progress_percent, status, length(coalesce(description, '')) + length(note) + 2 <= 10000 AS fits, note
    FROM (
      SELECT t.*, format('Raised by %s from "%s"%s.', t.source_module, t.source_reference_id,
        CASE WHEN t.source_reference_id IS NFC NORMALIZED
          THEN ', which is the origin of the open task ' || t.keeper ELSE ', a reference too long in Unicode NFC' END) AS note
      FROM (
        SELECT task.*, first_value(id) OVER origin AS keeper, row_number() OVER origin AS place,
          deleted_at IS NULL AND status <> 'completed' AS is_open
        FROM pit.task WHERE source_reference_id IS NOT NULL
        WINDOW origin AS (PARTITION BY org_id, source_module, source_reference_id,
          deleted_at IS NULL AND status <> 'completed' ORDER BY created_at, id)) AS t
      WHERE t.is_open AND t.place > 1 OR t.source_reference_id IS NOT NFC NORMALIZED) AS given_up;
  UPDATE pit.task SET source_reference_id = NULL, description = CASE
      WHEN NOT o.fits THEN description WHEN description IS NULL THEN o.note ELSE description || E'\\n\\n' || o.note END
    FROM origin_given_up AS o WHERE o.id = task.id;
  INSERT INTO pit.task_progress_log (org_id, task_id, user_id, old_progress_percent, new_progress_percent, old_status,
      new_status, comment)
    SELECT org_id, id, owner_id, progress_percent, progress_percent, status, status, note FROM origin_given_up WHERE NOT fits;
  DO $$ BEGIN
    RAISE NOTICE '% tasks gave the reference of their origin up to an older open one', (SELECT count(*) FROM origin_given_up);
  END $$;
  DROP TABLE origin_given_up;`;

const OPEN_ORIGINS = `
  CREATE FUNCTION ${DOOR.replace('text[], text[]', 'modules text[], reference_ids text[]')} RETURNS TABLE (
      source_module text, source_reference_id text, task_id uuid) LANGUAGE sql STABLE ROWS 10
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    SELECT origin.module, origin.reference_id, task.id
    FROM unnest(modules, reference_ids) AS origin (module, reference_id)
    JOIN pit.task AS task ON task.source_reference_id = origin.reference_id
      AND task.source_module = origin.module::pit.pit_source_module_enum
    WHERE task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL AND task.status <> 'completed';
  END;
  COMMENT ON FUNCTION ${DOOR} IS
    'The open task of each of these origins in the caller''s organisation, whether the caller may see it or not.';`;
