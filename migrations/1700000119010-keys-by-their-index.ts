import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Has the check of a foreign key read the one row that it asks for. A key names the organisation, project or task and the
 * row, and other indexes begin with the same column. While statistics say that each project has one task, as they do when a database
 * is young, all of them seem as good, and one that reads every task of the project was taken: a plan of 8,000 tasks read
 * half of their square for each of its keys. How many rows share that column is therefore said, and not counted: see decision 58.
 */
export class KeysByTheirIndex1700000119010 implements MigrationInterface {
  name = 'KeysByTheirIndex1700000119010';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, distinct] of SHARED) {
      await runner.query(`ALTER TABLE ${table} ALTER COLUMN ${column} SET (n_distinct = ${distinct})`);
    }
    await runner.query(RENEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of SHARED) {
      await runner.query(`ALTER TABLE ${table} ALTER COLUMN ${column} RESET (n_distinct)`);
    }
    await runner.query(RENEW);
  }
}

/** How many values a column has: so many when positive, so many for each row when negative. */
const SHARED = [
  ['pit."user"', 'org_id', 1],
  ['pit.project', 'org_id', 1],
  ['pit.task', 'org_id', 1],
  ['pit.evidence', 'org_id', 1],
  ['pit.phase', 'project_id', -0.2],
  ['pit.work_package', 'phase_id', -0.2],
  ['pit.task', 'project_id', -0.02],
  ['pit.subtask', 'task_id', -0.25],
  ['pit.watchdog_alert', 'project_id', -0.1],
] as const;

const RENEW = `ANALYZE ${[...new Set(SHARED.map(([table]) => table))].join(', ')}`;
