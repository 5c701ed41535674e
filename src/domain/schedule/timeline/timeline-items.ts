/** Number of what has no parent, and of what hangs on a record that is not there. */
export const NO_PARENT = -1;
export const UNKNOWN = -2;
/** Position of the status of what has none. */
export const NO_STATUS = -1;
/** Total slack of what has none. */
export const NO_SLACK = -2_147_483_648;

/**
 * The records of a project in columns, ordered by their ids: ten thousand objects take longer to make than a timeline of
 * them. A record is named by its place. Days are counted from 1970-01-01, `NO_DAY` where there is none.
 */
export interface TimelineItems {
  /** `packId` of each. */
  readonly ids: readonly string[];
  /** The package or phase of a task, the task of a subtask; `NO_PARENT` of the project, `UNKNOWN` leaves a record out. */
  readonly parent: Int32Array;
  /** `RowKind`. */
  readonly kind: Uint8Array;
  readonly labels: readonly string[];
  /** The place among siblings; equal ones are ordered by id. */
  readonly order: Int32Array;
  readonly start: Int32Array;
  /** The last day. */
  readonly end: Int32Array;
  /** Whole percent. */
  readonly progress: Uint8Array;
  /** The position in `STATUS_CODES`, or `NO_STATUS`. */
  readonly status: Int8Array;
  /** In working days, or `NO_SLACK`. */
  readonly totalSlack: Int32Array;
  /** `RowFlag`. */
  readonly flags: Uint8Array;
  readonly baselineStart: Int32Array;
  readonly baselineEnd: Int32Array;
}

/** Links between records, by their places; one that has an end at `UNKNOWN` is left out. */
export interface TimelineItemLinks {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 0 FS, 1 SS, 2 FF, 3 SF. */
  readonly type: Uint8Array;
  readonly lag: Int32Array;
  /** `TimelineLinkFlag`. */
  readonly flags: Uint8Array;
}
