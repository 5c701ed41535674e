import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Calendars that programs subscribe to by an address. What people decide of one is audited; the digest of its secret, and when
 * it was last fetched, stand in a row beside it that is not.
 */
export class CalendarFeeds1700000125000 implements MigrationInterface {
  name = 'CalendarFeeds1700000125000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${FEEDS}${SECRETS}${wall(FEED)}${wall(SECRET)}${POLICIES}${RIGHTS}${AUDIT}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY own ON ${SECRET}; ${dropWall(SECRET)} DROP TABLE ${SECRET};
      DROP POLICY own ON ${FEED}; ${dropWall(FEED)} DROP TABLE ${FEED}`);
  }
}

const FEED = 'pit_ops.calendar_feed';
const SECRET = 'pit_ops.calendar_feed_secret';

const FEEDS = `
  CREATE TABLE ${FEED} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    project_id uuid,
    created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    rotated_at timestamptz(3),
    expires_at timestamptz(3) NOT NULL,
    CONSTRAINT calendar_feed_org_id_id_key UNIQUE (org_id, id),
    CONSTRAINT calendar_feed_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT calendar_feed_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT calendar_feed_expires_check CHECK (isfinite(expires_at) AND expires_at > created_at)
  );
  CREATE INDEX calendar_feed_user_id_idx ON ${FEED} (user_id, created_at);
  CREATE INDEX calendar_feed_project_id_idx ON ${FEED} (project_id) WHERE project_id IS NOT NULL;
  COMMENT ON TABLE ${FEED} IS 'Calendars that programs subscribe to, each by an address of its own.';
  COMMENT ON COLUMN ${FEED}.user_id IS 'Whose calendar it is: what they see at the time of a fetch is what it holds.';
  COMMENT ON COLUMN ${FEED}.project_id IS 'The project whose tasks it holds; null for the tasks of the user.';`;

const SECRETS = `
  CREATE TABLE ${SECRET} (
    feed_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    sha256 bytea NOT NULL,
    fetched_at timestamptz(3),
    CONSTRAINT calendar_feed_secret_feed_id_fkey FOREIGN KEY (org_id, feed_id)
      REFERENCES ${FEED} (org_id, id) ON DELETE CASCADE,
    CONSTRAINT calendar_feed_secret_sha256_check CHECK (length(sha256) = 32)
  );
  COMMENT ON TABLE ${SECRET} IS 'Of each subscribed calendar the digest of the secret in its address, which is stored nowhere.';
  COMMENT ON COLUMN ${SECRET}.fetched_at IS 'When it was last fetched, to the hour; null before the first time.';`;

// Whoever made it, and who may end it for them. The service answers fetches, which bring no token.
const POLICIES = `
  CREATE POLICY own ON ${FEED} FOR ALL TO pit_app, pit_foreman USING (
    user_id = (SELECT pit_ops.ctx_user()) OR (SELECT pit_ops.ctx_role()) IN ('admin', 'service'));
  CREATE POLICY own ON ${SECRET} FOR ALL TO pit_app, pit_foreman USING (
    EXISTS (SELECT FROM ${FEED} AS feed WHERE feed.id = feed_id));`;

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (project_id, expires_at), UPDATE (rotated_at, expires_at) ON ${FEED} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT (feed_id, sha256), UPDATE (sha256, fetched_at) ON ${SECRET} TO pit_app, pit_foreman;`;

const AUDIT = `
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${FEED}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('calendar_feed');
  ALTER TABLE ${FEED} ENABLE ALWAYS TRIGGER audit_row;`;
