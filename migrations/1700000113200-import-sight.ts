import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isGathered, isLookedUp } from './sql/visibility.ts';

/**
 * The project of an import is looked up by its key: the planner would else gather all projects that the actor sees to tell
 * one of them. An import that has no project yet is still seen by its requester and administrators alone.
 */
export class ImportSight1700000113200 implements MigrationInterface {
  name = 'ImportSight1700000113200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(policy(isLookedUp('pit.project', JOB, 'project_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(policy(isGathered('pit.project', JOB, 'project_id')));
  }
}

const JOB = 'pit_ops.import_job';

const policy = (isSeen: string): string => `
  ALTER POLICY own ON ${JOB} USING (
    requested_by = (SELECT pit_ops.ctx_user()) OR (SELECT pit_ops.ctx_role()) IN ('admin', 'service') OR ${isSeen})`;
