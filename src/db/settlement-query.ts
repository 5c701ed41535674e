import { isoTimestamp } from './decode.ts';
import { statement, type Output, type Statement } from './statement.ts';

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
  accepted(`(e.task_id = ${task} OR e.subtask_id = ANY (ARRAY(SELECT s.id FROM pit.subtask s
      WHERE s.task_id = ${task} AND s.deleted_at IS NULL)))`);

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

const json = (text: string): unknown => JSON.parse(text);
const isTrue = (text: string): boolean => text === 't';

/** What is known of a task, by the name it has in `TaskFacts`. */
const FACTS: readonly (Output & { sql: string })[] = [
  { property: 'id', sql: 't.id' },
  { property: 'projectId', sql: 't.project_id' },
  { property: 'phaseId', sql: 't.phase_id' },
  { property: 'workPackageId', sql: 't.work_package_id' },
  { property: 'name', sql: 't.name' },
  { property: 'status', sql: 't.status' },
  { property: 'progressPercent', sql: 't.progress_percent', decode: Number },
  { property: 'startDate', sql: 't.start_date' },
  { property: 'endDate', sql: 't.end_date' },
  { property: 'durationDays', sql: 't.duration_days', decode: Number },
  { property: 'capexCost', sql: 't.capex_cost' },
  { property: 'opexCost', sql: 't.opex_cost' },
  { property: 'requiresEvidence', sql: 't.requires_evidence', decode: isTrue },
  {
    property: 'hasAcceptedEvidence',
    sql: `t.requires_evidence AND ${TASK_ACCEPTED('t.id')}`,
    decode: isTrue,
  },
  { property: 'mitigationPct', sql: 't.linked_risk_mitigation_pct' },
  { property: 'ownerId', sql: 't.owner_id' },
  { property: 'assignees', sql: 't.assignees', decode: json },
  { property: 'phaseOwnerId', sql: 'p.owner_id' },
  { property: 'workPackageOwnerId', sql: 'w.owner_id' },
  { property: 'isLinked', sql: IS_LINKED, decode: isTrue },
  { property: 'updatedAt', sql: 't.updated_at', decode: isoTimestamp },
  { property: 'hand', sql: HAND, decode: json },
  { property: 'subtasks', sql: SUBTASKS, decode: json },
  { property: 'predecessors', sql: PREDECESSORS, decode: json },
];

/** A task in a deleted phase or work package is not live. */
const factsWhere = (condition: string): Statement =>
  statement(
    `SELECT ${FACTS.map(({ sql }) => sql).join(', ')}
    FROM pit.task t
    JOIN pit.phase p ON p.id = t.phase_id AND p.deleted_at IS NULL
    LEFT JOIN pit.work_package w ON w.id = t.work_package_id
    LEFT JOIN pit_ops.work_mark m ON m.node_id = t.id
    WHERE ${condition} AND t.deleted_at IS NULL AND w.deleted_at IS NULL
    ORDER BY t.order_index, t.id`,
    'TaskFacts',
    FACTS,
  );

/** The tasks, and their direct successors, whose status hangs on them. */
const withSuccessors = (ids: string): string => `t.id = ANY (ARRAY(
      SELECT unnest(${ids}) UNION
      SELECT d.successor_task_id FROM pit.task_dependency d WHERE d.predecessor_task_id = ANY (${ids})))`;
const TASK_OF_SUBTASK = 'ARRAY(SELECT s.task_id FROM pit.subtask s WHERE s.id = $1 AND s.deleted_at IS NULL)';

/** The facts of all live tasks of the project `$1`. */
export const FACTS_OF_PROJECT = factsWhere('t.project_id = $1');
/** The facts of the live tasks `$1::uuid[]` and of their direct successors. */
export const FACTS_OF_TASKS = factsWhere(withSuccessors('$1::uuid[]'));
/** The facts of the task of the subtask `$1` and of its direct successors. */
export const FACTS_OF_SUBTASK = factsWhere(withSuccessors(TASK_OF_SUBTASK));

const sumsWhere = (condition: string): Statement =>
  statement(`SELECT node_id, state FROM pit_ops.rollup WHERE ${condition}`, 'Rollup', [
    { property: 'nodeId' },
    { property: 'state', decode: json },
  ]);

/** The kept sums of the nodes `$1::uuid[]`. */
export const SUMS_OF = sumsWhere('node_id = ANY ($1::uuid[])');
/** The kept sums of what the task `$1`, or that of the subtask `$2`, lies in, up to the project. */
export const SUMS_ABOVE = sumsWhere(`node_id = ANY (ARRAY(
    SELECT unnest(ARRAY[t.project_id, t.phase_id, t.work_package_id]) FROM pit.task t
    WHERE t.id = coalesce($1::uuid, (SELECT s.task_id FROM pit.subtask s WHERE s.id = $2))))`);

/**
 * Writes what settling found, in one statement: tasks and subtasks (1-3), then work packages, phases and the project
 * with their kept sums (4-10). Rows that would not change are not touched, so that they leave no audit row.
 */
export const WRITE_SETTLEMENT = statement(
  `
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
  ON CONFLICT (node_id) DO UPDATE SET state = excluded.state WHERE r.state <> excluded.state`,
  'Settlement',
  [],
);

/** Every work package and phase of a project, deleted ones too: all get their sums when these are built afresh. */
export const PROJECT_BRANCHES = `
  SELECT id, phase_id AS "parentId" FROM pit.work_package WHERE project_id = $1
  UNION ALL SELECT id, project_id FROM pit.phase WHERE project_id = $1`;
