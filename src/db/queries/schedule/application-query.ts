import type { ActorRole } from '../../../domain/enums.ts';
import type { StoredRefusal } from '../../../domain/schedule/preview/application-rules.ts';
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

/** How far the application of a preview has come. */
export type ApplicationState = 'running' | 'applied' | 'refused' | 'failed';

/** What the token of who asked allowed, and the role that the directory knew then; null for the platform's own user. */
export interface ApplicationRights {
  readonly role: ActorRole;
  readonly divisionIds: readonly string[];
  readonly overrideReason?: string;
  readonly directoryRole: ActorRole | null;
}

const APPLICATION = {
  id: uuid,
  projectId: uuid,
  state: word<ApplicationState>(),
  requestedBy: uuid,
  requestedAt: timestamp,
  reason: nullable(text),
  taskCount: integer,
  changedTaskCount: nullable(integer),
  error: nullable(json<StoredRefusal>()),
  finishedAt: nullable(timestamp),
};

/** An application that a job does or has done, as far as whoever sees the project sees it. */
export type StoredApplication = Readonly<RowOf<typeof APPLICATION>>;

/** The applications `$1::uuid[]`, those in deleted projects too: that a project was deleted is told by its application. */
export const APPLICATIONS_BY_ID = statement(
  `SELECT id, project_id, state, requested_by, requested_at, reason, task_count, changed_task_count, error, finished_at
  FROM pit_ops.schedule_application WHERE id = ANY ($1::uuid[])`,
  APPLICATION,
);

/** The application that is under way in the project `$1`; no row without one. */
export const RUNNING_IN_PROJECT = statement(
  `SELECT id FROM pit_ops.schedule_application WHERE project_id = $1 AND state = 'running'`,
  { id: uuid },
);

/** At most `$1` applications of the organisation that are under way, those that wait longest first. */
export const RUNNING_APPLICATIONS = statement(
  `SELECT id FROM pit_ops.schedule_application
  WHERE org_id = (SELECT pit_ops.ctx_org()) AND state = 'running' ORDER BY requested_at, id LIMIT $1::int`,
  { id: uuid },
);

/** Asks for an application in the project `$1`: the rights `$2`, the request `$3`, its ground `$4`, the reason `$5`, `$6` tasks. */
export const ADD_APPLICATION = statement(
  `INSERT INTO pit_ops.schedule_application (project_id, rights, request, ground, reason, task_count)
  VALUES ($1, $2::jsonb, $3::jsonb, $4, $5, $6) RETURNING id`,
  { id: uuid },
);

/** The role that the directory gives the user `$1`; no row where it does not know them. */
export const DIRECTORY_ROLE = statement('SELECT role FROM pit."user" WHERE id = $1::uuid', {
  role: word<ActorRole>(),
});

/** Whether this transaction alone works at the application `$1`, until its end. */
export const LOCK_APPLICATION = statement(
  `SELECT pg_try_advisory_xact_lock(hashtextextended('schedule_application:' || $1::uuid, 0)) AS is_ours`,
  { isOurs: neverNull(boolean, 'the lock is taken or not') },
);

/** What is to be done by the application `$1`; no row once it is over. */
export const ASKED_APPLICATION = statement(
  `SELECT requested_by, rights, request, ground, reason, attempts FROM pit_ops.schedule_application
  WHERE id = $1 AND state = 'running'`,
  {
    requestedBy: uuid,
    rights: json<ApplicationRights>(),
    request: neverNull(json<unknown>(), 'a running one has a request'),
    ground: text,
    reason: nullable(text),
    attempts: integer,
  },
);

/** Notes that the application `$1` is begun once more. */
export const BEGIN_APPLICATION = statement(
  `UPDATE pit_ops.schedule_application SET attempts = attempts + 1 WHERE id = $1 AND state = 'running'`,
);

/** The application `$1` is done: `$2` tasks were changed. No row where it is over already. */
export const FINISH_APPLICATION = statement(
  `UPDATE pit_ops.schedule_application
  SET state = 'applied', changed_task_count = $2, request = NULL, finished_at = clock_timestamp()
  WHERE id = $1 AND state = 'running' RETURNING project_id`,
  { projectId: uuid },
);

/** The application `$1` comes to nothing: it is `$2` for the reason `$3`. No row where it is over already. */
export const END_APPLICATION = statement(
  `UPDATE pit_ops.schedule_application
  SET state = $2, error = $3::jsonb, request = NULL, finished_at = clock_timestamp()
  WHERE id = $1 AND state = 'running' RETURNING project_id`,
  { projectId: uuid },
);
