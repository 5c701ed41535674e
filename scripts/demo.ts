// Loads the demonstration data into the database in use; what is there already stays as it is.
import { config } from '../src/config/config.ts';
import { openDatabase } from '../src/db/setup/open-database.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { DEMO_FILE, loadDemo } from '../src/services/demo/demo.ts';
import { describeReport } from '../src/services/exchange/nyc/nyc-report.ts';
import { runCommand } from './command.ts';
import { progressBar } from './progress-bar.ts';

const USAGE = `Usage: npm run db:demo

  Loads two demonstration organisations; one of them holds 6,964 school construction projects of New York.
  A second run changes nothing. "npm start" does the same with an empty embedded database.`;

const DEMO_ROWS = 13_153;

await runCommand(USAGE, {}, async () => {
  const database = await openDatabase(config);
  const pool = createPool(database.appUrl, { max: 1, name: 'pit-demo' });
  const bar = progressBar('writing', DEMO_ROWS);
  try {
    const report = await loadDemo(pool, DEMO_FILE, (count) => bar.advance(count));
    bar.stop();
    console.log(describeReport(report).join('\n'));
  } finally {
    bar.stop();
    await pool.end();
    await database.close();
  }
});
