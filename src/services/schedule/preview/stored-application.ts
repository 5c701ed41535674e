import { createHash } from 'node:crypto';
import {
  ADD_APPLICATION,
  APPLICATIONS_BY_ID,
  DIRECTORY_ROLE,
  RUNNING_IN_PROJECT,
  type ApplicationRights,
  type StoredApplication,
} from '../../../db/queries/schedule/application-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import type { ActorRole } from '../../../domain/enums.ts';
import { conflict } from '../../../domain/errors.ts';
import { isUuid } from '../../../domain/uuid.ts';
import type { Tx } from '../../transaction/command.ts';
import type { PreviewScheduleInput } from './preview-request.ts';
import type { ProjectPreview } from './project-preview.ts';

/** What a job is to do, as `applySchedule` was asked for it. */
export interface ApplicationRequest {
  readonly preview: PreviewScheduleInput;
  readonly exceptTaskIds: readonly string[];
}

/** What of it goes into the columns of its row. */
export interface NewApplication {
  readonly projectId: string;
  readonly request: ApplicationRequest;
  readonly previewed: ProjectPreview;
  readonly reason: string | null;
  readonly taskCount: number;
}

/**
 * Goes on only if no job is applying a schedule to the project. Asked before its lock, which the job holds for as long as it
 * works: whoever waited for that would hear of a lock, not of what holds it.
 * @throws PitError CONFLICT, with the id of the application that is under way.
 */
export async function requireNoneRunning(tx: Tx, projectId: string): Promise<void> {
  if (!isUuid(projectId)) return;
  const { rows: running } = await tx.run(RUNNING_IN_PROJECT, [projectId]);
  if (running[0] === undefined) return;
  throw conflict('Another schedule is being applied to the project; wait until it is over.', {
    field: 'input.preview.projectId',
    expected: 'a project to which no schedule is being applied',
    actual: projectId,
    applicationId: running[0].id,
  });
}

/**
 * Keeps a request for the job that does it, and announces that. The lock of the project is held, so that of two requests
 * at once the second one finds the first.
 * @returns its id.
 * @throws PitError CONFLICT while another one is under way in the project.
 */
export async function keepApplication(
  tx: Tx,
  { projectId, request, previewed, reason, taskCount }: NewApplication,
): Promise<string> {
  await requireNoneRunning(tx, projectId);
  const { role, divisionIds, overrideReason, userId } = tx.actor;
  const rights: ApplicationRights = {
    role,
    divisionIds,
    ...(overrideReason !== undefined && { overrideReason }),
    directoryRole: await directoryRole(tx, userId),
  };
  const { rows } = await tx.run(ADD_APPLICATION, [
    projectId,
    JSON.stringify(rights),
    JSON.stringify(request),
    groundOf(previewed),
    reason,
    taskCount,
  ]);
  const { id } = rows[0]!;
  announceApplication(tx, projectId, id);
  return id;
}

/** The role that the directory gives somebody now; null where it knows none. */
export async function directoryRole(tx: Tx, userId: string): Promise<ActorRole | null> {
  const { rows } = await tx.run(DIRECTORY_ROLE, [userId]);
  return rows[0]?.role ?? null;
}

/** Names the plan, the day and the rules that a preview is of: equal texts have the same preview. */
export function groundOf({ tokenGround: { plan, today, rules } }: ProjectPreview): string {
  return createHash('sha256')
    .update(JSON.stringify([plan, today, rules]))
    .digest('base64url');
}

/** Says that an application has begun, or is over. */
export function announceApplication(tx: Tx, projectId: string, applicationId: string): void {
  const payload = { projectId, changed: [], applicationId };
  tx.emit({ topic: 'pit.schedule.updated', streamId: projectId, payload });
}

/** The application with the id; null when there is none to see. */
export async function readApplication(loaders: Loaders, id: string): Promise<StoredApplication | null> {
  if (!isUuid(id)) return null;
  const loader = loaders.custom<StoredApplication | null>('schedule-application', async (ids, reader) => {
    const rows = await reader.rows(APPLICATIONS_BY_ID, [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  });
  return loader.load(id.toLowerCase());
}
