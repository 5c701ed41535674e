import type { WorkCalendar } from '../calendar.ts';
import { earlierDate, laterDate, type CivilDate } from '../civil-date.ts';
import { add, rational, ZERO, type Rational } from '../rational.ts';

/** What work costs, and when it is planned. */
export interface BudgetedWork {
  readonly cents: bigint;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/** Work with working days: its cost in cents, and where it begins among the working days of the calendar. */
interface Span {
  readonly cents: bigint;
  readonly from: number;
}

/** Work without a working day, such as a milestone: planned whole for its last day. */
interface Moment {
  readonly cents: bigint;
  readonly on: CivilDate;
}

/**
 * Planned value over time: the cost of each piece of work in proportion to the working days of its span that have come
 * (ANSI/PMI 19-006, 4.2: time-phased budget, here linear). What has no working day, a milestone, is planned for its last day,
 * and so is work of which only that is known; work without an end is planned for no day. Spans of one length are added up
 * before they are divided, so that a large plan makes few fractions.
 */
export class PlannedValueCurve {
  private readonly spans = new Map<number, Span[]>();
  private readonly moments: Moment[] = [];
  /** The first and the last day for which anything is planned; null where nothing is. */
  readonly first: CivilDate | null;
  readonly last: CivilDate | null;

  constructor(
    work: readonly BudgetedWork[],
    private readonly calendar: WorkCalendar,
  ) {
    const bounds: { first: CivilDate | null; last: CivilDate | null } = { first: null, last: null };
    for (const { cents, start, end } of work) {
      if (cents === 0n || end === null) continue;
      bounds.first = earlierDate(bounds.first ?? end, start ?? end);
      bounds.last = laterDate(bounds.last ?? end, end);
      this.place(cents, start, end);
    }
    this.first = bounds.first;
    this.last = bounds.last;
  }

  private place(cents: bigint, start: CivilDate | null, end: CivilDate): void {
    const days = start === null ? 0 : this.calendar.durationBetween(start, end);
    if (start === null || days <= 0) {
      this.moments.push({ cents, on: end });
      return;
    }
    const span = { cents, from: this.calendar.index(start) };
    const alike = this.spans.get(days);
    if (alike === undefined) this.spans.set(days, [span]);
    else alike.push(span);
  }

  /** Planned value at the end of a day, in cents. */
  at(day: CivilDate): Rational {
    const come = this.calendar.indexAfter(day);
    let whole = 0n;
    for (const { cents, on } of this.moments) if (on <= day) whole += cents;
    let sum: Rational = ZERO;
    for (const [days, alike] of this.spans) {
      let product = 0n;
      for (const { cents, from } of alike) {
        const passed = Math.min(Math.max(come - from, 0), days);
        if (passed === days) whole += cents;
        else if (passed > 0) product += cents * BigInt(passed);
      }
      if (product > 0n) sum = add(sum, rational(product, days));
    }
    return add(sum, rational(whole));
  }
}
