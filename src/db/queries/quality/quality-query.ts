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

/** A check over rows that have an `id` and say whether they fall short. */
const counted = (id: CountedCheck, rows: string): string =>
  `SELECT '${id}' AS id, count(*) AS of, count(*) FILTER (WHERE short) AS count,
    to_jsonb((array_agg(row.id ORDER BY row.id) FILTER (WHERE short))[1:20]) AS sample FROM (${rows}) row`;

const TASK = `pit.task t WHERE t.project_id = $1 AND t.deleted_at IS NULL`;
/** Live evidence of the project, with the work that it is about. */
const EVIDENCE = `pit.evidence e LEFT JOIN pit.subtask s ON s.id = e.subtask_id
    JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id) WHERE t.project_id = $1 AND e.deleted_at IS NULL`;
const DECIDED = `pit.evidence_review r JOIN pit.evidence e ON e.id = r.evidence_id LEFT JOIN pit.subtask s ON s.id = e.subtask_id
    JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id)
    WHERE t.project_id = $1 AND e.deleted_at IS NULL AND r.decision <> 'pending'`;
/** Completed tasks that require evidence, with whether there is any: their own, and their subtasks'. */
const REQUIRED = `SELECT t.id, pit_ops.is_task_proven(t.id) AS is_proven, EXISTS (SELECT FROM pit.evidence e
      WHERE e.deleted_at IS NULL AND (e.task_id = t.id OR e.subtask_id IN (SELECT s.id FROM pit.subtask s WHERE s.task_id = t.id))) AS has_any
    FROM ${TASK} AND t.requires_evidence AND t.status = 'completed'`;

const CHECKS: readonly string[] = [
  counted(
    'STR.4',
    `SELECT t.id, p.deleted_at IS NOT NULL OR w.deleted_at IS NOT NULL AS short FROM pit.task t
      LEFT JOIN pit.phase p ON p.id = t.phase_id LEFT JOIN pit.work_package w ON w.id = t.work_package_id
      WHERE t.project_id = $1 AND t.deleted_at IS NULL
    UNION ALL SELECT w.id, p.deleted_at IS NOT NULL FROM pit.work_package w LEFT JOIN pit.phase p ON p.id = w.phase_id
      WHERE w.project_id = $1 AND w.deleted_at IS NULL
    UNION ALL SELECT s.id, t.deleted_at IS NOT NULL FROM pit.task t JOIN pit.subtask s ON s.task_id = t.id
      WHERE t.project_id = $1 AND s.deleted_at IS NULL`,
  ),
  counted(
    'TIME.5',
    `SELECT f.node_id AS id, NOT EXISTS (SELECT FROM pit.project n WHERE n.id = f.node_id)
      AND NOT EXISTS (SELECT FROM pit.phase n WHERE n.id = f.node_id AND n.project_id = $1)
      AND NOT EXISTS (SELECT FROM pit.work_package n WHERE n.id = f.node_id AND n.project_id = $1) AS short
    FROM pit_ops.date_frame f WHERE f.project_id = $1`,
  ),
  counted(
    'TIME.6',
    `SELECT t.id, coalesce(t.start_date < greatest(a.start_typed, b.start_typed)
      OR t.end_date > least(a.end_typed, b.end_typed), false) AS short FROM pit.task t
    LEFT JOIN pit_ops.date_frame a ON a.node_id = t.phase_id LEFT JOIN pit_ops.date_frame b ON b.node_id = t.project_id
    WHERE t.project_id = $1 AND t.deleted_at IS NULL`,
  ),
  counted(
    'TIME.8',
    `SELECT t.id, CASE t.quick_class WHEN 'quick_win' THEN t.end_date - t.start_date >= 30
      WHEN 'medium_term' THEN t.end_date - t.start_date >= 180 ELSE t.end_date - t.start_date < 180 END AS short
    FROM ${TASK} AND t.start_date IS NOT NULL AND t.end_date IS NOT NULL`,
  ),
  counted(
    'PR.1',
    `SELECT t.id, t.progress_percent NOT BETWEEN 0 AND 100 AS short FROM ${TASK}
    UNION ALL SELECT s.id, s.progress_percent NOT BETWEEN 0 AND 100 FROM pit.task t JOIN pit.subtask s ON s.task_id = t.id
      WHERE t.project_id = $1 AND t.deleted_at IS NULL AND s.deleted_at IS NULL`,
  ),
  counted('PR.6', `SELECT id, has_any AND NOT is_proven AS short FROM (${REQUIRED}) required`),
  counted('EV.1', `SELECT id, NOT has_any AS short FROM (${REQUIRED}) required`),
  counted(
    'EV.2',
    `SELECT e.id, coalesce(e.metadata ->> 'sha256', '') !~ '^[0-9a-f]{64}$' OR NOT e.metadata ? 'size'
      OR NOT e.metadata ? 'mediaType' AS short FROM ${EVIDENCE}`,
  ),
  counted(
    'EV.3',
    `SELECT r.id, NOT EXISTS (SELECT FROM pit."user" u WHERE u.id = r.reviewer_id) AS short FROM ${DECIDED}`,
  ),
  counted(
    'EV.7',
    `SELECT e.id, coalesce(e.created_at > least(t.deleted_at, s.deleted_at), false) AS short FROM ${EVIDENCE}`,
  ),
  counted(
    'PERM.5',
    `SELECT r.id, r.reviewer_id = e.uploaded_by OR r.reviewer_id = t.owner_id AS short FROM ${DECIDED}`,
  ),
  counted(
    'SEC.2',
    `SELECT e.id, e.metadata ->> 'mediaType' ~ '(x-msdownload|x-executable|x-sh$|x-dosexec|java-archive|x-msi|javascript)'
      AS short FROM ${EVIDENCE}`,
  ),
];

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
export const COUNTED_CHECKS = statement(CHECKS.join('\nUNION ALL\n'), {
  id: neverNull(word<CountedCheck>(), 'constants'),
  of: neverNull(bigint, 'a count'),
  count: neverNull(bigint, 'a count'),
  sample: nullable(json<readonly string[]>()),
});

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
