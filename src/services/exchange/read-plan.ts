import type { WorkCalendar } from '../../domain/calendar.ts';
import { wantedColumns, type CsvMapping } from '../../domain/exchange/csv/csv-mapping.ts';
import { readCsvPlan } from '../../domain/exchange/csv/read-csv.ts';
import { MSPDI_SELECTION, MspdiRecords } from '../../domain/exchange/mspdi/mspdi-file.ts';
import { readMspdi } from '../../domain/exchange/mspdi/read-mspdi.ts';
import { readPoam } from '../../domain/exchange/oscal/read-poam.ts';
import { readJson } from '../../domain/exchange/json-steps.ts';
import { PlanFormat, type PlanDocument } from '../../domain/exchange/plan-document.ts';
import type { PlanWarnings } from '../../domain/exchange/plan-warnings.ts';
import { readXer } from '../../domain/exchange/xer/read-xer.ts';
import { inTurns } from '../in-turns.ts';
import { readJsonText } from './json-document.ts';
import { readCsvTable } from './csv-table.ts';
import { readXerFile } from './xer-lines.ts';
import { readXmlRecords } from './xml-records.ts';

/** A file that is to become a plan. */
export interface PlanFile {
  readonly format: PlanFormat;
  readonly content: AsyncIterable<Uint8Array>;
  /** What the file is called; null when nobody says. */
  readonly name: string | null;
  /** How a CSV file is read. */
  readonly csv: CsvMapping;
}

/** What reading goes by: the organisation's working days. */
export interface ReadingRules {
  readonly calendar: WorkCalendar;
}

/**
 * The neutral plan of a file.
 * @throws PitError BAD_USER_INPUT, LIMIT_EXCEEDED for a file that is none of its format, broken or too large.
 */
export async function readPlan(
  file: PlanFile,
  rules: ReadingRules,
  warnings: PlanWarnings,
): Promise<PlanDocument> {
  if (file.format === PlanFormat.CSV) {
    const table = await readCsvTable(file.content, (header) => wantedColumns(header, file.csv));
    return inTurns(
      readCsvPlan(table, { mapping: file.csv, planName: file.name, calendar: rules.calendar }, warnings),
    );
  }
  if (file.format === PlanFormat.XER)
    return inTurns(readXer(await readXerFile(file.content), rules.calendar, warnings));
  if (file.format === PlanFormat.OSCAL_POAM)
    return inTurns(readPoam(await inTurns(readJson(await readJsonText(file.content))), warnings));
  const records = new MspdiRecords();
  await readXmlRecords(file.content, MSPDI_SELECTION, (record) => records.take(record));
  return inTurns(readMspdi(records, rules.calendar, warnings));
}
