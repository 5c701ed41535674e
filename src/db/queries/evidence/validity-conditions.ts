import type { Condition } from '../../read/list-conditions.ts';

/** That a piece proves its work on the day, or that it does not: accepted, not superseded, and not behind its last day. */
export function currentOn(day: string, isCurrent: boolean): Condition {
  return {
    op: 'expression',
    sql: (parameter) => {
      const proves = `EXISTS (SELECT FROM pit_ops.evidence_standing standing
        WHERE standing.evidence_id = evidence.id AND standing.latest_decision = 'accepted' OFFSET 0)
      AND NOT EXISTS (SELECT FROM pit_ops.evidence_validity validity
        WHERE validity.evidence_id = evidence.id AND validity.valid_until < ${parameter(day, 'date')} OFFSET 0)
      AND NOT EXISTS (SELECT FROM pit.evidence newer WHERE newer.task_id = evidence.task_id AND newer.deleted_at IS NULL
        AND newer.metadata ->> 'supersedes' = evidence.id::text OFFSET 0)
      AND NOT EXISTS (SELECT FROM pit.evidence newer WHERE newer.subtask_id = evidence.subtask_id AND newer.deleted_at IS NULL
        AND newer.metadata ->> 'supersedes' = evidence.id::text OFFSET 0)`;
      return isCurrent ? `(${proves})` : `NOT (${proves})`;
    },
  };
}

/** Days, both included; an end that is left out is open. `isNull`: whether a piece has no end. */
interface Days {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly isNull?: boolean | null;
}

/** That the last day on which a piece proves lies within the span; what has no end lies in none. */
export function endingWithin({ from, to, isNull }: Days): Condition[] {
  const ending = (bounds: string): string =>
    `id IN (SELECT evidence_id FROM pit_ops.evidence_validity WHERE valid_until IS NOT NULL${bounds})`;
  const conditions: Condition[] = [];
  if (from || to) {
    conditions.push({
      op: 'expression',
      sql: (parameter) => {
        const first = from ? ` AND valid_until >= ${parameter(from, 'date')}` : '';
        return ending(`${first}${to ? ` AND valid_until <= ${parameter(to, 'date')}` : ''}`);
      },
    });
  }
  if (isNull != null) {
    conditions.push({ op: 'expression', sql: () => `${isNull ? 'NOT ' : ''}(${ending('')})` });
  }
  return conditions;
}
