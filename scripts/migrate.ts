// Brings the database in use up to the newest migration.
import { config } from '../src/config/config.ts';
import { migrate, pendingMigrations } from '../src/db/setup/migrate.ts';
import type { MigrationNotice } from '../src/db/setup/migration-notices.ts';
import { openServer } from '../src/db/setup/open-database.ts';
import { runCommand } from './command.ts';

const tell = ({ migration, message }: MigrationNotice): void => console.log(`${migration}: ${message}`);

const USAGE = `Usage: npm run db:migrate [-- --list]

  Runs the migrations that have not been run, each in a transaction of its own, and says how many rows
  each has changed. May be run twice, or by several at once.
  --list  names them and runs none`;

await runCommand(USAGE, { list: { type: 'boolean' } }, async ({ list }) => {
  const server = await openServer(config);
  try {
    const names = list === true ? await pendingMigrations(server) : await migrate(server, tell);
    for (const name of names) console.log(`${list === true ? 'to run' : 'ran'}  ${name}`);
    if (names.length === 0) console.log('The database is up to date.');
  } finally {
    await server.close();
  }
});
