import { earlierDate, laterDate, type CivilDate } from '../civil-date.ts';
import { badInput } from '../errors.ts';

/** The first and the last day of something, both included; null where it is not planned yet. */
export interface DateWindow {
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/** @throws PitError BAD_USER_INPUT, PIT006, when the end lies before the start; the message names both. */
export function requireOrder(window: DateWindow, field: string): void {
  if (window.start === null || window.end === null || window.start <= window.end) return;
  throw badInput(`the end ${window.end} lies before the start ${window.start}`, {
    pit: 'PIT006',
    field: `${field}.endDate`,
    expected: `${window.start} or later`,
    actual: window.end,
  });
}

/** What becomes of a child that reaches outside its parent: a setting of the organisation. */
export type ChildDatesPolicy = 'widen' | 'refuse';

/** A window with the words that an error calls it by, e.g. `task "Fit camera 7"`. */
export interface NamedWindow extends DateWindow {
  readonly label: string;
}

/**
 * The parent's window after a child has been put inside: widened by what the child needs, or as it was.
 * An open side of the parent takes the child's date when widening, and forbids nothing when refusing.
 * @throws PitError BAD_USER_INPUT, PIT006, naming both windows, when the policy is to refuse.
 */
export function fitIntoParent(
  child: NamedWindow,
  parent: NamedWindow,
  policy: ChildDatesPolicy,
  field: string,
): DateWindow {
  const { start, end } = parent;
  if (policy === 'refuse') {
    requireInside(child, parent, field);
    return { start, end };
  }
  const days = daysOf(child);
  return envelope([
    parent,
    child,
    { start: start === null ? null : days.start, end: end === null ? null : days.end },
  ]);
}

/** Whether all days of a child lie inside its parent's; an open side of the parent forbids nothing. */
export function isInside(child: NamedWindow, parent: NamedWindow): boolean {
  const { end } = daysOf(child);
  return !startsBefore(child, parent) && !(end !== null && parent.end !== null && end > parent.end);
}

function startsBefore(child: NamedWindow, parent: NamedWindow): boolean {
  const { start } = daysOf(child);
  return start !== null && parent.start !== null && start < parent.start;
}

/**
 * Goes on only if all days of a child lie inside its parent's; an open side of the parent forbids nothing.
 * @throws PitError BAD_USER_INPUT, PIT006, naming both windows.
 */
export function requireInside(child: NamedWindow, parent: NamedWindow, field: string): void {
  if (isInside(child, parent)) return;
  const tooEarly = startsBefore(child, parent);
  throw badInput(`${describe(child)} lies outside ${describe(parent)}`, {
    pit: 'PIT006',
    field: tooEarly ? `${field}.startDate` : `${field}.endDate`,
    expected: { start: parent.start, end: parent.end },
    actual: { start: child.start, end: child.end },
  });
}

/** The first and the last day that are known; what knows one day only has it as both. */
function daysOf({ start, end }: DateWindow): DateWindow {
  return { start: start ?? end, end: end ?? start };
}

/** The smallest window around all of them; a side that none of them knows stays null. */
export function envelope(windows: Iterable<DateWindow>): DateWindow {
  let start: CivilDate | null = null;
  let end: CivilDate | null = null;
  for (const window of windows) {
    if (window.start !== null) start = start === null ? window.start : earlierDate(start, window.start);
    if (window.end !== null) end = end === null ? window.end : laterDate(end, window.end);
  }
  return { start, end };
}

function describe(window: NamedWindow): string {
  return `${window.label} (${window.start ?? 'open'} to ${window.end ?? 'open'})`;
}
