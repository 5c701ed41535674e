import {
  bigint,
  boolean,
  date,
  double,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
  type RowOf,
} from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';
import type { LinkSlackEntry, StoredViolation } from '../../../domain/schedule/stored-schedule.ts';

/**
 * Has each statement of the transaction planned for the rows that there are. Plans that were made while nothing was
 * stored run through whole tables, which fill within a minute at the first start.
 */
export const PLAN_AFRESH = statement(
  `SELECT set_config('plan_cache_mode', 'force_custom_plan', true) AS plan_cache_mode`,
  { planCacheMode: nullable(text) },
);

/**
 * Has statements planned once and kept, as of such that find few rows by their ids and take longer to plan than to
 * execute.
 */
export const PLAN_ONCE = statement(
  `SELECT set_config('plan_cache_mode', 'force_generic_plan', true) AS plan_cache_mode`,
  { planCacheMode: nullable(text) },
);

/** The same of what a sweep stores: tables that were empty when a plan was made are looked up by their indexes when they have filled. */
export const PLAN_ONCE_BY_INDEX = statement(
  `SELECT set_config('plan_cache_mode', 'force_generic_plan', true) AS plan_cache_mode, set_config('enable_seqscan', 'off', true) AS seqscan`,
  { planCacheMode: nullable(text), seqscan: nullable(text) },
);

/** Has the connection plan its statements anew where they were planned once and kept. */
export const DISCARD_PLANS = statement('DISCARD PLANS');

/** The schedule's lease of a project, held until the transaction ends: a process that dies gives it back with its connection. */
export const TRY_LOCK_SCHEDULES = statement(
  `SELECT id FROM unnest($1::uuid[]) AS asked (id) WHERE pg_try_advisory_xact_lock(hashtextextended('schedule:' || id, 0))`,
  { id: uuid },
);

/** Projects that a schedule was stored of and that are deleted now: what was stored goes with them. */
export const FORGET_SCHEDULES = statement(
  `WITH gone AS (
    SELECT s.project_id FROM pit_ops.project_schedule s JOIN pit.project p ON p.id = s.project_id
    WHERE s.project_id = ANY ($1::uuid[]) AND p.deleted_at IS NOT NULL
  ), tasks AS (
    DELETE FROM pit_ops.task_schedule t USING gone WHERE t.project_id = gone.project_id
  )
  DELETE FROM pit_ops.project_schedule s USING gone WHERE s.project_id = gone.project_id`,
);

const COLUMNS = [
  ['early_start', 'date'],
  ['early_finish', 'date'],
  ['late_start', 'date'],
  ['late_finish', 'date'],
  ['total_slack', 'int'],
  ['free_slack', 'int'],
  ['is_critical', 'boolean'],
  ['is_on_longest_path', 'boolean'],
  ['work_state', 'smallint'],
  ['link_slack', 'jsonb'],
] as const;

const names = COLUMNS.map(([name]) => name);
const of = (row: string): string => names.map((name) => `${row}.${name}`).join(', ');

/**
 * Stores computed rows of tasks `$1`, of the projects `$2`, by columns ($3 to $12). Rows that are stored as they are stay
 * untouched. Answers the tasks whose rows are new or others now.
 */
export const STORE_TASK_SCHEDULES = statement(
  `WITH computed AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], ${COLUMNS.map(([, type], at) => `$${at + 3}::${type}[]`).join(', ')})
      AS row (task_id, project_id, ${names.join(', ')})
  )
  INSERT INTO pit_ops.task_schedule (task_id, project_id, ${names.join(', ')})
  SELECT n.task_id, n.project_id, ${of('n')}
  FROM computed n LEFT JOIN pit_ops.task_schedule s ON s.task_id = n.task_id
  WHERE s.task_id IS NULL OR (s.project_id, ${of('s')}) IS DISTINCT FROM (n.project_id, ${of('n')})
  ORDER BY n.task_id
  ON CONFLICT (task_id) DO UPDATE SET project_id = excluded.project_id,
    ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
  RETURNING task_id, project_id`,
  { taskId: uuid, projectId: uuid },
);

/** Removes rows of the projects `$1` for tasks that are not live there any more. Answers these tasks. */
export const REMOVE_TASK_SCHEDULES = statement(
  `DELETE FROM pit_ops.task_schedule s WHERE s.project_id = ANY ($1::uuid[]) AND (
    NOT EXISTS (SELECT FROM pit.task t WHERE t.id = s.task_id AND t.project_id = s.project_id AND t.deleted_at IS NULL)
    OR s.project_id = ANY ($2::uuid[]))
  RETURNING task_id, project_id`,
  { taskId: uuid, projectId: uuid },
);

