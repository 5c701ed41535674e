import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FUNCTION as TASKS_BEFORE } from './1700000082100-tasks-of-a-person.ts';
import { READERS } from './1700000124000-project-readers.ts';
import { rewritten } from './1700000110600-quality-sight.ts';
import { redefinedByDefiner } from './sql/definer.ts';
import {
  FEW_PROJECTS_AGAIN,
  FEW_PROJECTS_WITH_TEAMS,
  PROJECT_RULE,
  PROJECT_RULE_WITH_TEAMS,
  SEES_FEW_AGAIN,
  SEES_FEW_WITH_TEAMS,
  SEES_PROJECT,
  SEES_PROJECT_WITH_TEAMS,
  TEAM_TABLE,
} from './sql/project-access.ts';
import { ASSIGNMENT_TABLE } from './sql/team-counting.ts';
import { replaced } from './sql/replaced.ts';

/**
 * Who belongs to a team sees the projects in which it has work, for as long as they do: policies and functions ask at each statement.
 * And whoever works on something by their team decides neither on its day nor on what is accepted instead of it.
 */
export class SightOfTeams1700000128700 implements MigrationInterface {
  name = 'SightOfTeams1700000128700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY visible ON pit.project USING (${PROJECT_RULE_WITH_TEAMS})`);
    await runner.query(
      redefinedByDefiner(
        `${SEES_PROJECT_WITH_TEAMS}${FEW_PROJECTS_WITH_TEAMS}${SEES_FEW_WITH_TEAMS}${again(READERS_WITH_TEAMS)}${TASKS_OF_PERSON}`,
      ),
    );
    for (const [signature, from, to] of SEPARATED)
      await runner.query(redefinedByDefiner(rewritten(signature, from, to)));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [signature, from, to] of SEPARATED)
      await runner.query(redefinedByDefiner(rewritten(signature, to, from)));
    await runner.query(
      redefinedByDefiner(
        `${SEES_PROJECT}${FEW_PROJECTS_AGAIN}${SEES_FEW_AGAIN}${again(READERS)}${again(TASKS_BEFORE)}`,
      ),
    );
    await runner.query(`ALTER POLICY visible ON pit.project USING (${PROJECT_RULE})`);
  }
}

function again(definition: string): string {
  return replaced(definition, 'CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');
}

const WORK = `          WHERE work.user_id = reader.user_id AND work.project_id = project.id AND work.org_id = project.org_id OFFSET 0)`;
const READERS_WITH_TEAMS = replaced(
  READERS,
  WORK,
  `${WORK}
        OR EXISTS (SELECT FROM ${TEAM_TABLE} AS theirs CROSS JOIN LATERAL (
            SELECT member.user_id FROM pit.team_membership AS member
              WHERE member.team_id = theirs.team_id AND member.user_id = reader.user_id
            UNION ALL SELECT team.manager_id FROM pit.team WHERE team.id = theirs.team_id AND team.manager_id = reader.user_id
            OFFSET 0) AS person
          WHERE theirs.project_id = project.id AND theirs.org_id = project.org_id
            AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = reader.user_id) OFFSET 0)`,
);

const ASSIGNED = 'SELECT unnest(pit_ops.assigned_task_ids(person))';
const GIVEN = `${ASSIGNMENT_TABLE} AS given`;
const THEIRS = `given.role = 'assignee' AND given.team_id = ANY ((SELECT pit_ops.teams_of(person))::uuid[])`;

/** By the indexes of what teams are assigned to. */
const TASKS_OF_PERSON = replaced(
  again(TASKS_BEFORE),
  ASSIGNED,
  `${ASSIGNED}
      UNION SELECT given.task_id FROM ${GIVEN} WHERE ${THEIRS} AND given.task_id IS NOT NULL
      UNION SELECT task.id FROM ${GIVEN} JOIN pit.task ON task.work_package_id = given.work_package_id AND task.deleted_at IS NULL
        WHERE ${THEIRS}
      UNION SELECT task.id FROM ${GIVEN} JOIN pit.task ON task.phase_id = given.phase_id AND task.deleted_at IS NULL WHERE ${THEIRS}`,
).replace('that a user owns or is assigned to.', 'that a user owns or is assigned to, by name or by a team.');

/** Signature, what it said, and what it says. */
const SEPARATED: readonly (readonly [string, string, string])[] = [
  [
    'pit_ops.keep_extension()',
    'task.assignees ? NEW.decided_by::text)',
    `task.assignees ? NEW.decided_by::text OR pit_ops.team_roles(task.id, NEW.decided_by) ? 'assignee')`,
  ],
  [
    'pit_ops.works_on_origin(text, uuid, text, text, uuid)',
    'task.assignees ? person::text)',
    `task.assignees ? person::text OR pit_ops.team_roles(task.id, person) ? 'assignee')`,
  ],
];
