import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHAPTERS, DOORS } from '../../scripts/lint/chapter-arrows.js';
import { rulesBrokenBy } from './lint-snippet.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MOST_FILES = 15;

const floors = Object.entries(CHAPTERS);

/** Every pair of chapters of a floor. */
const pairs = floors.flatMap(([floor, chapters]) =>
  Object.entries(chapters).flatMap(([from, allowed]) =>
    Object.keys(chapters)
      .filter((to) => to !== from)
      .map((to) => ({ floor, from, to, isAllowed: allowed.includes(to) })),
  ),
);

const imports = (specifier: string): string => `import { x } from '${specifier}';\nexport const y = x;\n`;

function foldersOf(path: string): string[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'generated')
    .map((entry) => entry.name);
}

/** A folder and all folders in it, each with how many TypeScript files lie in it directly. */
function countFiles(path: string): [path: string, files: number][] {
  const files = readdirSync(join(ROOT, path)).filter((name) => name.endsWith('.ts')).length;
  return [[path, files], ...foldersOf(path).flatMap((name) => countFiles(`${path}/${name}`))];
}

test.each(pairs.filter(({ isAllowed }) => !isAllowed))(
  '$floor: a file of $from that imports $to is refused',
  async ({ floor, from, to }) => {
    expect(await rulesBrokenBy(`${floor}/${from}/new-file.ts`, imports(`../${to}/other.ts`))).toEqual([
      'arrows/chapter',
    ]);
    expect(await rulesBrokenBy(`${floor}/${from}/deep/new-file.ts`, imports(`../../${to}/other.ts`))).toEqual(
      ['arrows/chapter'],
    );
  },
);

test.each(pairs.filter(({ isAllowed }) => isAllowed))(
  '$floor: $from may import $to',
  async ({ floor, from, to }) => {
    const doors = DOORS[`${floor}/${from} -> ${to}`];
    const target = doors?.[0]?.slice(floor.length + 1) ?? `${to}/other.ts`;
    expect(await rulesBrokenBy(`${floor}/${from}/new-file.ts`, imports(`../${target}`))).toEqual([]);
  },
);

test.each(Object.entries(DOORS))('the chapter arrow %s enters only by %j', async (arrow, doors) => {
  const [from = '', to = ''] = arrow.split(' -> ');
  expect(await rulesBrokenBy(`${from}/new-file.ts`, imports(`../${to}/other.ts`))).toEqual([
    'arrows/chapter',
  ]);
  expect(doors.every((door) => existsSync(join(ROOT, door)))).toBe(true);
});

test('what is passed on counts as imported', async () => {
  const text = `export * from '../plan/projects/project-plan.ts';\n`;
  expect(await rulesBrokenBy('src/services/transaction/new-file.ts', text)).toEqual(['arrows/chapter']);
});

test.each(floors)('%s has the chapters that lint knows, and no others', (floor, chapters) => {
  expect(foldersOf(floor).sort()).toEqual(Object.keys(chapters).sort());
});

test('no folder holds more than fifteen TypeScript files', () => {
  const counts = ['src', 'resolvers', 'tests'].flatMap(countFiles);
  expect(counts.length).toBeGreaterThan(60);
  expect(counts.filter(([, files]) => files > MOST_FILES)).toEqual([]);
});
