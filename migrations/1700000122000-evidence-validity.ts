import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * How long evidence proves: the day that it speaks for, and the last day on which it holds. What roll-ups have counted of it is kept
 * beside them, since time alone can change it: the difference that a change makes is taken from what was counted, and not from what
 * would be counted today. Evidence of before has no validity, and so no end.
 */
export class EvidenceValidity1700000122000 implements MigrationInterface {
  name = 'EvidenceValidity1700000122000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(rewritten(AUDIT, RECORD, RECORD_OF_EVIDENCE)));
    await runner.query(`
      ${VALIDITY_SQL}${wall(VALIDITY)}${visibleWhere(VALIDITY, through('pit.evidence', VALIDITY, 'evidence_id'))}
      ${COUNTING_SQL}${wall(COUNTING)}${visibleWhere(COUNTING, through('pit.project', COUNTING, 'project_id'))}
      GRANT SELECT ON ${VALIDITY} TO pit_definer;
      GRANT SELECT, INSERT, UPDATE ON ${COUNTING} TO pit_definer;
      ${KEEP}${TRIGGERS}${PROOF}${STORE}
      ${ownedByDefiner(FUNCTIONS, 'pit_app, pit_foreman')}`);
    await runner.query(redefinedByDefiner(rewritten(LINKED_WORK, PROVEN, COUNTED)));
    await runner.query(redefinedByDefiner(rewritten(LINKED_WORK, SUMMED, SUMMED_COUNTED)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(rewritten(LINKED_WORK, SUMMED_COUNTED, SUMMED)));
    await runner.query(redefinedByDefiner(rewritten(LINKED_WORK, COUNTED, PROVEN)));
    await runner.query(`
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${FUNCTIONS.join(', ')}; SET LOCAL ROLE pit_owner;
      ${[VALIDITY, COUNTING].map((table) => `${dropVisibility(table, VISIBILITY_POLICIES)}${dropWall(table)}`).join('')}
      DROP TABLE ${VALIDITY}, ${COUNTING};
      DROP FUNCTION pit_ops.keep_accepted_validity()`);
    await runner.query(redefinedByDefiner(rewritten(AUDIT, RECORD_OF_EVIDENCE, RECORD)));
  }
}

/** What names the record of an audited row: what is said of a piece of evidence is its. */
const AUDIT = 'pit_ops.audit_row()';
const RECORD = `changed ->> 'task_id', `;
const RECORD_OF_EVIDENCE = `${RECORD}changed ->> 'evidence_id', `;

const VALIDITY = 'pit_ops.evidence_validity';
const COUNTING = 'pit_ops.task_counting';
const FUNCTIONS = [
  'pit_ops.latest_proof(uuid)',
  'pit_ops.latest_proof_without(uuid, uuid)',
  'pit_ops.store_counting(uuid, uuid[], boolean[], date[])',
];

const VALIDITY_SQL = `
  CREATE TABLE ${VALIDITY} (
    evidence_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    observed_on date NOT NULL,
    valid_until date,
    renews_id uuid,
    set_by text NOT NULL,
    CONSTRAINT evidence_validity_evidence_id_fkey FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence (org_id, id),
    CONSTRAINT evidence_validity_renews_id_fkey FOREIGN KEY (org_id, renews_id) REFERENCES pit.evidence (org_id, id),
    CONSTRAINT evidence_validity_days_check CHECK (isfinite(observed_on) AND isfinite(valid_until) AND valid_until >= observed_on),
    CONSTRAINT evidence_validity_renews_check CHECK (renews_id <> evidence_id),
    CONSTRAINT evidence_validity_set_by_check CHECK (set_by IN ('uploader', 'reviewer', 'task', 'organisation', 'nobody'))
  );
  CREATE INDEX evidence_validity_valid_until_idx ON ${VALIDITY} (org_id, valid_until, evidence_id);
  CREATE INDEX evidence_validity_renews_id_idx ON ${VALIDITY} (renews_id) WHERE renews_id IS NOT NULL;
  COMMENT ON TABLE ${VALIDITY} IS 'From when and until when a piece of evidence proves; final once the piece is accepted.';
  COMMENT ON COLUMN ${VALIDITY}.observed_on IS 'The civil day that the piece speaks for, whenever it was handed in.';
  COMMENT ON COLUMN ${VALIDITY}.valid_until IS 'The last civil day on which it proves, where the organisation is; null for ever.';
  COMMENT ON COLUMN ${VALIDITY}.renews_id IS 'The accepted piece that it renews, which proves until its own end.';
  COMMENT ON COLUMN ${VALIDITY}.set_by IS 'Who said how long it holds.';
  GRANT SELECT, INSERT (evidence_id, observed_on, valid_until, renews_id, set_by), UPDATE (valid_until, set_by)
    ON ${VALIDITY} TO pit_app, pit_foreman;`;

