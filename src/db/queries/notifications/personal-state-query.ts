import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
export const MARK = statement(`
  UPDATE pit.notification SET is_read = $2
  WHERE id = ANY ($1::uuid[]) AND user_id = pit_ops.ctx_user() AND is_read <> $2`);

export const MARK_ALL = statement(`
  UPDATE pit.notification SET is_read = $1 WHERE user_id = pit_ops.ctx_user() AND is_read <> $1`);

export const VISIBLE_PROJECT = statement('SELECT id FROM pit.project WHERE id = $1 AND deleted_at IS NULL', {
  id: uuid,
});

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
