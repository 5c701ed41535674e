import { randomBytes } from 'node:crypto';
import { DATABASE_NAME } from '../../../src/db/setup/embedded-cluster.ts';
import { runSql, withDatabase } from './test-server.ts';

/** A migrated, empty database of one's own. */
export interface TestDatabase {
  /** As the application role: what the service sees. */
  readonly appUrl: string;
  /** As the migrator role, which may `SET ROLE pit_owner`. */
  readonly ownerUrl: string;
  /** As the superuser: for arranging a test, never for what it proves. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** Copies the template; a test file does this once, in `beforeAll`, and drops the copy in `afterAll`. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = inherited('TEST_ADMIN_URL');
  const adminUrl = withDatabase(server, name);
  const appUrl = withDatabase(inherited('TEST_APP_URL'), name);
  const migrationUrl = withDatabase(inherited('TEST_MIGRATION_URL'), name);
  const postgres = withDatabase(server, 'postgres');
  await runSql(
    postgres,
    `CREATE DATABASE ${name} TEMPLATE ${DATABASE_NAME}`,
    // What roles may do with a database is the one thing that a copy does not take along.
    `UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = '${DATABASE_NAME}') WHERE datname = '${name}'`,
  );
  return {
    appUrl,
    ownerUrl: migrationUrl,
    adminUrl,
    drop: () => runSql(postgres, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** What the global set-up handed down to the workers. */
function inherited(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run tests with "npm run jest"`);
  return value;
}
