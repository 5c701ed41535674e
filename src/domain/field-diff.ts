/** A row as the audit log keeps it: columns by name. */
export type RowState = Readonly<Record<string, unknown>>;

/** One column that differs; undefined where the row did not exist, or had no such column. */
export interface FieldDifference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Columns that change with every write and say nothing of what was done. */
const NOISE = new Set(['updated_at']);

/**
 * Columns of decimals; all have two places. A row is kept as JSON, in which `1250.00` has become a number; two decimals of
 * up to twelve digits come out of a double exactly as they went in. Callers get text, as they do everywhere.
 */
export const DECIMAL_COLUMNS: ReadonlySet<string> = new Set([
  'capex_committed',
  'capex_cost',
  'capex_spent',
  'capex_total',
  'linked_risk_mitigation_pct',
  'opex_committed',
  'opex_cost',
  'opex_spent',
  'opex_total',
  'risk_impact_score',
  'risk_mitigation_percent',
]);
const DECIMAL_PLACES = 2;

/**
 * What an audited change did, column by column in the order of their names. An insertion has no `before`
 * state, a deletion no `after`. Decimals are text. JSON values are compared by content, whatever the order of their keys.
 */
export function diffRows(before: RowState | null, after: RowState | null): FieldDifference[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .filter((field) => !NOISE.has(field))
    .sort()
    .map((field) => ({ field, before: shown(field, before?.[field]), after: shown(field, after?.[field]) }))
    .filter((difference) => !isSameJson(difference.before, difference.after));
}

function shown(field: string, value: unknown): unknown {
  return typeof value === 'number' && DECIMAL_COLUMNS.has(field) ? value.toFixed(DECIMAL_PLACES) : value;
}

function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSameJson(value, right.get(key)))
  );
}
