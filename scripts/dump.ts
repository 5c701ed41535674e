// Prints the schema of the database in use, or compares it with the text that is kept beside the migrations.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { config } from '../src/config/config.ts';
import { migrate } from '../src/db/setup/migrate.ts';
import { openServer } from '../src/db/setup/open-database.ts';
import { dumpSchema } from '../src/db/setup/schema-dump.ts';
import { runCommand } from './command.ts';

const KEPT = fileURLToPath(new URL('../migrations/schema.sql', import.meta.url));

const USAGE = `Usage: npm run -s db:dump [-- --write | --check]

  Prints the schema as the server holds it.
  --write  migrates the database, and keeps it in migrations/schema.sql, where review sees what a migration did
  --check  exits 1 when migrations/schema.sql says something else`;

const options = { write: { type: 'boolean' }, check: { type: 'boolean' } } as const;

await runCommand(USAGE, options, async ({ write, check }) => {
  const schema = await readSchema(write === true);
  if (write === true) await writeFile(KEPT, schema);
  else if (check === true) await compare(schema);
  else process.stdout.write(schema);
});

async function readSchema(isMigrating: boolean): Promise<string> {
  const server = await openServer(config);
  const client = new pg.Client(server.migrationUrl);
  try {
    if (isMigrating) await migrate(server);
    await client.connect();
    return await dumpSchema(client);
  } finally {
    await client.end();
    await server.close();
  }
}

async function compare(schema: string): Promise<void> {
  const kept = await readFile(KEPT, 'utf8');
  if (kept !== schema)
    throw new Error(`migrations/schema.sql differs from the database: ${firstDifference(kept, schema)}`);
  console.log('migrations/schema.sql agrees with the database');
}

function firstDifference(kept: string, schema: string): string {
  const [ours, theirs] = [kept.split('\n'), schema.split('\n')];
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  return `line ${at + 1}\n  kept:     ${ours[at]}\n  database: ${theirs[at]}`;
}
