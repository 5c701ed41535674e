import type { ProjectLifecycle } from '../../../domain/enums.ts';
import { date, nullable, text, timestamp, uuid, word, type RowOf } from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';

/**
 * Locking a project's row serialises everything that moves its derived numbers. Under READ COMMITTED each statement
 * has its own snapshot, so the lock is taken by a statement of its own, and what is read after it is current.
 * FOR NO KEY UPDATE: rows that merely refer to the project can still be added by others.
 */

/** A project whose row is locked until the transaction ends: nobody else changes the plan under it. */
const LOCKED_PROJECT = {
  id: uuid,
  name: text,
  ownerId: uuid,
  sponsorId: nullable(uuid),
  divisionId: nullable(uuid),
  startDate: nullable(date),
  endDate: nullable(date),
  /** Lifecycle, as stored. */
  status: word<ProjectLifecycle>(),
  updatedAt: timestamp,
};
export type LockedProject = Readonly<RowOf<typeof LOCKED_PROJECT>>;

const lock = (condition: string, waiting = ''): Statement<LockedProject> =>
  statement(
    `SELECT id, name, owner_id, sponsor_id, division_id, start_date, end_date, status, updated_at FROM pit.project
    WHERE ${condition} AND deleted_at IS NULL FOR NO KEY UPDATE${waiting}`,
    LOCKED_PROJECT,
  );

const lockWhere = (id: string): Statement<LockedProject> => lock(`id = ${id}`);

/** Locks those of the projects `$1::uuid[]` that nobody else has locked. */
export const LOCK_FREE_PROJECTS = lock('id = ANY ($1::uuid[])', ' SKIP LOCKED');

/** Locks the project that the row `$1` is or belongs to; no row when either is deleted, or not to be seen. */
export const LOCK_PROJECT_OF = {
  project: lockWhere('$1'),
  phase: lockWhere('(SELECT p.project_id FROM pit.phase p WHERE p.id = $1 AND p.deleted_at IS NULL)'),
  'work package': lockWhere(
    '(SELECT w.project_id FROM pit.work_package w WHERE w.id = $1 AND w.deleted_at IS NULL)',
  ),
  task: lockWhere('(SELECT t.project_id FROM pit.task t WHERE t.id = $1 AND t.deleted_at IS NULL)'),
  subtask: lockWhere(`(SELECT t.project_id FROM pit.subtask s
    JOIN pit.task t ON t.id = s.task_id AND t.deleted_at IS NULL WHERE s.id = $1 AND s.deleted_at IS NULL)`),
  cluster: lockWhere('(SELECT c.project_id FROM pit.task_cluster c WHERE c.id = $1)'),
  alert: lockWhere('(SELECT a.project_id FROM pit.watchdog_alert a WHERE a.id = $1)'),
  baseline: lockWhere('(SELECT b.project_id FROM pit_ops.baseline b WHERE b.id = $1)'),
  proposal: lockWhere('(SELECT p.project_id FROM pit_ops.ai_proposal p WHERE p.id = $1)'),
  extension: lockWhere('(SELECT x.project_id FROM pit_ops.extension x WHERE x.id = $1)'),
  series: lockWhere('(SELECT s.project_id FROM pit_ops.series s WHERE s.id = $1)'),
  dependency: lockWhere('(SELECT d.project_id FROM pit.task_dependency d WHERE d.id = $1)'),
  evidence: lockWhere(`(SELECT t.project_id FROM pit.evidence e
    LEFT JOIN pit.subtask s ON s.id = e.subtask_id
    JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id) WHERE e.id = $1 AND e.deleted_at IS NULL)`),
} as const;
