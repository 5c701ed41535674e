import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { PARTS, REFUSE_ARCHIVED } from './1700000070000-completion.ts';

/**
 * Asks for archived projects first, by an index of their own, and then whether new parts lie in one. The join of before
 * was planned while the tables were empty, as a loop over all projects, policies included, for each new part: an import
 * of thousands ran out of its time. Most organisations have few archived projects, and an import makes none.
 */
export class ArchivedLookUp1700000080000 implements MigrationInterface {
  name = 'ArchivedLookUp1700000080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX project_archived_idx ON pit.project (org_id, id) WHERE status = 'archived';
      CREATE OR REPLACE FUNCTION pit_ops.refuse_archived() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET enable_seqscan = off SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM pit.project AS archived
          WHERE archived.org_id = pit_ops.ctx_org() AND archived.status = 'archived'
            AND archived.id IN (SELECT project_id FROM inserted)) THEN
          RAISE EXCEPTION 'an archived project takes no %', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refuse_archived';
        END IF;
        RETURN NULL;
      END $$;
      ${ownedByDefiner(['pit_ops.refuse_archived()'])}`);
  }

  /** Makes function and triggers anew: a function that pit_definer owns could not be replaced by pit_owner. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${PARTS.map((table) => `DROP TRIGGER refuse_archived ON ${table};`).join('\n')}
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION pit_ops.refuse_archived();
      SET LOCAL ROLE pit_owner;
      ${REFUSE_ARCHIVED}
      DROP INDEX pit.project_archived_idx`);
  }
}
