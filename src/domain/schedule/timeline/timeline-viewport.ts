import { badInput } from '../../errors.ts';
import {
  linkAt,
  RowKind,
  rowAt,
  STATUS_CODES,
  type TimelineLayout,
  type TimelineLink,
  type TimelineRow,
} from './timeline-layout.ts';

/** The most rows of one viewport. */
export const MAX_VIEWPORT_ROWS = 500;

/** How rows are ordered: as the tree, or its tasks by something else. */
export const TIMELINE_GROUPINGS = [
  'by_phase',
  'by_work_package',
  'by_assignee',
  'by_status',
  'by_slack',
] as const;
export type TimelineGrouping = (typeof TIMELINE_GROUPINGS)[number];

/**
 * The numbers of a layout's rows in the order of a grouping. By phase they are all rows as they stand; otherwise tasks and
 * milestones alone, by the grouping's value (none last) and then as they stand.
 * @param owners names of the assignees by packed id; needed for `by_assignee`, whose tasks are ordered by first day.
 */
export function groupRows(
  layout: TimelineLayout,
  grouping: TimelineGrouping,
  owners: ReadonlyMap<string, string> = new Map(),
): Int32Array {
  const all = Int32Array.from(layout.rows.id.keys());
  if (grouping === 'by_phase') return all;
  const { rows } = layout;
  const tasks = all.filter((at) => rows.kind[at] === RowKind.TASK || rows.kind[at] === RowKind.MILESTONE);
  const values: Readonly<
    Record<Exclude<TimelineGrouping, 'by_phase'>, (at: number) => (string | number | null)[]>
  > = {
    by_work_package: (at) => [packageOf(layout, at)],
    by_assignee: (at) => [owners.get(rows.id[at]!) ?? null, rows.x[at]!],
    by_status: (at) => [rows.s[at]!],
    by_slack: (at) => [rows.f[at]!],
  };
  const keys = new Map(Array.from(tasks, (at) => [at, values[grouping](at)]));
  return tasks.sort((a, b) => compareLists(keys.get(a)!, keys.get(b)!) || a - b);
}

function packageOf({ rows }: TimelineLayout, at: number): number | null {
  const parent = rows.parent[at]!;
  return parent !== null && rows.kind[parent] === RowKind.WORK_PACKAGE ? parent : null;
}

function compareLists(
  a: readonly (string | number | null)[],
  b: readonly (string | number | null)[],
): number {
  for (let at = 0; at < a.length; at += 1) {
    const [left, right] = [a[at]!, b[at]!];
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    return left < right ? -1 : 1;
  }
  return 0;
}

export interface ViewportRequest {
  readonly offset: number;
  readonly limit: number;
  /** Days from the origin, the last one included: only rows with a bar among them. */
  readonly window?: { readonly first: number; readonly last: number };
  /** `groupRows`, when it is not the layout's own order. */
  readonly order?: Int32Array;
}

export interface Viewport {
  /** Rows that the window leaves, of which these are a part. */
  readonly rowCount: number;
  readonly rows: readonly (TimelineRow & { readonly index: number })[];
  /** Links that touch one of the rows; clipped where the other end is not among them. */
  readonly links: readonly (TimelineLink & { readonly isClipped: boolean })[];
}

/**
 * The part of a layout that a screen shows.
 * @throws PitError BAD_USER_INPUT for an offset below 0, or a limit that is not 1 to 500.
 */
export function viewport(layout: TimelineLayout, request: ViewportRequest): Viewport {
  requireWhole(request.offset, 0, Number.MAX_SAFE_INTEGER, 'rows.offset');
  requireWhole(request.limit, 1, MAX_VIEWPORT_ROWS, 'rows.limit');
  const order = request.order ?? groupRows(layout, 'by_phase');
  const { window } = request;
  const visible = window === undefined ? order : order.filter((at) => isInside(layout, at, window));
  const part = visible.slice(request.offset, request.offset + request.limit);
  const shown = new Set(part);
  const links = [...layout.links.from.keys()].flatMap((k) => {
    const ends = [shown.has(layout.links.from[k]!), shown.has(layout.links.to[k]!)];
    return ends.includes(true) ? { ...linkAt(layout, k), isClipped: ends.includes(false) } : [];
  });
  return {
    rowCount: visible.length,
    rows: Array.from(part, (index) => ({ ...rowAt(layout, index), index })),
    links,
  };
}

function isInside({ rows }: TimelineLayout, at: number, window: { first: number; last: number }): boolean {
  const x = rows.x[at]!;
  return x !== null && x <= window.last && x + Math.max(1, rows.w[at] ?? 0) > window.first;
}

function requireWhole(value: number, least: number, most: number, field: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw badInput(`${field} is out of range`, {
    field,
    expected: `a whole number from ${least} to ${most}`,
    actual: value,
  });
}

/** The word of a row's status code. */
export function statusOf(row: Pick<TimelineRow, 's'>): string | null {
  return row.s === null ? null : (STATUS_CODES[row.s] ?? null);
}
