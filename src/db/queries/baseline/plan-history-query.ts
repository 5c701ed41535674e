import {
  bigint,
  boolean,
  exactBigint,
  json,
  nullable,
  text,
  timestamp,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * How far the audit log of the project `$1` had come at the moment `$2`; now when it is null. No row for a project that
 * there is not to see; no `seq` before its first record.
 */
export const PLAN_MOMENT = statement(
  `SELECT moment.seq, moment.unseen::text, moment.read_at, coalesce($2::timestamptz > moment.read_at, false) AS is_future
   FROM pit.project AS project
   CROSS JOIN LATERAL pit_ops.plan_moment(project.id, coalesce($2::timestamptz, 'infinity')) AS moment
   WHERE project.id = $1::uuid AND project.deleted_at IS NULL`,
  { seq: nullable(bigint), unseen: text, readAt: timestamp, isFuture: boolean },
);

const RECORD = {
  seq: exactBigint,
  table: text,
  recordId: text,
  after: json<Record<string, unknown>>(),
  auditLogId: nullable(uuid),
  seal: nullable(bigint),
  isAltered: nullable(boolean),
};

/**
 * Of each record of the project `$1` the newest state up to the audit record `$2`, without the transactions `$3`; with
 * the seals of the audit records if `$4`.
 */
export const PLAN_RECORDS = statement(
  `SELECT record.seq, record.table_name AS "table", record.record_id, record.state AS after, record.audit_log_id, record.seal,
     record.is_altered
   FROM pit.project AS project
   CROSS JOIN LATERAL pit_ops.plan_records(project.id, $2::bigint, $3::xid8[], $4::boolean) AS record
   WHERE project.id = $1::uuid AND project.deleted_at IS NULL`,
  RECORD,
);

const rowsOf = (table: string, condition: string, key = 'id'): string =>
  `SELECT 0::bigint AS seq, '${table.replace(/^.*\./, '')}' AS "table", part.${key}::text AS record_id, to_jsonb(part) AS after,
     NULL::uuid AS audit_log_id, NULL::bigint AS seal, NULL::boolean AS is_altered
   FROM ${table} AS part WHERE ${condition}`;

const ofProject = `part.project_id = $1::uuid`;

/** The project `$1` as it is now, in the form of `PLAN_RECORDS`. */
export const LIVE_RECORDS = statement(
  [
    rowsOf('pit.project', 'part.id = $1::uuid AND part.deleted_at IS NULL'),
    rowsOf('pit.phase', `${ofProject} AND part.deleted_at IS NULL`),
    rowsOf('pit.work_package', `${ofProject} AND part.deleted_at IS NULL`),
    rowsOf('pit.task', `${ofProject} AND part.deleted_at IS NULL`),
    rowsOf('pit.task_dependency', ofProject),
    rowsOf('pit_ops.task_rule', ofProject, 'task_id'),
    rowsOf('pit_ops.task_actual', ofProject, 'task_id'),
  ].join('\nUNION ALL\n'),
  RECORD,
);
