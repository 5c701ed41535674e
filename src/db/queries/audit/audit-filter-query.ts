import { arrayLiteral } from '../../connection/parameters.ts';
import type { Condition } from '../../read/list-conditions.ts';

/*
 * What stands beside the records of the trail, as conditions on them. Whoever lists the trail may read it.
 */

const beside = (condition: string): string =>
  `id IN (SELECT detail.audit_log_id FROM pit_ops.audit_detail detail WHERE ${condition})`;

/** Records of the history of one of these projects. */
export function ofProjects(ids: readonly string[]): Condition {
  return {
    op: 'expression',
    sql: (parameter) => {
      const list = parameter(arrayLiteral(ids), 'uuid[]');
      return beside(`detail.project_id = ANY (${list}) OR detail.left_project_id = ANY (${list})`);
    },
  };
}

/** Records that one of these requests has made. */
export function ofRequests(ids: readonly string[]): Condition {
  return {
    op: 'expression',
    sql: (parameter) => beside(`detail.request_id = ANY (${parameter(arrayLiteral(ids), 'text[]')})`),
  };
}

/** Records that were written beyond rights, with a reason; or those that were not. */
export function withOverride(value: boolean): Condition {
  const overridden = beside('detail.override_reason IS NOT NULL');
  return { op: 'expression', sql: () => (value ? overridden : `NOT ${overridden}`) };
}
