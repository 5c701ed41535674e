// Prints a connection string of the database in use: psql "$(npm run -s db:url)"
import { config } from '../src/config/config.ts';
import { openServer, type OpenServer } from '../src/db/setup/open-database.ts';
import { UsageError, runCommand, text } from './command.ts';

const USAGE = `Usage: npm run -s db:url [-- --role app|owner|admin]

  app    the application role, under row-level security (default)
  owner  the migrator, who may SET ROLE pit_owner
  admin  the superuser of the embedded server`;

const ADDRESSES: Record<string, (server: OpenServer) => string | null> = {
  app: (server) => server.appUrl,
  owner: (server) => server.migrationUrl,
  admin: (server) => server.adminUrl,
};

await runCommand(USAGE, { role: { type: 'string' } }, async (options) => {
  const role = text(options, 'role') ?? 'app';
  const addressOf = ADDRESSES[role];
  if (addressOf === undefined) throw new UsageError(`There is no role "${role}".`);
  if (role === 'admin' && config.databaseUrl !== null) {
    throw new UsageError('Only the embedded server has a superuser that is known here.');
  }
  console.log(addressOf(await openServer(config)));
  // An address of a server that stops with this command would be of no use. It is left running, and the next
  // process that has it open and closes it stops it.
  process.exit();
});
