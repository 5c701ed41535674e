import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded, type EmbeddedDatabase } from '../../src/db/embedded.ts';

/** The throw-away server of one test run. */
export interface TestServer {
  readonly database: EmbeddedDatabase;
  stop(): Promise<void>;
}

/** The database that every test file gets a copy of. */
export const TEMPLATE_DATABASE = 'pit_template';

export async function startTestServer(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'pit-test-'));
  // PostgreSQL may run as another account, which has to pass through.
  await chmod(directory, 0o711);
  const database = await openEmbedded(directory, { throwAway: true });
  return {
    database,
    stop: async () => {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
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
