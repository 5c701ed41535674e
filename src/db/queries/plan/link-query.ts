import { uuid } from '../../connection/column-types.ts';
import { arrayLiteral } from '../../connection/parameters.ts';
import type { Condition } from '../../read/list-conditions.ts';
import { statement, type Statement } from '../../connection/statement.ts';
/**
 * A link is made once and taken away by what it links, never by its own id. `$1` is the task; the other parameters
 * stand in the order of the columns. Each answers a row exactly when it changed something.
 */
interface LinkStatements {
  readonly add: Statement<{ id: string }>;
  readonly remove: Statement<{ id: string }>;
}

function linkStatements(table: string, columns: readonly string[], key: readonly string[]): LinkStatements {
  const names = ['task_id', ...columns];
  const places = names.map((_, i) => `$${i + 1}`);
  const match = ['task_id', ...key].map((column, i) => `${column} IS NOT DISTINCT FROM $${i + 1}`);
  return {
    add: statement(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')}) ON CONFLICT DO NOTHING RETURNING id`,
      { id: uuid },
    ),
    remove: statement(`DELETE FROM ${table} WHERE ${match.join(' AND ')} RETURNING id`, { id: uuid }),
  };
}

export const RISK_LINK = linkStatements('pit.risk_link', ['risk_id', 'link_type'], ['risk_id', 'link_type']);
export const CONTROL_LINK = linkStatements(
  'pit.control_link',
  ['control_id', 'control_group'],
  ['control_id'],
);
export const INCIDENT_LINK = linkStatements('pit.incident_link', ['incident_id'], ['incident_id']);
export const AUDIT_LINK = linkStatements('pit.audit_link', ['audit_finding_id'], ['audit_finding_id']);
export const ISMS_LINK = linkStatements(
  'pit.isms_link',
  ['criteria_code', 'criteria_version'],
  ['criteria_code', 'criteria_version'],
);
export const SKILLS_CREDIT = linkStatements('pit.skills_credit', ['user_id', 'credit_value'], ['user_id']);

/** A control set or group named again for the same control replaces the first; a credit's value likewise. */
export const REGROUP_CONTROL = statement(
  `
  UPDATE pit.control_link SET control_group = $3
  WHERE task_id = $1 AND control_id = $2 AND control_group IS DISTINCT FROM $3 RETURNING id`,
  { id: uuid },
);
export const REVALUE_CREDIT = statement(
  `
  UPDATE pit.skills_credit SET credit_value = $3
  WHERE task_id = $1 AND user_id = $2 AND credit_value <> $3 RETURNING id`,
  { id: uuid },
);

/** What tasks are linked to, by the name of its property: records of other modules, and series. */
const LINKED = {
  riskId: { table: 'pit.risk_link', column: 'risk_id', type: 'uuid[]' },
  controlId: { table: 'pit.control_link', column: 'control_id', type: 'uuid[]' },
  incidentId: { table: 'pit.incident_link', column: 'incident_id', type: 'uuid[]' },
  auditFindingId: { table: 'pit.audit_link', column: 'audit_finding_id', type: 'uuid[]' },
  controlGroup: { table: 'pit.control_link', column: 'control_group', type: 'text[]' },
  seriesId: { table: 'pit_ops.occurrence', column: 'series_id', type: 'uuid[]' },
  ismsCriteriaCode: { table: 'pit.isms_link', column: 'criteria_code', type: 'text[]' },
} as const;

/** Whether a task is linked to any of these. The links are found by their index, and then the tasks by their ids. */
export function isLinkedTo(property: keyof typeof LINKED, values: readonly string[]): Condition {
  const { table, column, type } = LINKED[property];
  return {
    op: 'expression',
    sql: (parameter) =>
      `id = ANY (ARRAY(SELECT task_id FROM ${table} WHERE ${column} = ANY (${parameter(arrayLiteral(values), type)})))`,
  };
}
