import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * The folded text of tasks beside them, with an index of its trigrams: a search without a hit read every task of the
 * organisation. Beside them, since each change of a task writes all indexes of its table anew, and progress is no text.
 * A server without the extensions `pg_trgm` and `btree_gin` has no index; searches then read on in the order of the list.
 */
export class TaskSearch1700000108200 implements MigrationInterface {
  name = 'TaskSearch1700000108200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TABLE_SQL}${wall(TABLE)}`);
    await runner.query(rewriting(['pit.task'], FILL, [TABLE]));
    await runner.query(`${INDEX}${BEGIN}${KEEP}${END}${SEARCH}${COUNT_WRONG}
      ${ownedByDefiner([...TRIGGER_FUNCTIONS, COUNT_FUNCTION], 'pit_owner')}
      ${ownedByDefiner([SEARCH_FUNCTION], 'pit_app, pit_foreman')}
      ${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${[...TRIGGER_FUNCTIONS, SEARCH_FUNCTION, COUNT_FUNCTION].join(', ')} CASCADE;
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE};
      DROP SCHEMA IF EXISTS pit_ext CASCADE`);
  }
}

const TABLE = 'pit_ops.task_text';
const SEARCH_FUNCTION = 'pit_ops.search_task_ids(text, integer)';
const COUNT_FUNCTION = 'pit_ops.count_wrong_task_texts()';
const TRIGGER_FUNCTIONS = [
  'pit_ops.begin_task_text()',
  'pit_ops.keep_task_text()',
  'pit_ops.end_task_text()',
];

const textOf = (row: string): string =>
  `pit_ops.fold_text(${row}.name) || E'\\n' || pit_ops.fold_text(coalesce(${row}.description, ''))`;

const TABLE_SQL = `
  CREATE TABLE ${TABLE} (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    words text NOT NULL
  );
  COMMENT ON TABLE ${TABLE} IS 'Name and description of each task as searches compare them: without case and accents.';
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${TABLE} TO pit_definer;`;

const FILL = `
  INSERT INTO ${TABLE} (task_id, org_id, words) SELECT task.id, task.org_id, ${textOf('task')} FROM pit.task;`;

/** Both extensions are trusted and come with PostgreSQL, but in a package of their own on some systems. */
const INDEX = `
  DO $$
  DECLARE
    each text;
  BEGIN
    CREATE SCHEMA IF NOT EXISTS pit_ext;
    FOREACH each IN ARRAY ARRAY['pg_trgm', 'btree_gin'] LOOP
      EXECUTE format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA pit_ext', each);
    END LOOP;
    EXECUTE (SELECT format('CREATE INDEX task_text_words_idx ON ${TABLE} USING gin (org_id, words %I.gin_trgm_ops)', nspname)
      FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm');
  EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege THEN
    RAISE WARNING 'no index for searches of tasks: %. Install the extensions pg_trgm and btree_gin, then see docs/operations.md', SQLERRM;
  END $$;`;

const trigger = (name: string, about: string, body: string): string => `
  CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    ${body}
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${name} IS '${about}';`;

const BEGIN = trigger(
  'pit_ops.begin_task_text()',
  'Stores the text of new tasks for searches.',
  `INSERT INTO ${TABLE} (task_id, org_id, words) SELECT task.id, task.org_id, ${textOf('task')} FROM new_rows AS task;`,
);
const KEEP = trigger(
  'pit_ops.keep_task_text()',
  'Stores the text of a task for searches.',
  `UPDATE ${TABLE} SET words = ${textOf('NEW')} WHERE task_id = NEW.id;`,
);
const END = trigger(
  'pit_ops.end_task_text()',
  'Forgets the text of tasks that are there no more.',
  `DELETE FROM ${TABLE} AS kept USING old_rows AS gone WHERE kept.task_id = gone.id;`,
);

const TRIGGERS = `
  CREATE TRIGGER begin_task_text AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.begin_task_text();
  CREATE TRIGGER keep_task_text AFTER UPDATE ON pit.task FOR EACH ROW
    WHEN ((OLD.name, OLD.description) IS DISTINCT FROM (NEW.name, NEW.description)) EXECUTE FUNCTION pit_ops.keep_task_text();
  CREATE TRIGGER end_task_text AFTER DELETE ON pit.task REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.end_task_text();`;

/** Trigrams of letters and digits of ASCII alone: those of other scripts depend on the locale of the database. */
const SEARCH = `
  CREATE FUNCTION ${SEARCH_FUNCTION.replace('text, integer', 'needle text, most integer')} RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_bitmapscan = on SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
  DECLARE
    folded text := pit_ops.fold_text(needle);
    found uuid[];
  BEGIN
    IF folded !~ '[a-z0-9]{3}' OR to_regclass('pit_ops.task_text_words_idx') IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT array_agg(task_id) INTO found FROM (
      SELECT kept.task_id FROM ${TABLE} AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND kept.words LIKE '%' || regexp_replace(folded, '([\\\\%_])', '\\\\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
  END $$;
  COMMENT ON FUNCTION ${SEARCH_FUNCTION} IS
    'Tasks of the organisation, seen or not, whose text may contain the needle; null where they are more than so many, or no index serves.';`;

const COUNT_WRONG = `
  CREATE FUNCTION ${COUNT_FUNCTION} RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM pit.task FULL JOIN ${TABLE} AS kept ON kept.task_id = task.id
    WHERE (kept.org_id, kept.words) IS DISTINCT FROM (task.org_id, ${textOf('task')}) $$;
  COMMENT ON FUNCTION ${COUNT_FUNCTION} IS
    'How many tasks are searched by another text than theirs, counted in all organisations.';`;
