// First, so that no signal comes before it.
import { termination } from './start/termination.ts';
import { config } from './config/config.ts';
import { openDatabase } from './db/setup/open-database.ts';
import { logger } from './logger.ts';
import { describeStartFailure } from './start/start-failure.ts';
import { startService, type Service } from './server/service.ts';
import { loadDemoIfEmpty } from './services/demo/demo.ts';
import { startupBanner } from './server/startup-banner.ts';

/** Who is still there so long after the last request could be accepted is gone without a farewell. */
const LAST_MS = 9_800;

/** Composition root: database, migrations, demo data into an empty embedded database, service, shutdown. */
async function main(): Promise<void> {
  void termination.then(() => setTimeout(leave, config.drainSeconds * 1000 + LAST_MS).unref());
  const database = await openDatabase(config);
  let isInterrupted = false;
  try {
    // What a signal interrupts is given up; the database rolls back what it has begun.
    const service = await Promise.race([serve(database.appUrl), termination.then(() => undefined)]);
    isInterrupted = service === undefined;
    const signal = await termination;
    const drainSeconds = service !== undefined && signal === 'SIGTERM' ? config.drainSeconds : 0;
    logger.info({ signal, drainSeconds }, 'stopping');
    await service?.stop(drainSeconds);
  } finally {
    await (isInterrupted ? database.giveUp() : database.close());
  }
  process.exit(0);
}

async function serve(databaseUrl: string): Promise<Service> {
  if (config.databaseUrl === null) await loadDemoIfEmpty(databaseUrl);
  const service = await startService({ config, databaseUrl, jobs: true });
  process.stdout.write(await startupBanner(config, service.url));
  return service;
}

/** For when something hangs that nobody thought of. */
function leave(): void {
  logger.fatal('could not stop in time');
  process.exit(1);
}

main().catch((error: unknown) => {
  const sentence = describeStartFailure(error, config);
  if (sentence === undefined) logger.fatal({ err: error }, 'could not start or stop');
  // Production's standard error is read by machines, line for line.
  else if (config.production) logger.fatal(sentence);
  else process.stderr.write(`${sentence}\n`);
  process.exit(1);
});
