import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * Coverage judges a series as one unit of work: its proof has lapsed once none of its occurrences has any that holds, whichever of them
 * is counted. And dates that were missed are not on time.
 */
export class CoverageOfSeries1700000129200 implements MigrationInterface {
  name = 'CoverageOfSeries1700000129200';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, from, to] of CHANGES) await runner.query(redefinedByDefiner(rewritten(name, from, to)));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, from, to] of [...CHANGES].reverse())
      await runner.query(redefinedByDefiner(rewritten(name, to, from)));
  }
}

const COVERAGE = [
  'pit_ops.control_coverage(uuid[], text[], uuid[], uuid, integer, date)',
  'pit_ops.isms_coverage(text[], text[], text, uuid[], text, text, integer, date)',
];

const COUNTED = `NOT EXISTS (SELECT FROM pit_ops.occurrence AS one_of WHERE one_of.task_id = task.id AND NOT one_of.is_counted) AS is_counted`;
const OF_SERIES = `coalesce(one_of.is_counted, true) AS is_counted, one_of.series_id, coalesce(one_of.series_id, task.id) AS unit`;

const ACTUAL = `LEFT JOIN pit_ops.task_actual AS actual ON actual.task_id = task.id`;
const OCCURRENCE = `LEFT JOIN pit_ops.occurrence AS one_of ON one_of.task_id = task.id`;

const LAPSED = `count(*) FILTER (WHERE weighed.is_counted AND weighed.proof_id IS NOT NULL AND NOT weighed.is_current)`;
/** What holds is accepted: units with proof, without those that have some that holds. */
const LAPSED_UNITS = `count(DISTINCT weighed.unit) FILTER (WHERE weighed.proof_id IS NOT NULL) - count(DISTINCT weighed.unit) FILTER (WHERE weighed.is_current)`;

const LATE = `ELSE weighed.end_date < today END)`;
const MISSED = ` + (SELECT count(*) FROM pit_ops.occurrence AS gone
        WHERE gone.series_id = ANY (array_agg(DISTINCT weighed.series_id)) AND gone.outcome = 'missed')`;

const CHANGES = COVERAGE.flatMap((name): [name: string, from: string, to: string][] => [
  [name, COUNTED, OF_SERIES],
  [name, ACTUAL, `${ACTUAL}\n      ${OCCURRENCE}`],
  [name, LAPSED, LAPSED_UNITS],
  [name, LATE, `${LATE}${MISSED}`],
]);
