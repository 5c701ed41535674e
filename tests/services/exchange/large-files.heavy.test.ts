import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const READER = fileURLToPath(new URL('../../support/exchange/read-large.ts', import.meta.url));

const MANY_LINKS = 'LIMIT_EXCEEDED The file holds too many links.';
const MUCH_TEXT = 'LIMIT_EXCEEDED The file holds too much text.';

/** What becomes of each file, and how many turns others have at least meanwhile. */
const FILES: Readonly<Record<string, readonly [said: string, turns: number]>> = {
  mspdi: ['92000 tasks, 185 branches, 183997 links, 0 sources', 2_000],
  'same summary': [MANY_LINKS, 800],
  'unknown tasks': [MANY_LINKS, 900],
  'long holidays': ['0 tasks, 0 branches, 0 links, 0 sources', 600],
  'long paths': [MUCH_TEXT, 300],
  'many assigned': ['1 tasks, 1 branches, 0 links, 0 sources', 1_000],
  xer: ['100000 tasks, 901 branches, 199997 links, 0 sources', 4_000],
  poam: ['99000 tasks, 1 branches, 0 links, 99000 sources', 1_500],
  'repeated observation': [MUCH_TEXT, 300],
  'poam links': ['90000 tasks, 1 branches, 179997 links, 90000 sources', 1_500],
  csv: ['100000 tasks, 90 branches, 199996 links, 0 sources', 2_500],
};

/** One process for each, as none is to live on what another has freed. */
function readAlone(name: string): { said: string; turns: number; status: number | null } {
  const args = ['--max-old-space-size=512', '--import', 'tsx', READER, name];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1_000_000 });
  const { said = '', turns = 0 } = JSON.parse(stdout || '{}') as { said?: string; turns?: number };
  return { said, turns, status };
}

test.each(Object.entries(FILES))(
  'a file at the limits of a plan (%s) is read within 512 MB of memory, in steps that let others go first',
  (name, [said, least]) => {
    const found = readAlone(name);
    expect(found).toMatchObject({ said, status: 0 });
    expect(found.turns).toBeGreaterThan(least);
  },
  120_000,
);
