import { bigint, boolean, date, integer, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { Condition } from '../../read/list-conditions.ts';

/** The live task `$1` or the live project `$2`, if the actor sees it. */
export const WATCHABLE = statement(
  `
  SELECT id FROM pit.task WHERE id = $1 AND deleted_at IS NULL
  UNION ALL
  SELECT id FROM pit.project WHERE id = $2 AND deleted_at IS NULL`,
  { id: nullable(uuid) },
);

/** One user begins to watch one thing after another, so that each counts those before it. Until COMMIT. */
export const TAKE_OWN_WATCHES = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('watched by ' || pit_ops.ctx_user()::text, 0))::text AS taken`,
  { taken: text },
);

/** How many things the actor watches. */
export const COUNT_WATCHES = statement(
  'SELECT count(*)::int AS count FROM pit_ops.watch WHERE user_id = pit_ops.ctx_user()',
  { count: integer },
);

/** Has the actor watch the task `$1` or the project `$2`; a row where they did not. */
export const ADD_WATCH = statement(
  'INSERT INTO pit_ops.watch (task_id, project_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id',
  { id: uuid },
);

/** Has the actor not watch the task `$1` or the project `$2` any more. */
export const REMOVE_WATCH = statement(
  'DELETE FROM pit_ops.watch WHERE user_id = pit_ops.ctx_user() AND (task_id = $1 OR project_id = $2)',
);

/** Those of the tasks and projects `$1::uuid[]` that the actor watches. */
export const OWN_WATCHES = statement(
  `
  SELECT coalesce(task_id, project_id) AS id FROM pit_ops.watch
  WHERE user_id = pit_ops.ctx_user() AND (task_id = ANY ($1::uuid[]) OR project_id = ANY ($1::uuid[]))`,
  { id: nullable(uuid) },
);

/**
 * That whoever asks watches a task or project, or does not. They watch 500 at most, which are found first: so a list of them
 * does not go through all tasks.
 */
export function isWatched(kind: 'task' | 'project', value: boolean): Condition {
  const column = `${kind}_id`;
  const watched = `ARRAY(SELECT ${column} FROM pit_ops.watch WHERE user_id = pit_ops.ctx_user() AND ${column} IS NOT NULL)`;
  return { op: 'expression', sql: () => (value ? `id = ANY (${watched})` : `id <> ALL (${watched})`) };
}

/** Organisations with watched projects in which something has happened. */
export const WATCHING_ORGANISATIONS = statement(
  'SELECT org_id FROM pit_ops.list_watching_organisations() AS org_id',
  { orgId: uuid },
);

/** Processes look after an organisation's watchers one after another, and so does who begins to watch. */
export const TAKE_TURN = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('watches ' || pit_ops.ctx_org()::text, 0))::text AS taken`,
  { taken: text },
);

/** Up to `$1` watched projects in which something has happened, with the events after which and up to which that is. */
export const DUE_PROJECTS = statement(
  `
  SELECT watched.project_id, watched.seen_seq, stream.last_seq FROM pit_ops.watched_project AS watched
  JOIN pit_ops.event_stream AS stream ON stream.org_id = watched.org_id AND stream.stream_id = watched.project_id
    AND stream.last_seq > watched.seen_seq
  ORDER BY watched.project_id LIMIT $1`,
  { projectId: uuid, seenSeq: bigint, lastSeq: bigint },
);

/**
 * What is watched in the projects `$1::uuid[]` and is other than its watchers were told, or gone: each with what was told, what is
 * so, and whether its watcher has alone done what happened to it after the events `$2::bigint[]`.
 */
