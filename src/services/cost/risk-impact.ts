import {
  IMPACTS,
  LOCK_PROJECTS_OF_RISKS,
  REPORT_IMPACTS,
  SCORES_OF_RISKS,
} from '../../db/queries/cost/risk-impact-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { requireImpacts, type RiskImpact } from '../../domain/cost/risk-impact.ts';
import { requireMay } from '../../domain/directory/permissions.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { Tx } from '../transaction/command.ts';

export interface ReportRiskImpactInput {
  readonly items: readonly RiskImpact[];
}

/** What came of a report. */
export interface ReportedImpact {
  /** Risks whose impact is another one now. */
  readonly changedCount: number;
  /** Projects whose score is another one now. */
  readonly projectCount: number;
}

/**
 * Takes the impact of risks from the module that owns them. The scores of the projects that treat them follow in the database, at
 * every door alike (`pit_ops.keep_risk_scores`).
 * @throws PitError FORBIDDEN to all but the service; BAD_USER_INPUT naming an item, or where the score of a project leaves
 * its range.
 */
export async function reportRiskImpact(tx: Tx, { items }: ReportRiskImpactInput): Promise<ReportedImpact> {
  const { role, overrideReason } = tx.actor;
  requireMay('reportRiskImpact', { role, relations: [], overrideReason });
  const impacts = requireImpacts(items);
  const risks = impacts.map(({ riskId }) => riskId);
  const before = await tx.run(LOCK_PROJECTS_OF_RISKS, [risks]);
  const changed = await tx.run(REPORT_IMPACTS, [risks, impacts.map(({ impactScore }) => impactScore)]);
  if (changed.rows.length === 0) return { changedCount: 0, projectCount: 0 };
  const after = await tx.run(SCORES_OF_RISKS, [risks]);
  const scores = new Map(before.rows.map((row) => [row.id, row.riskImpactScore]));
  const moved = after.rows.filter((row) => scores.get(row.id) !== row.riskImpactScore);
  for (const { id: projectId } of moved) {
    tx.emit({ topic: 'pit.project.updated', streamId: projectId, payload: { projectId } });
  }
  return { changedCount: changed.rows.length, projectCount: moved.length };
}

/** The impact of a risk as it was reported last; null where none was. One statement for all risks of a tick. */
export async function readRiskImpact(loaders: Loaders, riskId: string): Promise<string | null> {
  if (!isUuid(riskId)) return null;
  const loader = loaders.custom<string | null>('riskImpact', async (ids, batch) => {
    const rows = await batch.rows(IMPACTS, [ids]);
    const byRisk = new Map(rows.map((row) => [row.riskId, row.impactScore]));
    return ids.map((id) => byRisk.get(id) ?? null);
  });
  return loader.load(riskId.toLowerCase());
}
