import type { TeamAssignmentRole } from '../../../domain/directory/team-assignment.ts';
import {
  integer,
  json,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { arrayLiteral } from '../../connection/parameters.ts';
import { statement, type Statement } from '../../connection/statement.ts';
import type { Condition } from '../../read/list-conditions.ts';

/** What the actor's teams do with the task of this id, as a list of roles; who is in no team is not asked about each task. */
export const teamRolesOf = (task: string): string =>
  `CASE WHEN (SELECT pit_ops.ctx_teams()) = '{}' THEN '[]'::jsonb
    ELSE pit_ops.team_roles(${task}, (SELECT pit_ops.ctx_user())) END AS team_roles`;

/** Whether the actor is of the teams that review the task of this id; null where no team does. */
export const reviewsTask = (task: string): string =>
  `pit_ops.reviews_task(${task}, (SELECT pit_ops.ctx_user()))`;

/** The team `$1`. */
export const TEAM = statement('SELECT id, name FROM pit.team WHERE id = $1', { id: uuid, name: text });

/** Who belongs to the teams `$1::uuid[]`, each once, without those who were deactivated. */
export const PEOPLE_OF_TEAMS = statement(
  'SELECT DISTINCT user_id FROM pit_ops.team_people($1::uuid[]) AS people',
  { userId: neverNull(uuid, 'of keys and of a column that is never null') },
);

/** Who belongs to the teams that work on the task `$1`, each once. */
export const PEOPLE_OF_WORKING_TEAMS = statement(
  'SELECT DISTINCT user_id FROM pit_ops.team_people(pit_ops.working_teams($1)) AS people',
  { userId: neverNull(uuid, 'of keys and of a column that is never null') },
);

/** What the actor's teams do with the tasks `$1::uuid[]`. */
export const TEAM_ROLES = statement(
  `SELECT asked.id AS task_id, ${teamRolesOf('asked.id')} FROM unnest($1::uuid[]) AS asked (id)`,
  {
    taskId: neverNull(uuid, 'ids are asked for'),
    teamRoles: json<readonly TeamAssignmentRole[]>(),
  },
);

/**
 * Assigns the team `$1` to the task `$3`, the work package `$4` or the phase `$5` of the project `$2`, as `$6`; no row where it is
 * already.
 */
export const ASSIGN_TEAM = statement(
  `INSERT INTO pit_ops.team_assignment (team_id, project_id, task_id, work_package_id, phase_id, role)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (team_id, role, task_id, phase_id, work_package_id) DO NOTHING RETURNING id`,
  { id: uuid },
);

/** Takes the team `$1` from the task `$2`, the work package `$3` or the phase `$4`, as `$5`; no row where it is not assigned. */
export const UNASSIGN_TEAM = statement(
  `DELETE FROM pit_ops.team_assignment WHERE team_id = $1 AND role = $5
    AND (task_id = $2 OR work_package_id = $3 OR phase_id = $4) RETURNING id`,
  { id: uuid },
);

/** How many others than the team `$4` as `$5` the task `$1`, the work package `$2` or the phase `$3` has, each once for each role. */
export const COUNT_OTHER_TEAMS = statement(
  `SELECT count(*)::int AS count FROM pit_ops.team_assignment
  WHERE (task_id = $1 OR work_package_id = $2 OR phase_id = $3) AND (team_id, role) <> ($4, $5)`,
  { count: integer },
);

/** What a team can be assigned to. */
export type TeamNodeColumn = 'task_id' | 'work_package_id' | 'phase_id';

const teamsOf = (column: TeamNodeColumn): Statement<StoredAssignment & { nodeId: string }> =>
  statement(
    `SELECT given.${column} AS node_id, given.id, given.team_id, given.role, given.created_at, given.project_id, given.task_id,
      given.work_package_id, given.phase_id
    FROM pit_ops.team_assignment AS given JOIN pit.team ON team.id = given.team_id
    WHERE given.${column} = ANY ($1::uuid[]) ORDER BY given.role, team.name, team.id`,
    {
      nodeId: neverNull(uuid, 'the condition'),
      id: uuid,
      teamId: uuid,
      role: word<TeamAssignmentRole>(),
      createdAt: timestamp,
      projectId: uuid,
      taskId: nullable(uuid),
      workPackageId: nullable(uuid),
      phaseId: nullable(uuid),
    },
  );

/** That a team is assigned to something, and since when. */
export interface StoredAssignment {
  readonly id: string;
  readonly teamId: string;
  readonly role: TeamAssignmentRole;
  readonly createdAt: string;
  readonly projectId: string;
  readonly taskId: string | null;
  readonly workPackageId: string | null;
  readonly phaseId: string | null;
}

/** The teams that are assigned to records `$1::uuid[]` themselves, those who work before those who review, by name. */
export const TEAMS_OF = {
  task_id: teamsOf('task_id'),
  work_package_id: teamsOf('work_package_id'),
  phase_id: teamsOf('phase_id'),
} as const;

/** That any of the teams works on a task: by itself, or by the work package or phase that it lies in. */
export function isOfTeam(teamIds: readonly string[]): Condition {
  return {
    op: 'expression',
    sql: (parameter) => {
      const teams = parameter(arrayLiteral(teamIds), 'uuid[]');
      const given = (column: TeamNodeColumn): string =>
        `SELECT ${column} FROM pit_ops.team_assignment WHERE team_id = ANY (${teams}) AND role = 'assignee' AND ${column} IS NOT NULL`;
      return `(id = ANY (ARRAY(${given('task_id')})) OR work_package_id = ANY (ARRAY(${given('work_package_id')}))
        OR phase_id = ANY (ARRAY(${given('phase_id')})))`;
    },
  };
}
