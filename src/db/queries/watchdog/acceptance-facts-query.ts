import { date, neverNull, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** What an acceptance may be about, as it is stored. */
export type AcceptedKind =
  'risk_acceptance' | 'control_exception' | 'finding_exception' | 'criterion_exception';

/**
 * Acceptances and exceptions that had come to their end before the day `$2` with nothing in their place, where the oldest open task of
 * what they are about lies in the project `$1`; of several with the same task the one that ended last.
 */
export const ENDED_ACCEPTANCES = statement(
  `SELECT DISTINCT ON (task_id) task_id, kind, ended_on FROM pit_ops.ended_acceptances($1, $2::date)
  ORDER BY task_id, ended_on DESC, acceptance_id`,
  {
    taskId: neverNull(uuid, 'the join'),
    kind: neverNull(word<AcceptedKind>(), 'the column'),
    endedOn: neverNull(date, 'the column'),
  },
);
