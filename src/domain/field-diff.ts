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
  'impact_score',
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

/** Columns that are not told to whoever sees a project: where files lie, and what only the database works with. */
const UNTOLD = new Set(['id', 'org_id', 'created_at', 'file_url', 'metadata']);

/** What a change did, as `diffRows` says, without what is not for all who see the project. */
export function toldDifferences(before: RowState | null, after: RowState | null): FieldDifference[] {
  return diffRows(before, after).filter(({ field }) => !UNTOLD.has(field));
}

/** Where a record lies. */
const PLACE = new Set(['project_id', 'phase_id', 'work_package_id']);

/** A side of a move that is not told. */
export type HiddenSide = 'before' | 'after';

/** As `toldDifferences`, of a move to or from where the reader sees nothing: where it was, or is, on their side alone. */
export function toldMove(
  before: RowState | null,
  after: RowState | null,
  hidden: HiddenSide,
): FieldDifference[] {
  return toldDifferences(before, after)
    .filter(({ field }) => PLACE.has(field))
    .map((difference) => ({ ...difference, [hidden]: null }));
}

/** What became of a record; deleting keeps it, and removing does not. */
export const RecordChange = {
  CREATED: 'created',
  CHANGED: 'changed',
  MOVED: 'moved',
  DELETED: 'deleted',
  RESTORED: 'restored',
  REMOVED: 'removed',
} as const;
export type RecordChange = (typeof RecordChange)[keyof typeof RecordChange];

/** Whether a change has taken a record out of one project into another. */
export function isMoved(before: RowState | null, after: RowState | null): boolean {
  const [from, to] = [before?.['project_id'], after?.['project_id']];
  return typeof from === 'string' && typeof to === 'string' && from !== to;
}

/** What a change made of a record, whose states before and after are given; null where there was or is none. */
export function changeOfRecord(before: RowState | null, after: RowState | null): RecordChange {
  if (before === null) return RecordChange.CREATED;
  if (after === null) return RecordChange.REMOVED;
  if (isMoved(before, after)) return RecordChange.MOVED;
  const [was, is] = [before['deleted_at'] ?? null, after['deleted_at'] ?? null];
  if ((was === null) === (is === null)) return RecordChange.CHANGED;
  return is === null ? RecordChange.RESTORED : RecordChange.DELETED;
}

/** What the record was called after the change, or before it where it is gone; an alert by its message. Null without either. */
export function nameOfRecord(before: RowState | null, after: RowState | null): string | null {
  const state = after ?? before ?? {};
  const name = state['name'] ?? state['message'];
  return typeof name === 'string' ? name : null;
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
