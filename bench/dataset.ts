import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { config } from '../src/config/config.ts';
import { openEmbedded, type EmbeddedDatabase } from '../src/db/setup/embedded.ts';
import { migrate } from '../src/db/setup/migrate.ts';
import type { Actor } from '../src/domain/directory/actor.ts';
import { ACTOR, DATASET, SAMPLES } from './dataset-sql.ts';

/** The bench's database, and what to ask of it. */
export interface Dataset {
  /** Connection string of the application role. */
  appUrl: string;
  actor: Actor;
  samples: Record<keyof typeof SAMPLES, string[]>;
  close(): Promise<void>;
}

/**
 * Opens the bench's database in its own data directory and builds it if it is not there, or was built from other
 * migrations or other data: its name is the fingerprint of both. A build that breaks off leaves a draft, not a database.
 */
export async function openDataset(): Promise<Dataset> {
  const { server, name } = await openBuilt();
  return describe(server, name, () => server.close());
}

/** A copy of that database, for what writes to it; it goes when it is closed. */
export async function openScratchDataset(): Promise<Dataset> {
  const { server, name } = await openBuilt();
  const scratch = `${name}_scratch`;
  const drop = async (client: pg.Client): Promise<void> => {
    await client.query(`DROP DATABASE IF EXISTS ${scratch} WITH (FORCE)`);
  };
  await withClient(server.adminUrl, async (client) => {
    await drop(client);
    await client.query(`CREATE DATABASE ${scratch} TEMPLATE ${name} STRATEGY FILE_COPY`);
  });
  return describe(server, scratch, async () => {
    await withClient(server.adminUrl, drop);
    await server.close();
  });
}

async function openBuilt(): Promise<{ server: EmbeddedDatabase; name: string }> {
  const server = await openEmbedded(join(config.dataDir, 'bench'));
  const name = `bench_${fingerprint()}`;
  if (!(await exists(server, name))) await build(server, name);
  return { server, name };
}

async function describe(
  server: EmbeddedDatabase,
  name: string,
  close: () => Promise<void>,
): Promise<Dataset> {
  const found = await withClient(at(server.adminUrl, name), readSamples);
  return { appUrl: at(server.appUrl, name), ...found, close };
}

async function readSamples(client: pg.Client): Promise<Pick<Dataset, 'actor' | 'samples'>> {
  const { rows: actors } = await client.query<Pick<Actor, 'userId' | 'orgId' | 'divisionIds'>>(ACTOR);
  const samples: Partial<Dataset['samples']> = {};
  for (const [name, sql] of Object.entries(SAMPLES)) {
    const { rows } = await client.query<{ id: string }>(sql);
    samples[name as keyof typeof SAMPLES] = rows.map(({ id }) => id);
  }
  const actor = actors[0] as (typeof actors)[number];
  return { actor: { ...actor, role: 'member' }, samples: samples as Dataset['samples'] };
}

async function build(server: EmbeddedDatabase, name: string): Promise<void> {
  const draft = `${name}_draft`;
  console.log('building the database of the bench; this happens once and takes some minutes');
  await withClient(server.adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname ^@ 'bench_'`,
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft}`);
  });
  await migrate({ migrationUrl: at(server.adminUrl, draft), appUrl: at(server.appUrl, draft) });
  await withClient(at(server.adminUrl, draft), async (client) => {
    await client.query('BEGIN');
    await fillQuietly(client);
    await client.query('SELECT pit_ops.refill_project_access()');
    await client.query('COMMIT');
    await client.query('VACUUM (ANALYZE, FREEZE)');
  });
  await withClient(server.adminUrl, (client) => client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`));
}

/** Fills the tables without triggers: what is always on (the audit) is made ordinary for the transaction. */
export async function fillQuietly(client: pg.Client, statements = DATASET): Promise<void> {
  const { rows } = await client.query<{ place: string; trigger: string }>(
    `SELECT tgrelid::regclass::text AS place, quote_ident(tgname) AS trigger FROM pg_trigger WHERE tgenabled = 'A'`,
  );
  for (const { place, trigger } of rows) await client.query(`ALTER TABLE ${place} ENABLE TRIGGER ${trigger}`);
  await client.query(`SET LOCAL session_replication_role = 'replica'`);
  for (const statement of statements) await client.query(statement);
  for (const { place, trigger } of rows) {
    await client.query(`ALTER TABLE ${place} ENABLE ALWAYS TRIGGER ${trigger}`);
  }
}

/** Of the migrations and of the statements that fill a database. */
export function fingerprint(statements = DATASET): string {
  const hash = createHash('sha256').update(statements.join());
  const migrations = fileURLToPath(new URL('../migrations/', import.meta.url));
  const files = readdirSync(migrations, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 12);
}

export async function exists(server: EmbeddedDatabase, name: string): Promise<boolean> {
  const { rowCount } = await withClient(server.adminUrl, (client) =>
    client.query('SELECT FROM pg_database WHERE datname = $1', [name]),
  );
  return rowCount === 1;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The same server and role, another database. */
export function at(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.toString();
}
