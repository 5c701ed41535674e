import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Looks each project of new parts up by its id. The join of before was planned once in a session, while the tables were
 * empty, as a loop over all projects for each new part: an import of thousands ran out of its time.
 */
export class ArchivedLookUp1700000080000 implements MigrationInterface {
  name = 'ArchivedLookUp1700000080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      refuseWhere(`SELECT FROM (SELECT DISTINCT project_id FROM inserted) AS asked
      WHERE (SELECT status FROM pit.project WHERE id = asked.project_id) = 'archived'`),
    );
    await runner.query('ALTER FUNCTION pit_ops.refuse_archived() SET enable_seqscan = off');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      refuseWhere(`SELECT FROM inserted JOIN pit.project ON project.id = inserted.project_id
      WHERE project.status = 'archived'`),
    );
    await runner.query('ALTER FUNCTION pit_ops.refuse_archived() RESET enable_seqscan');
  }
}

function refuseWhere(archived: string): string {
  return `CREATE OR REPLACE FUNCTION pit_ops.refuse_archived() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF EXISTS (${archived}) THEN
      RAISE EXCEPTION 'an archived project takes no %', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refuse_archived';
    END IF;
    RETURN NULL;
  END $$`;
}
