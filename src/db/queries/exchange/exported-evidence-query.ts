import { enumOf, json, nullable, text, timestamp, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** At most `$2` pieces of live evidence of live work of the project `$1`, in the order of their ids. */
export const EXPORTED_EVIDENCE = statement(
  `SELECT piece.id, piece.file_url, piece.file_type, piece.metadata, piece.created_at, piece.uploaded_by, of_task.task_id,
    of_task.task_name, piece.subtask_id, kept.latest_decision
  FROM (
    SELECT t.id AS task_id, t.name AS task_name, e.id AS evidence_id FROM pit.task t JOIN pit.evidence e ON e.task_id = t.id
    WHERE t.project_id = $1 AND t.deleted_at IS NULL
    UNION ALL
    SELECT t.id, t.name, e.id FROM pit.task t JOIN pit.subtask s ON s.task_id = t.id AND s.deleted_at IS NULL
    JOIN pit.evidence e ON e.subtask_id = s.id WHERE t.project_id = $1 AND t.deleted_at IS NULL
  ) of_task
  JOIN pit.evidence piece ON piece.id = of_task.evidence_id AND piece.deleted_at IS NULL
  LEFT JOIN pit_ops.evidence_standing kept ON kept.evidence_id = piece.id
  ORDER BY piece.id LIMIT $2::int`,
  {
    id: uuid,
    fileUrl: text,
    fileType: enumOf('evidence_type_enum'),
    metadata: json<Readonly<Record<string, unknown>>>(),
    createdAt: timestamp,
    uploadedBy: uuid,
    taskId: uuid,
    taskName: text,
    subtaskId: nullable(uuid),
    latestDecision: nullable(enumOf('review_decision_enum')),
  },
);
