import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * Indexes of the trigrams of alerts' messages and of the addresses of evidence, for searches of their lists, which without a hit read
 * every row of the organisation. Unlike those of tasks their texts stand in the table itself: they are written once. A
 * server without the extensions has no index; searches then read on in the order of the list.
 */
export class ListSearches1700000115010 implements MigrationInterface {
  name = 'ListSearches1700000115010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${SEARCHED.map(({ index, table, column }) => indexOn(index, table, column)).join('')}
      ${SEARCHED.map(search).join('')}
      ${ownedByDefiner(
        SEARCHED.map(({ name }) => `${name}(text, integer)`),
        'pit_app, pit_foreman',
      )}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name, index } of SEARCHED)
      await runner.query(`DROP FUNCTION ${name}(text, integer); DROP INDEX IF EXISTS pit.${index}`);
  }
}

interface Searched {
  readonly name: string;
  readonly table: string;
  readonly column: string;
  readonly index: string;
  /** Of what, as the comment says it. */
  readonly about: string;
}

const SEARCHED: readonly Searched[] = [
  {
    name: 'pit_ops.search_alert_ids',
    table: 'pit.watchdog_alert',
    column: 'message',
    index: 'watchdog_alert_message_idx',
    about: 'alerts whose message',
  },
  {
    name: 'pit_ops.search_evidence_ids',
    table: 'pit.evidence',
    column: 'file_url',
    index: 'evidence_file_url_idx',
    about: 'pieces of evidence whose address',
  },
];

/** Where the extensions are: an earlier migration has created them, or warned. */
const indexOn = (index: string, table: string, column: string): string => `
  DO $$
  DECLARE
    place text;
  BEGIN
    FOR place IN SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
      WHERE extname = 'pg_trgm' AND EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gin') LOOP
      EXECUTE format('CREATE INDEX ${index} ON ${table} USING gin (org_id, pit_ops.fold_text(${column}) %I.gin_trgm_ops)', place);
    END LOOP;
  END $$;`;

const search = ({ name, table, column, index, about }: Searched): string => `
  CREATE FUNCTION ${name}(needle text, most integer) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_bitmapscan = on SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
  DECLARE
    folded text := pit_ops.fold_text(needle);
    found uuid[];
  BEGIN
    IF folded !~ '[a-z0-9]{3}' OR to_regclass('pit.${index}') IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT array_agg(id) INTO found FROM (
      SELECT kept.id FROM ${table} AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND pit_ops.fold_text(kept.${column}) LIKE '%' || regexp_replace(folded, '([\\\\%_])', '\\\\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
  END $$;
  COMMENT ON FUNCTION ${name}(text, integer) IS
    'Ids of ${about} has the needle, at most so many; null where the index knows nothing of it, or more.';`;
