import type { ScheduleSettings } from '../../../domain/schedule/remaining-work/schedule-rules.ts';
import { bigint, date, json, neverNull, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import { LINK_TYPE, named, packed, packedTypes, TASK_COLUMNS } from './plan-load-query.ts';

/** Links with their ends by id: the numbers of tasks are known to whoever keeps the plan. */
const LINK_COLUMNS = {
  linkIds: 'd.id',
  fromIds: 'd.predecessor_task_id',
  toIds: 'd.successor_task_id',
  type: LINK_TYPE,
  lag: 'd.lag_days',
} as const;

export type NewsLinkColumn = keyof typeof LINK_COLUMNS;

const TASK_NAMES = Object.keys(TASK_COLUMNS) as (keyof typeof TASK_COLUMNS)[];
const LINK_NAMES = Object.keys(LINK_COLUMNS) as NewsLinkColumn[];

/**
 * Of the streams `asked (id, since)` at most `$3` events after each, and what those of the topics `$4` name. A baseline names no
 * task, and leaves plans but for what is promised: `unnamed` counts what names nothing at all.
 */
export const NEWS_EVENTS = `event AS MATERIALIZED (
    SELECT asked.id AS project_id, o.topic = ANY ($4::text[]) AS is_plan, (o.payload ->> 'taskId')::uuid AS task_id,
      (o.payload ->> 'dependencyId')::uuid AS dependency_id, o.payload ? 'baselineId' AS is_baseline
    FROM asked CROSS JOIN LATERAL (SELECT topic, payload FROM pit_ops.outbox
      WHERE stream_id = asked.id AND seq > asked.since ORDER BY seq LIMIT $3::int) o
  ), heard AS (
    SELECT project_id, count(*) AS events, count(*) FILTER (WHERE is_plan AND is_baseline) AS baselines,
      count(*) FILTER (WHERE is_plan AND NOT is_baseline AND task_id IS NULL AND dependency_id IS NULL) AS unnamed,
      array_agg(DISTINCT task_id) FILTER (WHERE is_plan AND task_id IS NOT NULL) AS named_tasks,
      array_agg(DISTINCT dependency_id) FILTER (WHERE is_plan AND dependency_id IS NOT NULL) AS named_links
    FROM event GROUP BY project_id`;

/**
 * What has become of the plans of the live projects `$1::uuid[]` since the events `$2::bigint[]` of their streams: what a
 * plan is scheduled by beside its tasks, the tasks and links that events of the topics `$4` name, and of these what is live
 * now, in columns. Of each project at most `$3` events are read: `events` is fewer than the numbers between `since` and
 * `plan_seq` where there are more, or where some are not kept any more. `unnamed` counts the events that name nothing.
 */
export const PLAN_NEWS = statement(
  `WITH asked AS MATERIALIZED (SELECT id, since FROM unnest($1::uuid[], $2::bigint[]) AS a (id, since)
  ), ${NEWS_EVENTS}
  ), task AS MATERIALIZED (
    SELECT t.project_id, ${named(TASK_COLUMNS)}
    FROM pit.task t
    JOIN asked ON asked.id = t.project_id
    LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id
    LEFT JOIN pit_ops.task_rule r ON r.task_id = t.id
    LEFT JOIN pit_ops.due_commitment c ON c.task_id = t.id
    WHERE t.id = ANY (ARRAY(SELECT task_id FROM event WHERE is_plan)) AND t.deleted_at IS NULL
  ), link_id AS (
    SELECT id FROM pit.task_dependency WHERE predecessor_task_id = ANY (ARRAY(SELECT ids FROM task))
    UNION SELECT id FROM pit.task_dependency WHERE successor_task_id = ANY (ARRAY(SELECT ids FROM task))
    UNION SELECT dependency_id FROM event WHERE is_plan
  ), link AS (
    SELECT d.project_id, ${named(LINK_COLUMNS)} FROM pit.task_dependency d
    JOIN asked ON asked.id = d.project_id WHERE d.id = ANY (ARRAY(SELECT id FROM link_id))
  ), tasks AS (
    SELECT project_id, ${packed(TASK_COLUMNS, 'ids')} FROM task GROUP BY project_id
  ), links AS (
    SELECT project_id, ${packed(LINK_COLUMNS, '"linkIds"')} FROM link GROUP BY project_id
  )
  SELECT asked.id AS project_id, asked.since, f.start_typed AS typed_start,
    coalesce(b.end_date, f.end_typed) AS promised_finish, coalesce(r.settings, '{}') AS settings,
    coalesce((SELECT s.last_seq FROM pit_ops.event_stream s WHERE s.stream_id = asked.id), 0) AS plan_seq,
    coalesce(heard.events, 0) AS events, coalesce(heard.unnamed, 0) AS unnamed,
    heard.named_tasks::text AS named_tasks, heard.named_links::text AS named_links,
    ${[...TASK_NAMES.map((name) => `tasks."${name}"`), ...LINK_NAMES.map((name) => `links."${name}"`)].join(', ')}
  FROM asked
  JOIN pit.project p ON p.id = asked.id AND p.deleted_at IS NULL
  LEFT JOIN pit_ops.date_frame f ON f.node_id = p.id
  LEFT JOIN pit_ops.baseline b ON b.project_id = p.id AND b.is_current
  LEFT JOIN pit_ops.project_rule r ON r.project_id = p.id
  LEFT JOIN heard ON heard.project_id = asked.id
  LEFT JOIN tasks ON tasks.project_id = asked.id
  LEFT JOIN links ON links.project_id = asked.id`,
  {
    projectId: neverNull(uuid, 'a project has it'),
    since: neverNull(bigint, 'it is given'),
    typedStart: nullable(date),
    promisedFinish: nullable(date),
    settings: json<Partial<ScheduleSettings>>(),
    planSeq: bigint,
    events: bigint,
    unnamed: bigint,
    namedTasks: nullable(text),
    namedLinks: nullable(text),
    ...packedTypes(TASK_NAMES),
    ...packedTypes(LINK_NAMES),
  },
);
