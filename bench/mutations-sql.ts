/**
 * The best SQL known for each mutation: after the project's lock one statement changes the row, notes it, brings what
 * lies above it up to date, keeps the sums there, announces it and answers the response. It writes the rows that the
 * service writes, under the same triggers, and decides nothing: no rights, no version, no hold by a predecessor.
 */

/** Locks the project of a row of `table`; a statement of its own, so that the next one sees what is current. */
export const lockProjectOf = (table: string): string =>
  `SELECT id FROM pit.project
   WHERE id = (SELECT project_id FROM ${table} WHERE id = $1::uuid AND deleted_at IS NULL) FOR NO KEY UPDATE`;

const STATUS = `CASE WHEN $2::int = 100 THEN 'completed' WHEN end_date < current_date THEN 'overdue'
  WHEN end_date = current_date THEN 'due_today' WHEN $2::int > 0 OR start_date <= current_date THEN 'active'
  WHEN start_date <= current_date + 7 THEN 'upcoming' ELSE 'not_started' END::pit.task_status_enum`;

/** The changed row `task` as its work package sees it; before the change it may not have been there. */
const WORK = `
  SELECT id, work_package_id, phase_id, percent FROM task UNION ALL
  SELECT each.id, each.work_package_id, each.phase_id, each.progress_percent
  FROM pit.task AS each JOIN task ON each.phase_id = task.phase_id
  WHERE each.id <> task.id AND each.deleted_at IS NULL`;

/** Means of the work package, the phase and the project of `task`; those beside its path stand as they are stored. */
const MEANS = `
  work AS (${WORK}),
  package_mean AS (
    SELECT avg(work.percent) AS mean, count(*) AS size
    FROM work JOIN task USING (work_package_id)),
  phase_mean AS (
    SELECT avg(percent) AS mean, count(*) AS size FROM (
      SELECT mean AS percent FROM package_mean UNION ALL
      SELECT percent FROM work WHERE work_package_id IS NULL UNION ALL
      SELECT each.progress_percent FROM pit.work_package AS each JOIN task ON each.phase_id = task.phase_id
      WHERE each.id <> task.work_package_id AND each.deleted_at IS NULL) AS child),
  project_mean AS (
    SELECT avg(percent) AS mean, count(*) AS size FROM (
      SELECT mean AS percent FROM phase_mean UNION ALL
      SELECT each.progress_percent FROM pit.phase AS each JOIN task ON each.project_id = task.project_id
      WHERE each.id <> task.phase_id AND each.deleted_at IS NULL) AS child),
  above AS (
    SELECT work_package_id AS id, package_mean.mean, package_mean.size FROM task, package_mean UNION ALL
    SELECT phase_id, phase_mean.mean, phase_mean.size FROM task, phase_mean UNION ALL
    SELECT project_id, project_mean.mean, project_mean.size FROM task, project_mean)`;

/** Stores the means where they differ, with the `cost` that came in besides. */
const branch = (table: string, name: string, key: string, cost: string): string => `
  stored_${name} AS (
    UPDATE ${table} AS each SET progress_percent = round(mean), capex_total = capex_total + ${cost}
    FROM task, ${name}_mean WHERE each.id = task.${key} AND (progress_percent <> round(mean) OR ${cost} <> 0))`;

const branches = (cost: string): string =>
  [
    branch('pit.work_package', 'package', 'work_package_id', cost),
    branch('pit.phase', 'phase', 'phase_id', cost),
    branch('pit.project', 'project', 'project_id', cost),
  ].join(',');

const SUMS = `
  sums AS (
    INSERT INTO pit_ops.rollup AS kept (node_id, project_id, state)
    SELECT above.id, task.project_id, jsonb_build_object('mean', above.mean, 'size', above.size) FROM above, task
    ON CONFLICT (node_id) DO UPDATE SET state = excluded.state)`;

const events = (...topics: string[]): string => `
  stream AS (
    INSERT INTO pit_ops.event_stream AS s (stream_id, last_seq) SELECT project_id, ${topics.length} FROM task
    ON CONFLICT (org_id, stream_id) DO UPDATE SET last_seq = s.last_seq + excluded.last_seq RETURNING s.last_seq),
  announced AS (
    INSERT INTO pit_ops.outbox (stream_id, seq, topic, payload)
    SELECT task.project_id, stream.last_seq - ${topics.length} + place, topic,
      jsonb_build_object('projectId', task.project_id, 'taskId', task.id)
    FROM task, stream, unnest('{${topics.join(',')}}'::text[]) WITH ORDINALITY AS event (topic, place))`;

const node = (name: string, key: string): string =>
  `'","progressPercent":', (SELECT round(mean) FROM ${name}_mean), '},"${key}":{"id":"'`;

const answer = (mutation: string): string => `
  SELECT concat('{"data":{"${mutation}":{"task":{"id":"', id, '","status":"', upper(status::text),
    '","progressPercent":', percent, ',"updatedAt":"', to_char(updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    '"},"workPackage":{"id":"', work_package_id, ${node('package', 'phase')}, phase_id, ${node('phase', 'project')},
    project_id, '","progressPercent":', (SELECT round(mean) FROM project_mean), '}}}}')
  FROM task`;

/** Sets the progress of the task `$1` to `$2` percent. */
export const PROGRESS_SQL = `
  WITH task AS (
    UPDATE pit.task SET progress_percent = $2::int, status = ${STATUS} WHERE id = $1::uuid
    RETURNING id, work_package_id, phase_id, project_id, new.progress_percent AS percent, new.status AS status,
      old.progress_percent AS percent_before, old.status AS status_before, new.updated_at AS updated_at),
  log AS (
    INSERT INTO pit.task_progress_log (task_id, user_id, old_progress_percent, new_progress_percent, old_status,
      new_status)
    SELECT id, pit_ops.ctx_user(), percent_before, percent, status_before, status FROM task),
  ${MEANS}, ${branches('0')}, ${SUMS}, ${events('pit.progress.updated', 'pit.task.updated')}
  ${answer('updateProgress')}`;

/** Makes a task named `$2` that costs `$3` in the work package `$1`, behind the others. */
export const CREATE_SQL = `
  WITH task AS (
    INSERT INTO pit.task (project_id, phase_id, work_package_id, order_index, owner_id, name, capex_cost)
    SELECT parent.project_id, parent.phase_id, parent.id,
      (SELECT coalesce(max(order_index) + 1, 0) FROM pit.task
       WHERE work_package_id = $1::uuid AND deleted_at IS NULL),
      pit_ops.ctx_user(), $2, $3::numeric
    FROM pit.work_package AS parent WHERE parent.id = $1::uuid
    RETURNING id, work_package_id, phase_id, project_id, progress_percent AS percent, status, updated_at),
  ${MEANS}, ${branches('$3::numeric')}, ${SUMS}, ${events('pit.task.created')}
  ${answer('createTask')}`;
