import { createHash } from 'node:crypto';
import { writeCsv } from '../../../domain/exchange/csv/write-csv.ts';
import { ExportFormat, type ExportedPlan } from '../../../domain/exchange/exported-plan.ts';
import { writeGantt } from '../../../domain/exchange/gantt/write-gantt.ts';
import { writeICalendar } from '../../../domain/exchange/icalendar/write-icalendar.ts';
import { writeMspdi } from '../../../domain/exchange/mspdi/write-mspdi.ts';
import { writePoam } from '../../../domain/exchange/oscal/write-poam.ts';

/** Formats that are one text, and no package. */
export type TextFormat = Exclude<ExportFormat, 'evidence' | 'archive'>;

interface FileKind {
  readonly ending: string;
  readonly mediaType: string;
  /** Where a text lies in an archive. */
  readonly path: string;
}

/** What a file of a format is called and is. */
export const FILE_NAMES: Readonly<Record<ExportFormat, FileKind>> = {
  [ExportFormat.MSPDI]: { ending: '.xml', mediaType: 'application/xml', path: 'plan.xml' },
  [ExportFormat.CSV]: { ending: '.csv', mediaType: 'text/csv', path: 'plan.csv' },
  [ExportFormat.OSCAL_POAM]: { ending: '.poam.json', mediaType: 'application/json', path: 'plan.poam.json' },
  [ExportFormat.ICALENDAR]: { ending: '.ics', mediaType: 'text/calendar', path: 'plan.ics' },
  [ExportFormat.GANTT_JSON]: {
    ending: '.gantt.json',
    mediaType: 'application/json',
    path: 'plan.gantt.json',
  },
  [ExportFormat.EVIDENCE]: { ending: '.evidence.zip', mediaType: 'application/zip', path: '' },
  [ExportFormat.ARCHIVE]: { ending: '.archive.zip', mediaType: 'application/zip', path: '' },
};

const WRITERS: Readonly<Record<TextFormat, (plan: ExportedPlan) => Generator<string>>> = {
  [ExportFormat.MSPDI]: writeMspdi,
  [ExportFormat.CSV]: writeCsv,
  [ExportFormat.OSCAL_POAM]: (plan) => writePoam(plan, stableId),
  [ExportFormat.ICALENDAR]: writeICalendar,
  [ExportFormat.GANTT_JSON]: writeGantt,
};

/** The text of a plan in a format, piece by piece. */
export function textOf(plan: ExportedPlan, format: TextFormat): Generator<string> {
  return WRITERS[format](plan);
}

/** Pieces of some size: a small one for each task would be as many turns of the stream. */
export function* inBytes(text: Iterable<string>): Generator<Buffer> {
  let waiting = '';
  for (const piece of text) {
    waiting += piece;
    if (waiting.length < 65_536) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  if (waiting !== '') yield Buffer.from(waiting);
}

/** Whose names the ids below are: of no other system. */
const NAMESPACE = Buffer.from('0f6a1f5b6c2f5b0f9d0e3f8f6a1d2c4b', 'hex');

/** The UUID (version 5, RFC 9562) of a name. */
function stableId(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
