import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages to one user each. */
export class Notifications1700000013000 implements MigrationInterface {
  name = 'Notifications1700000013000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit.notification (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        user_id uuid NOT NULL,
        type pit.notification_type_enum NOT NULL,
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
        message text CHECK (length(message) <= 10000),
        link text CHECK (length(link) <= 2048 AND link ~ '^(https://[^[:space:]<>"]+|/([^/\\\\[:space:]<>"][^[:space:]<>"]*)?)$'),
        is_read boolean NOT NULL DEFAULT false,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT notification_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id)
      );
      CREATE INDEX ON pit.notification (user_id, created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.notification`);
  }
}
