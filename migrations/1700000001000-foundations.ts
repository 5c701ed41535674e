import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The schema `pit`, its enumerations, and the readers of the transaction's context.
 * `pit_ops` itself is made before the first migration, because the list of migrations lives in it.
 */
export class Foundations1700000001000 implements MigrationInterface {
  name = 'Foundations1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA pit`);
    await runner.query(CONTEXT_READERS);
    await runner.query(ENUMERATIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP SCHEMA pit CASCADE`);
    await runner.query(`
      DROP FUNCTION pit_ops.ctx_org(), pit_ops.ctx_user(), pit_ops.ctx_role(),
        pit_ops.ctx_divs(), pit_ops.ctx_reason()`);
  }
}

// nullif: after a transaction-local set_config has ended, a pooled connection reads '' and not NULL.
// Bodies are parsed once, at creation, so that no search_path can change them, and the planner inlines them.
const CONTEXT_READERS = `
  CREATE FUNCTION pit_ops.ctx_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.org_id', true), '')::uuid;
  CREATE FUNCTION pit_ops.ctx_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.user_id', true), '')::uuid;
  CREATE FUNCTION pit_ops.ctx_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting('app.role', true), ''), 'viewer');
  CREATE FUNCTION pit_ops.ctx_divs() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(string_to_array(nullif(current_setting('app.division_ids', true), ''), ',')::uuid[], '{}');
  CREATE FUNCTION pit_ops.ctx_reason() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(btrim(current_setting('app.override_reason', true)), '')`;

const ENUMERATIONS = `
  CREATE TYPE pit.task_status_enum AS ENUM
    ('not_started', 'upcoming', 'active', 'due_today', 'overdue', 'completed', 'blocked');
  CREATE TYPE pit.quick_class_enum AS ENUM ('quick_win', 'medium_term', 'long_term');
  CREATE TYPE pit.project_type_enum AS ENUM ('project', 'operational_stream', 'program');
  CREATE TYPE pit.evidence_type_enum AS ENUM ('document', 'photo', 'video', 'log_export', 'other');
  CREATE TYPE pit.review_decision_enum AS ENUM ('pending', 'accepted', 'rejected', 'needs_clarification');
  CREATE TYPE pit.notification_type_enum AS ENUM ('email', 'push', 'internal_message', 'webhook');
  CREATE TYPE pit.alert_severity_enum AS ENUM ('green', 'yellow', 'red');
  CREATE TYPE pit.ai_model_enum AS ENUM
    ('gpt4o_mini', 'gpt4_1', 'gpt4o_large', 'evidence_model', 'scheduling_model', 'risk_mitigation_model');
  CREATE TYPE pit.task_priority_enum AS ENUM ('low', 'normal', 'high', 'critical');
  CREATE TYPE pit.pit_source_module_enum AS ENUM
    ('risk_assessment', 'wrac', 'bowtie', 'incident', 'audit', 'remote_assurance', 'data_analytics', 'skills', 'manual');
  CREATE TYPE pit.dependency_type_enum AS ENUM
    ('finish_to_start', 'start_to_start', 'finish_to_finish', 'start_to_finish')`;
