import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { TEAM_TABLE } from './sql/project-access.ts';
import {
  ASSIGNMENT_TABLE as TABLE,
  COUNT_TEAMS,
  COUNT_WRONG_TEAMS,
  KEEP_NODES,
  KEEP_TEAMS,
  TEAM_NODES,
} from './sql/team-counting.ts';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Teams that work on tasks, or on all tasks of a phase or work package, and teams that alone review what is handed in there. Which team
 * has work in which project is counted beside it; who belongs to a team is asked anew by each statement.
 */
export class TeamAssignments1700000128600 implements MigrationInterface {
  name = 'TeamAssignments1700000128600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${TEAMS_OF}
      ${ownedByDefiner(CONTEXT, 'pit_app, pit_foreman')}
      ${ASSIGNMENT_SQL}${PROJECT_TEAM_SQL}
      ${wall(TABLE)}${visibleWhere(TABLE, through('pit.project', TABLE, 'project_id'))}
      ${wall(TEAM_TABLE)}
      CREATE POLICY own ON ${TEAM_TABLE} FOR SELECT TO pit_app, pit_foreman
        USING (team_id = ANY ((SELECT pit_ops.ctx_teams())::uuid[]));
      ${COUNT_TEAMS}${KEEP_TEAMS}${KEEP_NODES}${COUNT_WRONG_TEAMS}${LIMIT}${TOUCH}${ROLES}
      ${ownedByDefiner([COUNT_SIGNATURE])}
      ${ownedByDefiner(OF_OWNER, 'pit_owner')}
      ${ownedByDefiner(ROLE_SIGNATURES, 'pit_app, pit_foreman')}
      ${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${Object.keys(TEAM_NODES)
        .map((table) => `DROP TRIGGER keep_teams_of_node ON ${table};`)
        .join(' ')}
      ${dropVisibility(TABLE, VISIBILITY_POLICIES)}${dropWall(TABLE)}
      DROP POLICY own ON ${TEAM_TABLE}; ${dropWall(TEAM_TABLE)}
      DROP TABLE ${TEAM_TABLE}, ${TABLE};
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION ${[...ROLE_SIGNATURES, ...OF_OWNER, COUNT_SIGNATURE, ...CONTEXT].join(', ')};
      SET LOCAL ROLE pit_owner`);
  }
}

const CONTEXT = ['pit_ops.teams_of(uuid)', 'pit_ops.ctx_teams()'];
const COUNT_SIGNATURE = 'pit_ops.count_teams(uuid[], uuid[])';
const OF_OWNER = [
  'pit_ops.keep_project_team()',
  'pit_ops.keep_teams_of_node()',
  'pit_ops.count_wrong_team_access()',
  'pit_ops.keep_few_teams()',
  'pit_ops.touch_assigned()',
];
const ROLE_SIGNATURES = [
  'pit_ops.team_roles(uuid, uuid)',
  'pit_ops.reviews_task(uuid, uuid)',
  'pit_ops.reviewing_teams(uuid)',
  'pit_ops.working_teams(uuid)',
];
const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

const TEAMS_OF = `
  CREATE FUNCTION pit_ops.teams_of(person uuid) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE ${DEFINER} AS $$
    SELECT coalesce(array_agg(own.id), '{}') FROM (
      SELECT member.team_id AS id FROM pit.team_membership AS member
        WHERE member.user_id = person AND member.org_id = pit_ops.ctx_org()
      UNION SELECT team.id FROM pit.team WHERE team.manager_id = person AND team.org_id = pit_ops.ctx_org()) AS own
    WHERE NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = person) $$;
  COMMENT ON FUNCTION pit_ops.teams_of(uuid) IS
    'The teams that somebody belongs to, those that they manage among them; of who was deactivated none.';
  CREATE FUNCTION pit_ops.ctx_teams() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pit_ops.teams_of(pit_ops.ctx_user()) $$;
  COMMENT ON FUNCTION pit_ops.ctx_teams() IS 'The teams of the actor, as they are when the statement asks.';`;

const node = Object.values(TEAM_NODES);

const ASSIGNMENT_SQL = `
  CREATE TABLE ${TABLE} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    team_id uuid NOT NULL,
    project_id uuid NOT NULL,
    phase_id uuid,
    work_package_id uuid,
    task_id uuid,
    role text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT team_assignment_role_check CHECK (role IN ('assignee', 'reviewer')),
    CONSTRAINT team_assignment_node_check CHECK (num_nonnulls(${node.join(', ')}) = 1),
    CONSTRAINT team_assignment_key UNIQUE NULLS NOT DISTINCT (team_id, role, ${node.join(', ')}),
    CONSTRAINT team_assignment_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES pit.team (org_id, id),
    CONSTRAINT team_assignment_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT team_assignment_phase_id_fkey FOREIGN KEY (project_id, phase_id) REFERENCES pit.phase (project_id, id) ON DELETE CASCADE,
    CONSTRAINT team_assignment_work_package_id_fkey FOREIGN KEY (work_package_id) REFERENCES pit.work_package (id) ON DELETE CASCADE,
    CONSTRAINT team_assignment_task_id_fkey FOREIGN KEY (project_id, task_id)
      REFERENCES pit.task (project_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  );
  ${node.map((column) => `CREATE INDEX team_assignment_${column}_idx ON ${TABLE} (${column}) WHERE ${column} IS NOT NULL;`).join('\n  ')}
  CREATE INDEX team_assignment_project_id_idx ON ${TABLE} (project_id, team_id);
  CREATE INDEX team_assignment_team_id_idx ON ${TABLE} (team_id, created_at, id);
  COMMENT ON TABLE ${TABLE} IS 'Which team does what with a task, or with all tasks of a phase or work package; 20 at most for each.';
  COMMENT ON COLUMN ${TABLE}.role IS 'assignee: its people work on it. reviewer: of the people who are no administrators or foremen they alone review its evidence.';
  GRANT SELECT, INSERT (team_id, project_id, ${node.join(', ')}, role), DELETE ON ${TABLE} TO pit_app, pit_foreman;
  GRANT SELECT ON ${TABLE} TO pit_definer;`;

// By project for its policy, by team for the list of what somebody sees.
const PROJECT_TEAM_SQL = `
  CREATE TABLE ${TEAM_TABLE} (
    project_id uuid NOT NULL,
    team_id uuid NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    assignments integer NOT NULL CONSTRAINT project_team_assignments_check CHECK (assignments > 0),
    CONSTRAINT project_team_pkey PRIMARY KEY (project_id, team_id) INCLUDE (org_id),
    CONSTRAINT project_team_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id) ON DELETE CASCADE,
    CONSTRAINT project_team_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES pit.team (org_id, id)
  );
  CREATE INDEX project_team_team_id_idx ON ${TEAM_TABLE} (team_id, project_id) INCLUDE (org_id);
  COMMENT ON TABLE ${TEAM_TABLE} IS 'Which team has work in which project; follows from assignments to what is not deleted.';
  COMMENT ON COLUMN ${TEAM_TABLE}.assignments IS 'To how many live tasks, phases and work packages the team is assigned, once for each role.';
  GRANT SELECT ON ${TEAM_TABLE} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT, UPDATE (assignments), DELETE ON ${TEAM_TABLE} TO pit_definer;`;

const LIMIT = `
  CREATE FUNCTION pit_ops.keep_few_teams() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF EXISTS (SELECT FROM new_rows AS made JOIN pit.work_package AS package ON package.id = made.work_package_id
      WHERE package.project_id <> made.project_id) THEN
      RAISE EXCEPTION 'the work package is of another project' USING ERRCODE = 'foreign_key_violation',
        SCHEMA = 'pit_ops', TABLE = 'team_assignment', CONSTRAINT = 'team_assignment_work_package_project';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT ${node.join(', ')} FROM new_rows) AS made
      WHERE (SELECT count(*) FROM ${TABLE} AS own
        WHERE ${node.map((column) => `own.${column} = made.${column}`).join(' OR ')}) > 20) THEN
      RAISE EXCEPTION 'a task, phase or work package has 20 teams at most'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'team_assignment', CONSTRAINT = 'team_assignment_most';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.keep_few_teams() IS 'Refuses the 21st team of a record, and a work package of another project.';`;

/** What gets a team or loses one has a new version: for who writes by the version that they have seen. */
const TOUCH = `
  CREATE FUNCTION pit_ops.touch_assigned() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE
    here xid := pg_current_xact_id()::xid;
    given ${TABLE};
  BEGIN
    IF TG_OP = 'DELETE' THEN given := OLD; ELSE given := NEW; END IF;
    IF given.task_id IS NOT NULL THEN
      UPDATE pit.task AS own SET status = own.status WHERE own.id = given.task_id AND own.xmin <> here;
    ELSIF given.phase_id IS NOT NULL THEN
      UPDATE pit.phase AS own SET end_date = own.end_date WHERE own.id = given.phase_id AND own.xmin <> here;
    ELSE
      UPDATE pit.work_package AS own SET end_date = own.end_date WHERE own.id = given.work_package_id AND own.xmin <> here;
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.touch_assigned() IS 'Gives a task, phase or work package a new version when it gets a team or loses one.';`;

const ROLES = `
  CREATE FUNCTION pit_ops.team_roles(task uuid, person uuid) RETURNS jsonb LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT coalesce(jsonb_agg(DISTINCT held.role), '[]') FROM pit.task AS own CROSS JOIN LATERAL (
      ${levels('given.team_id, given.role').join('\n      UNION ALL ')}) AS held (team_id, role)
    WHERE own.id = task AND own.org_id = pit_ops.ctx_org() AND held.team_id = ANY ((SELECT pit_ops.teams_of(person))::uuid[]) $$;
  COMMENT ON FUNCTION pit_ops.team_roles(uuid, uuid) IS
    'What the teams of somebody do with a task, assigned to itself or to the work package or phase that it lies in.';
  CREATE FUNCTION pit_ops.working_teams(task uuid) RETURNS uuid[] LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT array_agg(held.team_id) FROM pit.task AS own CROSS JOIN LATERAL (
      ${levels('given.team_id', ` AND given.role = 'assignee'`).join('\n      UNION ')}) AS held (team_id)
    WHERE own.id = task AND own.org_id = pit_ops.ctx_org() $$;
  COMMENT ON FUNCTION pit_ops.working_teams(uuid) IS
    'The teams that work on a task, by itself or by the work package or phase that it lies in. Null without any.';
  CREATE FUNCTION pit_ops.reviewing_teams(task uuid) RETURNS uuid[] LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT coalesce(${levels('array_agg(given.team_id)', ` AND given.role = 'reviewer'`)
      .map((each) => `(${each})`)
      .join(',\n      ')})
    FROM pit.task AS own WHERE own.id = task AND own.org_id = pit_ops.ctx_org() $$;
  COMMENT ON FUNCTION pit_ops.reviewing_teams(uuid) IS
    'The teams that review a task: its own, else those of its work package, else of its phase. Null without any.';
  CREATE FUNCTION pit_ops.reviews_task(task uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT pit_ops.reviewing_teams(task) && pit_ops.teams_of(person) $$;
  COMMENT ON FUNCTION pit_ops.reviews_task(uuid, uuid) IS
    'Whether somebody is of the teams that review a task; null where no team does.';`;

/** The assignments of a task `own`, of its work package and of its phase. */
function levels(what: string, condition = ''): string[] {
  return ['task_id', 'work_package_id', 'phase_id'].map(
    (column) =>
      `SELECT ${what} FROM ${TABLE} AS given WHERE given.${column} = own.${column === 'task_id' ? 'id' : column}${condition}`,
  );
}

const keep = (event: string, rows: string): string => `
  CREATE TRIGGER keep_project_team_${event.toLowerCase()} AFTER ${event} ON ${TABLE} REFERENCING ${rows}
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_project_team();
  ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER keep_project_team_${event.toLowerCase()};`;

const TRIGGERS = `
  ${keep('INSERT', 'NEW TABLE AS new_rows')}
  ${keep('DELETE', 'OLD TABLE AS old_rows')}
  ${keep('UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows')}
  CREATE TRIGGER keep_few_teams AFTER INSERT ON ${TABLE} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_few_teams();
  CREATE CONSTRAINT TRIGGER touch_assigned AFTER INSERT OR UPDATE OR DELETE ON ${TABLE} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_assigned();
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${TABLE}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('team_assignment');
  ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER keep_few_teams, ENABLE ALWAYS TRIGGER touch_assigned, ENABLE ALWAYS TRIGGER audit_row;
  CREATE TRIGGER refuse_emptying BEFORE TRUNCATE ON ${TABLE} FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_emptying();
  ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER refuse_emptying;
  ${Object.keys(TEAM_NODES)
    .map(
      (table) => `
  CREATE TRIGGER keep_teams_of_node AFTER UPDATE ON ${table} FOR EACH ROW
    WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)) EXECUTE FUNCTION pit_ops.keep_teams_of_node();
  ALTER TABLE ${table} ENABLE ALWAYS TRIGGER keep_teams_of_node;`,
    )
    .join('')}`;
