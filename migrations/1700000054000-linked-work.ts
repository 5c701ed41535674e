import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * What other modules decide by. Whether a finding may be closed must not depend on which tasks the one who asks may
 * see: the open ones may lie in another division. These functions look at the whole organisation, and give numbers and
 * dates but no task away.
 */
export class LinkedWork1700000054000 implements MigrationInterface {
  name = 'LinkedWork1700000054000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${LINKED_WORK}${ORIGIN_COUNTS}${ownedByDefiner(DOORS, 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${DOORS.join(', ')}`);
  }
}

const DOORS = [
  'pit_ops.linked_work(text, uuid[])',
  'pit_ops.origin_counts(pit.pit_source_module_enum, text, date)',
];

const KINDS = [
  ['risk', 'risk_link', 'risk_id'],
  ['control', 'control_link', 'control_id'],
  ['incident', 'incident_link', 'incident_id'],
  ['audit_finding', 'audit_link', 'audit_finding_id'],
] as const;

// The kind is constant for a call, so that three of the four scans are not begun. UNION takes a task once per record.
const LINKS = KINDS.map(
  ([kind, table, column]) => `
        SELECT link.${column} AS key, link.task_id FROM pit.${table} AS link
        WHERE kind = '${kind}' AND link.org_id = pit_ops.ctx_org() AND link.${column} = ANY (keys)`,
).join('\n        UNION');

const LINKED_WORK = `
  CREATE FUNCTION pit_ops.linked_work(kind text, keys uuid[]) RETURNS TABLE (key uuid, parts bigint, tasks bigint,
      completed bigint, closable bigint, open bigint, percents bigint, mitigated bigint)
    LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  BEGIN
    RETURN QUERY
    WITH linked AS (${LINKS}
    ), work AS (
      SELECT linked.key, coalesce(steps.parts, 1) AS parts, coalesce(steps.percents, task.progress_percent) AS percents,
        task.status = 'completed' AS is_completed, coalesce(steps.are_proven, true) AS are_steps_proven,
        NOT task.requires_evidence OR pit_ops.is_task_proven(task.id) AS is_proven,
        (coalesce(task.linked_risk_mitigation_pct, 0) * 100)::bigint AS planned
      FROM linked
      JOIN pit.task AS task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
      LEFT JOIN LATERAL (
        SELECT sum(step.progress_percent) AS percents, count(*) AS parts,
          bool_and(NOT step.requires_evidence OR pit_ops.is_subtask_proven(step.id)) AS are_proven
        FROM pit.subtask AS step WHERE step.task_id = task.id AND step.deleted_at IS NULL HAVING count(*) > 0
      ) AS steps ON true
    )
    SELECT work.key, work.parts, count(*), count(*) FILTER (WHERE work.is_completed),
      count(*) FILTER (WHERE work.is_completed AND work.is_proven AND work.are_steps_proven),
      count(*) FILTER (WHERE work.percents < 100 * work.parts), sum(work.percents)::bigint,
      coalesce(sum(work.planned * work.percents) FILTER (WHERE work.is_proven), 0)::bigint
    FROM work GROUP BY work.key, work.parts;
  END $$;
  COMMENT ON FUNCTION pit_ops.linked_work(text, uuid[]) IS
    'Sums over all live tasks of the caller''s organisation that are linked to records of another module, by record and number of subtasks.';`;

const ORIGIN_COUNTS = `
  CREATE FUNCTION pit_ops.origin_counts(module pit.pit_source_module_enum, reference text, today date)
    RETURNS TABLE (open bigint, completed bigint, latest_due_date date, has_overdue boolean)
    LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    BEGIN ATOMIC
      SELECT count(*) FILTER (WHERE task.status <> 'completed'), count(*) FILTER (WHERE task.status = 'completed'),
        max(task.end_date), coalesce(bool_or(task.status <> 'completed' AND task.end_date < today), false)
      FROM pit.task AS task
      WHERE task.org_id = pit_ops.ctx_org() AND task.source_module = module
        AND task.source_reference_id = reference AND task.deleted_at IS NULL;
    END;
  COMMENT ON FUNCTION pit_ops.origin_counts(pit.pit_source_module_enum, text, date) IS
    'What became of a record of another module: its live tasks in the caller''s organisation, in numbers.';`;
