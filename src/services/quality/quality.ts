import { step } from '../../db/connection/pipeline.ts';
import { STORE_QUALITY_RESULT } from '../../db/queries/quality/quality-query.ts';
import { THIN_RESULTS } from '../../db/queries/quality/quality-run-query.ts';
import { overallOf, QUALITY_CHECKS, type QualityOutcome } from '../../domain/quality/quality-catalogue.ts';
import type { OutsideLook } from '../../domain/quality/quality-files.ts';
import { FIXED_BY } from '../../domain/quality/quality-fixes.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import { inspectProject, type Inspection } from './project-checks.ts';
import type { StoredFix } from './stored-fix.ts';

/** What a run's payload is read by. */
export interface QualityRun {
  readonly resultId: string;
  readonly projectId: string;
}

/**
 * Runs every quality check over a project and stores what each has come to. Nothing of the plan changes: what is wrong is told,
 * and people put it right.
 * @param outside what was looked at before the transaction: bytes of files, and the audit trail.
 * @param signal ends the run where nobody waits for it any more, as long as nothing is stored.
 * @throws PitError NOT_FOUND, FORBIDDEN; UNAVAILABLE where it was ended.
 */
export async function runProjectChecks(
  tx: Tx,
  { projectId }: { readonly projectId: string },
  outside: OutsideLook,
  signal?: AbortSignal,
): Promise<QualityRun> {
  const project = await lockProjectOf(tx, 'project', projectId, 'input.projectId');
  authorise(tx, 'runProjectChecks', relationsInProject(project));
  const inspection = await inspectProject(tx, project.id, outside, signal);
  return { resultId: await storeResult(tx, project.id, inspection), projectId: project.id };
}

/** Results of which what each check came to is kept; of older ones what failed. */
const MOST_KEPT = 100;

/** Stores what a run over a project came to, and answers its id. */
export async function storeResult(
  tx: Tx,
  projectId: string,
  { outcomes, fixes }: Inspection,
): Promise<string> {
  const passed = outcomes.filter(({ outcome }) => outcome !== 'fail');
  const failed = outcomes.filter(({ outcome }) => outcome === 'fail');
  const values = [
    projectId,
    overallOf(outcomes),
    JSON.stringify(passed),
    JSON.stringify(failed.map((each) => told(each, fixes))),
    JSON.stringify(fixes),
  ];
  const { rows } = await tx.run(STORE_QUALITY_RESULT, values);
  tx.defer(step(THIN_RESULTS, [projectId, MOST_KEPT]));
  return rows[0]?.id ?? '';
}

/** A failure as it is stored: with what it makes of the whole, and in a sentence. */
function told(outcome: QualityOutcome, fixes: readonly StoredFix[]): object {
  const { severity, title, denominator } = QUALITY_CHECKS[outcome.id];
  const { count, of } = outcome;
  return {
    ...outcome,
    severity,
    message: `${count} of ${of} (${denominator}) fall short: ${title}`,
    fixes: fixes.map(({ id }) => id).filter((id) => FIXED_BY[id].includes(outcome.id)),
  };
}
