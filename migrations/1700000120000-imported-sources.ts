import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An import also notes which risks, findings and controls it has linked tasks to, so that a second one makes no link anew. */
export class ImportedSources1700000120000 implements MigrationInterface {
  name = 'ImportedSources1700000120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds([...KINDS, 'source']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ${ROW} NO FORCE ROW LEVEL SECURITY;
      DELETE FROM ${ROW} WHERE kind = 'source';
      ALTER TABLE ${ROW} FORCE ROW LEVEL SECURITY;
      ${kinds(KINDS)}`);
  }
}

const ROW = 'pit_ops.imported_row';
const KINDS = ['project', 'branch', 'task', 'subtask', 'link'];

function kinds(names: readonly string[]): string {
  const list = names.map((name) => `'${name}'`).join(', ');
  return `ALTER TABLE ${ROW} DROP CONSTRAINT imported_row_kind_check,
    ADD CONSTRAINT imported_row_kind_check CHECK (kind IN (${list}))`;
}