export const WATCHED_CHANGES = statement(
  `
  WITH looked AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS given (project_id, seen_seq)
  ), act AS MATERIALIZED (
    SELECT event.stream_id AS project_id, event.payload ->> 'taskId' AS task_id, event.actor_id
    FROM looked JOIN pit_ops.outbox AS event ON event.org_id = pit_ops.ctx_org() AND event.stream_id = looked.project_id
      AND event.seq > looked.seen_seq
      -- What follows from an act is nobody's act: it comes in the name of the platform and changes nothing that is watched.
      AND event.topic <> ALL ('{pit.schedule.updated,pit.watchdog.alert,pit.notification.created}'::text[])
    GROUP BY 1, 2, 3
  )
  SELECT watch.id, watch.user_id, watch.task_id, project.id AS project_id, project.name AS project_name,
    coalesce(subject.name, project.name) AS name, state.told_status, state.told_start, state.told_end,
    coalesce(subject.status::text, project.status::text) AS status,
    CASE WHEN watch.task_id IS NULL THEN project.start_date ELSE subject.start_date END AS start_date,
    CASE WHEN watch.task_id IS NULL THEN project.end_date ELSE subject.end_date END AS end_date,
    project.deleted_at IS NOT NULL OR subject.deleted_at IS NOT NULL AS is_gone,
    coalesce((SELECT bool_and(act.actor_id IS NOT DISTINCT FROM watch.user_id) FROM act
      WHERE act.project_id = state.project_id AND (watch.task_id IS NULL OR act.task_id = watch.task_id::text)), false) AS is_own
  FROM looked
  JOIN pit_ops.watch_state AS state ON state.project_id = looked.project_id
  JOIN pit_ops.watch AS watch ON watch.id = state.watch_id
  LEFT JOIN pit.task AS subject ON subject.id = watch.task_id
  JOIN pit.project AS project ON project.id = coalesce(subject.project_id, watch.project_id)
  WHERE project.id <> state.project_id OR project.deleted_at IS NOT NULL OR subject.deleted_at IS NOT NULL
    OR (state.told_status, state.told_start, state.told_end) IS DISTINCT FROM (
      CASE WHEN watch.task_id IS NULL THEN project.status::text ELSE subject.status::text END,
      CASE WHEN watch.task_id IS NULL THEN project.start_date ELSE subject.start_date END,
      CASE WHEN watch.task_id IS NULL THEN project.end_date ELSE subject.end_date END)
  ORDER BY watch.user_id, project.id, watch.id`,
  {
    id: uuid,
    userId: uuid,
    taskId: nullable(uuid),
    projectId: uuid,
    projectName: text,
    name: text,
    toldStatus: text,
    toldStart: nullable(date),
    toldEnd: nullable(date),
    status: text,
    startDate: nullable(date),
    endDate: nullable(date),
    isGone: boolean,
    isOwn: boolean,
  },
);

/** Notes what the watchers `$1` have been told: projects `$2`, statuses `$3`, first and last days `$4` and `$5`. */
export const NOTE_TOLD = statement(`
  UPDATE pit_ops.watch_state AS state
  SET project_id = given.project_id, told_status = given.status, told_start = given.first, told_end = given.last
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::date[]) AS given (id, project_id, status, first, last)
  WHERE state.watch_id = given.id`);

/** Ends watches of what is gone. */
export const END_WATCHES = statement('DELETE FROM pit_ops.watch WHERE id = ANY ($1::uuid[])');

/** Notes up to which events `$2` the projects `$1` were looked at. */
export const NOTE_LOOKED = statement(`
  UPDATE pit_ops.watched_project AS watched SET seen_seq = given.last
  FROM unnest($1::uuid[], $2::bigint[]) AS given (project_id, last) WHERE watched.project_id = given.project_id`);

/** That of the users `$2::uuid[]` those who watch the task `$1` know the status in which it is. */
export const NOTE_KNOWN_STATUS = statement('SELECT pit_ops.note_known_status($1, $2::uuid[])');

/** Looks from now on at the projects `$1`, to which watched tasks have been moved. */
export const WATCH_PROJECTS = statement(`
  INSERT INTO pit_ops.watched_project (project_id, seen_seq)
  SELECT given.id, coalesce(stream.last_seq, 0) FROM unnest($1::uuid[]) AS given (id)
  LEFT JOIN pit_ops.event_stream AS stream ON stream.org_id = pit_ops.ctx_org() AND stream.stream_id = given.id
  ON CONFLICT (project_id) DO NOTHING`);

/** Looks no more at those of the projects `$1` in which nobody watches anything. */
export const FORGET_PROJECTS = statement(`
  DELETE FROM pit_ops.watched_project AS watched WHERE watched.project_id = ANY ($1::uuid[])
    AND NOT EXISTS (SELECT FROM pit_ops.watch_state AS state WHERE state.project_id = watched.project_id)`);

/** Who watches the project `$1` or one of the tasks `$2::uuid[]` of it. */
export const WATCHERS_OF = statement(
  `
  SELECT watch.user_id, watch.task_id FROM pit_ops.watch_state AS state
  JOIN pit_ops.watch AS watch ON watch.id = state.watch_id
  WHERE state.project_id = $1 AND (watch.task_id IS NULL OR watch.task_id = ANY ($2::uuid[]))
  ORDER BY watch.user_id`,
  { userId: uuid, taskId: nullable(uuid) },
);
