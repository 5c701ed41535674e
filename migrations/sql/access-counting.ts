import { SUBTASK_TABLE, TABLE, WORK_TABLES } from './project-access.ts';

/** Tables whose rows are work by themselves; a subtask is as long as its task is live. */
type OwnWork = Exclude<(typeof WORK_TABLES)[number], 'pit.subtask'>;

/** The pieces of work in rows of each table: organisation, user and project of each. A user may come twice in a row. */
const PIECES: Readonly<Record<OwnWork, (rows: string) => string>> = {
  'pit.task': (rows) => `${ofOwner(rows)}
      UNION ALL SELECT each.org_id, assignee::uuid, each.project_id
        FROM ${rows} AS each, jsonb_array_elements_text(each.assignees) AS assignee WHERE each.deleted_at IS NULL`,
  'pit.phase': ofOwner,
  'pit.work_package': ofOwner,
};
const OWN_WORK = Object.keys(PIECES) as OwnWork[];

function ofOwner(rows: string): string {
  return `
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM ${rows} AS each WHERE each.deleted_at IS NULL`;
}

/** Subtasks that are somebody's work. */
const SUBTASKS = `
      SELECT step.id AS subtask_id, step.org_id, step.owner_id AS user_id, task.project_id FROM pit.subtask AS step
        JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
        WHERE step.deleted_at IS NULL AND step.owner_id IS NOT NULL`;

const counted = (pieces: string): string =>
  `SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (${pieces}) AS piece GROUP BY 1, 2, 3`;

/** From scratch. */
const TRUTH = counted(
  [
    ...OWN_WORK.map((table) => PIECES[table](table)),
    `SELECT org_id, user_id, project_id FROM (${SUBTASKS}) AS step`,
  ].join('\n      UNION ALL '),
);

const definer = (signature: string, answers: string, body: string): string => `
  CREATE FUNCTION ${signature} RETURNS ${answers} LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  ${body} $$;`;

/**
 * Where it falls the count falls first, which locks the row, and what has come to nothing goes then: the other way round a
 * transaction that takes away at the same time would leave a row of none.
 */
export const CHANGE = `${definer(
  'pit_ops.change_access(orgs uuid[], users uuid[], projects uuid[], changes integer[])',
  'void',
  `DECLARE
    change record;
  BEGIN
    FOR change IN
      SELECT org, person, project, sum(difference)::integer AS difference
      FROM unnest(orgs, users, projects, changes) AS each (org, person, project, difference)
      WHERE person IS NOT NULL GROUP BY org, person, project HAVING sum(difference) <> 0 ORDER BY person, project
    LOOP
      IF change.difference > 0 THEN
        INSERT INTO ${TABLE} AS kept (org_id, user_id, project_id, pieces)
          VALUES (change.org, change.person, change.project, change.difference)
          ON CONFLICT (user_id, project_id) DO UPDATE SET pieces = kept.pieces + excluded.pieces;
      ELSE
        UPDATE ${TABLE} SET pieces = pieces + change.difference
          WHERE user_id = change.person AND project_id = change.project;
        DELETE FROM ${TABLE} WHERE user_id = change.person AND project_id = change.project AND pieces = 0;
      END IF;
    END LOOP;
  END`,
)}
  COMMENT ON FUNCTION pit_ops.change_access(uuid[], uuid[], uuid[], integer[]) IS
    'Counts pieces of work that users gained or lost in projects.';`;

/**
 * Of a subtask it depends on two rows whether and where it is counted, and one statement may change both. So what is counted
 * of each is kept, and compared with how both rows stand once the statement is over, however often that is asked.
 */
export const COUNT_SUBTASKS = `${definer(
  'pit_ops.count_subtasks(subtasks uuid[])',
  'void',
  `DECLARE
    lost record;
    gained record;
  BEGIN
    WITH gone AS (
      DELETE FROM ${SUBTASK_TABLE} AS kept WHERE kept.subtask_id = ANY (subtasks) AND NOT EXISTS (
        ${SUBTASKS} AND step.id = kept.subtask_id AND step.owner_id = kept.user_id
          AND task.project_id = kept.project_id OFFSET 0)
      RETURNING org_id, user_id, project_id)
    SELECT array_agg(org_id) AS orgs, array_agg(user_id) AS users, array_agg(project_id) AS projects,
      array_agg(-1) AS changes INTO lost FROM gone;
    WITH made AS (
      INSERT INTO ${SUBTASK_TABLE} (subtask_id, org_id, user_id, project_id)
        ${SUBTASKS} AND step.id = ANY (subtasks) ON CONFLICT DO NOTHING RETURNING org_id, user_id, project_id)
    SELECT array_agg(org_id) AS orgs, array_agg(user_id) AS users, array_agg(project_id) AS projects,
      array_agg(1) AS changes INTO gained FROM made;
    PERFORM pit_ops.change_access(lost.orgs || gained.orgs, lost.users || gained.users, lost.projects || gained.projects,
      lost.changes || gained.changes);
  END`,
)}
  COMMENT ON FUNCTION pit_ops.count_subtasks(uuid[]) IS 'Counts subtasks as they and their tasks stand.';`;

/** What rows gained less what they lost. Without a join, which a plan for one row would make quadratic. */
const difference = (table: OwnWork): string => `
      SELECT org_id, user_id, project_id, sum(sign)::integer AS pieces FROM (
        SELECT 1 AS sign, gained.* FROM (${PIECES[table]('new_rows')}) AS gained
        UNION ALL SELECT -1 AS sign, lost.* FROM (${PIECES[table]('old_rows')}) AS lost) AS each
      GROUP BY 1, 2, 3 HAVING sum(sign) <> 0`;

