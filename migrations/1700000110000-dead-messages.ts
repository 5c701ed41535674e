import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * E-mails and messages to browsers can be seen and, once they are dead, sent again: by the person for whom they are, and by
 * administrators of the organisation. Of what they say the service shows nothing to anybody but that person.
 */
export class DeadMessages1700000110000 implements MigrationInterface {
  name = 'DeadMessages1700000110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY addressed ON ${TABLE} FOR SELECT TO pit_app, pit_foreman USING (${IS_CONCERNED});
      CREATE POLICY sent_again ON ${TABLE} FOR UPDATE TO pit_app, pit_foreman
        USING (${IS_CONCERNED} AND state = 'dead') WITH CHECK (${IS_CONCERNED} AND state = 'pending');
      CREATE INDEX delivery_message_idx ON ${TABLE} (org_id, created_at, id) WHERE user_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pit_ops.delivery_message_idx;
      DROP POLICY sent_again ON ${TABLE};
      DROP POLICY addressed ON ${TABLE}`);
  }
}

const TABLE = 'pit_ops.delivery';
const IS_CONCERNED = `user_id IS NOT NULL AND kind <> 'webhook'
          AND (user_id = (SELECT pit_ops.ctx_user()) OR (SELECT pit_ops.ctx_role()) = 'admin')`;
