import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';

/**
 * The project that a record has left, beside the one that it came to: the history of both tells of a task that was moved. As
 * the project itself it is beside what is sealed.
 */
export class HistoryOfMoves1700000110100 implements MigrationInterface {
  name = 'HistoryOfMoves1700000110100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.audit_detail ADD COLUMN left_project_id uuid;
      COMMENT ON COLUMN pit_ops.audit_detail.left_project_id IS
        'The project out of which the change moved the record; null where it moved nothing.';
      ALTER TABLE pit_ops.audit_detail DISABLE TRIGGER refuse_update;
      ${rewriting([], FILL, ['pit.audit_log'])}
      ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_update;
      CREATE INDEX audit_detail_left_project_id_idx ON pit_ops.audit_detail (org_id, left_project_id, seq)
        WHERE left_project_id IS NOT NULL`);
    await runner.query(redefinedByDefiner(`${appendAudit(true)}${READ_BOTH}${COUNT_BOTH}`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(`${appendAudit(false)}${READ_ONE}${COUNT_ONE}`));
    await runner.query('ALTER TABLE pit_ops.audit_detail DROP COLUMN left_project_id');
  }
}

const FILL = `
  UPDATE pit_ops.audit_detail AS detail SET left_project_id = (log.before_state ->> 'project_id')::uuid
    FROM pit.audit_log AS log
    WHERE log.id = detail.audit_log_id AND detail.project_id IS NOT NULL AND log.before_state IS NOT NULL
      AND log.before_state ->> 'project_id' <> log.after_state ->> 'project_id';`;

/** @param isLeft whether a record notes what it was moved out of. */
function appendAudit(isLeft: boolean): string {
  const [column, declared, value] = isLeft
    ? [
        ', left_project_id',
        '\n    project uuid := pit_ops.project_of_record(table_name, record, coalesce(after, before));',
        `project,
        CASE WHEN project IS NOT NULL AND before ->> 'project_id' <> after ->> 'project_id'
          THEN (before ->> 'project_id')::uuid END`,
      ]
    : ['', '', 'pit_ops.project_of_record(table_name, record, coalesce(after, before))'];
  return `
  CREATE OR REPLACE FUNCTION pit_ops.append_audit(org uuid, action text, table_name text, record text, before jsonb, after jsonb)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    log_id uuid := gen_random_uuid();
    actor uuid := pit_ops.ctx_user();${declared}
  BEGIN
    IF actor IS NULL OR org IS NULL THEN
      RAISE EXCEPTION 'a change needs an actor and an organisation in its context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, before_state, after_state, created_at)
      VALUES (log_id, org, actor, action, table_name, record, before, after, clock_timestamp());
    INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role, request_id, override_reason, project_id${column})
      VALUES (log_id, org, coalesce(nullif(current_setting('role'), 'none'), session_user),
        nullif(current_setting('app.request_id', true), ''), pit_ops.ctx_reason(),
        ${value});
  END $$;`;
}

const COLUMNS = `detail.seq, log.id, log.user_id, log.action, log.table_name, log.record_id, log.before_state, log.after_state,
      log.created_at::timestamptz`;
const JOINED = 'JOIN pit.audit_log AS log ON log.id = detail.audit_log_id';
const WITHIN = 'detail.seq < coalesce(before, 9223372036854775807)';
const NEWEST = 'ORDER BY detail.seq DESC LIMIT least(size, 101)';

const history = (query: string): string => `
  CREATE OR REPLACE FUNCTION pit_ops.project_history(project uuid, before bigint, size integer)
    RETURNS TABLE (seq bigint, id uuid, user_id uuid, action text, table_name text, record_id text, before_state jsonb,
      after_state jsonb, created_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ${COLUMNS}
    ${query}
    ${NEWEST} $$;`;

const READ_ONE = history(`FROM pit_ops.audit_detail AS detail ${JOINED}
    WHERE detail.org_id = pit_ops.ctx_org() AND detail.project_id = project
      AND ${WITHIN}`);

/** The newest of each of two ranges of an index, of which the newest. */
const of = (column: string): string => `
      (SELECT detail.seq, detail.audit_log_id FROM pit_ops.audit_detail AS detail
        WHERE detail.org_id = pit_ops.ctx_org() AND detail.${column} = project AND ${WITHIN} ${NEWEST})`;
const READ_BOTH = history(`FROM (${of('project_id')}
      UNION ALL ${of('left_project_id')}) AS detail ${JOINED}`);

const count = (condition: string): string => `
  CREATE OR REPLACE FUNCTION pit_ops.count_project_history(project uuid, most integer) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM (${condition} LIMIT most) AS counted $$;`;
const counted = (column: string): string =>
  `SELECT FROM pit_ops.audit_detail AS detail
      WHERE detail.org_id = pit_ops.ctx_org() AND detail.${column} = project`;
const COUNT_ONE = count(counted('project_id'));
const COUNT_BOTH = count(`${counted('project_id')} UNION ALL ${counted('left_project_id')}`);
