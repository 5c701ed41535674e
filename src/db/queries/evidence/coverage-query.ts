import { bigint, date, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

const NUMBERS = {
  units: bigint,
  done: bigint,
  proven: bigint,
  lapsed: bigint,
  overdue: bigint,
  open: bigint,
  nextDue: nullable(date),
  provenUntil: nullable(date),
  /** Completed by their last day, of `judged`: completed ones of which both days are known, open ones that are late, and dates of series that were missed. */
  onTime: bigint,
  judged: bigint,
  /** The last day of the exception that holds; null without one. */
  exceptionUntil: nullable(date),
};
const SQL = 'units, done, proven, lapsed, overdue, open, next_due, proven_until, on_time, judged';

/**
 * The coverage of the controls `$1::uuid[]`, or of all: of links of the groups `$2`, work of the divisions `$3`, behind the id `$4`, at
 * most `$5` controls, as of the day `$6`. Null leaves a condition out.
 */
export const CONTROL_COVERAGE = statement(
  `SELECT key, ${SQL}, pit_ops.accepted_until('control_exception', key, NULL, NULL, $6::date) AS exception_until
  FROM pit_ops.control_coverage($1::uuid[], $2::text[], $3::uuid[], $4::uuid, $5::int, $6::date)`,
  { key: uuid, ...NUMBERS },
);

/**
 * The coverage of the criteria with the codes `$1`, or of all: of the editions `$2`, with the prefix `$3`, work of the divisions `$4`,
 * behind the code `$5` of the edition `$6`, at most `$7` criteria, as of the day `$8`. Null leaves a condition out.
 */
export const ISMS_COVERAGE = statement(
  `SELECT code, version, ${SQL}, pit_ops.accepted_until('criterion_exception', NULL, code, version, $8::date) AS exception_until
  FROM pit_ops.isms_coverage($1::text[], $2::text[], $3::text, $4::uuid[], $5::text, $6::text, $7::int, $8::date)`,
  { code: text, version: nullable(text), ...NUMBERS },
);

/** How many controls there are to cover, by the first two conditions of `CONTROL_COVERAGE`, up to 10,001. */
export const COUNT_CONTROLS = statement(
  'SELECT pit_ops.count_covered_controls($1::uuid[], $2::text[]) AS count',
  { count: bigint },
);
/** How many criteria, by the first three of `ISMS_COVERAGE`. */
export const COUNT_CRITERIA = statement(
  'SELECT pit_ops.count_covered_criteria($1::text[], $2::text[], $3::text) AS count',
  { count: bigint },
);

export type ControlCoverageRow = RowOfStatement<typeof CONTROL_COVERAGE>;
export type IsmsCoverageRow = RowOfStatement<typeof ISMS_COVERAGE>;
