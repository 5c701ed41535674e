import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The plan: project > phase > work package > task > subtask.
 *
 * Foreign keys are composite. `(org_id, owner_id)` stops a link into another organisation, and `(project_id, phase_id)`
 * a task whose phase belongs to another project; each key is named after the column that refers. A work package that moves
 * to another phase takes its tasks along.
 */
export class Hierarchy1700000003000 implements MigrationInterface {
  name = 'Hierarchy1700000003000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [PROJECT, PHASE, WORK_PACKAGE, TASK, TASK_INDEXES, SUBTASK]) {
      await runner.query(statements);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.subtask, pit.task, pit.work_package, pit.phase, pit.project`);
  }
}

const PROJECT = `
  CREATE TABLE pit.project (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    division_id uuid,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    code text CHECK (length(code) BETWEEN 1 AND 100),
    description text CHECK (length(description) <= 10000),
    type pit.project_type_enum NOT NULL DEFAULT 'project',
    owner_id uuid NOT NULL,
    sponsor_id uuid,
    start_date date,
    end_date date,
    quick_class pit.quick_class_enum NOT NULL DEFAULT 'medium_term',
    progress_percent integer NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
    capex_total numeric(12,2) NOT NULL DEFAULT 0 CHECK (capex_total BETWEEN 0 AND 9999999999.99),
    opex_total numeric(12,2) NOT NULL DEFAULT 0 CHECK (opex_total BETWEEN 0 AND 9999999999.99),
    status text NOT NULL DEFAULT 'active'
      CHECK (status IN ('draft', 'active', 'on_hold', 'completed', 'archived')),
    risk_impact_score numeric(10,2) NOT NULL DEFAULT 0 CHECK (risk_impact_score BETWEEN 0 AND 99999999.99),
    risk_mitigation_percent numeric(5,2) NOT NULL DEFAULT 0 CHECK (risk_mitigation_percent BETWEEN 0 AND 100),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    deleted_at timestamptz(3),
    CONSTRAINT project_dates_check CHECK (start_date <= end_date),
    UNIQUE (org_id, id),
    UNIQUE (org_id, code),
    CONSTRAINT project_division_id_fkey FOREIGN KEY (org_id, division_id) REFERENCES pit.division (org_id, id),
    CONSTRAINT project_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT project_sponsor_id_fkey FOREIGN KEY (org_id, sponsor_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.project (org_id);
  CREATE INDEX ON pit.project (owner_id);
  CREATE INDEX ON pit.project (status);
  CREATE INDEX ON pit.project (start_date, end_date);
  CREATE INDEX ON pit.project (division_id);
  CREATE INDEX ON pit.project (sponsor_id);
  CREATE INDEX ON pit.project (org_id, name, id);
  CREATE INDEX ON pit.project (org_id, end_date, id);
  CREATE INDEX ON pit.project (org_id, start_date, end_date)`;

const PHASE = `
  CREATE TABLE pit.phase (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    description text CHECK (length(description) <= 10000),
    owner_id uuid NOT NULL,
    start_date date,
    end_date date,
    progress_percent integer NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
    capex_total numeric(12,2) NOT NULL DEFAULT 0 CHECK (capex_total BETWEEN 0 AND 9999999999.99),
    opex_total numeric(12,2) NOT NULL DEFAULT 0 CHECK (opex_total BETWEEN 0 AND 9999999999.99),
    order_index integer NOT NULL DEFAULT 0 CHECK (order_index >= 0),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    deleted_at timestamptz(3),
    CONSTRAINT phase_dates_check CHECK (start_date <= end_date),
    UNIQUE (project_id, id),
    CONSTRAINT phase_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT phase_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.phase (project_id);
  CREATE INDEX ON pit.phase (start_date, end_date);
  CREATE INDEX ON pit.phase (project_id, order_index);
  CREATE INDEX ON pit.phase (owner_id)`;

const WORK_PACKAGE = `
  CREATE TABLE pit.work_package (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    phase_id uuid NOT NULL,
    project_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    description text CHECK (length(description) <= 10000),
    owner_id uuid NOT NULL,
    start_date date,
    end_date date,
    progress_percent integer NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
    capex_total numeric(12,2) NOT NULL DEFAULT 0 CHECK (capex_total BETWEEN 0 AND 9999999999.99),
    opex_total numeric(12,2) NOT NULL DEFAULT 0 CHECK (opex_total BETWEEN 0 AND 9999999999.99),
    order_index integer NOT NULL DEFAULT 0 CHECK (order_index >= 0),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    deleted_at timestamptz(3),
    CONSTRAINT work_package_dates_check CHECK (start_date <= end_date),
    UNIQUE (phase_id, id),
    CONSTRAINT work_package_phase_id_fkey FOREIGN KEY (project_id, phase_id) REFERENCES pit.phase (project_id, id),
    CONSTRAINT work_package_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT work_package_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.work_package (phase_id);
  CREATE INDEX ON pit.work_package (project_id);
  CREATE INDEX ON pit.work_package (phase_id, order_index);
  CREATE INDEX ON pit.work_package (owner_id)`;

const TASK = `
  CREATE TABLE pit.task (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    work_package_id uuid,
    phase_id uuid NOT NULL,
    project_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    description text CHECK (length(description) <= 10000),
    task_type text NOT NULL DEFAULT 'simple' CHECK (length(task_type) BETWEEN 1 AND 100),
    cluster_id uuid,
    owner_id uuid NOT NULL,
    assignees jsonb NOT NULL DEFAULT '[]' CHECK (
      CASE jsonb_typeof(assignees) WHEN 'array' THEN jsonb_array_length(assignees) <= 50 ELSE false END),
    priority pit.task_priority_enum NOT NULL DEFAULT 'normal',
    status pit.task_status_enum NOT NULL DEFAULT 'not_started',
    start_date date,
    end_date date,
    duration_days integer CHECK (duration_days >= 0),
    progress_percent integer NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
    quick_class pit.quick_class_enum NOT NULL DEFAULT 'medium_term',
    requires_evidence boolean NOT NULL DEFAULT false,
    capex_cost numeric(12,2) NOT NULL DEFAULT 0 CHECK (capex_cost BETWEEN 0 AND 9999999999.99),
    opex_cost numeric(12,2) NOT NULL DEFAULT 0 CHECK (opex_cost BETWEEN 0 AND 9999999999.99),
    fy_allocation integer CHECK (fy_allocation BETWEEN 1900 AND 2999),
    linked_risk_mitigation_pct numeric(5,2) CHECK (linked_risk_mitigation_pct BETWEEN 0 AND 100),
    linked_control_set_id uuid,
    source_module pit.pit_source_module_enum NOT NULL DEFAULT 'manual',
    source_reference_id text CHECK (length(source_reference_id) BETWEEN 1 AND 200),
    order_index integer NOT NULL DEFAULT 0 CHECK (order_index >= 0),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    deleted_at timestamptz(3),
    CONSTRAINT task_dates_check CHECK (start_date <= end_date),
    UNIQUE (org_id, id),
    UNIQUE (project_id, id),
    CONSTRAINT task_work_package_id_fkey
      FOREIGN KEY (phase_id, work_package_id) REFERENCES pit.work_package (phase_id, id) ON UPDATE CASCADE,
    CONSTRAINT task_phase_id_fkey FOREIGN KEY (project_id, phase_id) REFERENCES pit.phase (project_id, id),
    CONSTRAINT task_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT task_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user" (org_id, id)
  ) WITH (fillfactor = 90)`;

// Under row level security an index serves a condition only if its operator is leakproof: dates, uuids, text and
// timestamps are; enums, jsonb and ranges are not. Hence no index of ours leads through status or priority, and the
// one on assignees serves pit_ops.assigned_task_ids(). None covers progress_percent or updated_at: a progress
// update then changes no indexed column, stays on its page (HOT; fillfactor leaves room) and writes no index at all.
const TASK_INDEXES = `
  CREATE INDEX ON pit.task (project_id, status);
  CREATE INDEX ON pit.task (owner_id);
  CREATE INDEX ON pit.task (start_date);
  CREATE INDEX ON pit.task (end_date);
  CREATE INDEX ON pit.task USING gist (daterange(start_date, end_date));
  CREATE INDEX ON pit.task (org_id, end_date, id);
  CREATE INDEX ON pit.task (org_id, start_date, end_date);
  CREATE INDEX ON pit.task (org_id, name, id);
  CREATE INDEX ON pit.task (org_id, created_at, id);
  CREATE INDEX ON pit.task (phase_id, order_index);
  CREATE INDEX ON pit.task (work_package_id, order_index);
  CREATE INDEX ON pit.task (org_id, source_reference_id) WHERE source_reference_id IS NOT NULL;
  CREATE INDEX ON pit.task (org_id, linked_control_set_id) WHERE linked_control_set_id IS NOT NULL;
  CREATE INDEX ON pit.task USING gin (assignees jsonb_path_ops)`;

const SUBTASK = `
  CREATE TABLE pit.subtask (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    description text CHECK (length(description) <= 10000),
    owner_id uuid,
    status pit.task_status_enum NOT NULL DEFAULT 'not_started',
    priority pit.task_priority_enum NOT NULL DEFAULT 'normal',
    start_date date,
    end_date date,
    progress_percent integer NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
    requires_evidence boolean NOT NULL DEFAULT false,
    ordered_index integer NOT NULL DEFAULT 0 CHECK (ordered_index >= 0),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    deleted_at timestamptz(3),
    CONSTRAINT subtask_dates_check CHECK (start_date <= end_date),
    UNIQUE (org_id, id),
    UNIQUE (task_id, id),
    CONSTRAINT subtask_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id),
    CONSTRAINT subtask_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.subtask (task_id);
  CREATE INDEX ON pit.subtask (status);
  CREATE INDEX ON pit.subtask (task_id, ordered_index);
  CREATE INDEX ON pit.subtask (owner_id) WHERE owner_id IS NOT NULL`;
