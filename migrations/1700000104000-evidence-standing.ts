import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * How each piece of evidence stands: the decision that counts, and since when it waits for one. Kept by triggers, whoever
 * writes; so that what waits is found by an index, however much has been decided. Nothing of it is audited, since all of it
 * follows from evidence and reviews, which are.
 */
export class EvidenceStanding1700000104000 implements MigrationInterface {
  name = 'EvidenceStanding1700000104000';

  async up(runner: QueryRunner): Promise<void> {
    // Read beside the evidence that it is about, whose own policies say who sees it: to ask them twice for each row would
    // double the cost of a page.
    await runner.query(`${TABLE_SQL}${wall(TABLE)}
      CREATE POLICY beside ON ${TABLE} FOR SELECT TO pit_app, pit_foreman USING (true)`);
    await runner.query(rewriting(['pit.evidence', 'pit.evidence_review'], standing('true'), [TABLE]));
    await runner.query(`${KEEP}${ownedByDefiner([FUNCTION], 'pit_owner')}${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${FUNCTION} CASCADE;
      DROP POLICY beside ON ${TABLE};
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE};
      DROP INDEX pit.evidence_org_id_created_at_id_idx`);
  }
}

const TABLE = 'pit_ops.evidence_standing';
const FUNCTION = 'pit_ops.keep_evidence_standing()';

const TABLE_SQL = `
  CREATE TABLE ${TABLE} (
    evidence_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    latest_decision pit.review_decision_enum,
    waiting_since timestamptz(3),
    CONSTRAINT evidence_standing_evidence_id_fkey FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence (org_id, id),
    CONSTRAINT evidence_standing_waiting_check CHECK (waiting_since IS NULL OR coalesce(latest_decision, 'pending') = 'pending')
  ) WITH (fillfactor = 80);
  CREATE INDEX evidence_standing_waiting_idx ON ${TABLE} (org_id, waiting_since, evidence_id);
  CREATE INDEX evidence_standing_latest_decision_idx ON ${TABLE} (org_id, latest_decision, evidence_id);
  CREATE INDEX evidence_org_id_created_at_id_idx ON pit.evidence (org_id, created_at, id);
  COMMENT ON TABLE ${TABLE} IS 'How each piece of evidence stands; follows from its reviews and from what supersedes it.';
  COMMENT ON COLUMN ${TABLE}.latest_decision IS
    'Decision of the latest review; null without one. A model''s advice is no review.';
  COMMENT ON COLUMN ${TABLE}.waiting_since IS
    'Since when it waits to be decided; null once it is, or is superseded or withdrawn.';
  GRANT SELECT ON ${TABLE} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT, UPDATE ON ${TABLE} TO pit_definer;`;

/** The standing of pieces of evidence, stored; @param which the condition on them. */
function standing(which: string): string {
  return `
    INSERT INTO ${TABLE} AS kept (evidence_id, org_id, latest_decision, waiting_since)
    SELECT piece.id, piece.org_id, latest.decision,
      CASE WHEN coalesce(latest.decision, 'pending') = 'pending' AND piece.deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM pit.evidence newer WHERE (newer.task_id = piece.task_id OR newer.subtask_id = piece.subtask_id)
          AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
      THEN piece.created_at END
    FROM pit.evidence piece
    LEFT JOIN LATERAL (
      SELECT review.decision FROM pit.evidence_review review
      WHERE review.evidence_id = piece.id AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL)
      ORDER BY review.created_at DESC, review.id DESC LIMIT 1) latest ON true
    WHERE ${which}
    ON CONFLICT (evidence_id) DO UPDATE
      SET latest_decision = excluded.latest_decision, waiting_since = excluded.waiting_since
      WHERE (kept.latest_decision, kept.waiting_since) IS DISTINCT FROM (excluded.latest_decision, excluded.waiting_since);`;
}

/** A piece that takes the place of another one ends, or when it is withdrawn renews, the other's waiting. */
const KEEP = `
  CREATE FUNCTION ${FUNCTION} RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    pieces text[];
  BEGIN
    IF TG_TABLE_NAME = 'evidence_review' THEN pieces := ARRAY[NEW.evidence_id::text];
    ELSE pieces := ARRAY[NEW.id::text, NEW.metadata ->> 'supersedes'];
    END IF;
    ${standing(`piece.org_id = NEW.org_id AND piece.id IN (
      SELECT each::uuid FROM unnest(pieces) each WHERE each ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')`)}
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${FUNCTION} IS 'Stores how a piece of evidence stands after it, or a review of it, is written.';`;

const TRIGGERS = `
  CREATE TRIGGER keep_evidence_standing AFTER INSERT OR UPDATE OF deleted_at, metadata ON pit.evidence
    FOR EACH ROW EXECUTE FUNCTION ${FUNCTION};
  CREATE TRIGGER keep_evidence_standing AFTER INSERT OR UPDATE OF decision ON pit.evidence_review
    FOR EACH ROW EXECUTE FUNCTION ${FUNCTION};`;
