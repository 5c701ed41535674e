import type { Condition } from '../../../read/list-conditions.ts';

/** Days, both included; an end that is left out is open. `isNull`: whether a task is committed to none. */
interface Days {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly isNull?: boolean | null;
}

const committed = (where: string): string =>
  `id = ANY (ARRAY(SELECT task_id FROM pit_ops.due_commitment WHERE ${where}))`;

/** That the day which a task is committed to lies within the span; a task that is committed to none lies in none. */
export function committedWithin({ from, to, isNull }: Days): Condition[] {
  const conditions: Condition[] = [];
  if (from || to) {
    conditions.push({
      op: 'expression',
      sql: (parameter) => {
        const first = from ? `due_on >= ${parameter(from, 'date')}` : '';
        const last = to ? `due_on <= ${parameter(to, 'date')}` : '';
        return committed([first, last].filter((each) => each !== '').join(' AND '));
      },
    });
  }
  if (isNull != null) conditions.push({ op: 'expression', sql: () => isCommitted(!isNull) });
  return conditions;
}

/** One by one, since most committed work may be asked for, or most work that is not. */
function isCommitted(value: boolean): string {
  return `${value ? '' : 'NOT '}EXISTS (SELECT FROM pit_ops.due_commitment AS kept WHERE kept.task_id = task.id OFFSET 0)`;
}

/** That the day was moved by an extension, or that it was not. */
export function isExtended(value: boolean): Condition {
  const extended = committed('extensions > 0');
  return { op: 'expression', sql: () => (value ? extended : `NOT (${extended})`) };
}