/** Removes the rows of the tasks `$1`, each as far as it is one of the project `$2` in the same place. Answers these tasks. */
export const REMOVE_GONE_SCHEDULES = statement(
  `DELETE FROM pit_ops.task_schedule s USING unnest($1::uuid[], $2::uuid[]) AS gone (task_id, project_id)
  WHERE s.task_id = gone.task_id AND s.project_id = gone.project_id
  RETURNING s.task_id, s.project_id`,
  { taskId: uuid, projectId: uuid },
);

/**
 * Stores what the schedules say of whole projects: `$1` is JSON, one object for each. Answers the version of each, which is
 * another one whenever anything is stored of it.
 */
export const STORE_PROJECT_SCHEDULES = statement(
  `INSERT INTO pit_ops.project_schedule AS s (project_id, plan_seq, today, rules_hash, origin, data_date, task_count,
    length_days, forecast_finish, finish_variance_days, critical_count, cycle, violations)
  SELECT "projectId", "planSeq", today, "rulesHash", origin, "dataDate", "taskCount", "lengthDays", "forecastFinish",
    "finishVarianceDays", "criticalCount", cycle, violations
  FROM jsonb_to_recordset($1::jsonb) AS row ("projectId" uuid, "planSeq" bigint, today date, "rulesHash" text,
    origin date, "dataDate" date, "taskCount" int, "lengthDays" int, "forecastFinish" date, "finishVarianceDays" int,
    "criticalCount" int, cycle jsonb, violations jsonb)
  ORDER BY "projectId"
  ON CONFLICT (project_id) DO UPDATE SET plan_seq = excluded.plan_seq, today = excluded.today,
    rules_hash = excluded.rules_hash, origin = excluded.origin, data_date = excluded.data_date,
    task_count = excluded.task_count, length_days = excluded.length_days, forecast_finish = excluded.forecast_finish,
    finish_variance_days = excluded.finish_variance_days, critical_count = excluded.critical_count,
    cycle = excluded.cycle, violations = excluded.violations, computed_at = excluded.computed_at
  RETURNING project_id, s.xmin::text AS version`,
  { projectId: uuid, version: text },
);

/** What is told of a project that is behind. */
const STALE = {
  id: uuid,
  isDeleted: boolean,
  waitedSeconds: nullable(double),
  storedCount: nullable(integer),
};

/**
 * Which projects are behind; `narrowing` says among which. The first event is found by its number: the least time would be
 * looked for among the events of all streams.
 */
const staleProjects = (narrowing: string): Statement<RowOf<typeof STALE>> =>
  statement(
    `SELECT p.id, p.deleted_at IS NOT NULL AS is_deleted,
      extract(epoch FROM now() - news.since)::float8 AS waited_seconds, s.task_count AS stored_count
    FROM pit.project p
    LEFT JOIN pit_ops.project_schedule s ON s.project_id = p.id
    LEFT JOIN LATERAL (
      SELECT o.created_at AS since FROM pit_ops.outbox o
      WHERE o.stream_id = p.id AND o.seq > s.plan_seq AND o.topic = ANY ($3::text[]) ORDER BY o.seq LIMIT 1
    ) news ON s.project_id IS NOT NULL
    WHERE ${narrowing} AND CASE WHEN p.deleted_at IS NOT NULL THEN s.project_id IS NOT NULL
      ELSE s.project_id IS NULL OR s.today <> $1::date OR s.rules_hash <> $2 OR news.since IS NOT NULL END
    ORDER BY news.since NULLS LAST, p.id LIMIT $5::int`,
    STALE,
  );

/**
 * Projects of the organisation whose stored schedule is behind: there is none, it is of another day than `$1` or by
 * other rules than `$2`, or an event of the topics `$3` has come since; and deleted ones of which one is stored. None of
 * `$4::uuid[]`, at most `$5`, those that wait longest first, with the seconds for which they have waited, as far as that
 * is known.
 */
export const STALE_PROJECTS = staleProjects('p.id <> ALL ($4::uuid[])');
/** The same among the projects `$4::uuid[]`. */
export const STALE_AMONG = staleProjects('p.id = ANY ($4::uuid[])');

/**
 * How many live tasks the projects `$1::uuid[]` have; no row where none. A statement of its own, since ids that are known
 * when it is planned are hashed, whatever statistics there are.
 */
