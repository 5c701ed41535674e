/**
 * The statements behind `src/services/settle.ts` and the facts it works on.
 */

const HAND = `jsonb_build_object('isStarted', coalesce(m.is_started, false), 'isBlocked', coalesce(m.is_blocked, false),
    'completion', coalesce(m.completion, 'open'))`;

/** Whether a live, not superseded evidence of the node stands accepted by its latest review. */
export const accepted = (ownership: string): string => `EXISTS (
    SELECT FROM pit.evidence e
    WHERE ${ownership} AND e.deleted_at IS NULL
      AND (SELECT r.decision FROM pit.evidence_review r WHERE r.evidence_id = e.id
           ORDER BY r.created_at DESC, r.id DESC LIMIT 1) = 'accepted'
      AND NOT EXISTS (SELECT FROM pit.evidence n
        WHERE (n.task_id = e.task_id OR n.subtask_id = e.subtask_id) AND n.deleted_at IS NULL
          AND n.metadata ->> 'supersedes' = e.id::text))`;

export const TASK_ACCEPTED = (task: string): string =>
  accepted(`(e.task_id = ${task} OR e.subtask_id IN (SELECT s.id FROM pit.subtask s
      WHERE s.task_id = ${task} AND s.deleted_at IS NULL))`);

/** Whether other modules look at the task. */
const IS_LINKED = `(t.source_module <> 'manual'
    OR EXISTS (SELECT FROM pit.risk_link l WHERE l.task_id = t.id)
    OR EXISTS (SELECT FROM pit.control_link l WHERE l.task_id = t.id)
    OR EXISTS (SELECT FROM pit.incident_link l WHERE l.task_id = t.id)
    OR EXISTS (SELECT FROM pit.audit_link l WHERE l.task_id = t.id)
    OR EXISTS (SELECT FROM pit.isms_link l WHERE l.task_id = t.id))`;

const SUBTASKS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'status', s.status, 'name', s.name,
      'progressPercent', s.progress_percent, 'startDate', s.start_date, 'endDate', s.end_date,
      'ownerId', s.owner_id, 'updatedAt', s.updated_at,
      'isEvidenceGateMet', NOT s.requires_evidence OR ${accepted('e.subtask_id = s.id')},
      'hand', (SELECT ${HAND} FROM (SELECT) one LEFT JOIN pit_ops.work_mark m ON m.node_id = s.id))
      ORDER BY s.ordered_index, s.id), '[]')
    FROM pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL)`;

const PREDECESSORS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'type', d.dependency_type,
      'lagDays', d.lag_days, 'start', q.start_date, 'end', q.end_date, 'progressPercent', q.progress_percent,
      'isEvidenceGateMet', NOT q.requires_evidence OR ${TASK_ACCEPTED('q.id')},
      'hand', (SELECT ${HAND} FROM (SELECT) one LEFT JOIN pit_ops.work_mark m ON m.node_id = q.id))), '[]')
    FROM pit.task_dependency d JOIN pit.task q ON q.id = d.predecessor_task_id AND q.deleted_at IS NULL
    WHERE d.successor_task_id = t.id)`;

/**
 * The facts of live tasks: of those in `$2`, and of their direct successors, whose status hangs on them. With `$2`
 * null, of all tasks of the project `$1`. A task in a deleted phase or work package is not live.
 */
