import { addDays, type CivilDate } from '../../civil-date.ts';
import { contentLines, escapedText } from './calendar-lines.ts';

/** An all-day event. */
export interface CalendarEvent {
  /** Identity, which stays when it changes. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly start: CivilDate;
  /** Its last day; one before its start counts as its start. */
  readonly last: CivilDate;
  readonly categories: readonly string[];
  /** When it last changed, of which its version is made. */
  readonly updatedAt: string;
}

/** What is said of a calendar as a whole. */
export interface CalendarHead {
  readonly name: string;
  /** After how many minutes a program that subscribes to it asks again; null for a file that is read once. */
  readonly refreshMinutes: number | null;
  /** What its reader has to know of it; null for nothing. */
  readonly note: string | null;
}

// A calendar holds one component at least (RFC 5545, 3.6), and one without events has none but this.
const NO_EVENTS = [
  ...['BEGIN:VTIMEZONE', 'TZID:Etc/UTC', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
  ...['TZOFFSETFROM:+0000', 'TZOFFSETTO:+0000', 'TZNAME:UTC', 'END:STANDARD', 'END:VTIMEZONE'],
];

/**
 * A calendar object (RFC 5545; name and refresh interval by RFC 7986, and as programs had them before). The id and the version
 * of each event are those of what it shows, so that one that is read again changes and does not double.
 */
export function* calendarObject(head: CalendarHead, events: Iterable<CalendarEvent>): Generator<string> {
  const { name, refreshMinutes, note } = head;
  yield contentLines([
    ...[
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//PIT//Project Implementation Tracker//EN',
      'CALSCALE:GREGORIAN',
    ],
    ...['METHOD:PUBLISH', `NAME:${escapedText(name)}`, `X-WR-CALNAME:${escapedText(name)}`],
    ...(note === null ? [] : [`DESCRIPTION:${escapedText(note)}`, `X-WR-CALDESC:${escapedText(note)}`]),
    ...(refreshMinutes === null
      ? []
      : [`REFRESH-INTERVAL;VALUE=DURATION:PT${refreshMinutes}M`, `X-PUBLISHED-TTL:PT${refreshMinutes}M`]),
  ]);
  let isEmpty = true;
  for (const event of events) {
    isEmpty = false;
    yield eventLines(event);
  }
  yield contentLines([...(isEmpty ? NO_EVENTS : []), 'END:VCALENDAR']);
}

function eventLines(event: CalendarEvent): string {
  const { id, name, description, start, last, categories, updatedAt } = event;
  const changed = stamp(updatedAt);
  return contentLines([
    ...['BEGIN:VEVENT', `UID:${id}@pit`, `DTSTAMP:${changed}`, `LAST-MODIFIED:${changed}`],
    // Seconds: the next version of a task is a later one, and 2038 is far.
    `SEQUENCE:${Math.floor(Date.parse(updatedAt) / 1000)}`,
    `DTSTART;VALUE=DATE:${compact(start)}`,
    // The day after the last one.
    `DTEND;VALUE=DATE:${compact(addDays(last < start ? start : last, 1))}`,
    `SUMMARY:${escapedText(name)}`,
    ...(description === null ? [] : [`DESCRIPTION:${escapedText(description)}`]),
    `CATEGORIES:${categories.map(escapedText).join(',')}`,
    // Work on it leaves a person free for others.
    ...['TRANSP:TRANSPARENT', 'END:VEVENT'],
  ]);
}

function compact(day: CivilDate): string {
  return day.replaceAll('-', '');
}

function stamp(moment: string): string {
  return `${moment.slice(0, 19).replace(/[-:]/g, '')}Z`;
}
