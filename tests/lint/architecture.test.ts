import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHAPTERS } from '../../scripts/lint/chapter-arrows.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Folders of a floor that are a technique and no subject: docs/architecture.md names them below the table. */
const TECHNIQUES: Readonly<Record<string, readonly string[]>> = {
  'src/db/queries': ['transaction'],
  'src/domain': [],
  'src/services': ['transaction'],
  'src/server': ['auth', 'compiled', 'console', 'files', 'graphql', 'http', 'observability', 'operations'],
  resolvers: ['graph'],
};
const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

/** The table of chapters: for each floor of its head the chapters that are marked. */
function documentedChapters(document: string): Map<string, string[]> {
  const lines = document.split('\n');
  const head = lines.findIndex((line) => line.startsWith('| chapter'));
  const cellsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const floors = cellsOf(lines[head] ?? '').map((cell) => /^`(.+)\/`$/.exec(cell)?.[1]);
  const rows = lines.slice(head + 2, lines.indexOf('', head)).map(cellsOf);
  return new Map(
    floors.flatMap((floor, column): [string, string[]][] =>
      floor === undefined
        ? []
        : [[floor, rows.flatMap((row) => (row[column] === 'x' ? [row[0] ?? ''] : [])).sort()]],
    ),
  );
}

function foldersOf(path: string): string[] {
  const entries = readdirSync(join(ROOT, path), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

test('the architecture page marks the chapters that each floor has, and no others', () => {
  const documented = documentedChapters(text);
  expect([...documented.keys()].sort()).toEqual(Object.keys(TECHNIQUES).sort());
  for (const [floor, chapters] of documented) {
    const subjects = foldersOf(floor).filter((name) => TECHNIQUES[floor]?.includes(name) !== true);
    expect({ floor, chapters }).toEqual({ floor, chapters: subjects.sort() });
  }
});

test('the chapters of the architecture page are those that lint holds arrows between', () => {
  for (const [floor, chapters] of documentedChapters(text)) {
    const held = CHAPTERS[floor];
    if (held === undefined) expect(floor).toBe('src/db/queries');
    else expect(Object.keys(held).sort()).toEqual([...chapters, ...(TECHNIQUES[floor] ?? [])].sort());
  }
});

test('a chapter that is left out of the table is noticed', () => {
  const without = text.replace(/\n\| evidence .*\n/, '\n');
  expect(documentedChapters(without).get('src/domain')).not.toContain('evidence');
  expect(documentedChapters(text).get('src/domain')).toContain('evidence');
});

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/glossary.md',
  'docs/reference.md',
];

test.each(PAGES)('%s names only paths that are there', (page) => {
  const paths = readFileSync(join(ROOT, page), 'utf8').matchAll(
    /`((?:src|resolvers|entities|schema|migrations|tests|docs|scripts|bench|examples)\/[\w./-]*)`/g,
  );
  const missing = [...paths].map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);
});

test.each(PAGES.concat('docs/subscriptions.md'))(
  '%s links only to pages and headings that are there',
  (page) => {
    const links = readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g);
    const broken = [...links].flatMap(([, link = '']) => {
      if (/^https?:/.test(link)) return [];
      const [path = '', heading] = link.split('#');
      const target = path === '' ? join(ROOT, page) : join(ROOT, page, '..', path);
      if (!existsSync(target)) return [link];
      return heading === undefined || headingsOf(target).includes(heading) ? [] : [link];
    });
    expect(broken).toEqual([]);
  },
);

function headingsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}

/** What somebody who knows the field searches for, and the file that does it. */
const SEARCHED: [words: string, file: string][] = [
  ['semaphore', 'src/db/connection/fair-semaphore.ts'],
  ['semaphore', 'src/server/subscriptions/concurrency-limiter.ts'],
  ['projection', 'resolvers/graph/field-selection.ts'],
  ['back-pressure', 'src/server/subscriptions/http/result-stream.ts'],
  ['back-pressure', 'src/server/subscriptions/websocket/sender.ts'],
  ['graceful shutdown', 'src/server/drain.ts'],
  ['observability', 'src/server/observability/metrics.ts'],
  ['soft delete', 'src/services/plan/wbs/plan-removal.ts'],
  ['optimistic concurrency', 'src/services/transaction/optimistic-lock.ts'],
  ['SSRF', 'src/server/subscriptions/callback/callback-address.ts'],
  ['connection pool', 'src/db/connection/pool.ts'],
  ['fan-out', 'src/services/events/outbox-relay.ts'],
  ['keyset', 'src/db/read/keyset-statement.ts'],
  ['transactional outbox', 'src/db/write/outbox-statement.ts'],
  ['debounce', 'src/events/outbox-notifier.ts'],
];

test.each(SEARCHED)('a search for "%s" finds %s', (words, file) => {
  expect(readFileSync(join(ROOT, file), 'utf8').toLowerCase()).toContain(words.toLowerCase());
});

test('the page on subscriptions has the close codes that the service closes with, and their reasons', async () => {
  const { CLOSE_CODES } = await import('../../src/server/subscriptions/websocket/close-codes.ts');
  const page = readFileSync(join(ROOT, 'docs/subscriptions.md'), 'utf8');
  const documented = [...page.matchAll(/^\| (\d{4}) +\| (.+?) +\|/gm)].map(([, code, reason]) => [
    Number(code),
    reason,
  ]);
  const codes = Object.values(CLOSE_CODES).map(({ code, reason }) => [code, reason]);
  expect(documented).toEqual(codes.sort(([a], [b]) => Number(a) - Number(b)));
});

test('the reference has every code and every number that an error may carry', async () => {
  const { ErrorCode, PitErrorCode } = await import('../../src/domain/errors.ts');
  const page = readFileSync(join(ROOT, 'docs/reference.md'), 'utf8');
  for (const code of Object.values(ErrorCode)) expect(page).toContain(`| \`${code}\` `);
  for (const number of Object.values(PitErrorCode)) expect(page).toContain(`| ${number} |`);
});

test('the reference has every setting that the configuration reads', () => {
  const page = readFileSync(join(ROOT, 'docs/reference.md'), 'utf8');
  const read = ['config.ts', 'file-settings.ts'].flatMap((file) => {
    const source = readFileSync(join(ROOT, 'src/config', file), 'utf8');
    return [...source.matchAll(/'(PIT_[A-Z_]+|DATABASE_[A-Z_]+)'/g)].map(([, name = '']) => name);
  });
  expect(read.length).toBeGreaterThan(15);
  expect([...new Set(read)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
