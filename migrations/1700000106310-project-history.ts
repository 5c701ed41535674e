import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';

/**
 * The project that an audit record is about, noted as the record is made, so that the history of a project is one range of an
 * index, however long the trail is. It is beside what is sealed: the digest of a record does not know it.
 */
export class ProjectHistory1700000106310 implements MigrationInterface {
  name = 'ProjectHistory1700000106310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.audit_detail ADD COLUMN project_id uuid;
      COMMENT ON COLUMN pit_ops.audit_detail.project_id IS
        'The project whose history the record belongs to; null for what is no part of any.';
      ${PROJECT_OF}${ownedByDefiner([PROJECT_OF_RECORD], 'pit_owner')}`);
    await runner.query(`
      ALTER TABLE pit_ops.audit_detail DISABLE TRIGGER refuse_update;
      ${rewriting([], FILL, ['pit.audit_log'])}
      ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_update;
      CREATE INDEX audit_detail_project_id_idx ON pit_ops.audit_detail (org_id, project_id, seq) WHERE project_id IS NOT NULL`);
    await runner.query(`${redefinedByDefiner(appendAudit(true))}
      ${HISTORY}${ownedByDefiner([READ_HISTORY, COUNT_HISTORY], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${READ_HISTORY}, ${COUNT_HISTORY};
      ${redefinedByDefiner(appendAudit(false))}
      DROP FUNCTION ${PROJECT_OF_RECORD};
      ALTER TABLE pit_ops.audit_detail DROP COLUMN project_id`);
  }
}

const PROJECT_OF_RECORD = 'pit_ops.project_of_record(text, text, jsonb)';
const READ_HISTORY = 'pit_ops.project_history(uuid, bigint, integer)';
const COUNT_HISTORY = 'pit_ops.count_project_history(uuid, integer)';

/** Tables whose records are part of a history, by what leads from a row to its project. */
const BY_PROJECT = [
  'phase',
  'work_package',
  'task',
  'task_dependency',
  'task_cluster',
  'watchdog_alert',
  'alert_ack',
  'baseline',
  'project_rule',
  'cost_snapshot',
];
const BY_TASK = [
  'subtask',
  'task_rule',
  'risk_link',
  'control_link',
  'incident_link',
  'audit_link',
  'isms_link',
  'skills_credit',
];
const list = (tables: readonly string[]): string => tables.map((table) => `'${table}'`).join(', ');

/** Whatever is derived, cached, personal or a log of its own is no part of a history. */
const PROJECT_OF = `
  CREATE FUNCTION ${PROJECT_OF_RECORD.replace('(text, text, jsonb)', '(table_name text, record text, state jsonb)')}
    RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    CASE
      WHEN table_name = 'project' THEN RETURN record::uuid;
      WHEN table_name IN (${list(BY_PROJECT)}) THEN RETURN (state ->> 'project_id')::uuid;
      WHEN table_name IN (${list(BY_TASK)}) THEN
        RETURN (SELECT task.project_id FROM pit.task WHERE task.id = (state ->> 'task_id')::uuid);
      WHEN table_name = 'evidence' THEN
        RETURN (SELECT task.project_id FROM pit.task WHERE task.id = coalesce((state ->> 'task_id')::uuid,
          (SELECT step.task_id FROM pit.subtask AS step WHERE step.id = (state ->> 'subtask_id')::uuid)));
      WHEN table_name = 'evidence_review' THEN
        RETURN (SELECT task.project_id FROM pit.evidence AS piece LEFT JOIN pit.subtask AS step ON step.id = piece.subtask_id
          JOIN pit.task ON task.id = coalesce(piece.task_id, step.task_id) WHERE piece.id = (state ->> 'evidence_id')::uuid);
      ELSE RETURN NULL;
    END CASE;
  END $$;
  COMMENT ON FUNCTION ${PROJECT_OF_RECORD} IS 'The project whose history an audit record belongs to; null for what is no part of any.';`;

const FILL = `
  UPDATE pit_ops.audit_detail AS detail
    SET project_id = pit_ops.project_of_record(log.table_name, log.record_id, coalesce(log.after_state, log.before_state))
    FROM pit.audit_log AS log
    WHERE log.id = detail.audit_log_id
      AND log.table_name IN ('project', 'evidence', 'evidence_review', ${list([...BY_PROJECT, ...BY_TASK])});`;

/** @param isPlaced whether a record notes its project. */
function appendAudit(isPlaced: boolean): string {
  const [column, value] = isPlaced
    ? [', project_id', ',\n        pit_ops.project_of_record(table_name, record, coalesce(after, before))']
    : ['', ''];
  return `
  CREATE OR REPLACE FUNCTION pit_ops.append_audit(org uuid, action text, table_name text, record text, before jsonb, after jsonb)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    log_id uuid := gen_random_uuid();
    actor uuid := pit_ops.ctx_user();
  BEGIN
    IF actor IS NULL OR org IS NULL THEN
      RAISE EXCEPTION 'a change needs an actor and an organisation in its context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, before_state, after_state, created_at)
      VALUES (log_id, org, actor, action, table_name, record, before, after, clock_timestamp());
    INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role, request_id, override_reason${column})
      VALUES (log_id, org, coalesce(nullif(current_setting('role'), 'none'), session_user),
        nullif(current_setting('app.request_id', true), ''), pit_ops.ctx_reason()${value});
  END $$;`;
}

/** Doors look at the organisation alone: that the project is visible is asked where they are called. */
const HISTORY = `
  CREATE FUNCTION pit_ops.project_history(project uuid, before bigint, size integer)
    RETURNS TABLE (seq bigint, id uuid, user_id uuid, action text, table_name text, record_id text, before_state jsonb,
      after_state jsonb, created_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT detail.seq, log.id, log.user_id, log.action, log.table_name, log.record_id, log.before_state, log.after_state,
      log.created_at::timestamptz
    FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    WHERE detail.org_id = pit_ops.ctx_org() AND detail.project_id = project
      AND detail.seq < coalesce(before, 9223372036854775807)
    ORDER BY detail.seq DESC LIMIT least(size, 101) $$;
  COMMENT ON FUNCTION pit_ops.project_history(uuid, bigint, integer) IS
    'Audit records of a project of the organisation, the newest first, from a number downwards; at most 101.';
  CREATE FUNCTION pit_ops.count_project_history(project uuid, most integer) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM (SELECT FROM pit_ops.audit_detail AS detail
      WHERE detail.org_id = pit_ops.ctx_org() AND detail.project_id = project LIMIT most) AS counted $$;
  COMMENT ON FUNCTION pit_ops.count_project_history(uuid, integer) IS
    'How many audit records a project of the organisation has, counted up to a number.';`;
