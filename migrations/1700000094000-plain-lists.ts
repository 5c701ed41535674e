import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** What the contract shows whole, and how many rows of it there may be: `src/domain/plan/plain-lists.ts`. */
const MOST = 1_000;

/**
 * Bounds the lists that are shown whole. Phases of a project and work packages of a phase are numbered from 0 without gaps,
 * so that the number bounds them; dependencies are counted on both sides of a task, those with deleted tasks too.
 */
export class PlainLists1700000094000 implements MigrationInterface {
  name = 'PlainLists1700000094000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${BRANCHES.map(
        (table) => `ALTER TABLE pit.${table} ADD CONSTRAINT ${table}_listed_check
          CHECK (order_index < ${MOST} OR deleted_at IS NOT NULL);`,
      ).join('\n')}
      CREATE FUNCTION pit_ops.refuse_crowding() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET enable_seqscan = off SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM (SELECT DISTINCT successor_task_id AS id FROM written) AS task
            WHERE (SELECT count(*) FROM pit.task_dependency WHERE successor_task_id = task.id) > ${MOST})
          OR EXISTS (SELECT FROM (SELECT DISTINCT predecessor_task_id AS id FROM written) AS task
            WHERE (SELECT count(*) FROM pit.task_dependency WHERE predecessor_task_id = task.id) > ${MOST}) THEN
          RAISE EXCEPTION 'a task has at most ${MOST} predecessors and ${MOST} successors'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refuse_crowding';
        END IF;
        RETURN NULL;
      END $$;
      COMMENT ON FUNCTION pit_ops.refuse_crowding() IS 'Bounds the dependencies on each side of a task, once for each statement.';
      CREATE TRIGGER refuse_crowding AFTER INSERT ON pit.task_dependency REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_crowding();
      CREATE TRIGGER refuse_crowding_update AFTER UPDATE ON pit.task_dependency REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_crowding();
      ${ownedByDefiner(['pit_ops.refuse_crowding()'])}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER refuse_crowding ON pit.task_dependency;
      DROP TRIGGER refuse_crowding_update ON pit.task_dependency;
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION pit_ops.refuse_crowding();
      SET LOCAL ROLE pit_owner;
      ${BRANCHES.map((table) => `ALTER TABLE pit.${table} DROP CONSTRAINT ${table}_listed_check;`).join('\n')}`);
  }
}

const BRANCHES = ['phase', 'work_package'] as const;
