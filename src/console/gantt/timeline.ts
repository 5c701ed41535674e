/** A project's timeline in columns: `Timeline.packed` of the graph. Entry n of each column is of row n. */
export interface PackedTimeline extends TimelineHead {
  readonly v: 1;
  /** Days from the origin to the end of the last bar. */
  readonly spanDays: number;
  readonly rowCount: number;
  readonly rows: RowColumns;
  readonly labels: readonly string[];
  readonly links: LinkColumns;
}

export interface TimelineHead {
  readonly planSeq: number;
  readonly today: string;
  /** The day from which `x` counts. */
  readonly origin: string;
  readonly unit: string;
}

export interface PackedRow {
  readonly id: string;
  readonly kind: number;
  readonly depth: number;
  readonly parent: string | null;
  readonly label: string;
  /** First day from the origin, and days with the last one included; null of what has no bar, 0 days: a milestone. */
  readonly x: number | null;
  readonly w: number | null;
  readonly p: number;
  readonly s: number | null;
  readonly f: number | null;
  readonly b: number;
  readonly bx: number | null;
  readonly bw: number | null;
  readonly h: readonly number[] | null;
}

export type RowColumns = {
  readonly [Name in keyof Omit<PackedRow, 'parent' | 'label'>]: readonly PackedRow[Name][];
} & { readonly parent: readonly (number | null)[]; readonly label: readonly number[] };

export interface LinkColumns {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** 0 finish to start, 1 start to start, 2 finish to finish, 3 start to finish. */
  readonly t: readonly number[];
  readonly lag: readonly number[];
  readonly b: readonly number[];
}

export const Kind = { PROJECT: 0, PHASE: 1, WORK_PACKAGE: 2, TASK: 3, SUBTASK: 4, MILESTONE: 5 } as const;

/** Bits of column `b` of rows. */
export const Flag = {
  CRITICAL: 1,
  LONGEST_PATH: 2,
  BLOCKED: 4,
  EVIDENCE_MISSING: 8,
  OVERDUE: 16,
  MANUAL: 32,
} as const;

/** Bits of column `b` of links. */
export const LinkFlag = { CRITICAL: 1, DRIVING: 2 } as const;

/** Column `s` counts these. */
export const STATUSES = [
  'NOT_STARTED',
  'UPCOMING',
  'ACTIVE',
  'DUE_TODAY',
  'OVERDUE',
  'COMPLETED',
  'BLOCKED',
] as const;

export const COMPLETED = STATUSES.indexOf('COMPLETED');

/** Whether a row spans what it holds. */
export function isSummary(kind: number): boolean {
  return kind <= Kind.WORK_PACKAGE;
}

/** Whether a row is work of which dates are planned. */
export function isTask(kind: number): boolean {
  return kind === Kind.TASK || kind === Kind.MILESTONE;
}

/** The id of a record as the graph spells it, of its 16 bytes as base64url. */
export function unpackId(packed: string): string {
  const bytes = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The inverse of `unpackId`. */
export function packId(id: string): string {
  const bytes = id.replaceAll('-', '').replaceAll(/../g, (hex) => String.fromCharCode(parseInt(hex, 16)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function labelOf({ rows, labels }: PackedTimeline, row: number): string {
  return labels[rows.label[row] ?? -1] ?? '';
}

/** One row of a timeline. */
export function rowAt(timeline: PackedTimeline, at: number): PackedRow {
  const { rows } = timeline;
  const parent = rows.parent[at];
  return {
    id: rows.id[at]!,
    kind: rows.kind[at]!,
    depth: rows.depth[at]!,
    parent: parent == null ? null : rows.id[parent]!,
    label: labelOf(timeline, at),
    x: rows.x[at]!,
    w: rows.w[at]!,
    p: rows.p[at]!,
    s: rows.s[at]!,
    f: rows.f[at]!,
    b: rows.b[at]!,
    bx: rows.bx[at]!,
    bw: rows.bw[at]!,
    h: rows.h[at]!,
  };
}
