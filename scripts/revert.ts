// Takes migrations back, the last one first. What they made is gone with its data.
import { createInterface } from 'node:readline/promises';
import { config } from '../src/config/config.ts';
import { appliedMigrations, revertLast } from '../src/db/setup/migrate.ts';
import { openServer } from '../src/db/setup/open-database.ts';
import { UsageError, runCommand, text } from './command.ts';

const USAGE = `Usage: npm run db:revert [-- --steps <number>] [--confirm <database>]

  Takes the last migration back, or that many. What they made is gone, and so is the data in it: the command says which
  they are, and goes on when it is told the name of the database, at the prompt or with --confirm.`;

const OPTIONS = { steps: { type: 'string' }, confirm: { type: 'string' } } as const;

await runCommand(USAGE, OPTIONS, async (options) => {
  const steps = Number(text(options, 'steps') ?? '1');
  if (!Number.isInteger(steps) || steps < 1) throw new UsageError('The number of steps is 1 or more.');
  const server = await openServer(config);
  try {
    const applied = await appliedMigrations(server);
    if (applied.length === 0) {
      console.log('There is no migration to take back.');
      return;
    }
    if (steps > applied.length) {
      throw new UsageError(`There are ${applied.length} migrations: no ${steps} can be taken back.`);
    }
    const database = decodeURIComponent(new URL(server.migrationUrl).pathname.slice(1));
    console.log(`To be taken back in the database "${database}", with all data in what they made:`);
    for (const name of applied.slice(-steps).reverse()) console.log(`  ${name}`);
    await requireConfirmation(database, text(options, 'confirm'));
    for (let step = 0; step < steps; step++) console.log(`took back  ${await revertLast(server)}`);
  } finally {
    await server.close();
  }
});

/** Who destroys data names the database: a forgotten DATABASE_URL then takes nothing with it. */
async function requireConfirmation(database: string, given: string | undefined): Promise<void> {
  const said = given ?? (process.stdin.isTTY ? await ask(`Type "${database}" to go on: `) : undefined);
  if (said === database) return;
  throw new UsageError(
    said === undefined
      ? `Nothing is taken back without --confirm ${database}.`
      : `Nothing is taken back: "${said}" is not the name of the database.`,
  );
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
