import type { ExportFormat } from '../../../domain/exchange/exported-plan.ts';
import type { StoredRefusal } from '../../../domain/schedule/preview/application-rules.ts';
import {
  bigint,
  integer,
  json,
  neverNull,
  boolean,
  nullable,
  text,
  timestamp,
  uuid,
  word,
  type RowOf,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { ApplicationRights } from '../schedule/application-query.ts';

/** How far an export has come. */
export type ExportState = 'waiting' | 'running' | 'done' | 'refused' | 'failed';

const JOB = {
  id: uuid,
  projectId: uuid,
  format: word<ExportFormat>(),
  state: word<ExportState>(),
  requestedAt: timestamp,
  fileId: nullable(uuid),
  fileName: nullable(text),
  mediaType: nullable(text),
  sha256: nullable(text),
  size: nullable(bigint),
  error: nullable(json<StoredRefusal>()),
  finishedAt: nullable(timestamp),
  expiresAt: nullable(timestamp),
};

/** An export as whoever asked for it, or an administrator, sees it. */
export type StoredExport = Readonly<RowOf<typeof JOB>>;

/** The exports `$1::uuid[]`. */
export const EXPORTS_BY_ID = statement(
  `SELECT id, project_id, format, state, requested_at, file_id, file_name, media_type, sha256, size, error, finished_at,
    expires_at FROM pit_ops.export_job WHERE id = ANY ($1::uuid[])`,
  JOB,
);

/** Asks for an export of the project `$1` in the format `$2`, with the rights `$3`. */
export const ADD_EXPORT = statement(
  `INSERT INTO pit_ops.export_job (project_id, format, rights) VALUES ($1, $2, $3::jsonb) RETURNING id`,
  { id: uuid },
);

/** How many exports of the actor are under way. */
export const COUNT_OWN_EXPORTS = statement(
  `SELECT count(*)::int AS count FROM pit_ops.export_job
  WHERE requested_by = (SELECT pit_ops.ctx_user()) AND state IN ('waiting', 'running')`,
  { count: integer },
);

/**
 * The first export of the organisation that came to a file with the digest `$1`, and whether the audit trail has that, too: a record of
 * the job alone is what whoever has the database can write.
 */
export const EXPORT_OF_DIGEST = statement(
  `SELECT job.id, job.project_id, job.format, job.requested_by, job.finished_at,
    EXISTS (SELECT FROM pit.audit_log log WHERE log.org_id = job.org_id AND log.table_name = 'export_job'
      AND log.record_id = job.id::text AND log.after_state ->> 'sha256' = job.sha256) AS is_audited
  FROM pit_ops.export_job job
  WHERE job.org_id = (SELECT pit_ops.ctx_org()) AND job.state = 'done' AND job.sha256 = $1 ORDER BY job.finished_at, job.id LIMIT 1`,
  {
    id: uuid,
    projectId: uuid,
    format: word<ExportFormat>(),
    requestedBy: uuid,
    finishedAt: nullable(timestamp),
    isAudited: neverNull(boolean, 'a record is there or not'),
  },
);

/** At most `$1` exports of the organisation that are under way, those that wait longest first. */
export const OPEN_EXPORTS = statement(
  `SELECT id FROM pit_ops.export_job
  WHERE org_id = (SELECT pit_ops.ctx_org()) AND state IN ('waiting', 'running') ORDER BY requested_at, id LIMIT $1::int`,
  { id: uuid },
);

/** Whether this transaction alone works at the export `$1`, until its end. */
export const LOCK_EXPORT = statement(
  `SELECT pg_try_advisory_xact_lock(hashtextextended('export_job:' || $1::uuid, 0)) AS is_ours`,
  { isOurs: neverNull(boolean, 'the lock is taken or not') },
);

/** What is to be done by the export `$1`; no row once it is over. */
export const ASKED_EXPORT = statement(
  `SELECT project_id, format, requested_by, rights, attempts FROM pit_ops.export_job
  WHERE id = $1 AND state IN ('waiting', 'running')`,
  {
    projectId: uuid,
    format: word<ExportFormat>(),
    requestedBy: uuid,
    rights: json<ApplicationRights>(),
    attempts: integer,
  },
);

/** Notes that the export `$1` is begun once more. */
export const BEGIN_EXPORT = statement(
  `UPDATE pit_ops.export_job SET state = 'running', attempts = attempts + 1
  WHERE id = $1 AND state IN ('waiting', 'running')`,
);

/** The export `$1` is done: the file `$2` with the name `$3`, the media type `$4`, the digest `$5`, `$6` bytes, for `$7` hours. */
export const FINISH_EXPORT = statement(
  `UPDATE pit_ops.export_job SET state = 'done', file_id = $2, file_name = $3, media_type = $4, sha256 = $5, size = $6,
    finished_at = clock_timestamp(), expires_at = clock_timestamp() + make_interval(hours => $7::int)
  WHERE id = $1 AND state = 'running' RETURNING project_id`,
  { projectId: uuid },
);

/** The export `$1` comes to nothing: it is `$2` for the reason `$3`. */
export const END_EXPORT = statement(
  `UPDATE pit_ops.export_job SET state = $2, error = $3::jsonb, finished_at = clock_timestamp()
  WHERE id = $1 AND state IN ('waiting', 'running')`,
);
