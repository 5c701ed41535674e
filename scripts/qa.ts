// The Foreman's check: holds the database in use against the schema specification, demand by demand.
import pg from 'pg';
import { config } from '../src/config/config.ts';
import { readCatalog } from '../src/db/queries/conformance/catalog-query.ts';
import { openServer } from '../src/db/setup/open-database.ts';
import { checkDatabase, countByGroup } from '../src/domain/conformance/conformance-checks.ts';
import type { Requirement } from '../src/domain/conformance/requirement.ts';
import { runCommand } from './command.ts';

const USAGE = `Usage: npm run qa [-- --verbose | --json]

  Checks the database in use against the schema specification, and exits 1 when it falls short.
  --verbose  prints every demand, met or not
  --json     prints every demand as JSON`;

const options = { verbose: { type: 'boolean' }, json: { type: 'boolean' } } as const;

await runCommand(USAGE, options, async ({ verbose, json }) => {
  const demands = await check();
  const unmet = demands.filter((each) => !each.met);
  if (json === true) {
    console.log(JSON.stringify(demands, null, 2));
  } else {
    if (verbose === true) console.log(demands.map(line).join('\n'));
    console.log(summary(demands));
    if (unmet.length > 0) console.log(`\n${table(unmet)}`);
  }
  if (unmet.length > 0) process.exitCode = 1;
});

async function check(): Promise<Requirement[]> {
  const server = await openServer(config);
  const client = new pg.Client(server.migrationUrl);
  try {
    await client.connect();
    // One view of it all, however long it takes and whoever works meanwhile.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return checkDatabase(await readCatalog(client));
  } finally {
    await client.end();
    await server.close();
  }
}

function line(each: Requirement): string {
  return each.met ? `met      ${each.name}: ${each.found}` : `NOT MET  ${each.name}`;
}

function summary(demands: readonly Requirement[]): string {
  const groups = [...countByGroup(demands)];
  const width = Math.max(...groups.map(([name]) => name.length));
  const lines = groups.map(([name, { met, of }]) => `  ${name.padEnd(width)}  ${met}/${of}`);
  const met = demands.filter((each) => each.met).length;
  const verdict = met === demands.length ? 'is as specified' : 'falls short of the specification';
  return [...lines, `${met} of ${demands.length} demands met: the database ${verdict}.`].join('\n');
}

function table(unmet: readonly Requirement[]): string {
  return unmet
    .map((each) => `${each.name}\n    expected  ${each.expected}\n    found     ${each.found}`)
    .join('\n');
}
