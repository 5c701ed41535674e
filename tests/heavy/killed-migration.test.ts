import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MIGRATIONS } from '../../migrations/index.ts';
import { appliedMigrations, migrate } from '../../src/db/setup/migrate.ts';
import { OwnServer } from '../support/postgres/own-server.ts';
import { PitProcess } from '../support/processes/pit-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAMES = MIGRATIONS.map((migration) => migration.name);
const SLOW_MS = 200_000;

let server: OwnServer;

beforeEach(async () => (server = await OwnServer.start()));
afterEach(() => server.stop());

/** Kills a program that migrates, as a crash would, once so many migrations have been run. */
async function killedAfter(count: number, script: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...PitProcess.settings(server.database), PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  createInterface(child.stdout).on('line', () => undefined);
  while ((await applied()).length < count && child.exitCode === null) continue;
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
}

const target = () => ({ migrationUrl: server.database.ownerUrl, appUrl: server.database.appUrl });
const applied = (): Promise<string[]> => appliedMigrations(target());

test.each([
  ['the command', 'scripts/migrate.ts', 1],
  ['the command', 'scripts/migrate.ts', 20],
  ['a first start', 'src/main.ts', 10],
])(
  'migrations of %s that are killed leave whole ones behind and no lock, and are taken up again',
  async (_name, script, count) => {
    await killedAfter(count, script);
    // One that was being committed may still appear after the process is gone.
    const done = await applied();
    expect(done).toEqual(NAMES.slice(0, done.length));
    const ran = await migrate(target());
    expect(ran).toEqual(NAMES.slice(NAMES.length - ran.length));
    expect(ran.length).toBeGreaterThan(0);
    expect(ran.length).toBeLessThanOrEqual(NAMES.length - count);
    expect(await applied()).toEqual(NAMES);
  },
  SLOW_MS,
);
