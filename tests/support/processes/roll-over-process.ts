// A process that rolls over to a day, to be killed while it does.
import { clock } from '../../../src/clock.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';

const [appUrl = '', today = ''] = process.argv.slice(2);
clock.today = () => today;
const pool = createPool(appUrl, { max: 2, name: 'roll-over' });
await rollOverDays(pool);
await pool.end();
