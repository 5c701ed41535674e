import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who there is: organisations, divisions, users, teams. Kept by the platform's identity service, read here. */
export class Directory1700000002000 implements MigrationInterface {
  name = 'Directory1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ORGANISATIONS);
    await runner.query(PEOPLE);
    await runner.query(PLATFORM);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE pit.team_membership, pit.team, pit."user", pit.division, pit.organisation`,
    );
  }
}

const ORGANISATIONS = `
  CREATE TABLE pit.organisation (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    time_zone text NOT NULL DEFAULT 'UTC' CHECK (length(time_zone) BETWEEN 1 AND 64),
    settings jsonb NOT NULL DEFAULT '{}'
      CHECK (jsonb_typeof(settings) = 'object' AND pg_column_size(settings) <= 65536),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now()
  );
  CREATE TABLE pit.division (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (org_id, id)
  )`;

const PEOPLE = `
  CREATE TABLE pit."user" (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    email text NOT NULL CHECK (length(email) BETWEEN 3 AND 320),
    role text NOT NULL CHECK (role IN ('admin', 'foreman', 'member', 'viewer', 'service')),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    UNIQUE (org_id, id)
  );
  CREATE UNIQUE INDEX user_org_id_email_key ON pit."user" (org_id, lower(email));
  CREATE TABLE pit.team (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    manager_id uuid NOT NULL,
    UNIQUE (org_id, id),
    CONSTRAINT team_manager_id_fkey FOREIGN KEY (org_id, manager_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.team (manager_id);
  CREATE TABLE pit.team_membership (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    team_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL CHECK (length(role) BETWEEN 1 AND 100),
    UNIQUE (team_id, user_id),
    CONSTRAINT team_membership_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES pit.team (org_id, id),
    CONSTRAINT team_membership_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.team_membership (org_id);
  CREATE INDEX ON pit.team_membership (user_id)`;

// Platform jobs act as a user like everyone else. The row has to be there before the audit triggers are,
// since each of them wants an actor.
const PLATFORM = `
  INSERT INTO pit.organisation (id, name) VALUES ('00000000-0000-0000-0000-0000000000fe', 'platform');
  INSERT INTO pit."user" (id, org_id, name, email, role) VALUES
    ('00000000-0000-0000-0000-0000000000ff', '00000000-0000-0000-0000-0000000000fe',
     'system', 'system@platform.invalid', 'service')`;
