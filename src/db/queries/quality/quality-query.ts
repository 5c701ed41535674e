import {
  bigint,
  boolean,
  date,
  decimal,
  integer,
  json,
  neverNull,
  nullable,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Checks that the database counts. */
export type CountedCheck =
  | 'STR.4'
  | 'TIME.5'
  | 'TIME.6'
  | 'TIME.8'
  | 'PR.1'
  | 'PR.6'
  | 'EV.1'
  | 'EV.2'
  | 'EV.3'
  | 'EV.7'
  | 'PERM.5'
  | 'SEC.2';

/** Checks of advice by models, which the database counts too. */
export type AdviceCheck = 'EV.4' | 'AI.1' | 'AI.2' | 'AI.3' | 'AI.4' | 'AI.5';

/**
 * What the dates of the packages, the phases and the project `$1` are, and what they are to be: the wider ones of their typed bounds
 * and of all that lives below, from the tasks up, so that one that is wrong does not make those above it wrong.
 */
export const DATES_ABOVE = statement(
  `WITH package AS (
    SELECT w.id, w.phase_id, w.start_date, w.end_date, least(f.start_typed, min(t.start_date)) AS first,
      greatest(f.end_typed, max(t.end_date)) AS last
    FROM pit.work_package w LEFT JOIN pit_ops.date_frame f ON f.node_id = w.id
    LEFT JOIN pit.task t ON t.work_package_id = w.id AND t.deleted_at IS NULL
    WHERE w.project_id = $1 AND w.deleted_at IS NULL GROUP BY w.id, f.node_id
  ), phase AS (
    SELECT p.id, p.start_date, p.end_date, least(f.start_typed, min(below.first)) AS first, greatest(f.end_typed, max(below.last)) AS last
    FROM pit.phase p LEFT JOIN pit_ops.date_frame f ON f.node_id = p.id
    LEFT JOIN (
      SELECT phase_id, first, last FROM package
      UNION ALL SELECT t.phase_id, t.start_date, t.end_date FROM pit.task t
        WHERE t.project_id = $1 AND t.work_package_id IS NULL AND t.deleted_at IS NULL
    ) below ON below.phase_id = p.id
    WHERE p.project_id = $1 AND p.deleted_at IS NULL GROUP BY p.id, f.node_id
  )
  SELECT 'work_package' AS kind, id, start_date, end_date, first, last FROM package
  UNION ALL SELECT 'phase', id, start_date, end_date, first, last FROM phase
  UNION ALL SELECT 'project', p.id, p.start_date, p.end_date, least(f.start_typed, (SELECT min(first) FROM phase)),
    greatest(f.end_typed, (SELECT max(last) FROM phase))
  FROM pit.project p LEFT JOIN pit_ops.date_frame f ON f.node_id = p.id WHERE p.id = $1`,
  {
    kind: neverNull(word<'work_package' | 'phase' | 'project'>(), 'constants'),
    id: neverNull(uuid, 'keys'),
    startDate: nullable(date),
    endDate: nullable(date),
    first: nullable(date),
    last: nullable(date),
  },
);

/** What the checks that rows decide come to in the project `$1`, one row for each. */
export const COUNTED_CHECKS = statement(
  `SELECT id, looked_at AS of, short AS count, to_jsonb(sample) AS sample FROM pit_ops.quality_records($1)`,
  { id: word<CountedCheck>(), of: bigint, count: bigint, sample: nullable(json<readonly string[]>()) },
);

/** What the checks of advice come to in the project `$1`, one row for each. */
export const ADVICE_CHECKS = statement(
  `SELECT id, looked_at AS of, short AS count, to_jsonb(sample) AS sample FROM pit_ops.quality_advice($1)`,
  { id: word<AdviceCheck>(), of: bigint, count: bigint, sample: nullable(json<readonly string[]>()) },
);

/** The branches of the project `$1`, and itself, with the progress that is stored. */
export const CHECKED_BRANCHES = statement(
  `SELECT id, NULL::uuid AS parent_id, progress_percent FROM pit.project WHERE id = $1
  UNION ALL SELECT id, project_id, progress_percent FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL SELECT id, phase_id, progress_percent FROM pit.work_package WHERE project_id = $1 AND deleted_at IS NULL`,
  { id: neverNull(uuid, 'keys'), parentId: nullable(uuid), progressPercent: neverNull(integer, 'not null') },
);

/** Of the live tasks of the project `$1` what the checks ask and the watchdog does not. */
export const CHECKED_TASKS = statement(
  `SELECT t.id, coalesce(t.work_package_id, t.phase_id) AS parent_id, t.capex_cost + t.opex_cost AS cost,
    t.assignees <> '[]' OR t.capex_cost + t.opex_cost > 0 AS has_people_or_cost,
    coalesce(r.mode = 'manual' OR r.constraint_kind IN ('mso', 'mfo', 'snlt', 'fnlt'), false) AS is_held, b.end_date AS baseline_end
  FROM pit.task t
  LEFT JOIN pit_ops.task_rule r ON r.task_id = t.id
  LEFT JOIN pit_ops.baseline current ON current.project_id = t.project_id AND current.is_current
  LEFT JOIN pit_ops.baseline_task b ON b.baseline_id = current.id AND b.task_id = t.id
  WHERE t.project_id = $1 AND t.deleted_at IS NULL`,
  {
    id: uuid,
    parentId: neverNull(uuid, 'phase_id is never null'),
    cost: decimal,
    hasPeopleOrCost: boolean,
    isHeld: neverNull(boolean, 'coalesce'),
    baselineEnd: nullable(date),
  },
);

/** Stores a run over the project `$1`: its status `$2`, what passed or did not apply `$3`, what failed `$4`, what can be put right `$5`. */
export const STORE_QUALITY_RESULT = statement(
  `INSERT INTO pit.qa_result (project_id, overall_status, passed_tests, failed_tests, autofix_actions)
  VALUES ($1, $2, $3::jsonb, $4::jsonb, $5::jsonb)
  RETURNING id`,
  { id: uuid },
);
