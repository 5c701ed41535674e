// The process of `bench -- watchdog`: a service without its jobs, in which the watchdog goes through everything once.
import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '../src/config/config.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { WatchdogJob } from '../src/jobs/watchdog.ts';
import { startService } from '../src/server/service.ts';
import { WARM_UP_SECONDS } from './watchdog-first-scan.ts';

const databaseUrl = config.databaseUrl ?? '';
const service = await startService({ config, databaseUrl });
const pool = createPool(databaseUrl, { max: 2, name: 'watchdog-bench' });
const job = new WatchdogJob(pool);
process.once('SIGTERM', () => {
  void Promise.all([service.stop(0), job.stop()]).then(() => process.exit(0));
});
await sleep(WARM_UP_SECONDS * 1_000);
await job.sweep();
