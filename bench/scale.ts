import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { config } from '../src/config/config.ts';
import { openEmbedded, type EmbeddedDatabase } from '../src/db/setup/embedded.ts';
import { migrate } from '../src/db/setup/migrate.ts';
import { makeRoles } from '../src/db/setup/open-database.ts';
import { at, exists, fingerprint, withClient } from './dataset.ts';
import { UsageError } from './options.ts';
import { fillToSize, SIZES, statementsOf } from './scale/dataset.ts';
import { measureLists, type Urls } from './scale/measure.ts';
import type { PageCost } from './scale/pages.ts';
import { measureSteps, type StepCost } from './scale/steps.ts';

/**
 * Prints what pages of 50 touch in databases of several sizes: every list of `Query`, in each order, at three depths and both
 * ways, and with each filter, as they stand in the schema; with `--steps`, what the service does by itself instead, on a copy of each.
 */
export async function benchScale(args: readonly string[]): Promise<void> {
  const { sizes, only, steps } = readScaleOptions(args);
  const server = await openEmbedded(join(config.dataDir, 'bench'));
  try {
    const found = new Map<string, PageCost[]>();
    for (const size of sizes) {
      const { name, urls } = await openSize(server, size);
      if (steps) printSteps(size, await onCopy(server, name, (copy) => measureSteps(copy, only)));
      else found.set(size, await measureLists(urls, only));
    }
    if (!steps) print(sizes, found);
  } finally {
    await server.close();
  }
}

function readScaleOptions(args: readonly string[]): { sizes: string[]; only: string; steps: boolean } {
  const options = {
    sizes: { type: 'string', default: '20k,200k' },
    only: { type: 'string', default: '' },
    steps: { type: 'boolean', default: false },
  } as const;
  const { values } = parsed(() => parseArgs({ args: [...args], options }));
  const sizes = values.sizes.toLowerCase().split(',');
  const unknown = sizes.find((size) => !Object.hasOwn(SIZES, size));
  if (unknown !== undefined) {
    throw new UsageError(`--sizes takes ${Object.keys(SIZES).join(', ')}, not "${unknown}"`);
  }
  return { sizes, only: values.only, steps: values.steps };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A database of a size, built where it is not there or was built from other migrations or data. */
async function openSize(server: EmbeddedDatabase, size: string): Promise<{ name: string; urls: Urls }> {
  const name = `scale_${size}_${fingerprint(statementsOf(size))}`;
  if (await exists(server, name)) return { name, urls: urlsOf(server, name) };
  const draft = `${name}_draft`;
  console.log(`building the database of ${size} tasks`);
  await withClient(server.adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE datname ^@ $1',
      [`scale_${size}_`],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft}`);
  });
  const { adminUrl, appUrl } = urlsOf(server, draft);
  await migrate({ migrationUrl: adminUrl, appUrl });
  await withClient(adminUrl, (client) => fillToSize(client, size));
  await withClient(server.adminUrl, (client) => client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`));
  return { name, urls: urlsOf(server, name) };
}

function urlsOf({ adminUrl, appUrl }: EmbeddedDatabase, database: string): Urls {
  return { adminUrl: at(adminUrl, database), appUrl: at(appUrl, database) };
}

/** Works on a copy of a database, which is dropped afterwards. */
async function onCopy<T>(
  server: EmbeddedDatabase,
  name: string,
  work: (urls: Urls) => Promise<T>,
): Promise<T> {
  const copy = `${name}_steps`;
  const drop = `DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`;
  await withClient(server.adminUrl, async (client) => {
    await client.query(drop);
    await client.query(`CREATE DATABASE ${copy} TEMPLATE ${name}`);
  });
  try {
    const urls = urlsOf(server, copy);
    // What roles may do with a database is the one thing that a copy does not take along.
    await makeRoles({ ...urls, migrationUrl: at(server.migrationUrl, copy) });
    return await work(urls);
  } finally {
    await withClient(server.adminUrl, (client) => client.query(drop));
  }
}

function printSteps(size: string, costs: readonly StepCost[]): void {
  console.log(`${size} tasks`);
  for (const { name, buffers, written, transactions, longestMs, ms } of costs) {
    const seen = `longest seen ${longestMs.toFixed(0)} ms, ${ms.toFixed(0)} ms`;
    console.log(
      `  ${name}: ${buffers} buffers, ${written} rows written, ${transactions} transactions, ${seen}`,
    );
  }
}

/** One line a page: buffers at each size and ms at the largest; what has grown to more than twice as many for each row is marked. */
function print(sizes: readonly string[], found: ReadonlyMap<string, PageCost[]>): void {
  const [first, last] = [sizes[0] as string, sizes.at(-1) as string];
  for (const { name, ms, rows } of found.get(last) ?? []) {
    const costAt = (size: string) => found.get(size)?.find((each) => each.name === name);
    const costs = sizes.map((size) => costAt(size)?.buffers ?? 0);
    // A page that the smallest database does not fill is compared by its rows.
    const share = Math.max(1, rows / Math.max(1, costAt(first)?.rows ?? 0));
    const hasGrown = first !== last && (costs.at(-1) ?? 0) > 2 * share * (costs[0] ?? 0);
    console.log(
      `${hasGrown ? '*' : ' '} ${name}: ${costs.join(' -> ')} buffers, ${rows} rows, ${ms.toFixed(1)} ms`,
    );
  }
  console.log(
    `\nbuffers of a page of 50 at ${sizes.join(', ')} tasks; * more than twice as many for each row at ${last}`,
  );
}
