// Brings a file of another system into an organisation. The report goes to standard output.
import { config } from '../src/config/config.ts';
import { openDatabase } from '../src/db/setup/open-database.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { withTenantTransaction } from '../src/db/write/tenant-transaction.ts';
import { findImporter } from '../src/services/exchange/importer.ts';
import { readNycFile, type NycFile } from '../src/services/exchange/nyc/nyc-file.ts';
import { importNycProjects } from '../src/services/exchange/nyc/import-nyc.ts';
import { describeReport, type ImportReport } from '../src/services/exchange/nyc/nyc-report.ts';
import { withRules } from '../src/services/transaction/mutation-transaction.ts';
import { RolledBack, rollBack } from '../src/services/exchange/dry-run.ts';
import { describePlanReport } from '../src/services/exchange/describe-report.ts';
import { UsageError, runCommand, text, type Options } from './command.ts';
import { importPlanFile } from './import-plan.ts';
import { sizeOfFile } from './named-file.ts';
import { progressBar } from './progress-bar.ts';

const KIND = 'nyc-capital-projects';

const USAGE = `Usage: npm run import -- <file> --org <id> [--as ${KIND}] [--dry-run] [--user <id or email>]
       npm run import -- plan <file> --org <id> [--format mspdi | csv | xer | oscal_poam] [--project <id>]
         [--map <file>] [--dry-run] [--user <id or email>]

  --org   the organisation to import into
  --as    what the file is: ${KIND}, New York's "Capital Project Schedules and Budgets" (default)
  --user  in whose name (default: the organisation's first administrator)
  --dry-run  tells what would be done, and stores nothing

  Of a plan:
  --format   what the file is (default: by the ending of its name)
  --project  the project that it goes into (default: that of the last import, else a new one)
  --map      a JSON file that says which column of a CSV file is what

  Rows that cannot be read are named and left out. A file that is no such file imports nothing and exits with 1.
  A second run with the same file changes nothing.`;

const OPTIONS = {
  org: { type: 'string' },
  as: { type: 'string' },
  user: { type: 'string' },
  format: { type: 'string' },
  project: { type: 'string' },
  map: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

await runCommand(USAGE, OPTIONS, async (options, words) => {
  const org = text(options, 'org');
  const isPlan = words[0] === 'plan' && words.length > 1;
  const [path, ...others] = isPlan ? words.slice(1) : words;
  const kind = text(options, 'as') ?? KIND;
  if (path === undefined || others.length > 0) throw new UsageError('Name one file.');
  if (org === undefined) throw new UsageError('Say into which organisation: --org <id>.');
  refuseOthers(options, isPlan);
  if (isPlan) {
    refuseLarger(await sizeOfFile(path));
    console.log(describePlanReport(await importPlanFile(path, org, options)).join('\n'));
    return;
  }
  if (kind !== KIND) throw new UsageError(`"${kind}" cannot be imported: ${KIND} can.`);
  const started = performance.now();
  // The file first: a broken one needs no database to be told so.
  const file = await read(path);
  const isDryRun = options['dry-run'] === true;
  const report = await write(file, { org, who: text(options, 'user'), isDryRun });
  console.log([...(isDryRun ? ['Dry run: nothing is stored.'] : []), ...describeReport(report)].join('\n'));
  console.error(`\n${((performance.now() - started) / 1000).toFixed(1)} s`);
});

/** What is said and not heeded would be taken for done. */
function refuseOthers(options: Options, isPlan: boolean): void {
  const strange = (isPlan ? ['as'] : ['format', 'project', 'map']).find(
    (name) => options[name] !== undefined,
  );
  if (strange === undefined) return;
  const of = isPlan ? 'no option of a plan' : 'an option of "plan <file>" alone';
  throw new UsageError(`--${strange} is ${of}.`);
}

/** What a file may have is the same here and over the API. */
function refuseLarger(size: number): void {
  const most = config.fileMaxBytes;
  if (size <= most) return;
  throw new UsageError(`The file has ${size} bytes; PIT_FILE_MAX_BYTES allows ${most}.`);
}

async function read(path: string): Promise<NycFile> {
  const bar = progressBar('reading', await sizeOfFile(path));
  let seen = 0;
  try {
    return await readNycFile(path, (bytes) => {
      bar.advance(bytes - seen);
      seen = bytes;
    });
  } finally {
    bar.stop();
  }
}

interface Target {
  readonly org: string;
  readonly who: string | undefined;
  readonly isDryRun: boolean;
}

async function write(file: NycFile, { org, who, isDryRun }: Target): Promise<ImportReport> {
  const database = await openDatabase(config);
  const pool = createPool(database.appUrl, { max: 1, name: 'pit-import' });
  const bar = progressBar('writing', file.rows.length);
  try {
    const importer = await findImporter(pool, org, who);
    return await withTenantTransaction(pool, importer, async (opened) => {
      const tx = withRules(opened);
      const report = await importNycProjects(tx, file, { onRows: (count) => bar.advance(count) });
      return isDryRun ? rollBack(tx, report) : report;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.found as ImportReport;
    throw error;
  } finally {
    bar.stop();
    await pool.end();
    await database.close();
  }
}
