import { config } from '../src/config/config.ts';
import { startService } from '../src/server/service.ts';
import { obeyBench } from './control.ts';

/** The real service, as production would run it, with the bench's control channel beside it. */
const service = await startService({ config, databaseUrl: config.databaseUrl ?? '' });
obeyBench(Number(new URL(service.url).port));
