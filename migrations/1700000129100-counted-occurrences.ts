import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * A series counts once: which of its occurrences stands in progress and mitigation is stored with them, and what others decide by, the
 * mitigation of risks and coverage, reads it. Deadlines and what is late are those of all occurrences.
 */
export class CountedOccurrences1700000129100 implements MigrationInterface {
  name = 'CountedOccurrences1700000129100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.occurrence ADD COLUMN is_counted boolean NOT NULL DEFAULT true;
      COMMENT ON COLUMN pit_ops.occurrence.is_counted IS 'Whether the kept sums hold its task for the series.';
      GRANT UPDATE (is_counted) ON pit_ops.occurrence TO pit_app, pit_foreman`);
    for (const [name, from, to] of CHANGES) await runner.query(redefinedByDefiner(rewritten(name, from, to)));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, from, to] of [...CHANGES].reverse())
      await runner.query(redefinedByDefiner(rewritten(name, to, from)));
    await runner.query('ALTER TABLE pit_ops.occurrence DROP COLUMN is_counted');
  }
}

const IS_COUNTED = `NOT EXISTS (SELECT FROM pit_ops.occurrence AS one_of WHERE one_of.task_id = task.id AND NOT one_of.is_counted)`;

const LINKED_WORK = 'pit_ops.linked_work(text, uuid[])';
const REQUIRED = `task.requires_evidence AS is_required,`;
const MITIGATED = `FILTER (WHERE work.is_proven AND (NOT work.is_required`;

const COVERAGE = [
  'pit_ops.control_coverage(uuid[], text[], uuid[], uuid, integer, date)',
  'pit_ops.isms_coverage(text[], text[], text, uuid[], text, text, integer, date)',
];
const FINISH = `proof.valid_until, actual.actual_finish`;
const UNITS = `count(weighed.is_done), count(*) FILTER (WHERE weighed.is_done),`;
const UNITS_COUNTED = `count(weighed.is_done) FILTER (WHERE weighed.is_counted), count(*) FILTER (WHERE weighed.is_counted AND weighed.is_done),`;
const PROVEN = `count(*) FILTER (WHERE weighed.is_done AND weighed.is_current),`;
const PROVEN_COUNTED = `count(*) FILTER (WHERE weighed.is_counted AND weighed.is_done AND weighed.is_current),`;
const LAPSED = `FILTER (WHERE weighed.proof_id IS NOT NULL AND NOT`;
const LAPSED_COUNTED = `FILTER (WHERE weighed.is_counted AND weighed.proof_id IS NOT NULL AND NOT`;
const UNTIL = `min(weighed.valid_until) FILTER (WHERE weighed.is_done`;
const UNTIL_COUNTED = `min(weighed.valid_until) FILTER (WHERE weighed.is_counted AND weighed.is_done`;

const CHANGES: readonly (readonly [name: string, from: string, to: string])[] = [
  [LINKED_WORK, REQUIRED, `${REQUIRED} ${IS_COUNTED} AS is_counted,`],
  [LINKED_WORK, MITIGATED, `FILTER (WHERE work.is_counted AND work.is_proven AND (NOT work.is_required`],
  ...COVERAGE.flatMap((name): [string, string, string][] => [
    [name, FINISH, `${FINISH}, ${IS_COUNTED} AS is_counted`],
    [name, UNITS, UNITS_COUNTED],
    [name, PROVEN, PROVEN_COUNTED],
    [name, LAPSED, LAPSED_COUNTED],
    [name, UNTIL, UNTIL_COUNTED],
  ]),
];
