import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * Work that a service of the module `data_analytics` raises is committed as that of every other module is. Imported lists of projects are
 * of that module too and stay free: they are known by their references, which end in a digest.
 */
export class RaisedAnalyses1700000128100 implements MigrationInterface {
  name = 'RaisedAnalyses1700000128100';

  async up(runner: QueryRunner): Promise<void> {
    for (const [signature, from, to] of CHANGES)
      await runner.query(redefinedByDefiner(rewritten(signature, from, to)));
    await runner.query(EXISTING);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [signature, from, to] of CHANGES)
      await runner.query(redefinedByDefiner(rewritten(signature, to, from)));
  }
}

const FREE = `source_module NOT IN ('manual', 'data_analytics')`;

/** As LISTED_REFERENCE of the domain has it. */
const LISTED = `'\\|[0-9a-f]{16}$'`;

const raised = (row: string): string =>
  `(${row}source_module <> 'manual' AND (${row}source_module <> 'data_analytics' OR ${row}source_reference_id !~ ${LISTED}))`;

const CHANGES = [
  [
    'pit_ops.commit_work(uuid[])',
    `task.${FREE} AND task.source_reference_id IS NOT NULL`,
    `${raised('task.')} AND task.source_reference_id IS NOT NULL`,
  ],
  [
    'pit_ops.commit_raised()',
    `EXISTS (SELECT FROM new_rows WHERE ${FREE})`,
    `EXISTS (SELECT FROM new_rows WHERE ${raised('')})`,
  ],
  [
    'pit_ops.commit_raised()',
    `array_agg(id)) FROM new_rows WHERE ${FREE}`,
    `array_agg(id)) FROM new_rows WHERE ${raised('')}`,
  ],
] as const;

/** What was raised before is committed to its present end, where an organisation does not do without; a notice says how many. */
const EXISTING = `
  ALTER TABLE pit_ops.due_commitment NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE pit_ops.due_commitment DISABLE TRIGGER audit_row;
  SET LOCAL ROLE pit_definer;
  DO $$
  DECLARE
    committed bigint;
  BEGIN
    INSERT INTO pit_ops.due_commitment (task_id, org_id, project_id, due_on, original_due_on)
      SELECT task.id, task.org_id, task.project_id, task.end_date, task.end_date FROM pit.task
      JOIN pit.organisation AS home ON home.id = task.org_id
      WHERE home.settings #> '{dueDates,guard}' IS DISTINCT FROM 'false'::jsonb
        AND task.source_module = 'data_analytics' AND task.source_reference_id !~ ${LISTED}
        AND task.end_date IS NOT NULL AND task.deleted_at IS NULL AND task.status <> 'completed'
      ON CONFLICT (task_id) DO NOTHING;
    GET DIAGNOSTICS committed = ROW_COUNT;
    RAISE NOTICE '% open tasks that services of data_analytics raised are committed to their present ends', committed;
  END $$;
  SET LOCAL ROLE pit_owner;
  ALTER TABLE pit_ops.due_commitment ENABLE ALWAYS TRIGGER audit_row;
  ALTER TABLE pit_ops.due_commitment FORCE ROW LEVEL SECURITY`;
