import { createHash } from 'node:crypto';
import { readNyc, type NycRules } from '../../../domain/exchange/nyc/read-nyc.ts';
import { inTurns } from '../../in-turns.ts';
import { applyListed } from '../listed/apply-listed.ts';
import type { Tx } from '../../transaction/command.ts';
import type { NycFile } from './nyc-file.ts';
import type { ImportReport } from './nyc-report.ts';

export interface ImportChoices extends Pick<NycRules, 'managerOf'> {
  /** Told how many of the rows have been written. */
  readonly onRows?: (count: number) => void;
}

/**
 * Brings a file of New York's capital projects into the organisation, as the list of plans that it is.
 * @param tx as role `service`.
 * @throws PitError as `readNyc` and `applyListed`.
 */
export async function importNycProjects(
  tx: Tx,
  file: NycFile,
  { managerOf, onRows }: ImportChoices = {},
): Promise<ImportReport> {
  const rules = { calendar: tx.calendar, digestOf, ...(managerOf && { managerOf }) };
  const plans = await inTurns(readNyc(file.rows, rules));
  return { ...file.report, ...(await applyListed(tx, plans, onRows)) };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
