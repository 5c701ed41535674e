import { config } from './config.ts';
import { openDatabase } from './db/open.ts';
import { logger } from './logger.ts';
import { startService } from './server/service.ts';
import { loadDemoIfEmpty } from './services/demo.ts';
import { greeting } from './server/greeting.ts';

/** Who is still there after this is gone without a farewell. */
const LAST_MS = 9_800;

/** Composition root: database, migrations, demo data into an empty embedded database, service, shutdown. */
async function main(): Promise<void> {
  const database = await openDatabase(config);
  if (config.databaseUrl === null) await loadDemoIfEmpty(database.appUrl);
  const service = await startService({ config, databaseUrl: database.appUrl, jobs: true }).catch(
    async (error: unknown) => {
      await database.close();
      throw error;
    },
  );
  process.stdout.write(await greeting(config, service.url));
  const stop = once(async (signal: string) => {
    logger.info({ signal }, 'stopping');
    setTimeout(leave, LAST_MS).unref();
    await service.stop();
    await database.close();
    process.exit(0);
  });
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
}

/** For when something hangs that nobody thought of. */
function leave(): void {
  logger.fatal('could not stop in time');
  process.exit(1);
}

/** A second signal while stopping changes nothing: the drain ends by itself within ten seconds. */
function once(work: (signal: string) => Promise<void>): (signal: string) => void {
  let running = false;
  return (signal) => {
    if (running) return;
    running = true;
    work(signal).catch((error: unknown) => {
      logger.fatal({ err: error }, 'could not stop cleanly');
      process.exit(1);
    });
  };
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, 'could not start');
  process.exit(1);
});
