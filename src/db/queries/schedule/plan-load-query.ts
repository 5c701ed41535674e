import type { ScheduleSettings } from '../../../domain/schedule/remaining-work/schedule-rules.ts';
import { bigint, date, json, nullable, text, uuid, type ColumnType } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Days since 1970-01-01, as columns of plans keep them. */
const day = (column: string): string => `${column} - date '1970-01-01'`;

/** The columns of tasks in the order of their numbers, as array literals; see `TaskColumns`. */
export const TASK_COLUMNS = {
  ids: 't.id',
  start: day('t.start_date'),
  end: day('t.end_date'),
  duration: 't.duration_days',
  progress: 't.progress_percent',
  actualStart: day('a.actual_start'),
  actualFinish: day('a.actual_finish'),
  remaining: 'a.remaining_days',
  flags: `(CASE r.mode WHEN 'manual' THEN 1 ELSE 0 END) + (CASE r.start_origin WHEN 'engine' THEN 2 ELSE 0 END)`,
  constraint: `array_position('{asap,snet,fnet,snlt,fnlt,mso,mfo}'::text[], coalesce(r.constraint_kind, 'asap')) - 1`,
  constraintDay: day('r.constraint_date'),
  // What work is committed to bounds it as a deadline does.
  deadline: day('least(r.deadline, c.due_on)'),
} as const;

/** The code of a link's type; see `LINK_TYPES`. */
export const LINK_TYPE = `CASE d.dependency_type WHEN 'finish_to_start' THEN 0 WHEN 'start_to_start' THEN 1 WHEN 'finish_to_finish' THEN 2 ELSE 3 END`;

/** The same of links; numbers of their ends are those of the tasks. */
const LINK_COLUMNS = {
  linkIds: 'd.id',
  from: 'd.from_n',
  to: 'd.to_n',
  type: LINK_TYPE,
  lag: 'd.lag_days',
} as const;

export type PlanColumn = keyof typeof TASK_COLUMNS | keyof typeof LINK_COLUMNS;

export type TaskColumn = keyof typeof TASK_COLUMNS;

const columns = [...Object.keys(TASK_COLUMNS), ...Object.keys(LINK_COLUMNS)] as PlanColumn[];
/** Texts of arrays; null where a plan has no tasks, or no links. */
export const packedTypes = <C extends string>(names: readonly C[]): Record<C, ColumnType<string | null>> =>
  Object.fromEntries(names.map((name) => [name, nullable(text)])) as Record<C, ColumnType<string | null>>;
export const named = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([name, sql]) => `${sql} AS "${name}"`)
    .join(', ');
export const packed = (of: Readonly<Record<string, string>>, order: string): string =>
  Object.keys(of)
    .map((name) => `array_agg("${name}" ORDER BY ${order})::text AS "${name}"`)
    .join(', ');

/**
 * The live projects `$1::uuid[]`, each one row: what it is scheduled by, how far its stream is, and its live tasks and
 * links, numbered and packed as the texts of arrays, so that no object is made for a task on the way. Links of deleted
 * tasks bind nobody. Of a project with more than `$2` tasks these are left out.
 *
 * Links meet tasks by FULL JOIN, which is never a loop in a loop: of tables that were not analysed yet PostgreSQL expects a
 * few rows, and would look through all tasks for each link. OFFSET 0 keeps the joins full.
 */
export const LOAD_PLANS = statement(
  `WITH project AS MATERIALIZED (
    SELECT p.id, f.start_typed, coalesce(b.end_date, f.end_typed) AS promised_finish, coalesce(r.settings, '{}') AS settings,
      coalesce((SELECT s.last_seq FROM pit_ops.event_stream s WHERE s.stream_id = p.id), 0) AS plan_seq,
      coalesce(size.tasks, 0) AS task_count
    FROM pit.project p
    LEFT JOIN (SELECT t.project_id, count(*) AS tasks FROM pit.task t
      WHERE t.project_id = ANY ($1::uuid[]) AND t.deleted_at IS NULL GROUP BY t.project_id) size ON size.project_id = p.id
    LEFT JOIN pit_ops.date_frame f ON f.node_id = p.id
    LEFT JOIN pit_ops.baseline b ON b.project_id = p.id AND b.is_current
    LEFT JOIN pit_ops.project_rule r ON r.project_id = p.id
    WHERE p.id = ANY ($1::uuid[]) AND p.deleted_at IS NULL
  ), wanted AS MATERIALIZED (
    SELECT array_agg(id) AS ids FROM project WHERE task_count <= $2::int
  ), task AS MATERIALIZED (
    SELECT t.project_id, row_number() OVER (PARTITION BY t.project_id ORDER BY t.id) - 1 AS n, ${named(TASK_COLUMNS)}
    FROM pit.task t
    LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id
    LEFT JOIN pit_ops.task_rule r ON r.task_id = t.id
    LEFT JOIN pit_ops.due_commitment c ON c.task_id = t.id
    WHERE t.project_id = ANY ((SELECT ids FROM wanted)::uuid[]) AND t.deleted_at IS NULL
  ), led AS (
    SELECT d.*, i.n AS from_n
    FROM (SELECT * FROM pit.task_dependency WHERE project_id = ANY ((SELECT ids FROM wanted)::uuid[])) d
    FULL JOIN task i ON i.ids = d.predecessor_task_id OFFSET 0
  ), joined AS (
    SELECT led.*, j.n AS to_n FROM led FULL JOIN task j ON j.ids = led.successor_task_id OFFSET 0
  ), link AS (
    SELECT d.project_id, ${named(LINK_COLUMNS)} FROM joined d WHERE num_nulls(d.id, d.from_n, d.to_n) = 0
  ), tasks AS (
    SELECT project_id, ${packed(TASK_COLUMNS, 'n')} FROM task GROUP BY project_id
  ), links AS (
    SELECT project_id, ${packed(LINK_COLUMNS, '"linkIds"')} FROM link GROUP BY project_id
  )
  SELECT project.id AS project_id, start_typed AS typed_start, promised_finish, settings, plan_seq, task_count,
    ${columns.map((name) => `"${name}"`).join(', ')}
  FROM project LEFT JOIN tasks ON tasks.project_id = project.id LEFT JOIN links ON links.project_id = project.id`,
  {
    projectId: uuid,
    typedStart: nullable(date),
    promisedFinish: nullable(date),
    settings: json<Partial<ScheduleSettings>>(),
    planSeq: bigint,
    taskCount: bigint,
    ...packedTypes(columns),
  },
);
