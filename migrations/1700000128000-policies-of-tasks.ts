import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * For how long evidence of a task proves belongs to the version of the task, whoever says so, and also when it is taken back: of two
 * writers who have seen the same version the second is refused.
 */
export class PoliciesOfTasks1700000128000 implements MigrationInterface {
  name = 'PoliciesOfTasks1700000128000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [from, to] of CHANGES) await runner.query(redefinedByDefiner(rewritten(TOUCH, from, to)));
    await runner.query(`
      CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR UPDATE OR DELETE ON pit_ops.evidence_policy
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('task_id')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER touch_owner ON pit_ops.evidence_policy');
    for (const [from, to] of [...CHANGES].reverse())
      await runner.query(redefinedByDefiner(rewritten(TOUCH, to, from)));
  }
}

const TOUCH = 'pit_ops.touch_owner()';

/** What is taken away has no new row. */
const CHANGES = [
  [`to_jsonb(NEW) ->> TG_ARGV[0]`, `coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> TG_ARGV[0]`],
  [`WHEN 'task_rule', 'task_actual' THEN`, `WHEN 'task_rule', 'task_actual', 'evidence_policy' THEN`],
] as const;
