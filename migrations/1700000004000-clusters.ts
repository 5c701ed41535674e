import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks that were generated together, and the templates that they come from. */
export class Clusters1700000004000 implements MigrationInterface {
  name = 'Clusters1700000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLUSTER);
    await runner.query(TEMPLATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pit.task_cluster_id_idx;
      ALTER TABLE pit.task DROP CONSTRAINT task_cluster_id_fkey;
      DROP TABLE pit.task_cluster_template, pit.task_cluster`);
  }
}

const CLUSTER = `
  CREATE TABLE pit.task_cluster (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    description text CHECK (length(description) <= 10000),
    created_by uuid NOT NULL,
    source_module pit.pit_source_module_enum NOT NULL DEFAULT 'manual',
    source_reference_id text CHECK (length(source_reference_id) BETWEEN 1 AND 200),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (project_id, id),
    CONSTRAINT task_cluster_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT task_cluster_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.task_cluster (org_id);
  CREATE INDEX ON pit.task_cluster (created_by);
  ALTER TABLE pit.task ADD CONSTRAINT task_cluster_id_fkey
    FOREIGN KEY (project_id, cluster_id) REFERENCES pit.task_cluster (project_id, id);
  CREATE INDEX ON pit.task (cluster_id) WHERE cluster_id IS NOT NULL`;

// A template without organisation is the platform's own, for everyone to read.
const TEMPLATE = `
  CREATE TABLE pit.task_cluster_template (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    description text CHECK (length(description) <= 10000),
    template_json jsonb NOT NULL DEFAULT '{}'
      CHECK (jsonb_typeof(template_json) = 'object' AND pg_column_size(template_json) <= 2097152),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now()
  );
  CREATE INDEX ON pit.task_cluster_template (org_id, name)`;
