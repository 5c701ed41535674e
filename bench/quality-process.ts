// The process of `bench -- quality`: a service without its jobs, in which a night's quality checks run once, from their beginning to
// their end.
import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '../src/config/config.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { AuditSealer } from '../src/services/audit/audit-seal.ts';
import { runQualityChecks } from '../src/jobs/quality.ts';
import { startService } from '../src/server/service.ts';
import { WARM_UP_SECONDS } from './watchdog-first-scan.ts';

const databaseUrl = config.databaseUrl ?? '';
const service = await startService({ config, databaseUrl });
const pool = createPool(databaseUrl, { max: 2, name: 'quality-bench' });
const abort = new AbortController();
process.once('SIGTERM', () => {
  abort.abort();
  void service.stop(0).then(() => process.exit(0));
});
await sleep(WARM_UP_SECONDS * 1_000);
const sealer = new AuditSealer(Buffer.alloc(32, 1));
const store = { read: () => Promise.reject(new Error('there are no files')) };
await runQualityChecks({ store, sealer })(pool, abort.signal);
process.send?.('over');
