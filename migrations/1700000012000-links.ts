import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a task is linked to in other modules. A link exists once; what is linked is the other module's own. */
export class Links1700000012000 implements MigrationInterface {
  name = 'Links1700000012000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ISMS_AND_RISK);
    await runner.query(CONTROL_INCIDENT_AUDIT);
    await runner.query(SKILLS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE pit.skills_credit, pit.audit_link, pit.incident_link, pit.control_link, pit.risk_link, pit.isms_link`);
  }
}

const ISMS_AND_RISK = `
  CREATE TABLE pit.isms_link (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    criteria_code text NOT NULL CHECK (length(criteria_code) BETWEEN 1 AND 200),
    criteria_version text CHECK (length(criteria_version) BETWEEN 1 AND 100),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (task_id, criteria_code, criteria_version),
    CONSTRAINT isms_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id)
  );
  CREATE INDEX ON pit.isms_link (org_id, criteria_code);
  CREATE TABLE pit.risk_link (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    risk_id uuid NOT NULL,
    link_type text NOT NULL CHECK (link_type IN ('inherent', 'residual', 'projected', 'control_set')),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (task_id, risk_id, link_type),
    CONSTRAINT risk_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id)
  );
  CREATE INDEX ON pit.risk_link (org_id, risk_id)`;

const CONTROL_INCIDENT_AUDIT = `
  CREATE TABLE pit.control_link (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    control_id uuid NOT NULL,
    control_group text CHECK (length(control_group) BETWEEN 1 AND 200),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (task_id, control_id),
    CONSTRAINT control_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id)
  );
  CREATE INDEX ON pit.control_link (org_id, control_id);
  CREATE TABLE pit.incident_link (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (task_id, incident_id),
    CONSTRAINT incident_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id)
  );
  CREATE INDEX ON pit.incident_link (org_id, incident_id);
  CREATE TABLE pit.audit_link (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    audit_finding_id uuid NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (task_id, audit_finding_id),
    CONSTRAINT audit_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id)
  );
  CREATE INDEX ON pit.audit_link (org_id, audit_finding_id)`;

const SKILLS = `
  CREATE TABLE pit.skills_credit (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    user_id uuid NOT NULL,
    credit_value integer NOT NULL CHECK (credit_value BETWEEN 0 AND 1000000),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (task_id, user_id),
    CONSTRAINT skills_credit_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id),
    CONSTRAINT skills_credit_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.skills_credit (user_id)`;
