import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readOrCreateSecret } from '../../config/development-secret.ts';
import { logger } from '../../logger.ts';
import { StartRefusal } from '../../start/start-refusal.ts';
import { isSystemError } from '../../start/system-error.ts';
import { canEnter, findServerAccount, giveTo, runAs, type ServerAccount } from './embedded-account.ts';
import { findBinaries, program, type BinaryHome } from './embedded-binaries.ts';

/** Everything that does not change while a cluster is in use. */
export interface Cluster {
  readonly account: ServerAccount;
  readonly binaries: BinaryHome;
  /** PostgreSQL's own directory. */
  readonly data: string;
  readonly log: string;
  password(role: string): string;
}

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export const LEASE_ROLE = 'pit_keeper';
export const DATABASE_NAME = 'pit';
/** The passwords of all roles of the cluster are made from it. */
export const SECRET_FILE = 'database-secret';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '50',
  shared_buffers: '256MB',
  // Plans here are many and small: compiling one costs more than running it.
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** For data nobody will miss: three times as fast, and gone after a power cut. */
const THROW_AWAY_SETTINGS = {
  max_connections: '100',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
};

/** Makes the cluster of a data directory if there is none yet, and describes it. */
export async function prepareCluster(dataDir: string, throwAway: boolean): Promise<Cluster> {
  const account = await findServerAccount();
  await mkdir(dataDir, { recursive: true });
  refuseLostSecret(dataDir);
  const secret = readOrCreateSecret(dataDir, SECRET_FILE);
  const home = await findHome(account, dataDir, secret);
  const binaries = await findBinaries(account, home);
  const cluster: Cluster = {
    account,
    binaries,
    data: join(home, 'data'),
    log: join(home, 'server.log'),
    password: (role) => createHmac('sha256', secret).update(role).digest('base64url'),
  };
  if (!existsSync(cluster.data)) await createCluster(cluster, throwAway);
  return cluster;
}

/** A new secret would open nothing, and leave nobody a way to find out why. */
function refuseLostSecret(dataDir: string): void {
  if (existsSync(join(dataDir, SECRET_FILE)) || !existsSync(join(dataDir, 'postgres', 'data'))) return;
  throw new StartRefusal(
    `The file ${SECRET_FILE} is gone from PIT_DATA_DIR ${dataDir}, and the database there does not open without it: ` +
      'restore the file from a backup, or name an empty folder to begin anew.',
  );
}

/** The directory that belongs to the server's account: inside the data directory, unless that is closed to it. */
async function findHome(account: ServerAccount, dataDir: string, secret: string): Promise<string> {
  const inside = join(dataDir, 'postgres');
  await makeHome(account, inside);
  if (await canEnter(account, inside)) return inside;
  const outside = await homeOutside(account, secret, await realpath(dataDir));
  logger.info({ dataDir, home: outside }, 'the data directory is closed to the account of PostgreSQL');
  return outside;
}

/** The directory that the server's account has instead of one inside a data directory that it cannot enter. */
export async function homeOutside(account: ServerAccount, secret: string, dataDir: string): Promise<string> {
  // Named by the secret too: a data directory that was removed and made anew cannot open what the old one left there.
  const name = createHmac('sha256', secret).update(dataDir).digest('hex').slice(0, 12);
  const outside = `/var/lib/pit-${name}`;
  await makeHome(account, outside);
  return outside;
}

/** Makes a directory that belongs to the server's account alone. */
export async function makeHome(account: ServerAccount, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o700);
  await giveTo(account, directory);
}

/**
 * Builds the cluster aside and renames it into place, so that it is there whole or not at all; of two processes that
 * build at once, one loses and uses the other's.
 */
async function createCluster(cluster: Cluster, throwAway: boolean): Promise<void> {
  await removeAbandonedDrafts(cluster);
  const draft = `${cluster.data}.${process.pid}`;
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const safety = throwAway ? ['--no-sync'] : ['--data-checksums'];
  const initdb = [
    '-D',
    draft,
    '--username=postgres',
    '--auth=reject',
    '--no-instructions',
    ...locale,
    ...safety,
  ];
  await runAs(cluster.account, program(cluster.binaries, 'initdb'), initdb);
  const settings = { ...SETTINGS, ...(throwAway ? THROW_AWAY_SETTINGS : {}) };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  await appendFile(join(draft, 'postgresql.conf'), lines.join(''));
  await writeFile(join(draft, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
  await runAs(cluster.account, ...singleUser(cluster, draft));
  await rename(draft, cluster.data).catch((error: unknown) => {
    if (!existsSync(cluster.data)) throw error;
  });
  await rm(draft, { recursive: true, force: true });
}

/** The first statements are given without a server, so no server is ever up without its passwords. */
function singleUser(cluster: Cluster, data: string): [string, string[], string] {
  const statements = [
    `ALTER ROLE postgres PASSWORD '${cluster.password('postgres')}'`,
    `CREATE ROLE ${LEASE_ROLE} LOGIN PASSWORD '${cluster.password(LEASE_ROLE)}'`,
    `GRANT pg_monitor TO ${LEASE_ROLE}`,
    `CREATE DATABASE ${DATABASE_NAME}`,
  ];
  const args = ['--single', '-c', 'exit_on_error=on', '-D', data, 'postgres'];
  return [program(cluster.binaries, 'postgres'), args, `${statements.join('\n')}\n`];
}

async function removeAbandonedDrafts(cluster: Cluster): Promise<void> {
  const home = join(cluster.data, '..');
  for (const name of await readdir(home)) {
    const maker = /^data\.(\d+)$/.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number(maker))) await rm(join(home, name), { recursive: true });
  }
}

/** The server that holds the cluster, whoever started it; null when there is none. */
export async function findPostmaster(cluster: Pick<Cluster, 'data'>): Promise<Postmaster | null> {
  const file = join(cluster.data, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map((line) => Number(line));
  if (!pid || !port) return null;
  if (isAlive(pid) && (await isPostgres(pid))) return { pid, port };
  // Left behind by a server that was killed; its number may by now belong to something else, which PostgreSQL
  // cannot tell and would refuse to start.
  await rm(file, { force: true });
  return null;
}

/** Starts a server and waits until it answers; fails when another holds the cluster. */
export async function startPostmaster(cluster: Cluster): Promise<void> {
  // The port of the last run while it is free, so that connection strings people have kept stay true.
  const lastPort = await readLastPort(cluster);
  const port = await reservePort(lastPort).catch(() => reservePort(0));
  const args = ['start', '-w', '-t', '60', '-D', cluster.data, '-l', cluster.log, '-o', `-p ${port}`];
  await runAs(cluster.account, program(cluster.binaries, 'pg_ctl'), args);
}

/** Stops the server: running statements are broken off, committed work is kept. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const args = ['stop', '-w', '-t', '60', '-m', 'fast', '-D', cluster.data];
  await runAs(cluster.account, program(cluster.binaries, 'pg_ctl'), args);
}

export async function readServerLog(cluster: Cluster): Promise<string> {
  const text = await readFile(cluster.log, 'utf8').catch(() => '(no server log)');
  return text.split('\n').slice(-20).join('\n');
}

/** Whether a process has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.startsWith('postgres');
}

async function readLastPort(cluster: Cluster): Promise<number> {
  const options = await readFile(join(cluster.data, 'postmaster.opts'), 'utf8').catch(() => '');
  return Number(/"-p" "(\d+)"/.exec(options)?.[1] ?? 0);
}

/** Finds out by listening for a moment that a port (0 = any) is free; fails when it is not. */
async function reservePort(wanted: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(wanted, '127.0.0.1', done);
  });
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
