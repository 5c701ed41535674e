// Takes migrations back, the last one first. What they made is gone with its data.
import { config } from '../src/config.ts';
import { revertLast } from '../src/db/migrate.ts';
import { openServer } from '../src/db/open.ts';
import { UsageError, runCommand, text } from './command.ts';

const USAGE = `Usage: npm run db:revert [-- --steps <number>]

  Takes the last migration back, or that many. What they made is gone, and so is the data in it.`;

await runCommand(USAGE, { steps: { type: 'string' } }, async (options) => {
  const steps = Number(text(options, 'steps') ?? '1');
  if (!Number.isInteger(steps) || steps < 1) throw new UsageError('The number of steps is 1 or more.');
  const server = await openServer(config);
  try {
    for (let step = 0; step < steps; step++) {
      const name = await revertLast(server);
      console.log(name === undefined ? 'There is no migration to take back.' : `took back  ${name}`);
      if (name === undefined) return;
    }
  } finally {
    await server.close();
  }
});
