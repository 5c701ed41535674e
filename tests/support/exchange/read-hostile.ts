// Reads files that are made to exhaust whoever reads them; one line of JSON for each says what came of it.
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { DEFAULT_MAPPING } from '../../../src/domain/exchange/csv/csv-mapping.ts';
import type { PlanFormat } from '../../../src/domain/exchange/plan-document.ts';
import { PlanWarnings } from '../../../src/domain/exchange/plan-warnings.ts';
import { readPlan } from '../../../src/services/exchange/read-plan.ts';

const MEGABYTES = 60;

/** A head, then the text again and again up to sixty megabytes, in pieces as a store gives them out. */
async function* flood(
  head: string,
  text: string,
  times = Math.floor((MEGABYTES * 1_000_000) / text.length),
): AsyncGenerator<Buffer> {
  yield Buffer.from(head);
  const perPiece = Math.max(1, Math.floor(65_536 / text.length));
  for (let left = times; left > 0; left -= perPiece) yield Buffer.from(text.repeat(Math.min(left, perPiece)));
}

const project = '<Project><Tasks><Task>';
const entities = Array.from(
  { length: 12 },
  (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`,
).join('');
const xer = 'ERMHDR\t19.12\n%T\tTASK\n';
const FILES: readonly (readonly [name: string, format: PlanFormat, content: AsyncGenerator<Buffer>])[] = [
  [
    'entities in entities',
    'mspdi',
    flood(`<!DOCTYPE p [<!ENTITY e0 "ha">${entities}]><Project><Name>&e12;</Name>`, ' ', 1),
  ],
  ['an external entity', 'mspdi', flood('<!DOCTYPE p SYSTEM "file:///etc/passwd"><Project/>', ' ', 1)],
  ['nesting in XML', 'mspdi', flood('', '<Tasks>')],
  ['one text of 60 MB in XML', 'mspdi', flood(`${project}<Name>`, 'x')],
  ['one name of 60 MB in XML', 'mspdi', flood('<', 'x')],
  [
    'attributes in XML',
    'mspdi',
    flood('<Project ', Array.from({ length: 5_000 }, (_, at) => `a${at}="" `).join('')),
  ],
  ['small elements in XML', 'mspdi', flood(project, '<Name/>')],
  ['a million short lines', 'csv', flood('name\n', 'x\n', 1_000_000)],
  ['one cell of 60 MB', 'csv', flood('name\n"', 'x')],
  ['one line of 60 MB', 'csv', flood('name\n', 'x')],
  [
    'columns that nobody knows',
    'csv',
    flood(
      `name,${Array.from({ length: 999 }, (_, at) => `c${at}`).join()}\n`,
      `x${',y'.repeat(999)}\n`,
      24_000,
    ),
  ],
  [
    'columns that are all read',
    'csv',
    flood(`name,${'description,'.repeat(500)}\n`, `x${',y'.repeat(500)}\n`, 40_000),
  ],
  ['100,000 equal headers', 'csv', flood('', 'name,', 100_000)],
  ['separators alone', 'csv', flood('name\n', `${','.repeat(900_000)}\n`)],
  [
    'a link that is searched for long',
    'csv',
    flood(`name,predecessors\nx,a${' '.repeat(900_000)}b`, '\n', 1),
  ],
  ['rows of Primavera', 'xer', flood(`${xer}%F\ttask_id\n`, '%R\t1\n')],
  ['one line of 60 MB of Primavera', 'xer', flood(xer, 'x')],
  [
    'columns of Primavera',
    'xer',
    flood(`${xer}%F\t`, `${'x\t'.repeat(250_000)}${'guid\t'.repeat(90_000)}\n%E`, 1),
  ],
  ['nesting in JSON', 'oscal_poam', flood('', '[')],
  ['objects in JSON', 'oscal_poam', flood('[', '{},')],
  ['one text of 60 MB in JSON', 'oscal_poam', flood('["', 'x')],
];

for (const [name, format, content] of FILES) {
  const warnings = new PlanWarnings();
  let said: string;
  try {
    const plan = await readPlan(
      { format, content, name: 'plan', csv: DEFAULT_MAPPING },
      { calendar: new WorkCalendar() },
      warnings,
    );
    said = `read: ${plan.tasks.length} tasks, ${warnings.total} warnings`;
  } catch (error) {
    said = error instanceof PitError ? `${error.code} ${error.message}` : `fault ${String(error)}`;
  }
  process.stdout.write(`${JSON.stringify([name, said])}\n`);
}
