import { makeRoles } from '../../../src/db/setup/open-database.ts';
import { migrate } from '../../../src/db/setup/migrate.ts';
import { startTestServer, type TestServer } from './test-server.ts';

declare global {
  var pitTestServer: TestServer | undefined;
}

/** Jest's global set-up: one server for the run, and on it one migrated database that test files copy. */
export default async function startPostgres(): Promise<void> {
  const server = await startTestServer();
  globalThis.pitTestServer = server;
  const { adminUrl, appUrl, migrationUrl } = server.database;
  await makeRoles(server.database);
  await migrate({ migrationUrl, appUrl });
  // Jest's workers share nothing with this process but their environment.
  process.env['TEST_ADMIN_URL'] = adminUrl;
  process.env['TEST_APP_URL'] = appUrl;
  process.env['TEST_MIGRATION_URL'] = migrationUrl;
}
