import type { CivilDate } from '../../civil-date.ts';
import type { TaskStatus } from '../../enums.ts';
import type { RowKind, TimelineLink } from './timeline-layout.ts';

/** A record on the timeline. */
export interface TimelineItem {
  readonly id: string;
  /** The package or phase of a task, the task of a subtask; null of the project. */
  readonly parentId: string | null;
  readonly kind: RowKind;
  readonly label: string;
  /** Its place among its siblings; equal places are ordered by id. */
  readonly order: number;
  readonly start: CivilDate | null;
  /** The last day. */
  readonly end: CivilDate | null;
  readonly progress: number;
  readonly status: TaskStatus | null;
  readonly totalSlack: number | null;
  /** `RowFlag`. */
  readonly flags: number;
  readonly baselineStart: CivilDate | null;
  readonly baselineEnd: CivilDate | null;
}

/** A link between two tasks, by their ids. */
export type TimelineItemLink = TimelineLink;
