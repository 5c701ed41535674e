import { bigint, json, neverNull, nullable, text, uuid } from '../../connection/column-types.ts';
import { snakeCase } from '../../connection/naming-strategy.ts';
import { statement } from '../../connection/statement.ts';
import { STATUS_CODES } from '../../../domain/schedule/timeline/timeline-layout.ts';

const day = (column: string): string => `${column} - date '1970-01-01'`;

/** What a row of a timeline shows beside its schedule, one column for each property; see `PackedItems`. */
const COLUMNS = {
  ids: 'id',
  parents: 'parent_id',
  kinds: 'kind',
  orders: 'sort',
  starts: day('start_date'),
  ends: day('end_date'),
  baselineStarts: day('baseline_start'),
  baselineEnds: day('baseline_end'),
  progress: 'progress_percent',
  statuses: `array_position('{${STATUS_CODES.join()}}'::pit.task_status_enum[], status) - 1`,
  flags: 'flags',
} as const;

const packed = Object.entries(COLUMNS).map(
  ([name, sql]) => `array_agg(${sql} ORDER BY id)::text AS ${snakeCase(name)}`,
);

const flagged = (condition: string, bit: number): string => `CASE WHEN ${condition} THEN ${bit} ELSE 0 END`;
const statusFlags = (alias: string): string =>
  `${flagged(`${alias}.status = 'blocked'`, 4)} + ${flagged(`${alias}.status = 'overdue'`, 16)}`;

/** The dates of the record itself, and those that the current baseline promised of a task. */
const columns = (
  alias: string,
  status = 'NULL::pit.task_status_enum',
  promised = ['NULL::date', 'NULL::date'],
): string =>
  `${alias}.start_date, ${alias}.end_date, ${promised[0]} AS baseline_start, ${promised[1]} AS baseline_end,
      ${alias}.progress_percent, ${status} AS status`;

const NOT_EMPTY = 'there is at least one item';

/** The columns as they are answered. */
export const PACKED_ITEMS = {
  ids: neverNull(text, NOT_EMPTY),
  parents: neverNull(text, NOT_EMPTY),
  kinds: neverNull(text, NOT_EMPTY),
  orders: neverNull(text, NOT_EMPTY),
  starts: neverNull(text, NOT_EMPTY),
  ends: neverNull(text, NOT_EMPTY),
  baselineStarts: neverNull(text, NOT_EMPTY),
  baselineEnds: neverNull(text, NOT_EMPTY),
  progress: neverNull(text, NOT_EMPTY),
  statuses: neverNull(text, NOT_EMPTY),
  flags: neverNull(text, NOT_EMPTY),
  names: neverNull(json<string[]>(), NOT_EMPTY),
};

/**
 * A SELECT of the live records of a project, in columns, ordered by id: of tasks those of which `of` holds, an expression of their
 * id, with their subtasks. Kinds and bits are those of `RowKind` and `RowFlag`; whether a task is proven is asked only of
 * those with evidence.
 */
export const packedItems = (
  project: string,
  of: (id: string) => string,
): string => `WITH task AS MATERIALIZED (
    SELECT * FROM pit.task WHERE project_id = ${project} AND deleted_at IS NULL AND ${of('id')}
  ), step AS MATERIALIZED (
    SELECT s.* FROM pit.subtask s JOIN task t ON t.id = s.task_id WHERE s.deleted_at IS NULL
  ), submitted AS MATERIALIZED (
    SELECT e.task_id AS id FROM pit.evidence e JOIN task t ON t.id = e.task_id WHERE e.deleted_at IS NULL
    UNION SELECT s.task_id FROM pit.evidence e JOIN step s ON s.id = e.subtask_id WHERE e.deleted_at IS NULL
    UNION SELECT e.subtask_id FROM pit.evidence e JOIN step s ON s.id = e.subtask_id WHERE e.deleted_at IS NULL
  ), promised AS MATERIALIZED (
    SELECT b.task_id, b.start_date, b.end_date FROM pit_ops.baseline_task b
    JOIN pit_ops.baseline ON baseline.id = b.baseline_id
    WHERE baseline.project_id = ${project} AND baseline.is_current AND ${of('b.task_id')}
  ), item AS (
    SELECT p.id, NULL::uuid AS parent_id, 0 AS kind, p.name, 0 AS sort, ${columns('p')}, 0 AS flags
    FROM pit.project p WHERE p.id = ${project} AND p.deleted_at IS NULL
    UNION ALL
    SELECT h.id, h.project_id, 1, h.name, h.order_index, ${columns('h')}, 0
    FROM pit.phase h WHERE h.project_id = ${project} AND h.deleted_at IS NULL
    UNION ALL
    SELECT w.id, w.phase_id, 2, w.name, w.order_index, ${columns('w')}, 0
    FROM pit.work_package w WHERE w.project_id = ${project} AND w.deleted_at IS NULL
    UNION ALL
    SELECT t.id, coalesce(t.work_package_id, t.phase_id), CASE t.duration_days WHEN 0 THEN 5 ELSE 3 END, t.name,
      t.order_index, ${columns('t', 't.status', ['promised.start_date', 'promised.end_date'])}, ${statusFlags('t')} + ${flagged(
        `t.requires_evidence AND NOT (t.id IN (SELECT id FROM submitted) AND pit_ops.is_task_proven(t.id))`,
        8,
      )}
    FROM task t LEFT JOIN promised ON promised.task_id = t.id
    UNION ALL
    SELECT s.id, s.task_id, 4, s.name, s.ordered_index, ${columns('s', 's.status')}, ${statusFlags('s')} + ${flagged(
      `s.requires_evidence AND NOT (s.id IN (SELECT id FROM submitted) AND pit_ops.is_subtask_proven(s.id))`,
      8,
    )}
    FROM step s
  )
  SELECT ${packed.join(', ')}, json_agg(name ORDER BY id) AS names
  FROM item HAVING count(*) > 0`;

/**
 * Every live record of the projects `$1::uuid[]` that their timelines may show, in columns, ordered by id: one row for each
 * project, whatever its size; with how far its stream is.
 */
export const TIMELINE_ITEMS = statement(
  `SELECT asked.id AS project_id, coalesce((SELECT s.last_seq FROM pit_ops.event_stream s WHERE s.stream_id = asked.id), 0) AS plan_seq,
    packed.* FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (${packedItems('asked.id', () => 'true')}) AS packed`,
  { projectId: neverNull(uuid, 'it is one of those asked for'), planSeq: bigint, ...PACKED_ITEMS },
);

/** Names of the owners of the live tasks of the projects `$1::uuid[]`, by packed columns: timelines are grouped by them. */
export const TIMELINE_OWNERS = statement(
  `SELECT t.project_id, array_agg(t.id ORDER BY t.id)::text AS ids, json_agg(u.name ORDER BY t.id) AS names
  FROM pit.task t LEFT JOIN pit."user" u ON u.id = t.owner_id
  WHERE t.project_id = ANY ($1::uuid[]) AND t.deleted_at IS NULL GROUP BY t.project_id`,
  { projectId: uuid, ids: nullable(text), names: nullable(json<(string | null)[]>()) },
);
