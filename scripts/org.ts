// Makes an organisation in the database in use, so that tokens have somebody to speak for.
import { config } from '../src/config/config.ts';
import { openDatabase } from '../src/db/setup/open-database.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { PitError } from '../src/domain/errors.ts';
import { createOrganisation } from '../src/services/directory/new-organisation.ts';
import { runCommand, text, UsageError } from './command.ts';

const USAGE = `Usage: npm run org -- create --name <name> --admin <mail> [--time-zone <IANA name>]

  Makes an organisation, its administrator and its service account, and prints their ids: tokens name them as "org_id"
  and "sub". The service account syncs everybody else with the mutation syncDirectory. Each call makes another organisation.`;

const OPTIONS = {
  name: { type: 'string' },
  admin: { type: 'string' },
  'time-zone': { type: 'string' },
} as const;

await runCommand(USAGE, OPTIONS, async (options, words) => {
  const [name, admin] = [text(options, 'name'), text(options, 'admin')];
  if (words.join(' ') !== 'create') throw new UsageError('Say what to do: create.');
  if (name === undefined || admin === undefined) throw new UsageError('Say --name and --admin.');
  const database = await openDatabase(config);
  const pool = createPool(database.appUrl, { max: 1, name: 'pit-org' });
  try {
    const made = await createOrganisation(pool, { name, admin, timeZone: text(options, 'time-zone') });
    console.log(
      `organisation     ${made.orgId}\nadministrator    ${made.adminId}\nservice account  ${made.serviceId}`,
    );
  } catch (error) {
    if (error instanceof PitError) throw new UsageError(`${error.message} (${String(error.detail.field)})`);
    throw error;
  } finally {
    await pool.end();
    await database.close();
  }
});
