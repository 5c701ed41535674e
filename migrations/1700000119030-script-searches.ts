import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * Searches of tasks, alerts and evidence for words of other scripts ask an index, too. Trigrams are of ASCII letters and digits
 * alone in the embedded server, whose locale is C: a needle such as 東京 was looked for in every row, and ran out of time where it was rare.
 * Texts that have such characters are indexed by each of them, and by each pair of neighbours with one.
 */
export class ScriptSearches1700000119030 implements MigrationInterface {
  name = 'ScriptSearches1700000119030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${GRAMS}${SEARCHED.map(indexOn).join('')}
      ${redefinedByDefiner(SEARCHED.map((each) => search(each, byScript(each))).join(''))}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${redefinedByDefiner(SEARCHED.map((each) => search(each, '')).join(''))}
      ${SEARCHED.map(({ schema, index }) => `DROP INDEX IF EXISTS ${schema}.${index};`).join('')}
      DROP FUNCTION ${GRAMS_FUNCTION}`);
  }
}

interface Searched {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  /** Its key, which is answered. */
  readonly id: string;
  /** The text that is compared, of the row `kept`; and as an index names it. */
  readonly text: string;
  readonly indexed: string;
  /** The index of trigrams, and that of other scripts. */
  readonly trigrams: string;
  readonly index: string;
}

const SEARCHED: readonly Searched[] = [
  {
    name: 'pit_ops.search_task_ids',
    schema: 'pit_ops',
    table: 'pit_ops.task_text',
    id: 'task_id',
    text: 'kept.words',
    indexed: 'words',
    trigrams: 'task_text_words_idx',
    index: 'task_text_script_idx',
  },
  {
    name: 'pit_ops.search_alert_ids',
    schema: 'pit',
    table: 'pit.watchdog_alert',
    id: 'id',
    text: 'pit_ops.fold_text(kept.message)',
    indexed: 'pit_ops.fold_text(message)',
    trigrams: 'watchdog_alert_message_idx',
    index: 'watchdog_alert_script_idx',
  },
  {
    name: 'pit_ops.search_evidence_ids',
    schema: 'pit',
    table: 'pit.evidence',
    id: 'id',
    text: 'pit_ops.fold_text(kept.file_url)',
    indexed: 'pit_ops.fold_text(file_url)',
    trigrams: 'evidence_file_url_idx',
    index: 'evidence_script_idx',
  },
];

const GRAMS_FUNCTION = 'pit_ops.script_grams(text)';

/** By numbers of characters, not by `substr`, which counts from the beginning for each. */
const GRAMS = `
  CREATE FUNCTION pit_ops.script_grams(given text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
      SELECT letter, lead(letter) OVER (ORDER BY place) AS next FROM unnest(string_to_array(given, NULL)) WITH ORDINALITY AS each (letter, place)
    ) AS pair CROSS JOIN LATERAL (VALUES (letter), (letter || next)) AS made (gram)
    WHERE octet_length(gram) > char_length(gram) $$;
  COMMENT ON FUNCTION ${GRAMS_FUNCTION} IS
    'The characters of a folded text beyond ASCII, and its pairs of neighbours that have one.';`;

const isBeyond = (text: string): string => `octet_length(${text}) > char_length(${text})`;

/** Where the trigrams are: an earlier migration has created what both need, or warned. */
const indexOn = ({ schema, table, indexed, trigrams, index }: Searched): string => `
  DO $$
  BEGIN
    IF to_regclass('${schema}.${trigrams}') IS NOT NULL THEN
      CREATE INDEX ${index} ON ${table} USING gin (org_id, pit_ops.script_grams(${indexed})) WHERE ${isBeyond(indexed)};
    END IF;
  END $$;`;

const ids = ({ table, id }: Searched, condition: string): string => `
    SELECT array_agg(${id}) INTO found FROM (
      SELECT kept.${id} FROM ${table} AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND ${condition} LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;`;

const contains = (text: string): string =>
  `${text} LIKE '%' || regexp_replace(folded, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;

const byScript = (each: Searched): string => `
    IF folded !~ '[a-z0-9]{3}' AND ${isBeyond('folded')} AND to_regclass('${each.schema}.${each.index}') IS NOT NULL THEN${ids(
      each,
      `${isBeyond(each.text)} AND pit_ops.script_grams(${each.text}) @> pit_ops.script_grams(folded) AND ${contains(each.text)}`,
    )}
    END IF;`;

const search = (each: Searched, first: string): string => `
  CREATE OR REPLACE FUNCTION ${each.name}(needle text, most integer) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_bitmapscan = on SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
  DECLARE
    folded text := pit_ops.fold_text(needle);
    found uuid[];
  BEGIN${first}
    IF folded !~ '[a-z0-9]{3}' OR to_regclass('${each.schema}.${each.trigrams}') IS NULL THEN
      RETURN NULL;
    END IF;${ids(each, contains(each.text))}
  END $$;`;
