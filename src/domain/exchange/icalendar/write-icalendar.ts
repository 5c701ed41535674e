import { addDays, type CivilDate } from '../../civil-date.ts';
import { outlineRows, type ExportedPlan, type ExportedTask } from '../exported-plan.ts';

/** Bytes of a line without its break (RFC 5545, 3.1). */
const LINE = 75;
const SIGNS: Readonly<Record<string, string>> = { '\\': '\\\\', ';': '\\;', ',': '\\,', '\n': '\\n' };

/**
 * The tasks of a plan as a calendar (RFC 5545), one all-day event each, from its start to its end, or as it was computed where nobody has
 * set these. What has no day at all is left out. The id and the version of each event are the task's, so that one that is read
 * again changes and does not double.
 */
export function* writeICalendar(plan: ExportedPlan): Generator<string> {
  yield lines([
    ...[
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//PIT//Project Implementation Tracker//EN',
      'CALSCALE:GREGORIAN',
    ],
    ...['METHOD:PUBLISH', `X-WR-CALNAME:${escaped(plan.project.name)}`],
  ]);
  let phase = '';
  for (const row of outlineRows(plan)) {
    if (row.kind === 'phase') phase = row.branch.name;
    else if (row.kind === 'task') yield event(row.task, phase);
  }
  yield lines(['END:VCALENDAR']);
}

function event(task: ExportedTask, phase: string): string {
  const start = task.startDate ?? task.earlyStart ?? task.endDate;
  const last = task.endDate ?? task.earlyFinish ?? start;
  if (start === null || last === null) return '';
  const changed = stamp(task.updatedAt);
  return lines([
    ...['BEGIN:VEVENT', `UID:${task.id}@pit`, `DTSTAMP:${changed}`, `LAST-MODIFIED:${changed}`],
    // Seconds: the next version of a task is a later one, and 2038 is far.
    `SEQUENCE:${Math.floor(Date.parse(task.updatedAt) / 1000)}`,
    `DTSTART;VALUE=DATE:${compact(start)}`,
    // The day after the last one.
    `DTEND;VALUE=DATE:${compact(addDays(last < start ? start : last, 1))}`,
    `SUMMARY:${escaped(task.name)}`,
    ...(task.description === null ? [] : [`DESCRIPTION:${escaped(task.description)}`]),
    `CATEGORIES:${escaped(phase)}`,
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

/** Text as a value: separators escaped, and no other control character than a break. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
    .replace(/[\\;,\n]/g, (sign) => SIGNS[sign] ?? sign);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${folded(text)}\r\n`).join('');
}

/** A line in pieces of at most 75 bytes, each but the first behind a blank; no character is cut. */
function folded(text: string): string {
  let [line, size] = ['', 0];
  const pieces: string[] = [];
  for (const sign of text) {
    const bytes = sizeOf(sign);
    // The blank of a further piece counts.
    if (size + bytes > LINE - (pieces.length === 0 ? 0 : 1)) {
      pieces.push(line);
      [line, size] = ['', 0];
    }
    line += sign;
    size += bytes;
  }
  return [...pieces, line].join('\r\n ');
}

/** Bytes of a character in UTF-8. */
function sizeOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x8_00) return 2;
  return code < 0x1_00_00 ? 3 : 4;
}
