import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the service itself needs: events that leave with their transaction, and answers that are given once. */
export class Plumbing1700000015000 implements MigrationInterface {
  name = 'Plumbing1700000015000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EVENTS);
    await runner.query(IDEMPOTENCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit_ops.idempotency_key, pit_ops.outbox, pit_ops.event_stream`);
  }
}

// last_seq is raised by UPDATE .. RETURNING in the transaction of the event: the row lock orders writers of one stream
// by commit, and a rolled-back number is given again, so that the sequence has no gaps.
const EVENTS = `
  CREATE TABLE pit_ops.event_stream (
    stream_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    last_seq bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0)
  ) WITH (fillfactor = 50);
  CREATE TABLE pit_ops.outbox (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    stream_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    topic text NOT NULL CHECK (length(topic) BETWEEN 1 AND 200),
    payload jsonb NOT NULL CHECK (pg_column_size(payload) <= 65536),
    actor_id uuid DEFAULT pit_ops.ctx_user(),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (stream_id, seq)
  );
  CREATE INDEX ON pit_ops.outbox (created_at);
  COMMENT ON COLUMN pit_ops.event_stream.stream_id IS 'A project, or a user for what concerns that user alone.'`;

const IDEMPOTENCY = `
  CREATE TABLE pit_ops.idempotency_key (
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL,
    response jsonb,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, user_id, key)
  );
  CREATE INDEX ON pit_ops.idempotency_key (created_at)`;
