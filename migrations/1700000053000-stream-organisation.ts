import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A stream belongs to its organisation. Its id alone does not say whose it is: whoever wrote first to a stream of that
 * id would take it from the others, and learn from a refusal that it is taken.
 */
export class StreamOrganisation1700000053000 implements MigrationInterface {
  name = 'StreamOrganisation1700000053000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.event_stream DROP CONSTRAINT event_stream_pkey, ADD PRIMARY KEY (org_id, stream_id);
      ALTER TABLE pit_ops.outbox DROP CONSTRAINT outbox_stream_id_seq_key, ADD UNIQUE (org_id, stream_id, seq)`);
  }

  /** Refused by the keys where two organisations have written to streams of one id since. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.outbox DROP CONSTRAINT outbox_org_id_stream_id_seq_key, ADD UNIQUE (stream_id, seq);
      ALTER TABLE pit_ops.event_stream DROP CONSTRAINT event_stream_pkey, ADD PRIMARY KEY (stream_id)`);
  }
}
