import { bigint, boolean, json, nullable, text, timestamp, uuid } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';
import type { RowState } from '../../../domain/field-diff.ts';

/**
 * The newest `$3` records, 101 at most, of what happened in each of the projects `$1::uuid[]` that the caller may see, from the
 * number `$2` downwards, or from the newest where that is null. Two ranges of indexes of `audit_detail` each. Of a record that was
 * moved the other project is named where the caller may see it.
 */
export const PROJECT_HISTORIES = statement(
  `SELECT p.id AS project_id, h.seq, h.id, h.user_id, h.table_name, h.record_id, h.before_state, h.after_state,
      h.created_at,
      h.before_state ->> 'project_id' <> h.after_state ->> 'project_id' AS is_moved,
      (SELECT other.id FROM pit.project other WHERE h.before_state ->> 'project_id' <> h.after_state ->> 'project_id'
        AND other.id = (CASE WHEN h.before_state ->> 'project_id' = p.id::text THEN h.after_state
          ELSE h.before_state END ->> 'project_id')::uuid) AS other_project_id
    FROM unnest($1::uuid[]) AS asked(id) JOIN pit.project p ON p.id = asked.id
    CROSS JOIN LATERAL pit_ops.project_history(p.id, $2, $3) h ORDER BY p.id, h.seq DESC`,
  {
    projectId: uuid,
    seq: bigint,
    id: uuid,
    userId: uuid,
    tableName: text,
    recordId: text,
    beforeState: nullable(json<RowState>()),
    afterState: nullable(json<RowState>()),
    createdAt: timestamp,
    isMoved: nullable(boolean),
    otherProjectId: nullable(uuid),
  },
);

export type HistoryRecord = RowOfStatement<typeof PROJECT_HISTORIES>;

/** How many such records each of the projects `$1::uuid[]` has, counted up to `$2`. */
export const HISTORY_COUNTS = statement(
  `SELECT p.id, pit_ops.count_project_history(p.id, $2) AS count
    FROM unnest($1::uuid[]) AS asked(id) JOIN pit.project p ON p.id = asked.id`,
  { id: uuid, count: bigint },
);
