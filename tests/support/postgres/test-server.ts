import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded, type EmbeddedDatabase } from '../../../src/db/setup/embedded.ts';

/** The throw-away server of one test run. */
export interface TestServer {
  readonly database: EmbeddedDatabase;
  stop(): Promise<void>;
}

const PREFIX = 'pit-test-';

export async function startTestServer(): Promise<TestServer> {
  await sweepUp();
  const directory = await mkdtemp(join(tmpdir(), PREFIX));
  // PostgreSQL may run as another account, which has to pass through.
  await chmod(directory, 0o711);
  const database = await openEmbedded(directory, { throwAway: true });
  return {
    database,
    stop: async () => {
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Stops the servers of runs that were killed; one that is in use elsewhere notices nothing. */
async function sweepUp(): Promise<void> {
  const runs = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const directory of runs.map((name) => join(tmpdir(), name))) {
    const pidFile = join(directory, 'postgres', 'data', 'postmaster.pid');
    if (!existsSync(pidFile)) continue;
    const abandoned = await openEmbedded(directory);
    await abandoned.close();
    if (!existsSync(pidFile)) await rm(directory, { recursive: true, force: true });
  }
}

/** The same server and role, another database. */
export function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

/** Runs statements over a connection of their own. */
export async function runSql(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
