import {
  boolean,
  decimal,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { ProjectLifecycle } from '../../../domain/enums.ts';

/** The moment of the newest snapshot of each of the projects `$1::uuid[]`; what a forecast repeats is none. */
export const NEWEST_COSTS = statement(
  `SELECT project_id, max(captured_at) AS captured_at FROM pit.cost_snapshot
  WHERE project_id = ANY ($1::uuid[]) AND ai_forecast_json IS NULL GROUP BY project_id`,
  { projectId: uuid, capturedAt: neverNull(timestamp, 'captured_at is never null') },
);

/**
 * Records snapshots: of the projects `$1` at the moments `$2` the amounts `$3` to `$6`, whether each is a correction `$7`,
 * and the notes `$8`. A moment stands once for each project.
 */
export const RECORD_COSTS = statement(
  `WITH said AS (
    SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[],
      $7::boolean[], $8::text[]) AS x (project_id, captured_at, capex_committed, capex_spent, opex_committed, opex_spent,
      is_correction, note)
  ), made AS (
    INSERT INTO pit.cost_snapshot (project_id, captured_at, capex_committed, capex_spent, opex_committed, opex_spent)
    SELECT project_id, captured_at, capex_committed, capex_spent, opex_committed, opex_spent FROM said
    RETURNING id, project_id, captured_at
  ), entered AS (
    INSERT INTO pit_ops.cost_entry (project_id, snapshot_id, is_correction, note)
    SELECT made.project_id, made.id, said.is_correction, said.note FROM made
    JOIN said ON said.project_id = made.project_id AND said.captured_at = made.captured_at
    ORDER BY made.project_id, made.captured_at
    RETURNING snapshot_id
  )
  SELECT made.id, made.project_id FROM made JOIN entered ON entered.snapshot_id = made.id`,
  { id: uuid, projectId: uuid },
);

/**
 * The live projects with the ids `$1` or the codes `$2`, locked in the order of their ids: who owns and sponsors each, and
 * whether it takes changes.
 */
export const LOCK_COSTED_PROJECTS = statement(
  `SELECT id, code, name, owner_id, sponsor_id, status FROM pit.project
  WHERE (id = ANY ($1::uuid[]) OR code = ANY ($2::text[])) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`,
  {
    id: uuid,
    code: nullable(text),
    name: text,
    ownerId: uuid,
    sponsorId: nullable(uuid),
    status: word<ProjectLifecycle>(),
  },
);

/** What is recorded of the projects `$1` at the moments `$2`, by pairs; of two of one moment the one recorded last. */
export const COSTS_AT = statement(
  `SELECT DISTINCT ON (c.project_id, c.captured_at) c.project_id, c.captured_at, c.capex_committed, c.capex_spent,
    c.opex_committed, c.opex_spent
  FROM unnest($1::uuid[], $2::timestamptz[]) AS said (project_id, captured_at)
  JOIN pit.cost_snapshot c ON c.project_id = said.project_id AND c.captured_at = said.captured_at
    AND c.ai_forecast_json IS NULL
  LEFT JOIN pit_ops.cost_entry e ON e.project_id = c.project_id AND e.snapshot_id = c.id
  ORDER BY c.project_id, c.captured_at, e.seq DESC NULLS LAST`,
  {
    projectId: uuid,
    capturedAt: timestamp,
    capexCommitted: decimal,
    capexSpent: decimal,
    opexCommitted: decimal,
    opexSpent: decimal,
  },
);

/** What is said of the snapshots `$1` besides their amounts; snapshots of an import have nothing said of them. */
export const COST_ENTRIES = statement(
  `SELECT snapshot_id, is_correction, note, recorded_by, recorded_at FROM pit_ops.cost_entry
  WHERE snapshot_id = ANY ($1::uuid[])`,
  {
    snapshotId: uuid,
    isCorrection: boolean,
    note: nullable(text),
    recordedBy: uuid,
    recordedAt: timestamp,
  },
);
