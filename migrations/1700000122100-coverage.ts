import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * How far controls and criteria are covered by work and its proof. Over all work of the organisation, whoever asks: what others decide
 * by must not depend on it. The functions give numbers and dates, and no task away.
 */
export class Coverage1700000122100 implements MigrationInterface {
  name = 'Coverage1700000122100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX control_link_org_id_control_group_idx ON pit.control_link (org_id, control_group) WHERE control_group IS NOT NULL;
      ${CONTROLS}${CRITERIA}${COUNTS}${ownedByDefiner(FUNCTIONS, 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${FUNCTIONS.join(', ')}; SET LOCAL ROLE pit_owner;
      DROP INDEX pit.control_link_org_id_control_group_idx`);
  }
}

const FUNCTIONS = [
  'pit_ops.control_coverage(uuid[], text[], uuid[], uuid, integer, date)',
  'pit_ops.isms_coverage(text[], text[], text, uuid[], text, text, integer, date)',
  'pit_ops.count_covered_controls(uuid[], text[])',
  'pit_ops.count_covered_criteria(text[], text[], text)',
];

const NUMBERS = `units bigint, done bigint, proven bigint, lapsed bigint, overdue bigint, open bigint,
      next_due date, proven_until date, on_time bigint, judged bigint`;

/** A unit is a task; each once for a key, however often it is linked. */
const units = (keys: string): string => `
    work AS (
      SELECT ${keys}, task.end_date, task.status = 'completed' AS is_done, task.requires_evidence, proof.evidence_id AS proof_id,
        proof.valid_until, actual.actual_finish
      FROM linked
      CROSS JOIN LATERAL (SELECT * FROM pit.task AS one WHERE one.id = linked.task_id AND one.org_id = pit_ops.ctx_org()
        AND one.deleted_at IS NULL OFFSET 0) AS task
      LEFT JOIN pit_ops.task_actual AS actual ON actual.task_id = task.id
      LEFT JOIN LATERAL (SELECT * FROM pit_ops.latest_proof(task.id) WHERE task.requires_evidence) AS proof ON true
      WHERE divisions IS NULL OR EXISTS (SELECT FROM pit.project AS home
        WHERE home.id = task.project_id AND home.division_id = ANY (divisions))
    ), weighed AS (
      SELECT work.*, work.proof_id IS NOT NULL AND (work.valid_until IS NULL OR work.valid_until >= today) AS is_current FROM work
    )`;

const SUMS = `count(weighed.is_done), count(*) FILTER (WHERE weighed.is_done),
      count(*) FILTER (WHERE weighed.is_done AND weighed.is_current),
      count(*) FILTER (WHERE weighed.proof_id IS NOT NULL AND NOT weighed.is_current),
      count(*) FILTER (WHERE NOT weighed.is_done AND weighed.end_date < today),
      count(*) FILTER (WHERE NOT weighed.is_done),
      min(weighed.end_date) FILTER (WHERE NOT weighed.is_done),
      min(weighed.valid_until) FILTER (WHERE weighed.is_done AND weighed.is_current),
      count(*) FILTER (WHERE weighed.is_done AND weighed.actual_finish <= weighed.end_date),
      count(*) FILTER (WHERE CASE WHEN weighed.is_done THEN weighed.actual_finish IS NOT NULL AND weighed.end_date IS NOT NULL
        ELSE weighed.end_date < today END)`;

const CONTROLS = `
  CREATE FUNCTION pit_ops.control_coverage(keys uuid[], groups text[], divisions uuid[], behind uuid, most integer, today date)
    RETURNS TABLE (key uuid, ${NUMBERS})
    LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
  BEGIN
    RETURN QUERY
    WITH page AS MATERIALIZED (
      SELECT asked.id FROM (
        SELECT DISTINCT each.id FROM unnest(keys) AS each (id)
        UNION ALL
        (SELECT DISTINCT link.control_id FROM pit.control_link AS link
        WHERE keys IS NULL AND link.org_id = pit_ops.ctx_org() AND (behind IS NULL OR link.control_id > behind)
          AND (groups IS NULL OR link.control_group = ANY (groups)) ORDER BY link.control_id LIMIT least(most, 1000))
      ) AS asked (id)
      WHERE behind IS NULL OR asked.id > behind ORDER BY asked.id LIMIT least(most, 1000)
    ), linked AS (
      SELECT DISTINCT page.id AS key, link.task_id FROM page JOIN pit.control_link AS link
        ON link.org_id = pit_ops.ctx_org() AND link.control_id = page.id
        AND (groups IS NULL OR link.control_group = ANY (groups))
    ), ${units('linked.key')}
    SELECT page.id, ${SUMS}
    FROM page LEFT JOIN weighed ON weighed.key = page.id GROUP BY page.id ORDER BY page.id;
  END $$;
  COMMENT ON FUNCTION pit_ops.control_coverage(uuid[], text[], uuid[], uuid, integer, date) IS
    'How far work and proof cover the controls that are asked for, or all in the order of their ids behind a place.';`;

const CRITERIA = `
  CREATE FUNCTION pit_ops.isms_coverage(codes text[], versions text[], prefix text, divisions uuid[], behind text,
      behind_version text, most integer, today date)
    RETURNS TABLE (code text, version text, ${NUMBERS})
    LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
  BEGIN
    RETURN QUERY
    WITH known AS MATERIALIZED (
      SELECT DISTINCT link.criteria_code AS code, coalesce(link.criteria_version, '') AS version FROM pit.isms_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND (codes IS NULL OR link.criteria_code = ANY (codes))
        AND (versions IS NULL OR link.criteria_version = ANY (versions))
        AND (prefix IS NULL OR starts_with(link.criteria_code, prefix))
        AND (behind IS NULL OR link.criteria_code >= behind)
        AND (behind IS NULL OR (link.criteria_code, coalesce(link.criteria_version, '')) > (behind, behind_version))
      ORDER BY 1, 2 LIMIT least(most, 1000)
    ), page AS MATERIALIZED (
      SELECT known.code, known.version FROM known
      UNION ALL
      SELECT DISTINCT each.code, '' FROM unnest(codes) AS each (code)
      WHERE (prefix IS NULL OR starts_with(each.code, prefix)) AND (behind IS NULL OR (each.code, '') > (behind, behind_version))
        AND NOT EXISTS (SELECT FROM pit.isms_link AS link
          WHERE link.org_id = pit_ops.ctx_org() AND link.criteria_code = each.code
            AND (versions IS NULL OR link.criteria_version = ANY (versions)))
      ORDER BY 1, 2 LIMIT least(most, 1000)
    ), linked AS (
      SELECT DISTINCT page.code, page.version, link.task_id FROM page JOIN pit.isms_link AS link
        ON link.org_id = pit_ops.ctx_org() AND link.criteria_code = page.code
        AND coalesce(link.criteria_version, '') = page.version
    ), ${units('linked.code, linked.version')}
    SELECT page.code, nullif(page.version, ''), ${SUMS}
    FROM page LEFT JOIN weighed ON weighed.code = page.code AND weighed.version = page.version
    GROUP BY page.code, page.version ORDER BY page.code, page.version;
  END $$;
  COMMENT ON FUNCTION pit_ops.isms_coverage(text[], text[], text, uuid[], text, text, integer, date) IS
    'How far work and proof cover the criteria that are asked for, or all in the order of codes and editions behind a place.';`;

/** How many rows the two lists have, counted up to one more than is told. */
const COUNTS = `
  CREATE FUNCTION pit_ops.count_covered_controls(keys uuid[], groups text[]) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN keys IS NOT NULL THEN (SELECT count(DISTINCT each.id) FROM unnest(keys) AS each (id)) ELSE (
      SELECT count(*) FROM (SELECT DISTINCT link.control_id FROM pit.control_link AS link
        WHERE link.org_id = pit_ops.ctx_org() AND (groups IS NULL OR link.control_group = ANY (groups)) LIMIT 10001) AS found) END $$;
  COMMENT ON FUNCTION pit_ops.count_covered_controls(uuid[], text[]) IS 'How many controls pit_ops.control_coverage has, up to 10,001.';
  CREATE FUNCTION pit_ops.count_covered_criteria(codes text[], versions text[], prefix text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM (
      SELECT link.criteria_code, link.criteria_version FROM pit.isms_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND (codes IS NULL OR link.criteria_code = ANY (codes))
        AND (versions IS NULL OR link.criteria_version = ANY (versions)) AND (prefix IS NULL OR starts_with(link.criteria_code, prefix))
      UNION SELECT each.code, NULL FROM unnest(codes) AS each (code)
      WHERE (prefix IS NULL OR starts_with(each.code, prefix)) AND NOT EXISTS (SELECT FROM pit.isms_link AS link
        WHERE link.org_id = pit_ops.ctx_org() AND link.criteria_code = each.code
          AND (versions IS NULL OR link.criteria_version = ANY (versions)))
      LIMIT 10001) AS found $$;
  COMMENT ON FUNCTION pit_ops.count_covered_criteria(text[], text[], text) IS 'How many criteria pit_ops.isms_coverage has, up to 10,001.';`;
