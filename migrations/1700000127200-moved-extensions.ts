import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A task that moves to another project takes its requests along, decided ones too: what became of them is final, and not where they lie. */
export class MovedExtensions1700000127200 implements MigrationInterface {
  name = 'MovedExtensions1700000127200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      trigger(
        'UPDATE OF current_due, requested_due, reason, state, requested_by, decided_by, decided_at, comment',
      ),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(trigger('UPDATE'));
  }
}

const trigger = (change: string): string => `
  DROP TRIGGER keep_extension ON pit_ops.extension;
  CREATE TRIGGER keep_extension BEFORE INSERT OR ${change} ON pit_ops.extension
    FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_extension();
  ALTER TABLE pit_ops.extension ENABLE ALWAYS TRIGGER keep_extension`;
