import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * What is kept of a record beside its row belongs to its version: whoever changes a rule, an actual date, a mark or a
 * typed bound raises `updated_at`, by which writers tell that they were overtaken and readers what is new to them.
 */
export class TouchedOwners1700000096100 implements MigrationInterface {
  name = 'TouchedOwners1700000096100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TOUCH}${ownedByDefiner([FUNCTION], 'pit_owner')}`);
    for (const [table, owner] of KEPT_BESIDE) {
      // At the end of the transaction, when most verbs have changed the row itself and nothing is left to do.
      await runner.query(`
        CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR UPDATE ON pit_ops.${table}
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('${owner}')`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of KEPT_BESIDE) await runner.query(`DROP TRIGGER touch_owner ON pit_ops.${table}`);
    await runner.query(`DROP FUNCTION ${FUNCTION}`);
  }
}

const FUNCTION = 'pit_ops.touch_owner()';

/** Tables of facts, and the column that names whose they are. */
const KEPT_BESIDE = [
  ['task_rule', 'task_id'],
  ['task_actual', 'task_id'],
  ['work_mark', 'node_id'],
  ['project_rule', 'project_id'],
  ['date_frame', 'node_id'],
] as const;

/** A row that the transaction has written is of a new version already: its `xmin` is the transaction. */
const TOUCH = `
  CREATE FUNCTION ${FUNCTION} RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    here xid := pg_current_xact_id()::xid;
    owner uuid := to_jsonb(NEW) ->> TG_ARGV[0];
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;
    CASE TG_TABLE_NAME
      WHEN 'task_rule', 'task_actual' THEN
        UPDATE pit.task AS own SET status = own.status WHERE own.id = owner AND own.xmin <> here;
      WHEN 'work_mark' THEN
        UPDATE pit.task AS own SET status = own.status WHERE own.id = owner AND own.xmin <> here;
        UPDATE pit.subtask AS own SET status = own.status WHERE own.id = owner AND own.xmin <> here;
      WHEN 'project_rule' THEN
        UPDATE pit.project AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
      WHEN 'date_frame' THEN
        UPDATE pit.project AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
        UPDATE pit.phase AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
        UPDATE pit.work_package AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
    END CASE;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${FUNCTION} IS 'Raises updated_at of the record whose facts are changed, unless the transaction has written it.';`;
