import { integer, neverNull, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** A column of rows as the text of an array, or an empty one. */
const packed = (column: string, name: string): string =>
  `coalesce(array_agg(${column} ORDER BY id), '{}')::text AS ${name}`;

/**
 * What the live tasks of the visible project `$1` cost, in one row of arrays: ids, capital and operating cost in cents,
 * and the financial year that somebody gave them to. Tasks that cost nothing are left out.
 */
export const TASK_COSTS = statement(
  `SELECT ${packed('id', 'ids')}, ${packed('(capex_cost * 100)::bigint', 'capex_cents')},
    ${packed('(opex_cost * 100)::bigint', 'opex_cents')}, ${packed('fy_allocation', 'fy_allocations')}
  FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL AND (capex_cost <> 0 OR opex_cost <> 0)`,
  {
    ids: neverNull(text, 'coalesce'),
    capexCents: neverNull(text, 'coalesce'),
    opexCents: neverNull(text, 'coalesce'),
    fyAllocations: neverNull(text, 'coalesce'),
  },
);

/**
 * The risks that live tasks of the visible project `$1` mitigate, and by how many hundredths of a percent. A task that is
 * linked to a risk in several ways counts once. At most `$2` rows.
 */
export const TASK_MITIGATIONS = statement(
  `SELECT DISTINCT l.risk_id, t.id AS task_id, (t.linked_risk_mitigation_pct * 100)::int AS hundredths
  FROM pit.task t JOIN pit.risk_link l ON l.task_id = t.id
  WHERE t.project_id = $1 AND t.deleted_at IS NULL AND t.linked_risk_mitigation_pct > 0
  ORDER BY l.risk_id, t.id LIMIT $2::int`,
  {
    riskId: uuid,
    taskId: uuid,
    hundredths: neverNull(integer, 'the condition'),
  },
);
