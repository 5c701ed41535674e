import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What proves that work was done, and what reviewers made of it. */
export class Evidence1700000006000 implements MigrationInterface {
  name = 'Evidence1700000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EVIDENCE);
    await runner.query(REVIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.evidence_review, pit.evidence`);
  }
}

const EVIDENCE = `
  CREATE TABLE pit.evidence (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid,
    subtask_id uuid,
    uploaded_by uuid NOT NULL,
    file_url text NOT NULL CHECK (length(file_url) <= 2048 AND file_url ~ '^(https|s3)://[^[:space:]<>"]+$'),
    file_type pit.evidence_type_enum NOT NULL DEFAULT 'document',
    metadata jsonb NOT NULL DEFAULT '{}'
      CHECK (jsonb_typeof(metadata) = 'object' AND pg_column_size(metadata) <= 65536),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    deleted_at timestamptz(3),
    CONSTRAINT evidence_task_or_subtask_check CHECK (num_nonnulls(task_id, subtask_id) = 1),
    UNIQUE (org_id, id),
    CONSTRAINT evidence_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id),
    CONSTRAINT evidence_subtask_id_fkey FOREIGN KEY (org_id, subtask_id) REFERENCES pit.subtask (org_id, id),
    CONSTRAINT evidence_uploaded_by_fkey FOREIGN KEY (org_id, uploaded_by) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.evidence (task_id);
  CREATE INDEX ON pit.evidence (subtask_id) WHERE subtask_id IS NOT NULL;
  CREATE INDEX ON pit.evidence (uploaded_by)`;

const REVIEW = `
  CREATE TABLE pit.evidence_review (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    evidence_id uuid NOT NULL,
    reviewer_id uuid NOT NULL,
    decision pit.review_decision_enum NOT NULL DEFAULT 'pending',
    comment text CHECK (length(comment) <= 10000),
    ai_score integer CHECK (ai_score BETWEEN 0 AND 100),
    ai_feedback text CHECK (length(ai_feedback) <= 10000),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT evidence_review_evidence_id_fkey
      FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence (org_id, id),
    CONSTRAINT evidence_review_reviewer_id_fkey
      FOREIGN KEY (org_id, reviewer_id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit.evidence_review (evidence_id, created_at, id);
  CREATE INDEX ON pit.evidence_review (reviewer_id)`;
