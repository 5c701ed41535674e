import { decimal, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Locks the projects whose live tasks are linked to the risks `$1::uuid[]`, in the order of their ids, and tells their scores.
 * Who links a further task holds its project already, so that nobody waits for a report that waits for them.
 */
export const LOCK_PROJECTS_OF_RISKS = statement(
  `SELECT id, risk_impact_score FROM pit.project
  WHERE id IN (SELECT project_id FROM pit_ops.project_risk WHERE risk_id = ANY ($1::uuid[]) AND live_links > 0)
  ORDER BY id FOR NO KEY UPDATE`,
  { id: uuid, riskImpactScore: decimal },
);

/** Stores the impacts `$2` of the risks `$1`; answers those that are others now. */
export const REPORT_IMPACTS = statement(
  `INSERT INTO pit_ops.risk_impact AS kept (risk_id, impact_score, reported_at)
  SELECT risk_id, impact_score, now() FROM unnest($1::uuid[], $2::numeric[]) AS said (risk_id, impact_score) ORDER BY risk_id
  ON CONFLICT (org_id, risk_id) DO UPDATE SET impact_score = excluded.impact_score, reported_at = excluded.reported_at
    WHERE kept.impact_score <> excluded.impact_score
  RETURNING kept.risk_id`,
  { riskId: uuid },
);

/** The scores of the projects whose live tasks are linked to the risks `$1::uuid[]`. */
export const SCORES_OF_RISKS = statement(
  `SELECT id, risk_impact_score FROM pit.project
  WHERE id IN (SELECT project_id FROM pit_ops.project_risk WHERE risk_id = ANY ($1::uuid[]) AND live_links > 0)`,
  { id: uuid, riskImpactScore: decimal },
);

/** What was reported of the risks `$1::uuid[]`. */
export const IMPACTS = statement(
  `SELECT risk_id, impact_score FROM pit_ops.risk_impact WHERE risk_id = ANY ($1::uuid[])`,
  { riskId: uuid, impactScore: decimal },
);
