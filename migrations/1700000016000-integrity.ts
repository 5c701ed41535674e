import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY_TABLES, KEPT_TABLES, TIMED_TABLES } from './sql/tables.ts';

/** Rules that no constraint can express: versions of a row, assignees, accepted evidence, records that stay. */
export class Integrity1700000016000 implements MigrationInterface {
  name = 'Integrity1700000016000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [TOUCH, ASSIGNEES, ACCEPTED_EVIDENCE, DECIDED_REVIEW, REFUSE]) {
      await runner.query(statements);
    }
    await runner.query(TIMED_TABLES.map(touch).join(''));
    await runner.query(APPEND_ONLY_TABLES.map((table) => refuse(table, 'UPDATE OR DELETE')).join(''));
    await runner.query(KEPT_TABLES.map((table) => refuse(table, 'DELETE')).join(''));
    await runner.query(SEALED_DETAIL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION pit_ops.touch_row(), pit_ops.check_assignees(), pit_ops.keep_accepted_evidence(),
        pit_ops.lock_reviewed_evidence(), pit_ops.keep_decided_review(), pit_ops.refuse_change() CASCADE`);
  }
}

// Strictly increasing in milliseconds, so that the value a client holds, a JavaScript Date, names one version of the row.
const TOUCH = `
  CREATE FUNCTION pit_ops.touch_row() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    NEW.updated_at := greatest(date_trunc('milliseconds', clock_timestamp()), OLD.updated_at + interval '1 millisecond');
    RETURN NEW;
  END $$`;

function touch(table: string): string {
  return `
    CREATE TRIGGER touch_row BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();`;
}

// An array in JSONB cannot carry a foreign key. Ids are kept in their canonical spelling, which containment compares.
const ASSIGNEES = `
  CREATE FUNCTION pit_ops.check_assignees() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF EXISTS (
      SELECT FROM jsonb_array_elements(NEW.assignees) AS element
      WHERE jsonb_typeof(element) <> 'string' OR NOT EXISTS (
        SELECT FROM pit."user" AS member
        WHERE member.org_id = NEW.org_id AND member.id = CASE
          WHEN element #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (element #>> '{}')::uuid END)
    ) THEN
      RAISE EXCEPTION 'an assignee is not a user of this organisation'
        USING ERRCODE = 'foreign_key_violation', SCHEMA = 'pit', TABLE = 'task', CONSTRAINT = 'task_assignees_fkey';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER check_assignees BEFORE INSERT OR UPDATE OF assignees ON pit.task
    FOR EACH ROW WHEN (jsonb_typeof(NEW.assignees) = 'array' AND NEW.assignees <> '[]') EXECUTE FUNCTION pit_ops.check_assignees()`;

// A review locks its evidence, so that nothing changes it between the reviewer's look and the commit of the verdict.
const ACCEPTED_EVIDENCE = `
  CREATE FUNCTION pit_ops.keep_accepted_evidence() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF (SELECT review.decision = 'accepted' FROM pit.evidence_review AS review
        WHERE review.evidence_id = OLD.id ORDER BY review.created_at DESC, review.id DESC LIMIT 1) THEN
      RAISE EXCEPTION 'accepted evidence is final: supersede it instead'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'evidence', CONSTRAINT = 'evidence_accepted_is_final';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_accepted_evidence BEFORE UPDATE ON pit.evidence
    FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_accepted_evidence();
  CREATE FUNCTION pit_ops.lock_reviewed_evidence() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    PERFORM FROM pit.evidence WHERE id = NEW.evidence_id FOR NO KEY UPDATE;
    RETURN NEW;
  END $$;
  CREATE TRIGGER lock_reviewed_evidence BEFORE INSERT OR UPDATE OF decision ON pit.evidence_review
    FOR EACH ROW EXECUTE FUNCTION pit_ops.lock_reviewed_evidence()`;

const DECIDED_REVIEW = `
  CREATE FUNCTION pit_ops.keep_decided_review() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    RAISE EXCEPTION 'a decided review is final: review again instead' USING ERRCODE = 'check_violation',
      SCHEMA = 'pit', TABLE = 'evidence_review', CONSTRAINT = 'evidence_review_decided_is_final';
  END $$;
  CREATE TRIGGER keep_decided_review BEFORE UPDATE OF evidence_id, reviewer_id, decision, comment ON pit.evidence_review
    FOR EACH ROW WHEN (OLD.decision <> 'pending') EXECUTE FUNCTION pit_ops.keep_decided_review()`;

const REFUSE = `
  CREATE FUNCTION pit_ops.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    RAISE EXCEPTION '% of % is refused: its records stay', TG_OP, TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
  END $$`;

// ALWAYS: also where replication has switched ordinary triggers off.
function refuse(table: string, commands: string): string {
  return `
    CREATE TRIGGER refuse_change BEFORE ${commands} ON ${table}
      FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('${table}');
    CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('${table}');
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER refuse_change;
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER refuse_truncate;`;
}

const SEALED_DETAIL = `
  CREATE TRIGGER refuse_update BEFORE UPDATE ON pit_ops.audit_detail FOR EACH ROW WHEN (OLD.seal_id IS NOT NULL)
    EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_detail');
  ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_update;
  ${refuse('pit_ops.audit_detail', 'DELETE')}
  ${refuse('pit_ops.audit_seal', 'UPDATE OR DELETE')}`;
