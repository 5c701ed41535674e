import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { canEnter, findServerAccount, giveTo } from '../../../src/db/setup/embedded-account.ts';
import { openEmbedded } from '../../../src/db/setup/embedded.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HOLDER = join(ROOT, 'tests', 'support', 'postgres', 'hold-embedded.ts');
const isRoot = process.getuid?.() === 0;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pit-account-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function clusterDirectory(adminUrl: string): Promise<string> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  await client.end();
  return rows[0]?.data_directory ?? '';
}

test('a plain user runs PostgreSQL as themselves', async () => {
  const nobody = await findServerAccount();
  // Whoever runs the tests is that user already, unless it is root, or root in a place that others cannot read.
  const user = nobody !== null && (await canEnter(nobody, ROOT)) ? nobody : null;
  await giveTo(user, directory);
  const holder = spawn(process.execPath, ['--import', 'tsx', HOLDER, join(directory, 'data')], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...user,
  });
  const [line] = (await once(createInterface(holder.stdout), 'line')) as [string];
  expect(JSON.parse(line)).toMatchObject({ started: true });
  holder.stdin.end();
  expect(await once(holder, 'exit')).toEqual([0, null]);
});

test('in a directory that is closed to other users, the embedded server still finds a place', async () => {
  chmodSync(directory, 0o700);
  const dataDir = join(directory, 'data');
  mkdirSync(dataDir);
  const database = await openEmbedded(dataDir, { throwAway: true });
  const cluster = await clusterDirectory(database.adminUrl);
  await database.close();
  // Root lends PostgreSQL an account that cannot enter; anyone else has no need to move.
  expect(cluster.startsWith(isRoot ? '/var/lib/pit-' : dataDir)).toBe(true);
  rmSync(dirname(cluster), { recursive: true });
});

test('root lends the account "nobody", or else the first that is not its own', async () => {
  const find = (accounts: string) => findServerAccount(accounts);
  const root = 'root:x:0:0:root:/root:/bin/sh';
  const daemon = 'daemon:x:1:2:daemon:/:/bin/false';
  const nobody = 'nobody:x:65534:65533:nobody:/:/bin/false';
  expect(await find([root, daemon, nobody].join('\n'))).toEqual(isRoot ? { uid: 65534, gid: 65533 } : null);
  expect(await find([root, daemon].join('\n'))).toEqual(isRoot ? { uid: 1, gid: 2 } : null);
});
