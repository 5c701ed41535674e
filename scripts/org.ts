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

/** The option that gave a field of the input. */
const OPTION_OF: Readonly<Record<string, string>> = {
  'input.organisation.name': '--name',
  'input.organisation.timeZone': '--time-zone',
  'input.users[0].name': '--admin',
  'input.users[0].email': '--admin',
  'input.users[1].email': '--admin',
};

await runCommand(USAGE, OPTIONS, async (options, words) => {
  const [name, admin] = [text(options, 'name'), text(options, 'admin')];
  const [verb, ...rest] = words;
  if (verb !== 'create') throw new UsageError('Say what to do: create.');
  if (rest.length > 0)
    throw new UsageError(`What is "${rest.join(' ')}"? Names of several words stand in quotes.`);
  if (name === undefined || admin === undefined) throw new UsageError('Say --name and --admin.');
  const database = await openDatabase(config);
  const pool = createPool(database.appUrl, { max: 1, name: 'pit-org' });
  try {
    const made = await createOrganisation(pool, { name, admin, timeZone: text(options, 'time-zone') });
    console.log(
      `organisation     ${made.orgId}\nadministrator    ${made.adminId}\nservice account  ${made.serviceId}`,
    );
  } catch (error) {
    throw error instanceof PitError ? wrongOption(error) : error;
  } finally {
    await pool.end();
    await database.close();
  }
});

/** A refusal of the domain in the words of the command line. */
function wrongOption({ message, detail }: PitError): UsageError {
  const { field = '', expected } = detail;
  const option = OPTION_OF[field] ?? field;
  const wanted = typeof expected === 'string' ? `: expected ${expected}` : '';
  return new UsageError(`${message.replace(field, option)}${wanted}.`);
}
