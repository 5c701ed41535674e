import type { StoredRefusal } from '../../../domain/schedule/preview/application-rules.ts';
import type { PlanFormat } from '../../../domain/exchange/plan-document.ts';
import {
  boolean,
  integer,
  json,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
  word,
  type RowOf,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { ApplicationRights } from '../schedule/application-query.ts';

/** How far an import has come. */
export type ImportState = 'waiting' | 'running' | 'done' | 'refused' | 'failed' | 'cancelled';

/** What is to be imported, and how it is read. */
export interface ImportRequest {
  readonly fileUrl: string;
  readonly sha256: string;
  readonly format: PlanFormat;
  /** Of a CSV file: which column is what. */
  readonly mapping: object | null;
}

const JOB = {
  id: uuid,
  projectId: nullable(uuid),
  state: word<ImportState>(),
  requestedBy: uuid,
  requestedAt: timestamp,
  request: json<ImportRequest>(),
  isDryRun: boolean,
  step: nullable(text),
  done: integer,
  total: integer,
  isCancelled: boolean,
  report: nullable(json<unknown>()),
  error: nullable(json<StoredRefusal>()),
  finishedAt: nullable(timestamp),
  version: integer,
};

/** An import as whoever asked for it, or an administrator, sees it. */
export type StoredImport = Readonly<RowOf<typeof JOB>>;

/** The imports `$1::uuid[]`. */
export const IMPORTS_BY_ID = statement(
  `SELECT id, project_id, state, requested_by, requested_at, request, is_dry_run, step, done, total, is_cancelled, report,
    error, finished_at, version
  FROM pit_ops.import_job WHERE id = ANY ($1::uuid[])`,
  JOB,
);

/** Asks for an import: into the project `$1`, if one is named, with the rights `$2`, the request `$3`, a dry run or not `$4`. */
export const ADD_IMPORT = statement(
  `INSERT INTO pit_ops.import_job (project_id, rights, request, is_dry_run) VALUES ($1, $2::jsonb, $3::jsonb, $4) RETURNING id`,
  { id: uuid },
);

/** How many imports of the actor are under way. */
export const COUNT_OWN_IMPORTS = statement(
  `SELECT count(*)::int AS count FROM pit_ops.import_job
  WHERE requested_by = (SELECT pit_ops.ctx_user()) AND state IN ('waiting', 'running')`,
  { count: integer },
);

/** At most `$1` imports of the organisation that are under way, those that wait longest first. */
export const OPEN_IMPORTS = statement(
  `SELECT id FROM pit_ops.import_job
  WHERE org_id = (SELECT pit_ops.ctx_org()) AND state IN ('waiting', 'running') ORDER BY requested_at, id LIMIT $1::int`,
  { id: uuid },
);

/** Whether this transaction alone works at the import `$1`, until its end. */
export const LOCK_IMPORT = statement(
  `SELECT pg_try_advisory_xact_lock(hashtextextended('import_job:' || $1::uuid, 0)) AS is_ours`,
  { isOurs: neverNull(boolean, 'the lock is taken or not') },
);

/** What is to be done by the import `$1`; no row once it is over. */
export const ASKED_IMPORT = statement(
  `SELECT project_id, requested_by, rights, request, is_dry_run, attempts FROM pit_ops.import_job
  WHERE id = $1 AND state IN ('waiting', 'running')`,
  {
    projectId: nullable(uuid),
    requestedBy: uuid,
    rights: json<ApplicationRights>(),
    request: json<ImportRequest>(),
    isDryRun: boolean,
    attempts: integer,
  },
);

/** Notes that the import `$1` is begun once more. */
export const BEGIN_IMPORT = statement(
  `UPDATE pit_ops.import_job SET state = 'running', attempts = attempts + 1
  WHERE id = $1 AND state IN ('waiting', 'running')`,
);

/** Notes how far the import `$1` is: the step `$2`, `$3` of `$4`. Answers whether it is to be given up. */
export const NOTE_IMPORT_STEP = statement(
  `UPDATE pit_ops.import_job SET step = $2, done = $3, total = $4 WHERE id = $1 AND state = 'running'
  RETURNING is_cancelled`,
  { isCancelled: boolean },
);

/** The import `$1` is done, with the report `$2`, in the project `$3`. No row where it is over or cancelled by now. */
export const FINISH_IMPORT = statement(
  `UPDATE pit_ops.import_job
  SET state = 'done', report = $2::jsonb, project_id = coalesce($3::uuid, project_id), finished_at = clock_timestamp()
  WHERE id = $1 AND state = 'running' AND NOT is_cancelled RETURNING id`,
  { id: uuid },
);

/** The import `$1` comes to nothing: it is `$2`, for the reason `$3`, if there is one. */
export const END_IMPORT = statement(
  `UPDATE pit_ops.import_job SET state = $2, error = $3::jsonb, finished_at = clock_timestamp()
  WHERE id = $1 AND state IN ('waiting', 'running')`,
);

/** Has the import `$1` given up: at once where it waits, at its next step where it runs. No row where it is over. */
export const CANCEL_IMPORT = statement(
  `UPDATE pit_ops.import_job SET is_cancelled = true,
    state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END,
    finished_at = CASE state WHEN 'waiting' THEN clock_timestamp() END
  WHERE id = $1 AND state IN ('waiting', 'running') RETURNING id`,
  { id: uuid },
);
