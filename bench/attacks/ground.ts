import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../src/config/config.ts';
import { createPool } from '../../src/db/connection/pool.ts';
import { openEmbedded } from '../../src/db/setup/embedded.ts';
import { migrate } from '../../src/db/setup/migrate.ts';
import { makeRoles } from '../../src/db/setup/open-database.ts';
import { systemActor } from '../../src/domain/directory/actor.ts';
import { ScheduleJob } from '../../src/jobs/schedule.ts';
import { signDevelopmentToken } from '../../src/server/auth/development-token.ts';
import { DEMO_ADMIN, loadDemoIfEmpty, OTHER_ADMIN } from '../../src/services/demo/demo.ts';
import { noteSettledDay } from '../../src/services/maintenance/day-roll-over.ts';
import { runMutation } from '../../src/services/transaction/mutation-transaction.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Megabytes of heap that the attacked service has. */
const HEAP = 512;
const START_MS = 60_000;
const STOP_MS = 15_000;

/** The demonstration's two organisations on a throw-away database. */
export interface Ground {
  appUrl: string;
  migrationUrl: string;
  adminUrl: string;
  dataDir: string;
}

/** A service under attack. */
export interface Attacked {
  port: number;
  /** Token of the organisation that attacks, the larger one. */
  attacker: string;
  /** Token of another organisation, which wants to go on working. */
  bystander: string;
  isAlive(): boolean;
  stop(): Promise<void>;
}

/** Makes the database with the demonstration in it, has it used, and drops it. */
export async function withGround(use: (ground: Ground) => Promise<void>): Promise<void> {
  await withEmptyGround(async (ground) => {
    await loadDemoIfEmpty(ground.appUrl);
    await noteDay(ground.appUrl);
    await computeSchedules(ground.appUrl);
    await use(ground);
  });
}

/** A database without an organisation. */
export async function withEmptyGround(use: (ground: Ground) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pit-attack-'));
  // PostgreSQL may run as another account, which has to pass through.
  await chmod(dataDir, 0o711);
  const database = await openEmbedded(dataDir, { throwAway: true });
  try {
    await makeRoles(database);
    await migrate(database);
    const { appUrl, migrationUrl, adminUrl } = database;
    await use({ appUrl, migrationUrl, adminUrl, dataDir });
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * Notes that the days are rolled over: the data has just been imported as of today. Otherwise the service would go
 * through the demonstration's 6,964 projects, one transaction each, while its quiet is measured.
 */
export async function noteDay(appUrl: string): Promise<void> {
  const pool = createPool(appUrl, { max: 2, name: 'attack-ground' });
  for (const { orgId } of [DEMO_ADMIN, OTHER_ADMIN]) {
    await runMutation(pool, systemActor(orgId), { name: 'dayRollOver', input: {} }, (tx) =>
      noteSettledDay(tx, tx.organisation.settings),
    );
  }
  await pool.end();
}

/** Computes all schedules: otherwise the service would do it at its first start, while its quiet is measured. */
async function computeSchedules(appUrl: string): Promise<void> {
  const pool = createPool(appUrl, { max: 2, name: 'attack-ground' });
  const job = new ScheduleJob(pool);
  await job.sweep();
  await job.stop();
  await pool.end();
}

/**
 * Starts the service as a process of its own with a small heap, and waits until it is ready.
 *
 * @param profile the directory for a profile of its processor time (`node --cpu-prof`), if one is wished for.
 * @param main the module that starts it.
 */
export async function startAttacked(ground: Ground, profile?: string, main = MAIN): Promise<Attacked> {
  const port = await freePort();
  const env = settings({ ...ground, port });
  const config = loadConfig(env);
  const child = fork(main, {
    execArgv: [`--max-old-space-size=${HEAP}`, ...profiling(profile), '--import', 'tsx'],
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await untilReady(child, port);
  return {
    port,
    attacker: await signDevelopmentToken(config, DEMO_ADMIN, '2h'),
    bystander: await signDevelopmentToken(config, OTHER_ADMIN, '2h'),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    stop: () => end(child),
  };
}

function settings(where: Ground & { port: number }) {
  return {
    PIT_DATA_DIR: where.dataDir,
    HOST: '127.0.0.1',
    PORT: String(where.port),
    DATABASE_URL: where.appUrl,
    DATABASE_MIGRATION_URL: where.migrationUrl,
    LOG_LEVEL: 'fatal',
    PATH: '/usr/bin:/bin',
  };
}

function profiling(directory: string | undefined): string[] {
  return directory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${directory}`];
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    const isGone = child.exitCode !== null;
    if (isGone || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error('the attacked service did not start');
    }
    await sleep(50);
  }
}

/** A service that an attack has blocked does not stop by itself. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(killer);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