const change = (rows: string, pieces: string): string =>
  `PERFORM pit_ops.change_access(array_agg(org_id), array_agg(user_id), array_agg(project_id), array_agg(${pieces}))
      FROM (${rows}) AS changed;`;

/** Subtasks of tasks that moved to another project, were deleted or restored. */
const ALONG = `SELECT step.id FROM (
        SELECT id FROM (
          SELECT 1 AS sign, id, project_id, deleted_at IS NULL AS is_live FROM new_rows
          UNION ALL SELECT -1 AS sign, id, project_id, deleted_at IS NULL AS is_live FROM old_rows) AS each
        GROUP BY id, project_id, is_live HAVING sum(sign) > 0) AS moved
      CROSS JOIN LATERAL (
        SELECT id FROM pit.subtask WHERE task_id = moved.id AND owner_id IS NOT NULL OFFSET 0) AS step`;

/**
 * Once for each statement, so that a thousand rows of one owner change one count once: a row that is updated a thousand times in
 * a transaction is found through all its versions. Nothing is done unless a row of the table has changed in what is
 * counted since the transaction began, which `note_access` notes: progress, dates and names cost nothing.
 */
export const KEEP_ROWS = `${definer(
  'pit_ops.keep_access()',
  'trigger',
  `BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('app.access_' || TG_TABLE_NAME, true) IS DISTINCT FROM 'changed' THEN
      RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'subtask' THEN
      CASE TG_OP
      WHEN 'INSERT' THEN PERFORM pit_ops.count_subtasks(ARRAY(SELECT id FROM new_rows WHERE owner_id IS NOT NULL));
      WHEN 'DELETE' THEN PERFORM pit_ops.count_subtasks(ARRAY(SELECT id FROM old_rows WHERE owner_id IS NOT NULL));
      ELSE PERFORM pit_ops.count_subtasks(ARRAY(SELECT id FROM new_rows));
      END CASE;
      RETURN NULL;
    END IF;
    CASE TG_OP || ' ' || TG_TABLE_NAME
    ${OWN_WORK.map(
      (
        table,
      ) => `WHEN 'INSERT ${table.slice(4)}' THEN INSERT INTO ${TABLE} AS kept (org_id, user_id, project_id, pieces)
      ${counted(PIECES[table]('new_rows'))} ORDER BY 2, 3
      ON CONFLICT (user_id, project_id) DO UPDATE SET pieces = kept.pieces + excluded.pieces;
    WHEN 'DELETE ${table.slice(4)}' THEN ${change(counted(PIECES[table]('old_rows')), '-pieces')}
    WHEN 'UPDATE ${table.slice(4)}' THEN ${change(difference(table), 'pieces')}`,
    ).join('\n    ')}
    END CASE;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'task' THEN
      PERFORM pit_ops.count_subtasks(ARRAY(${ALONG}));
    END IF;
    RETURN NULL;
  END`,
)}
  COMMENT ON FUNCTION pit_ops.keep_access() IS 'Counts the work that people gained or lost by a statement.';`;

export const NOTE = `${definer(
  'pit_ops.note_access()',
  'trigger',
  `BEGIN
    PERFORM set_config('app.access_' || TG_TABLE_NAME, 'changed', true);
    RETURN NULL;
  END`,
)}
  COMMENT ON FUNCTION pit_ops.note_access() IS
    'Notes for the transaction that rows of a table have changed in what is counted of them.';`;

export const COUNT_WRONG = `
  CREATE FUNCTION pit_ops.count_wrong_access() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH truth AS (${TRUTH}), kept AS (SELECT org_id, user_id, project_id, pieces FROM ${TABLE}),
      steps AS (${SUBTASKS}), kept_steps AS (SELECT subtask_id, org_id, user_id, project_id FROM ${SUBTASK_TABLE})
    SELECT count(DISTINCT (user_id, project_id)) FROM (
      SELECT user_id, project_id FROM ((TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)) AS pair
      UNION ALL SELECT user_id, project_id
        FROM ((TABLE steps EXCEPT TABLE kept_steps) UNION ALL (TABLE kept_steps EXCEPT TABLE steps)) AS step) AS difference $$;
  COMMENT ON FUNCTION pit_ops.count_wrong_access() IS
    'Of how many users and projects the counted work is not what the rows of the plan say, from scratch in all organisations.';`;

export const REFILL = `${definer(
  'pit_ops.refill_project_access()',
  'void',
  `BEGIN
    DELETE FROM ${TABLE};
    DELETE FROM ${SUBTASK_TABLE};
    INSERT INTO ${SUBTASK_TABLE} (subtask_id, org_id, user_id, project_id) ${SUBTASKS};
    INSERT INTO ${TABLE} (org_id, user_id, project_id, pieces) ${TRUTH};
  END`,
)}
  COMMENT ON FUNCTION pit_ops.refill_project_access() IS 'Counts from scratch, while nobody changes a plan.';`;

/** With the owner's rights, which alone may lock the tables. */
export const REBUILD = `
  CREATE FUNCTION pit_ops.rebuild_project_access() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    LOCK TABLE ${WORK_TABLES.join(', ')} IN SHARE ROW EXCLUSIVE MODE;
    PERFORM pit_ops.refill_project_access();
  END $$;
  COMMENT ON FUNCTION pit_ops.rebuild_project_access() IS
    'For the owner: counts from scratch who has work in which project. Plans can be read meanwhile and not changed.';
  REVOKE ALL ON FUNCTION pit_ops.rebuild_project_access() FROM PUBLIC;`;
