import { boolean, date, integer, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * How far the organisation has come: the day as of which its statuses and roll-ups are up to date, and where a roll-over that
 * is under way by the settings as they are stored stands. No row before the first roll-over.
 */
export const ROLLED_OVER = statement(
  `SELECT day, under_way, counted_created_at::text, counted_task_id, turned_project_id,
    under_way_settings IS NOT DISTINCT FROM md5(organisation.settings::text) AS is_by_settings
  FROM pit_ops.settled_day JOIN pit.organisation ON organisation.id = settled_day.org_id
  WHERE settled_day.org_id = pit_ops.ctx_org()`,
  {
    day: date,
    underWay: nullable(date),
    countedCreatedAt: nullable(text),
    countedTaskId: nullable(uuid),
    turnedProjectId: nullable(uuid),
    isBySettings: boolean,
  },
);

/** Begins a roll-over to the day `$1` by the settings `$2`. */
export const BEGIN_ROLL_OVER = statement(`
  INSERT INTO pit_ops.settled_day (day, under_way, under_way_settings) VALUES ('-infinity', $1, md5($2::jsonb::text))
  ON CONFLICT (org_id) DO UPDATE SET under_way = excluded.under_way, under_way_settings = excluded.under_way_settings,
    counted_created_at = NULL, counted_task_id = NULL, turned_project_id = NULL`);

/**
 * Notes that the roll-over to the day `$1` has counted the durations up to the task `$3`, created at `$2`, and brought the projects up
 * to `$4` to the day; nothing where changed settings have ended it.
 */
export const NOTE_ROLL_OVER = statement(`
  UPDATE pit_ops.settled_day SET counted_created_at = $2, counted_task_id = $3, turned_project_id = $4
  WHERE org_id = pit_ops.ctx_org() AND under_way = $1`);

/** Notes the day `$1`, unless the settings are no longer `$2` or have been others meanwhile; no roll-over is under way then. */
export const SET_SETTLED_DAY = statement(`
  UPDATE pit_ops.settled_day SET day = $1, under_way = NULL, under_way_settings = NULL, counted_created_at = NULL,
    counted_task_id = NULL, turned_project_id = NULL
  WHERE org_id = pit_ops.ctx_org() AND under_way = $1
    AND EXISTS (SELECT FROM pit.organisation WHERE id = pit_ops.ctx_org() AND settings = $2::jsonb)`);

/**
 * The next projects of the organisation after the id `$1`, in the order of their ids, with how many live tasks each has: at most `$2`,
 * and no more of them than have `$3` tasks together, but one in any case. Archived ones only while their sums are not made.
 */
export const NEXT_PROJECTS = statement(
  `WITH next AS MATERIALIZED (
    SELECT id FROM pit.project WHERE id > $1 AND deleted_at IS NULL
      AND (status <> 'archived' OR NOT EXISTS (SELECT FROM pit_ops.rollup WHERE node_id = project.id))
    ORDER BY id LIMIT $2
  ), sized AS (
    SELECT next.id, coalesce(figures.task_count, 0) AS task_count,
      sum(coalesce(figures.task_count, 0)) OVER (ORDER BY next.id) AS up_to, row_number() OVER (ORDER BY next.id) AS place
    FROM next LEFT JOIN pit_ops.project_figures AS figures ON figures.project_id = next.id
  )
  SELECT id, task_count FROM sized WHERE up_to <= $3 OR place = 1 ORDER BY id`,
  { id: uuid, taskCount: integer },
);

/** Whose status time can move: open tasks, and those with open subtasks. */
const IS_OPEN = `t.deleted_at IS NULL AND (t.status <> 'completed' OR EXISTS (SELECT FROM pit.subtask s
      WHERE s.task_id = t.id AND s.deleted_at IS NULL AND s.status <> 'completed'))`;

/** Those tasks of the project `$1` after the id `$2`, at most `$3`, in the order of their ids. */
export const OPEN_TASKS = statement(
  `SELECT t.id FROM pit.task t WHERE t.project_id = $1 AND t.id > $2 AND ${IS_OPEN} ORDER BY t.id LIMIT $3`,
  { id: uuid },
);

/** Those tasks of the projects `$1::uuid[]`. */
export const OPEN_TASKS_OF = statement(
  `SELECT t.id FROM pit.task t WHERE t.project_id = ANY ($1::uuid[]) AND ${IS_OPEN}`,
  { id: uuid },
);

/**
 * Counts the tasks of the locked project `$1` as of the day `$2`; with null notes the day for projects without open work,
 * archived and deleted ones. Answers whether the day alone has changed the health of the project.
 */
export const TURN_FIGURES = statement('SELECT pit_ops.turn_figures($1, $2) AS is_changed', {
  isChanged: boolean,
});

/** The same for each of the locked projects `$1::uuid[]`. */
export const TURN_FIGURES_OF = statement(
  'SELECT id, pit_ops.turn_figures(id, $2) AS is_changed FROM unnest($1::uuid[]) AS locked (id)',
  { id: uuid, isChanged: boolean },
);

/** Forgets answers that are not given again, at most 10,000 at a time. */
export const PURGE_KEYS = statement(`
  DELETE FROM pit_ops.idempotency_key WHERE (org_id, user_id, key) IN (
    SELECT org_id, user_id, key FROM pit_ops.idempotency_key
    WHERE created_at < now() - interval '24 hours' LIMIT 10000)`);
