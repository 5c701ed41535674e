import { boolean, json, neverNull, nullable, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
export const MARK = statement(`
  UPDATE pit.notification SET is_read = $2
  WHERE id = ANY ($1::uuid[]) AND user_id = pit_ops.ctx_user() AND is_read <> $2`);

export const MARK_ALL = statement(`
  UPDATE pit.notification SET is_read = $1 WHERE user_id = pit_ops.ctx_user() AND is_read <> $1`);

/** The live project `$1`, if the actor sees it, and of its baselines the one with the id `$2`. */
export const VIEWED_PROJECT = statement(
  `SELECT p.id, b.id AS baseline_id FROM pit.project p
  LEFT JOIN pit_ops.baseline b ON b.project_id = p.id AND b.id = $2
  WHERE p.id = $1 AND p.deleted_at IS NULL`,
  { id: uuid, baselineId: nullable(uuid) },
);

export const SAVE_VIEW = statement(
  `
  INSERT INTO pit.gantt_state (user_id, project_id, zoom_level, viewport_start, viewport_end, grouping_mode)
  VALUES (pit_ops.ctx_user(), $1, $2, $3, $4, $5)
  ON CONFLICT (user_id, project_id) DO UPDATE SET zoom_level = excluded.zoom_level,
    viewport_start = excluded.viewport_start, viewport_end = excluded.viewport_end,
    grouping_mode = excluded.grouping_mode
  RETURNING id`,
  { id: uuid },
);

/**
 * Keeps what the actor has chosen of the chart of the project `$1`: the folded of its phases, packages and tasks `$2::uuid[]`, whether
 * a baseline is shown `$3`, whether one is named `$4` and which `$5`, and whether the critical path is emphasised `$6`. Null leaves
 * what is kept. What is not of the project is not kept.
 */
export const SAVE_CHOICES = statement(`
  INSERT INTO pit_ops.gantt_view AS kept (project_id, folded_ids, shows_baseline, baseline_id, emphasises_critical)
  VALUES ($1,
    ARRAY(SELECT id FROM pit.phase WHERE id = ANY ($2::uuid[]) AND project_id = $1
      UNION ALL SELECT id FROM pit.work_package WHERE id = ANY ($2::uuid[]) AND project_id = $1
      UNION ALL SELECT id FROM pit.task WHERE id = ANY ($2::uuid[]) AND project_id = $1),
    coalesce($3::boolean, true), $5::uuid, coalesce($6::boolean, false))
  ON CONFLICT (user_id, project_id) DO UPDATE SET
    folded_ids = CASE WHEN $2::uuid[] IS NULL THEN kept.folded_ids ELSE excluded.folded_ids END,
    shows_baseline = coalesce($3::boolean, kept.shows_baseline),
    baseline_id = CASE WHEN $4::boolean THEN excluded.baseline_id ELSE kept.baseline_id END,
    emphasises_critical = coalesce($6::boolean, kept.emphasises_critical)`);

/** What the actor has chosen of the charts of the projects `$1::uuid[]`. */
export const CHOICES = statement(
  `SELECT project_id, to_json(folded_ids) AS folded_ids, shows_baseline, baseline_id, emphasises_critical FROM pit_ops.gantt_view
  WHERE user_id = pit_ops.ctx_user() AND project_id = ANY ($1::uuid[])`,
  {
    projectId: uuid,
    foldedIds: neverNull(json<readonly string[]>(), 'the column is never null'),
    showsBaseline: boolean,
    baselineId: nullable(uuid),
    emphasisesCritical: boolean,
  },
);
