import type { Tx } from '../transaction/command.ts';
import { PlanWarnings } from '../../domain/exchange/plan-warnings.ts';
import { applyPlan } from './apply/apply-plan.ts';
import type { StepListener } from './apply/applying.ts';
import type { PlanReport } from './apply/plan-report.ts';
import { rollBack } from './dry-run.ts';
import { requireHeap } from './plan-memory.ts';
import { readPlan, type PlanFile } from './read-plan.ts';

export interface FileImport extends PlanFile {
  readonly projectId: string | null;
  readonly isDryRun: boolean;
  /** Told how far it is; what it throws ends the import. */
  readonly onStep?: StepListener;
}

/**
 * Reads a file and brings its plan into the organisation, by whichever way the file came.
 * @throws RolledBack with the report of a dry run; PitError as `readPlan` and `applyPlan`.
 */
export async function importFile(tx: Tx, file: FileImport): Promise<PlanReport> {
  const { projectId, isDryRun, onStep = () => Promise.resolve() } = file;
  await onStep({ step: 'reading', done: 0, total: 0 });
  const warnings = new PlanWarnings();
  const plan = await readPlan(file, tx, warnings);
  requireHeap(plan);
  const report = await applyPlan(tx, plan, { projectId, isDryRun, warnings, onStep });
  return isDryRun ? rollBack(tx, report) : report;
}
