import { TEAM_TABLE } from './project-access.ts';

/** Which team does what with which task, phase or work package. */
export const ASSIGNMENT_TABLE = 'pit_ops.team_assignment';

/** What teams are assigned to, and the column that names it. */
export const TEAM_NODES = {
  'pit.task': 'task_id',
  'pit.phase': 'phase_id',
  'pit.work_package': 'work_package_id',
} as const;

/** Whether the record that a team is assigned to is not deleted. */
const IS_LIVE = `CASE
        ${Object.entries(TEAM_NODES)
          .map(
            ([table, column]) =>
              `WHEN given.${column} IS NOT NULL THEN EXISTS (SELECT FROM ${table} AS node WHERE node.id = given.${column} AND node.deleted_at IS NULL)`,
          )
          .join('\n        ')}
      END`;

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

/**
 * Counted from the rows each time, one transaction after another for a team and project: a statement may delete a task and move it,
 * and what has to be added or taken away then is not to be said of one of its triggers alone.
 */
export const COUNT_TEAMS = `
  CREATE FUNCTION pit_ops.count_teams(teams uuid[], projects uuid[]) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE
    pair record;
    pieces integer;
  BEGIN
    FOR pair IN
      SELECT DISTINCT team, project FROM unnest(teams, projects) AS each (team, project) ORDER BY project, team
    LOOP
      PERFORM pg_advisory_xact_lock(hashtextextended('team ' || pair.team || pair.project, 0));
      pieces := (SELECT count(*) FROM ${ASSIGNMENT_TABLE} AS given
        WHERE given.project_id = pair.project AND given.team_id = pair.team AND ${IS_LIVE});
      IF pieces = 0 THEN
        DELETE FROM ${TEAM_TABLE} WHERE project_id = pair.project AND team_id = pair.team;
      ELSE
        INSERT INTO ${TEAM_TABLE} AS kept (org_id, project_id, team_id, assignments)
          SELECT project.org_id, project.id, pair.team, pieces FROM pit.project WHERE project.id = pair.project
          ON CONFLICT (project_id, team_id) DO UPDATE SET assignments = excluded.assignments
            WHERE kept.assignments <> excluded.assignments;
      END IF;
    END LOOP;
  END $$;
  COMMENT ON FUNCTION pit_ops.count_teams(uuid[], uuid[]) IS
    'Counts what teams are assigned to in projects, each team with the project at its place.';`;

/** After each statement about assignments, also those that follow a task to another project. */
export const KEEP_TEAMS = `
  CREATE FUNCTION pit_ops.keep_project_team() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    CASE TG_OP
      WHEN 'INSERT' THEN PERFORM pit_ops.count_teams(array_agg(team_id), array_agg(project_id)) FROM new_rows;
      WHEN 'DELETE' THEN PERFORM pit_ops.count_teams(array_agg(team_id), array_agg(project_id)) FROM old_rows;
      ELSE PERFORM pit_ops.count_teams(array_agg(team_id), array_agg(project_id))
        FROM (SELECT team_id, project_id FROM new_rows UNION SELECT team_id, project_id FROM old_rows) AS changed;
    END CASE;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.keep_project_team() IS 'Keeps which team has work in which project.';`;

/** A record that is deleted, or comes back, takes the work of its teams along. */
export const KEEP_NODES = `
  CREATE FUNCTION pit_ops.keep_teams_of_node() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    CASE TG_TABLE_NAME
      ${Object.entries(TEAM_NODES)
        .map(
          ([table, column]) =>
            `WHEN '${table.replace('pit.', '')}' THEN PERFORM pit_ops.count_teams(array_agg(team_id), array_agg(project_id))
        FROM ${ASSIGNMENT_TABLE} WHERE ${column} = NEW.id;`,
        )
        .join('\n      ')}
    END CASE;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.keep_teams_of_node() IS 'Counts the work of teams anew where a record is deleted or restored.';`;

export const COUNT_WRONG_TEAMS = `
  CREATE FUNCTION pit_ops.count_wrong_team_access() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH truth AS (
      SELECT given.org_id, given.project_id, given.team_id, count(*)::integer AS assignments
        FROM ${ASSIGNMENT_TABLE} AS given WHERE ${IS_LIVE} GROUP BY 1, 2, 3
    ), kept AS (SELECT org_id, project_id, team_id, assignments FROM ${TEAM_TABLE})
    SELECT count(DISTINCT (project_id, team_id)) FROM (
      (TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)) AS difference $$;
  COMMENT ON FUNCTION pit_ops.count_wrong_team_access() IS
    'Of how many teams and projects the counted work is not what the assignments say, from scratch in all organisations.';`;