export const TASK_COUNTS = statement(
  `SELECT project_id, count(*) AS tasks FROM pit.task
  WHERE project_id = ANY ($1::uuid[]) AND deleted_at IS NULL GROUP BY project_id`,
  { projectId: uuid, tasks: bigint },
);

/**
 * Which of the projects `$1::uuid[]` are behind, as `STALE_PROJECTS` has it with `$2` to `$4`; with the version and the plan of
 * what is stored.
 */
export const STILL_STALE = statement(
  `SELECT p.id, s.xmin::text AS version, s.plan_seq
  FROM pit.project p LEFT JOIN pit_ops.project_schedule s ON s.project_id = p.id
  WHERE p.id = ANY ($1::uuid[]) AND p.deleted_at IS NULL AND (s.project_id IS NULL OR s.today <> $2::date
    OR s.rules_hash <> $3 OR EXISTS (SELECT FROM pit_ops.outbox o
      WHERE o.stream_id = p.id AND o.seq > s.plan_seq AND o.topic = ANY ($4::text[])))`,
  { id: uuid, version: nullable(text), planSeq: nullable(bigint) },
);

/**
 * Of the visible projects `$1::uuid[]` what is stored of their schedules, and the number of the newest event of the
 * topics `$2` since: null where there is none. A project without a schedule has its id alone.
 */
export const PROJECT_SCHEDULES = statement(
  `SELECT p.id AS project_id, s.plan_seq, (SELECT max(o.seq) FROM pit_ops.outbox o
      WHERE o.stream_id = p.id AND o.seq > coalesce(s.plan_seq, -1) AND o.topic = ANY ($2::text[])) AS newer_seq,
    s.today, s.rules_hash, s.data_date, s.task_count, s.length_days, s.forecast_finish, s.finish_variance_days,
    s.critical_count, s.cycle, s.violations, to_char(s.computed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS computed_at
  FROM pit.project p LEFT JOIN pit_ops.project_schedule s ON s.project_id = p.id
  WHERE p.id = ANY ($1::uuid[]) AND p.deleted_at IS NULL`,
  {
    projectId: uuid,
    planSeq: nullable(bigint),
    newerSeq: nullable(bigint),
    today: nullable(date),
    rulesHash: nullable(text),
    dataDate: nullable(date),
    taskCount: nullable(integer),
    lengthDays: nullable(integer),
    forecastFinish: nullable(date),
    finishVarianceDays: nullable(integer),
    criticalCount: nullable(integer),
    cycle: nullable(json<readonly string[]>()),
    violations: nullable(json<readonly StoredViolation[]>()),
    computedAt: nullable(text),
  },
);

/** What is stored of the schedules of the tasks `$1::uuid[]`. */
export const TASK_SCHEDULES = statement(
  `SELECT task_id, ${names.join(', ')} FROM pit_ops.task_schedule WHERE task_id = ANY ($1::uuid[])`,
  {
    taskId: uuid,
    earlyStart: date,
    earlyFinish: date,
    lateStart: nullable(date),
    lateFinish: nullable(date),
    totalSlack: nullable(integer),
    freeSlack: nullable(integer),
    isCritical: boolean,
    isOnLongestPath: boolean,
    workState: integer,
    linkSlack: nullable(json<readonly LinkSlackEntry[]>()),
  },
);

/**
 * The stored longest paths of the projects `$1::uuid[]` that the caller may see: each task with those that drive it, at most
 * `$2` of a project.
 */
export const STORED_PATHS = statement(
  `SELECT s.project_id, s.task_id, s.early_start, coalesce((
      SELECT jsonb_agg(d.predecessor_task_id) FROM jsonb_array_elements(s.link_slack) AS entry
      JOIN pit.task_dependency d ON d.id = (entry ->> 0)::uuid AND d.successor_task_id = s.task_id
      WHERE (entry ->> 2)::boolean), '[]') AS driver_ids
  FROM unnest($1::uuid[]) AS p (id) CROSS JOIN LATERAL (
    SELECT x.* FROM pit_ops.task_schedule x JOIN pit.task t ON t.id = x.task_id AND t.deleted_at IS NULL
    WHERE x.project_id = p.id AND x.is_on_longest_path ORDER BY x.early_start, x.task_id LIMIT $2) s`,
  {
    projectId: uuid,
    taskId: uuid,
    earlyStart: date,
    driverIds: neverNull(json<string[]>(), 'coalesce'),
  },
);
