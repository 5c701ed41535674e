import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { config } from '../src/config/config.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { openDatabase } from '../src/db/setup/open-database.ts';
import { PlanFormat } from '../src/domain/exchange/plan-document.ts';
import type { PlanReport } from '../src/services/exchange/apply/plan-report.ts';
import { parseMapping } from '../src/domain/exchange/csv/csv-mapping.ts';
import { RolledBack } from '../src/services/exchange/dry-run.ts';
import { importFile, type FileImport } from '../src/services/exchange/import-file.ts';
import { findPlanImporter } from '../src/services/exchange/plan-importer.ts';
import { runMutation } from '../src/services/transaction/mutation-transaction.ts';
import { UsageError, text, type Options } from './command.ts';

/** By the ending of a file's name, where nobody says. */
const ENDINGS: Readonly<Record<string, PlanFormat>> = {
  '.xml': PlanFormat.MSPDI,
  '.csv': PlanFormat.CSV,
  '.xer': PlanFormat.XER,
  '.json': PlanFormat.OSCAL_POAM,
};

/** Imports the plan of a file; answers the report. */
export async function importPlanFile(path: string, org: string, options: Options): Promise<PlanReport> {
  const format = formatOf(path, text(options, 'format'));
  const csv = parseMapping(await mappingOf(text(options, 'map')));
  const projectId = text(options, 'project') ?? null;
  const isDryRun = options['dry-run'] === true;
  const database = await openDatabase(config);
  const pool = createPool(database.appUrl, { max: 1, name: 'pit-import' });
  try {
    const actor = await findPlanImporter(pool, org, text(options, 'user'));
    return await runMutation(pool, actor, { name: 'importPlan', input: {} }, (tx) => {
      const name = basename(path);
      const file: FileImport = { format, content: createReadStream(path), name, csv, projectId, isDryRun };
      return importFile(tx, file);
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.found as PlanReport;
    throw error;
  } finally {
    await pool.end();
    await database.close();
  }
}

function formatOf(path: string, named: string | undefined): PlanFormat {
  const formats = Object.values(PlanFormat);
  const word = named?.replaceAll('-', '_') ?? ENDINGS[extname(path).toLowerCase()];
  const format = formats.find((each) => each === word);
  if (format !== undefined) return format;
  throw new UsageError(`Say what the file is: --format ${formats.join(' | ').replaceAll('_', '-')}.`);
}

async function mappingOf(path: string | undefined): Promise<object | null> {
  if (path === undefined) return null;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as object;
  } catch (error) {
    throw new UsageError(
      `The column map "${path}" cannot be read: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
