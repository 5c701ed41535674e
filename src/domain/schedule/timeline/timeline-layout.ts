import type { CivilDate } from '../../civil-date.ts';
import { TaskStatus } from '../../enums.ts';
import { packLinks, type LinkView } from './timeline-links.ts';

/** The units of a timeline. Quarter and year fold tasks into what is above them, month folds subtasks. */
export const TIMELINE_ZOOMS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type TimelineZoom = (typeof TIMELINE_ZOOMS)[number];

export const RowKind = { PROJECT: 0, PHASE: 1, WORK_PACKAGE: 2, TASK: 3, SUBTASK: 4, MILESTONE: 5 } as const;
export type RowKind = (typeof RowKind)[keyof typeof RowKind];

/** The position of a status in the rows' column `s`. */
export const STATUS_CODES: readonly TaskStatus[] = Object.values(TaskStatus);

/** Bits of a row. */
export const RowFlag = {
  CRITICAL: 1,
  LONGEST_PATH: 2,
  BLOCKED: 4,
  EVIDENCE_MISSING: 8,
  OVERDUE: 16,
  MANUAL: 32,
} as const;

/** Bits of a link. */
export const TimelineLinkFlag = { CRITICAL: 1, DRIVING: 2 } as const;

/** What a layout is of, and as of when. */
export interface TimelineHead {
  /** The plan's number in its stream of events: tells how fresh the layout is. */
  readonly planSeq: number;
  readonly today: CivilDate;
  /** The day from which x counts. */
  readonly origin: CivilDate;
  readonly unit: TimelineZoom;
}

/** A row with everything that it shows. Days are calendar days; null where there are none. */
export interface TimelineRow {
  /** `packId` of the record. */
  readonly id: string;
  readonly kind: RowKind;
  readonly depth: number;
  readonly parent: string | null;
  readonly label: string;
  /** First day, counted from the origin. */
  readonly x: number | null;
  /** Days, the last one included; 0 a milestone. */
  readonly w: number | null;
  /** Whole percent. */
  readonly p: number;
  /** Position of the status in `TaskStatus`; null of what has none. */
  readonly s: number | null;
  /** Total slack in working days. */
  readonly f: number | null;
  /** `RowFlag`. */
  readonly b: number;
  /** The baseline's bar. */
  readonly bx: number | null;
  readonly bw: number | null;
  /** Of a row with folded tasks five numbers for each unit: unit from the origin's, tasks, done, overdue, critical. */
  readonly h: readonly number[] | null;
}

/** A link between two rows, by their packed ids. */
export interface TimelineLink {
  readonly from: string;
  readonly to: string;
  /** 0 FS, 1 SS, 2 FF, 3 SF. */
  readonly t: number;
  readonly lag: number;
  /** `TimelineLinkFlag`. */
  readonly b: number;
}

type RowColumns = {
  readonly [Name in keyof Omit<TimelineRow, 'parent' | 'label'>]: readonly TimelineRow[Name][];
} & {
  /** Numbers of rows, null at the top. */
  readonly parent: readonly (number | null)[];
  /** Positions in `labels`. */
  readonly label: readonly number[];
};

/** A timeline in columns, as it is stored and sent: a third smaller than rows, and read without making objects. */
export interface TimelineLayout extends TimelineHead {
  readonly v: 1;
  /** Days from the origin to the end of the last bar. */
  readonly spanDays: number;
  readonly rowCount: number;
  readonly rows: RowColumns;
  /** Every label once, in the order of the rows. */
  readonly labels: readonly string[];
  readonly links: LinkView;
}

/** A UUID as base64url of its 16 bytes: 22 characters instead of 36. */
export function packId(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The inverse of `packId`. */
export function unpackId(packed: string): string {
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Rows and links as columns. Equal rows and links give equal columns, in whatever order the links come: a layout that was
 * put together from its changes is, byte for byte, the one that was computed.
 */
export function packLayout(
  head: TimelineHead,
  rows: readonly TimelineRow[],
  links: readonly TimelineLink[],
): TimelineLayout {
  const places = new Map(rows.map((row, at) => [row.id, at]));
  const { label, labels } = numberLabels(rows.map((row) => row.label));
  const column = <Name extends keyof TimelineRow>(name: Name): TimelineRow[Name][] =>
    rows.map((row) => row[name]);
  const { planSeq, today, origin, unit } = head;
  return {
    v: 1,
    planSeq,
    today,
    origin,
    unit,
    spanDays: rows.reduce((span, { x, w }) => Math.max(span, (x ?? 0) + (w ?? 0)), 0),
    rowCount: rows.length,
    rows: {
      id: column('id'),
      kind: column('kind'),
      depth: column('depth'),
      parent: rows.map(({ parent }) => (parent === null ? null : places.get(parent)!)),
      label,
      x: column('x'),
      w: column('w'),
      p: column('p'),
      s: column('s'),
      f: column('f'),
      b: column('b'),
      bx: column('bx'),
      bw: column('bw'),
      h: column('h'),
    },
    labels,
    links: packLinks({
      from: links.map((link) => places.get(link.from)!),
      to: links.map((link) => places.get(link.to)!),
      t: links.map((link) => link.t),
      lag: links.map((link) => link.lag),
      b: links.map((link) => link.b),
    }),
  };
}

/** Labels each once, in the order in which they come, and of each row its label's position among them. */
export function numberLabels(texts: readonly string[]): { label: number[]; labels: string[] } {
  const known = new Map<string, number>();
  const label = texts.map((text) => {
    let place = known.get(text);
    if (place === undefined) known.set(text, (place = known.size));
    return place;
  });
  return { label, labels: [...known.keys()] };
}

/** One row of a layout. */
export function rowAt({ rows, labels }: TimelineLayout, at: number): TimelineRow {
  const parent = rows.parent[at]!;
  return {
    id: rows.id[at]!,
    kind: rows.kind[at]!,
    depth: rows.depth[at]!,
    parent: parent === null ? null : rows.id[parent]!,
    label: labels[rows.label[at]!]!,
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

/** One link of a layout. */
export function linkAt(
  { rows, links }: { readonly rows: Pick<TimelineLayout['rows'], 'id'>; readonly links: LinkView },
  k: number,
): TimelineLink {
  return {
    from: rows.id[links.from[k]!]!,
    to: rows.id[links.to[k]!]!,
    t: links.t[k]!,
    lag: links.lag[k]!,
    b: links.b[k]!,
  };
}
