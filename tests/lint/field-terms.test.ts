import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foreignProse, TERMS } from '../../scripts/lint/field-terms.js';
import { rulesBrokenBy } from './lint-snippet.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = 'src/server/subscriptions/new-file.ts';

test.each([
  ['settleTasks'],
  ['resettle'],
  ['turnstile'],
  ['errand'],
  ['tellChanges'],
  ['HandState'],
  ['standing'],
  ['greeting'],
  ['account'],
  ['tripWatch'],
  ['wakeups'],
  ['CallbackKeeper'],
  ['CLOSINGS'],
  ['unstreamed'],
  ['together'],
  ['later'],
  ['Follower'],
  ['LiveOperations'],
  ['pump'],
  ['byteRow'],
  ['askedFields'],
  ['foremanChecks'],
  ['LostRace'],
])('the name %s is refused', async (name) => {
  expect(await rulesBrokenBy(FILE, `export const ${name} = 1;\n`)).toEqual(['terms/words']);
});

test.each(['src/server/subscriptions/turnstile.ts', 'src/server/subscriptions/live-operations.ts'])(
  'a file called %s is refused',
  async (file) => {
    expect(await rulesBrokenBy(file, 'export const x = 1;\n')).toEqual(['terms/words']);
  },
);

test('a comment in words of our own is refused, line and block', async () => {
  for (const comment of ['// Settles the tasks above.', '/** The hand state after a move. */']) {
    expect(await rulesBrokenBy(FILE, `${comment}\nexport const x = 1;\n`)).toEqual(['terms/words']);
  }
});

test('the words of the field pass, and what another package calls its own', async () => {
  const text = `// One round trip; a promise is settled once.
export const roundTrips = Promise.allSettled([]);
export const read = (socket: { keeper: number; x: number }): number => socket.x;
`;
  expect(await rulesBrokenBy(FILE, text.replace('keeper: number; ', ''))).toEqual([]);
  expect(await rulesBrokenBy(FILE, 'export const state = globalThis.closing;\n')).toEqual([]);
});

test('every term names the word to use, and is looked for somewhere', () => {
  for (const term of TERMS) {
    expect(term.use.length).toBeGreaterThan(3);
    expect(term.name ?? term.prose).toBeInstanceOf(RegExp);
  }
});

test('documents keep to the words of the field', () => {
  const documents = ['README.md', 'CONTRIBUTING.md'].concat(
    readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  );
  const found = documents.flatMap((document) => {
    // Names in code are left out: those of the database are as they were given.
    const prose = readFileSync(join(ROOT, document), 'utf8').replace(/```[\s\S]*?```|`[^`]*`/g, '');
    const foreign = foreignProse(prose, document);
    return foreign === null ? [] : [`${document}: ${foreign.word} (${foreign.use})`];
  });
  expect(documents.length).toBeGreaterThan(20);
  expect(found).toEqual([]);
});