const COUNTING_SQL = `
  CREATE TABLE ${COUNTING} (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    is_proof_current boolean NOT NULL,
    proven_until date,
    CONSTRAINT task_counting_task_id_fkey FOREIGN KEY (project_id, task_id)
      REFERENCES pit.task (project_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT task_counting_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT task_counting_proven_until_check CHECK (isfinite(proven_until))
  ) WITH (fillfactor = 80);
  CREATE INDEX task_counting_project_id_idx ON ${COUNTING} (project_id);
  CREATE INDEX task_counting_lapse_idx ON ${COUNTING} (org_id, proven_until, task_id) WHERE is_proof_current;
  COMMENT ON TABLE ${COUNTING} IS
    'What the kept sums hold of the proof of a task. Without a row they hold it as long as its evidence is accepted, and it has no end.';
  COMMENT ON COLUMN ${COUNTING}.is_proof_current IS 'Whether its proof was counted as valid the last time.';
  COMMENT ON COLUMN ${COUNTING}.proven_until IS 'The last day of its longest proof; null where that has no end, or there is none.';
  GRANT SELECT ON ${COUNTING} TO pit_app, pit_foreman;`;

const latestOf = (piece: string): string => `(SELECT review.decision FROM pit.evidence_review AS review
      WHERE review.evidence_id = ${piece} AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL)
      ORDER BY review.created_at DESC, review.id DESC LIMIT 1)`;

/** Nobody moves the end of what was accepted: neither earlier nor later, nor by giving it one that it had not. */
const KEEP = `
  CREATE FUNCTION pit_ops.keep_accepted_validity() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    piece uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.evidence_id ELSE OLD.evidence_id END;
  BEGIN
    IF ${latestOf('piece')} = 'accepted' THEN
      RAISE EXCEPTION 'how long accepted evidence holds is final: renew it instead'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'evidence_validity',
          CONSTRAINT = 'evidence_validity_accepted_is_final';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END $$;`;

const TRIGGERS = `
  CREATE TRIGGER keep_accepted_validity BEFORE INSERT OR UPDATE OR DELETE ON ${VALIDITY}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_accepted_validity();
  ALTER TABLE ${VALIDITY} ENABLE ALWAYS TRIGGER keep_accepted_validity;
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${VALIDITY}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('evidence_validity');
  ALTER TABLE ${VALIDITY} ENABLE ALWAYS TRIGGER audit_row;`;

/** Accepted, live and unsuperseded, as `pit_ops.is_task_proven` wants it; the one that holds longest. */
const longest = (pieces: string): string => `
    SELECT piece.id, validity.valid_until FROM (${pieces}) AS piece
    LEFT JOIN ${VALIDITY} AS validity ON validity.evidence_id = piece.id
    WHERE piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL AND ${latestOf('piece.id')} = 'accepted'
      AND NOT EXISTS (SELECT FROM pit.evidence AS newer WHERE newer.task_id = piece.task_id
        AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
      AND NOT EXISTS (SELECT FROM pit.evidence AS newer WHERE newer.subtask_id = piece.subtask_id
        AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
    ORDER BY validity.valid_until DESC NULLS FIRST, piece.created_at DESC, piece.id DESC LIMIT 1`;

const piecesOf = (condition: string): string => `
      SELECT own.* FROM pit.evidence AS own WHERE own.task_id = task
      UNION ALL SELECT part.* FROM pit.subtask AS step JOIN pit.evidence AS part ON part.subtask_id = step.id
        WHERE step.task_id = task AND step.deleted_at IS NULL${condition}`;

const proof = (signature: string, pieces: string): string => `
  CREATE FUNCTION ${signature} RETURNS TABLE (evidence_id uuid, valid_until date)
    LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ ${longest(pieces)} $$;`;

const PROOF = `
  ${proof('pit_ops.latest_proof(task uuid)', piecesOf(''))}
  COMMENT ON FUNCTION pit_ops.latest_proof(uuid) IS
    'The accepted evidence of the task and its live subtasks that holds longest, and its last day, null without one; no row while unproven.';
  ${proof('pit_ops.latest_proof_without(task uuid, subtask uuid)', piecesOf(' AND step.id <> subtask'))}
  COMMENT ON FUNCTION pit_ops.latest_proof_without(uuid, uuid) IS 'The same, were one subtask deleted.';`;

const STORE = `
  CREATE FUNCTION pit_ops.store_counting(project uuid, tasks uuid[], currents boolean[], untils date[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service')
      OR NOT EXISTS (SELECT FROM pit.project AS each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()) THEN
      RAISE EXCEPTION 'the plan is not the caller''s to settle' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO ${COUNTING} AS kept (task_id, org_id, project_id, is_proof_current, proven_until)
      SELECT task.id, task.org_id, task.project_id, said.is_current, said.until
      FROM unnest(tasks, currents, untils) AS said (id, is_current, until)
      JOIN pit.task ON task.id = said.id AND task.project_id = project
      ON CONFLICT (task_id) DO UPDATE SET is_proof_current = excluded.is_proof_current, proven_until = excluded.proven_until;
  END $$;
  COMMENT ON FUNCTION pit_ops.store_counting(uuid, uuid[], boolean[], date[]) IS
    'Stores what the sums of a project now hold of the proof of its tasks.';`;

const LINKED_WORK = 'pit_ops.linked_work(text, uuid[])';
const PROVEN = `NOT task.requires_evidence OR pit_ops.is_task_proven(task.id) AS is_proven,`;
const COUNTED = `${PROVEN}
        (SELECT counting.is_proof_current FROM ${COUNTING} AS counting WHERE counting.task_id = task.id) AS was_current,
        task.requires_evidence AS is_required,`;
const SUMMED = `FILTER (WHERE work.is_proven), 0)::bigint`;
const SUMMED_COUNTED = `FILTER (WHERE work.is_proven AND (NOT work.is_required OR coalesce(work.was_current, true))), 0)::bigint`;
