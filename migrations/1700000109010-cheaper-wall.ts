import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PROJECT_RULE as PROJECT_RULE_BEFORE } from './1700000018000-visibility.ts';
import { GIVEN_WORK } from './1700000065000-owner-visibility.ts';
import { childPolicies } from './sql/child-policies.ts';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';
import { SEES as SEES_PROJECT_BEFORE } from './sql/plan-history.ts';
import { FEW_PROJECTS, PROJECT_RULE, SEES_FEW, SEES_PROJECT } from './sql/project-access.ts';
import { replaced } from './sql/replaced.ts';
import { isGathered, isLookedUp, SEES_ALL_FUNCTION, through, throughGathered } from './sql/visibility.ts';

/**
 * Policies that cost what a statement reads, however much its actor sees: the work of the actor is looked up by project, and
 * the parent of each row by its key. Who sees what stays as it is.
 */
export class CheaperWall1700000109010 implements MigrationInterface {
  name = 'CheaperWall1700000109010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX project_org_id_division_id_idx ON pit.project (org_id, division_id)`);
    await runner.query(`${SEES_ALL_FUNCTION} ALTER POLICY visible ON pit.project USING (${PROJECT_RULE})`);
    await runner.query(childPolicies(through, isLookedUp));
    await runner.query(redefinedByDefiner(SEES_PROJECT));
    await runner.query(`${FEW_PROJECTS}${SEES_FEW}
      ${ownedByDefiner(['pit_ops.ctx_few_projects()', 'pit_ops.ctx_sees_few(integer)'], 'pit_app, pit_foreman')}
      DROP FUNCTION pit_ops.ctx_assigned_projects()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${GIVEN_WORK}
      ${ownedByDefiner(['pit_ops.ctx_assigned_projects()'], 'pit_app, pit_foreman')}
      DROP FUNCTION pit_ops.ctx_few_projects(), pit_ops.ctx_sees_few(integer)`);
    await runner.query(
      redefinedByDefiner(replaced(SEES_PROJECT_BEFORE, 'CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')),
    );
    await runner.query(childPolicies(throughGathered, isGathered));
    await runner.query(`ALTER POLICY visible ON pit.project USING (${PROJECT_RULE_BEFORE})`);
    await runner.query(`DROP FUNCTION pit_ops.ctx_sees_all(); DROP INDEX pit.project_org_id_division_id_idx`);
  }
}
