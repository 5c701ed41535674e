import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';
import { MOMENT, READING, RECORDS } from './sql/plan-history.ts';
import { replaced } from './sql/replaced.ts';

/**
 * The plan as it is now, or was, in half the time. What is "now" asks where the log ends and who has not committed, not for
 * every record of the project; and the newest record of each task is the greatest of a group, where all records were kept
 * and sorted by the names of what they are of.
 */
export class PlanAtOnce1700000107100 implements MigrationInterface {
  name = 'PlanAtOnce1700000107100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(again(replaced(MOMENT, SEEN, NOW))));
    await runner.query(redefinedByDefiner(again(replaced(RECORDS, READING, NEWEST_OF_EACH))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(again(MOMENT)));
    await runner.query(redefinedByDefiner(again(RECORDS)));
  }
}

const again = (definition: string): string =>
  replaced(definition, 'CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');

const SEEN = `IF NOT pit_ops.sees_project(plan) THEN RETURN; END IF;
    RETURN`;

// A record whose transaction is still to commit is written after its transaction has an id, so that it is among those
// that run, or behind the end of the log.
const NOW = `IF NOT pit_ops.sees_project(plan) THEN RETURN; END IF;
    IF at = 'infinity' THEN
      RETURN QUERY SELECT (SELECT max(detail.seq) FROM pit_ops.audit_detail AS detail),
        ARRAY(SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) AS running), clock_timestamp();
      RETURN;
    END IF;
    RETURN`;

const NEWEST_OF_EACH = `, newest AS (
      SELECT newest.seq, log.table_name, log.record_id, log.id, log.after_state IS NULL AS is_gone
      FROM (
        SELECT max(detail.seq) AS seq FROM part
        JOIN pit.audit_log AS log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.name AND log.record_id = part.id
        JOIN pit_ops.audit_detail AS detail ON detail.audit_log_id = log.id
        WHERE detail.seq <= upto AND detail.xid <> ALL (unseen)
        GROUP BY part.name, part.id
      ) AS newest
      JOIN pit_ops.audit_detail AS detail ON detail.seq = newest.seq
      JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    )`;
