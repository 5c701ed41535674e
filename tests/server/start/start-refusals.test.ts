import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../../src/config/config.ts';
import { prepareCluster } from '../../../src/db/setup/embedded-cluster.ts';
import { describeStartFailure } from '../../../src/start/start-failure.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { freePort, PitProcess } from '../../support/processes/pit-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SLOW_MS = 120_000;

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await cloneDatabase();
  folder = await mkdtemp(join(tmpdir(), 'pit-refusals-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

/** How the service ends with these settings, and all that it says on standard error. */
async function startOf(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...PitProcess.settings(database), PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, said };
}

test(
  'the service that needs no owner, and finds its port taken, says so in one sentence',
  async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const env = {
      PORT: String(port),
      PIT_MIGRATE: 'never',
      DATABASE_MIGRATION_URL: 'postgres://nobody:x@127.0.0.1:1/pit',
    };
    expect(await startOf(env).finally(() => other.close())).toEqual({
      code: 1,
      said: `PORT ${port} of 127.0.0.1 is taken: stop what listens there, or set PORT to another (0 takes any).\n`,
    });
  },
  SLOW_MS,
);

test(
  'without a server the service says where it looked for one, and which setting named the place',
  async () => {
    const port = await freePort();
    const env = { DATABASE_MIGRATION_URL: `postgres://pit_migrator:hidden@127.0.0.1:${port}/pit` };
    expect(await startOf(env)).toEqual({
      code: 1,
      said: `No PostgreSQL answers at 127.0.0.1:${port} (ECONNREFUSED): start it, or correct DATABASE_MIGRATION_URL.\n`,
    });
  },
  SLOW_MS,
);

test(
  'refused settings are told by their names alone, without a stack',
  async () => {
    const { code, said } = await startOf({ PORT: 'no', NODE_ENV: 'production', LOG_LEVEL: 'info' });
    expect(code).toBe(1);
    const lines = said.trimEnd().split('\n');
    expect(lines[0]).toBe('The service cannot start with these settings:');
    expect(
      lines
        .slice(1)
        .map((line) => /^ {2}([A-Z_]+): expected /.exec(line)?.[1])
        .sort(),
    ).toEqual(['PIT_FILES_URL', 'PIT_JWT_ISSUER', 'PIT_SECRET', 'PORT']);
  },
  SLOW_MS,
);

describe('what the system refuses', () => {
  const described = async (attempt: Promise<unknown>, env: Record<string, string>): Promise<unknown> => {
    const error: unknown = await attempt.then(
      () => 'accepted',
      (failure: unknown) => failure,
    );
    return describeStartFailure(error, loadConfig(env));
  };

  test('a data directory below a file is named with its setting', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const dataDir = join(file, 'data');
    expect(await described(mkdir(dataDir, { recursive: true }), { PIT_DATA_DIR: dataDir })).toBe(
      `This account cannot write ${dataDir} (ENOTDIR): let it, or set PIT_DATA_DIR to a folder that it can write.`,
    );
  });

  test('a full disk is named with the setting of what lies on it', async () => {
    expect(await described(appendFile('/dev/full', 'x'), { PIT_DATA_DIR: '/dev' })).toMatch(
      /^The disk that holds .* is full: free space there, or set PIT_DATA_DIR to a folder on another\.$/,
    );
  });

  test('an address that is none of this machine is named with its setting', async () => {
    const listening = createServer().listen(0, '192.0.2.1');
    expect(await described(once(listening, 'listening'), { HOST: '192.0.2.1' })).toBe(
      'HOST 192.0.2.1 is no address of this machine: set it to one, such as 127.0.0.1 or 0.0.0.0.',
    );
  });

  test('a fault of our own is left to the log', async () => {
    expect(await described(Promise.reject(new TypeError('x is not a function')), {})).toBeUndefined();
  });
});

test('a database whose secret is gone is not given another one', async () => {
  await mkdir(join(folder, 'lost', 'postgres', 'data'), { recursive: true });
  await expect(prepareCluster(join(folder, 'lost'), true)).rejects.toThrow(
    /^The file database-secret is gone from PIT_DATA_DIR .*: restore the file from a backup, or name an empty folder/,
  );
});
