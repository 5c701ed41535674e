import { WorkRole } from '../../../domain/enums.ts';
import { bigint, text, uuid, word, type RowOf } from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';

/** Those of the users `$1::uuid[]` who have left. */
export const DEACTIVATED = statement('SELECT id FROM pit_ops.deactivated_user WHERE id = ANY ($1::uuid[])', {
  id: uuid,
});

const LIVE_PROJECT = `project.deleted_at IS NULL AND project.status <> 'archived'`;

const ofProject = (column: string): string => `
  SELECT project.id, project.id AS project_id FROM pit.project AS project
  WHERE project.${column} = $1 AND ${LIVE_PROJECT}`;

const ofPart = (table: string, condition: string): string => `
  SELECT part.id, part.project_id FROM pit.${table} AS part
  JOIN pit.project AS project ON project.id = part.project_id AND ${LIVE_PROJECT}
  WHERE part.deleted_at IS NULL AND ${condition}`;

/** Open work of the user `$1` by the role in it: id and project of the record. An index answers each. */
const WORK: Readonly<Record<WorkRole, string>> = {
  [WorkRole.PROJECT_OWNER]: ofProject('owner_id'),
  [WorkRole.PROJECT_SPONSOR]: ofProject('sponsor_id'),
  [WorkRole.PHASE_OWNER]: ofPart('phase', 'part.owner_id = $1'),
  [WorkRole.WORK_PACKAGE_OWNER]: ofPart('work_package', 'part.owner_id = $1'),
  [WorkRole.TASK_OWNER]: ofPart('task', `part.owner_id = $1 AND part.status <> 'completed'`),
  [WorkRole.TASK_ASSIGNEE]: ofPart(
    'task',
    `part.id = ANY ((SELECT pit_ops.assigned_task_ids($1))::uuid[]) AND part.status <> 'completed'`,
  ),
  [WorkRole.SUBTASK_OWNER]: `
  SELECT step.id, task.project_id FROM pit.subtask AS step
  JOIN pit.task AS task ON task.id = step.task_id AND task.deleted_at IS NULL
  JOIN pit.project AS project ON project.id = task.project_id AND ${LIVE_PROJECT}
  WHERE step.deleted_at IS NULL AND step.owner_id = $1 AND step.status <> 'completed'`,
  [WorkRole.SERIES_OWNER]: `
  SELECT series.id, series.project_id FROM pit_ops.series AS series
  JOIN pit.project AS project ON project.id = series.project_id AND ${LIVE_PROJECT}
  WHERE series.owner_id = $1 AND series.state IN ('active', 'paused')`,
};

const ALL = Object.entries(WORK)
  .map(([role, rows]) => `SELECT '${role}' COLLATE "C" AS role, each.* FROM (${rows}) AS each`)
  .join('\nUNION ALL\n');

/** A piece of work that somebody owns, sponsors or is assigned to. */
const COLUMNS = {
  role: word<WorkRole>(),
  /** Of the project, phase, work package, task, subtask or series, as the role says. */
  id: uuid,
  projectId: uuid,
};
export type OpenWorkRow = Readonly<RowOf<typeof COLUMNS>>;

const page = (beyond: '<' | '>', order: '' | ' DESC') =>
  statement(
    `SELECT role, id, project_id FROM (${ALL}) AS work
  WHERE $2::text IS NULL OR (role, id) ${beyond} ($2 COLLATE "C", $3::uuid)
  ORDER BY role${order}, id${order} LIMIT $4::int`,
    COLUMNS,
  );

/** The open work of the user `$1` beyond the role `$2` and id `$3`, by role and id; `$4` rows at most. */
export const OPEN_WORK_PAGE = { forwards: page('>', ''), backwards: page('<', ' DESC') } as const;

/** How many pieces of open work the user `$1` has. */
export const OPEN_WORK_COUNT = statement(`SELECT count(*) AS total FROM (${ALL}) AS work`, {
  total: bigint,
});

/** All open work of the user `$1`, in the projects `$2::uuid[]` where they are given; `$3` rows at most. */
export const OPEN_WORK_IN = statement(
  `SELECT role, id, project_id FROM (${ALL}) AS work
  WHERE $2::uuid[] IS NULL OR project_id = ANY ($2::uuid[]) ORDER BY project_id, role, id LIMIT $3::int`,
  COLUMNS,
);

/** Locks the projects `$1::uuid[]`, always in the same order. */
export const LOCK_PROJECTS = statement(
  `SELECT id, name, status FROM pit.project WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL
  ORDER BY id FOR NO KEY UPDATE`,
  { id: uuid, name: text, status: text },
);

const hand = (table: string, column = 'owner_id', schema = 'pit') =>
  statement(`UPDATE ${schema}.${table} SET ${column} = $1 WHERE id = ANY ($2::uuid[])`);

/** Gives the records `$2::uuid[]` to the user `$1` in a role. Whoever is among the assignees already is so once. */
export const HAND_OVER: Readonly<Record<Exclude<WorkRole, 'task_assignee'>, Statement<object>>> = {
  [WorkRole.PROJECT_OWNER]: hand('project'),
  [WorkRole.PROJECT_SPONSOR]: hand('project', 'sponsor_id'),
  [WorkRole.PHASE_OWNER]: hand('phase'),
  [WorkRole.WORK_PACKAGE_OWNER]: hand('work_package'),
  [WorkRole.TASK_OWNER]: hand('task'),
  [WorkRole.SUBTASK_OWNER]: hand('subtask'),
  [WorkRole.SERIES_OWNER]: hand('series', 'owner_id', 'pit_ops'),
};

/** Puts the user `$1` in the place of `$3` among the assignees of the tasks `$2::uuid[]`, once. */
export const HAND_OVER_ASSIGNMENTS = statement(`
  UPDATE pit.task SET assignees = (
    SELECT jsonb_agg(person ORDER BY place) FROM (
      SELECT named.person, min(named.place) AS place FROM (
        SELECT CASE WHEN each.person = $3::text THEN $1::text ELSE each.person END AS person, each.place
        FROM jsonb_array_elements_text(task.assignees) WITH ORDINALITY AS each (person, place)) AS named
      GROUP BY named.person) AS once)
  WHERE id = ANY ($2::uuid[])`);

/** Puts the user `$1` in the place of `$3` among those whom tasks to come of series of the projects `$2::uuid[]` are assigned to, once. */
export const HAND_OVER_MOULDS = statement(`
  UPDATE pit_ops.series AS s SET mould = jsonb_set(s.mould, '{assigneeIds}', (
    SELECT jsonb_agg(person ORDER BY place) FROM (
      SELECT named.person, min(named.place) AS place FROM (
        SELECT CASE WHEN each.person = $3::text THEN $1::text ELSE each.person END AS person, each.place
        FROM jsonb_array_elements_text(s.mould -> 'assigneeIds') WITH ORDINALITY AS each (person, place)) AS named
      GROUP BY named.person) AS once))
  WHERE s.project_id = ANY ($2::uuid[]) AND s.mould -> 'assigneeIds' ? $3::text AND s.state <> 'ended'`);

/** The tasks of the subtasks `$1::uuid[]`. */
export const TASKS_OF_STEPS = statement(
  'SELECT task_id, id AS subtask_id FROM pit.subtask WHERE id = ANY ($1::uuid[])',
  { taskId: uuid, subtaskId: uuid },
);
