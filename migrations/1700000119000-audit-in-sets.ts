import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ANY_RECORD } from './sql/audit-row.ts';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * What a statement adds to a table that plans and scans add to by the hundred is recorded once, by one statement for all of its
 * rows, instead of by two for each. The records are those that `pit_ops.audit_row` writes, one for each row, in the order
 * of the rows. Changes and removals go on being recorded row by row: see decision 58.
 */
export class AuditInSets1700000119000 implements MigrationInterface {
  name = 'AuditInSets1700000119000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AUDIT_INSERTED);
    await runner.query(ownedByDefiner(['pit_ops.audit_inserted()'], 'pit_owner'));
    for (const table of TABLES) await runner.query(inSets(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(rowByRow(table));
    await runner.query(
      'SET LOCAL ROLE pit_definer; DROP FUNCTION pit_ops.audit_inserted(); SET LOCAL ROLE pit_owner;',
    );
  }
}

const TABLES = [
  'pit.phase',
  'pit.work_package',
  'pit.task',
  'pit.subtask',
  'pit.task_dependency',
  'pit.risk_link',
  'pit.control_link',
  'pit.incident_link',
  'pit.audit_link',
  'pit.isms_link',
  'pit.skills_credit',
  'pit.watchdog_alert',
  'pit.notification',
  'pit_ops.task_rule',
];

const RECORD = ANY_RECORD.replaceAll('changed', 'state');

// A record has its number and its time in the order in which the rows came, which is that of the transition table.
const AUDIT_INSERTED = `
  CREATE FUNCTION pit_ops.audit_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    actor uuid := pit_ops.ctx_user();
    request text := nullif(current_setting('app.request_id', true), '');
    reason text := pit_ops.ctx_reason();
    writer text := coalesce(nullif(current_setting('role'), 'none'), session_user);
  BEGIN
    IF actor IS NULL AND EXISTS (SELECT FROM new_rows) THEN
      RAISE EXCEPTION 'a change needs an actor and an organisation in its context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH made AS MATERIALIZED (
      SELECT gen_random_uuid() AS log_id, to_jsonb(inserted) AS state FROM new_rows AS inserted
    ), logged AS (
      INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, after_state, created_at)
        SELECT log_id, (state ->> 'org_id')::uuid, actor, 'INSERT', TG_ARGV[0], ${RECORD}, state, clock_timestamp() FROM made
    )
    INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role, request_id, override_reason, project_id)
      SELECT log_id, (state ->> 'org_id')::uuid, writer, request, reason,
        pit_ops.project_of_record(TG_ARGV[0], ${RECORD}, state) FROM made;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_inserted() IS
    'Records the rows that a statement has added, as pit_ops.audit_row() would record each.';`;

/** Before every other trigger of the statement, by its name, as the records of rows come before what follows from them. */
function inSets(table: string): string {
  return `
    DROP TRIGGER audit_row ON ${table};
    CREATE TRIGGER audit_row AFTER UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('${nameOf(table)}');
    CREATE TRIGGER audit_inserted AFTER INSERT ON ${table} REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('${nameOf(table)}');
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_row, ENABLE ALWAYS TRIGGER audit_inserted;`;
}

function rowByRow(table: string): string {
  return `
    DROP TRIGGER audit_inserted ON ${table};
    DROP TRIGGER audit_row ON ${table};
    CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('${nameOf(table)}');
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_row;`;
}

function nameOf(table: string): string {
  return table.slice(table.indexOf('.') + 1);
}
