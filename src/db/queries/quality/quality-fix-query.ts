import { date, integer, json, neverNull, nullable, text, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** The project of the result `$1`, and what could be put right when it was stored. */
export const RESULT_FIXES = statement(
  `SELECT project_id, autofix_actions AS fixes FROM pit.qa_result WHERE id = $1`,
  {
    projectId: uuid,
    fixes: json<unknown>(),
  },
);

/** Notes in the result `$1` what became of its fixes: `$2`. */
export const NOTE_FIXES = statement(`UPDATE pit.qa_result SET autofix_actions = $2::jsonb WHERE id = $1`);

/** All that a fix may change in the project `$1`. */
export const FIXABLE_ROWS = statement(
  `SELECT 'project' AS kind, id, start_date, end_date, NULL::integer AS duration_days, NULL::text AS status, progress_percent
    FROM pit.project WHERE id = $1
  UNION ALL SELECT 'phase', id, start_date, end_date, NULL, NULL, progress_percent FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL SELECT 'work_package', id, start_date, end_date, NULL, NULL, progress_percent FROM pit.work_package
    WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL SELECT 'task', id, start_date, end_date, duration_days, status::text, progress_percent FROM pit.task
    WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL SELECT 'subtask', s.id, s.start_date, s.end_date, NULL, s.status::text, s.progress_percent
    FROM pit.task t JOIN pit.subtask s ON s.task_id = t.id AND s.deleted_at IS NULL WHERE t.project_id = $1 AND t.deleted_at IS NULL`,
  {
    kind: neverNull(word<'project' | 'phase' | 'work_package' | 'task' | 'subtask'>(), 'constants'),
    id: neverNull(uuid, 'keys'),
    startDate: nullable(date),
    endDate: nullable(date),
    durationDays: nullable(integer),
    status: nullable(text),
    progressPercent: neverNull(integer, 'not null'),
  },
);
