import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const READER = fileURLToPath(new URL('../../support/exchange/read-hostile.ts', import.meta.url));

const TOO_LARGE = 'LIMIT_EXCEEDED The file is larger than any plan is.';
const DOCTYPE = 'BAD_USER_INPUT A document type declaration is not taken. (line 1)';
const QUOTES = 'BAD_USER_INPUT The quotes do not match, or a record is too long. (line 2)';
const UNCLOSED = expect.stringContaining('BAD_USER_INPUT The XML is broken') as string;

/** What becomes of each file; a reader that runs out of memory tells nothing of those that come after. */
const REFUSALS: readonly (readonly [name: string, said: string])[] = [
  ['entities in entities', DOCTYPE],
  ['an external entity', DOCTYPE],
  ['nesting in XML', TOO_LARGE],
  ['one text of 60 MB in XML', UNCLOSED],
  ['one name of 60 MB in XML', UNCLOSED],
  ['attributes in XML', TOO_LARGE],
  ['small elements in XML', TOO_LARGE],
  ['a million short lines', 'LIMIT_EXCEEDED The file holds too many tasks.'],
  ['one cell of 60 MB', QUOTES],
  ['one line of 60 MB', QUOTES],
  ['columns that nobody knows', 'read: 24000 tasks, 0 warnings'],
  ['columns that are all read', 'LIMIT_EXCEEDED The file holds too many cells.'],
  ['100,000 equal headers', 'BAD_USER_INPUT There are too many columns. (line 1)'],
  ['separators alone', 'BAD_USER_INPUT There are too many columns. (line 2)'],
  ['a link that is searched for long', 'read: 1 tasks, 1 warnings'],
  ['rows of Primavera', 'LIMIT_EXCEEDED The file holds too many tasks.'],
  ['one line of 60 MB of Primavera', 'LIMIT_EXCEEDED A line of the file is longer than any of a plan is.'],
  ['columns of Primavera', 'BAD_USER_INPUT The file holds no project. (PROJECT)'],
  ['nesting in JSON', TOO_LARGE],
  ['objects in JSON', TOO_LARGE],
  ['one text of 60 MB in JSON', TOO_LARGE],
];

test('files that are made to exhaust their reader are refused within 512 MB of memory, each with a clear error', () => {
  const args = ['--max-old-space-size=512', '--import', 'tsx', READER];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1_000_000 });
  const told = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
  expect([told, status]).toEqual([REFUSALS, 0]);
});
