import { boolean, date, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** The day as of which the organisation's statuses and roll-ups are up to date. */
export const ROLLED_OVER_DAY = statement(
  `SELECT day FROM pit_ops.settled_day WHERE org_id = pit_ops.ctx_org()`,
  { day: date },
);

/** Notes the day `$1`, unless the settings are no longer `$2`. */
export const SET_SETTLED_DAY = statement(`
  INSERT INTO pit_ops.settled_day (day)
  SELECT $1 FROM pit.organisation WHERE id = pit_ops.ctx_org() AND settings = $2::jsonb
  ON CONFLICT (org_id) DO UPDATE SET day = excluded.day`);

/** Projects of the organisation in the order of their ids; archived ones only while their sums are not made. */
export const LIVE_PROJECTS = statement(
  `
  SELECT id FROM pit.project WHERE deleted_at IS NULL
    AND (status <> 'archived' OR NOT EXISTS (SELECT FROM pit_ops.rollup WHERE node_id = project.id))
  ORDER BY id`,
  { id: uuid },
);

/**
 * Tasks of the project `$1` after the id `$2` whose status time can move: open ones, and those with open subtasks.
 * At most `$3`, in the order of their ids.
 */
export const OPEN_TASKS = statement(
  `
  SELECT t.id FROM pit.task t
  WHERE t.project_id = $1 AND t.id > $2 AND t.deleted_at IS NULL
    AND (t.status <> 'completed' OR EXISTS (SELECT FROM pit.subtask s
      WHERE s.task_id = t.id AND s.deleted_at IS NULL AND s.status <> 'completed'))
  ORDER BY t.id LIMIT $3`,
  { id: uuid },
);

/**
 * Counts the tasks of the locked project `$1` as of the day `$2`; with null notes the day for projects without open work,
 * archived and deleted ones. Answers whether the day alone has changed the health of the project.
 */
export const TURN_FIGURES = statement('SELECT pit_ops.turn_figures($1, $2) AS is_changed', {
  isChanged: boolean,
});

/** Forgets answers that are not given again, at most 10,000 at a time. */
export const PURGE_KEYS = statement(`
  DELETE FROM pit_ops.idempotency_key WHERE (org_id, user_id, key) IN (
    SELECT org_id, user_id, key FROM pit_ops.idempotency_key
    WHERE created_at < now() - interval '24 hours' LIMIT 10000)`);