export const TASK_FACTS = `
  SELECT t.id, t.project_id AS "projectId", t.phase_id AS "phaseId", t.work_package_id AS "workPackageId", t.name,
    t.status, t.progress_percent AS "progressPercent", t.start_date AS "startDate", t.end_date AS "endDate",
    t.duration_days AS "durationDays", t.capex_cost AS "capexCost", t.opex_cost AS "opexCost",
    t.requires_evidence AS "requiresEvidence", t.linked_risk_mitigation_pct AS "mitigationPct",
    t.owner_id AS "ownerId", t.assignees, t.updated_at AS "updatedAt", ${HAND} AS hand,
    p.owner_id AS "phaseOwnerId", w.owner_id AS "workPackageOwnerId", ${IS_LINKED} AS "isLinked",
    t.requires_evidence AND ${TASK_ACCEPTED('t.id')} AS "hasAcceptedEvidence",
    ${SUBTASKS} AS subtasks, ${PREDECESSORS} AS predecessors
  FROM pit.task t
  JOIN pit.phase p ON p.id = t.phase_id AND p.deleted_at IS NULL
  LEFT JOIN pit.work_package w ON w.id = t.work_package_id
  LEFT JOIN pit_ops.work_mark m ON m.node_id = t.id
  WHERE t.project_id = $1 AND t.deleted_at IS NULL AND w.deleted_at IS NULL
    AND ($2::uuid[] IS NULL OR t.id = ANY ($2) OR t.id IN (
      SELECT d.successor_task_id FROM pit.task_dependency d WHERE d.predecessor_task_id = ANY ($2)))
  ORDER BY t.order_index, t.id`;

/** The kept sums of the project and of the nodes in `$2`. */
export const ROLLUPS = `
  SELECT node_id AS "nodeId", state FROM pit_ops.rollup
  WHERE project_id = $1 AND node_id = ANY ($2::uuid[])`;

/**
 * Writes what settling found, in one statement: tasks and subtasks (1-3), then work packages, phases and the project
 * with their kept sums (4-10). Rows that would not change are not touched, so that they leave no audit row.
 */
export const WRITE_SETTLEMENT = `
  WITH work AS (
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::pit.task_status_enum[]) AS x(id, percent, status)
  ), tasks AS (
    UPDATE pit.task t SET progress_percent = x.percent, status = x.status FROM work x
    WHERE t.id = x.id AND (t.progress_percent <> x.percent OR t.status <> x.status)
  ), subtasks AS (
    UPDATE pit.subtask s SET progress_percent = x.percent, status = x.status FROM work x
    WHERE s.id = x.id AND (s.progress_percent <> x.percent OR s.status <> x.status)
  ), node AS (
    SELECT * FROM unnest($4::uuid[], $5::int[], $6::numeric[], $7::numeric[], $8::text[])
      AS x(id, percent, capex, opex, state)
  ), packages AS (
    UPDATE pit.work_package w SET progress_percent = n.percent, capex_total = n.capex, opex_total = n.opex
    FROM node n WHERE w.id = n.id
      AND (w.progress_percent <> n.percent OR w.capex_total <> n.capex OR w.opex_total <> n.opex)
  ), phases AS (
    UPDATE pit.phase p SET progress_percent = n.percent, capex_total = n.capex, opex_total = n.opex
    FROM node n WHERE p.id = n.id
      AND (p.progress_percent <> n.percent OR p.capex_total <> n.capex OR p.opex_total <> n.opex)
  ), projects AS (
    UPDATE pit.project p SET progress_percent = n.percent, capex_total = n.capex, opex_total = n.opex,
      risk_mitigation_percent = $9
    FROM node n WHERE p.id = n.id AND (p.progress_percent <> n.percent OR p.capex_total <> n.capex
      OR p.opex_total <> n.opex OR p.risk_mitigation_percent <> $9)
  )
  INSERT INTO pit_ops.rollup AS r (node_id, project_id, state)
  SELECT id, $10, state::jsonb FROM node
  ON CONFLICT (node_id) DO UPDATE SET state = excluded.state WHERE r.state <> excluded.state`;

/** Every work package and phase of a project, deleted ones too: all get their sums when these are built afresh. */
export const PROJECT_BRANCHES = `
  SELECT id, phase_id AS "parentId" FROM pit.work_package WHERE project_id = $1
  UNION ALL SELECT id, project_id FROM pit.phase WHERE project_id = $1`;
