import type { RowOfStatement } from '../../../db/connection/statement.ts';
import {
  ASKED_APPLICATION,
  BEGIN_APPLICATION,
  END_APPLICATION,
  FINISH_APPLICATION,
  LOCK_APPLICATION,
  RUNNING_APPLICATIONS,
} from '../../../db/queries/schedule/application-query.ts';
import { allowLongTransaction } from '../../../db/write/long-transaction.ts';
import { SYSTEM_USER, type Actor } from '../../../domain/directory/actor.ts';
import { conflict, notFound, PitError } from '../../../domain/errors.ts';
import { rightsNow, storedRefusal } from '../../../domain/schedule/preview/application-rules.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import { lockProjectOf } from '../../plan/projects/locked-project.ts';
import type { Tx } from '../../transaction/command.ts';
import { loadPlan } from './apply-schedule.ts';
import { plannedWrites } from './planned-writes.ts';
import { previewRequest } from './preview-request.ts';
import { previewPlan } from './project-preview.ts';
import {
  announceApplication,
  directoryRole,
  groundOf,
  type ApplicationRequest,
} from './stored-application.ts';
import { storePreview } from './store-preview.ts';

/** An application is begun so often at most: what ends its process, or takes too long, each time is given up. */
export const MOST_ATTEMPTS = 5;

/** Applications of the organisation that are under way, those that wait longest first. */
export async function runningApplications(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await tx.run(RUNNING_APPLICATIONS, [limit]);
  return rows.map(({ id }) => id);
}

/** Who asked for an application that is begun, with the rights that they have now. */
export interface BegunApplication {
  readonly actor: Actor;
  readonly isLastAttempt: boolean;
}

/**
 * Notes that an application is begun, in the platform's name and in a transaction of its own, so that it is known where
 * the process dies over it.
 * @returns null where another process works at it, where it is over, or where it was given up just now.
 */
export async function beginApplication(tx: Tx, id: string): Promise<BegunApplication | null> {
  const asked = await lockApplication(tx, id);
  if (asked === null) return null;
  const { requestedBy: userId, rights, attempts } = asked;
  if (attempts >= MOST_ATTEMPTS) {
    await endApplication(
      tx,
      id,
      'failed',
      new PitError('UNAVAILABLE', 'The application was begun too often.'),
    );
    return null;
  }
  await tx.run(BEGIN_APPLICATION, [id]);
  const { directoryRole: then, ...given } = rights;
  const now = userId === SYSTEM_USER ? null : await directoryRole(tx, userId);
  const actor = { orgId: tx.actor.orgId, userId, ...rightsNow(given, { then, now }), requestId: id };
  return { actor, isLastAttempt: attempts + 1 >= MOST_ATTEMPTS };
}

/**
 * Does what was asked for, as who asked for it and with all checks once more, in one transaction. Two processes do not
 * work at one application, and what is over is not done again.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT as `applySchedule` where the project is gone or takes it no more, where who
 *   asked may not, or where the plan, the rules or the day are others; as `storePreview`.
 */
export async function runApplication(tx: Tx, id: string): Promise<{ readonly isDone: boolean }> {
  await allowLongTransaction(tx);
  const asked = await lockApplication(tx, id, true);
  if (asked === null) return { isDone: false };
  const { preview, exceptTaskIds } = asked.request as ApplicationRequest;
  const field = 'input.preview';
  const request = previewRequest(preview, field);
  const project = await lockProjectOf(tx, 'project', request.projectId, `${field}.projectId`);
  authorise(tx, 'applySchedule', relationsInProject(project));
  const plan = await loadPlan(tx, request, `${field}.projectId`);
  const previewed = previewPlan({ plan, ground: tx, actor: tx.actor }, request);
  requireGround(asked.ground, groundOf(previewed));
  const writes = plannedWrites(previewed.preview, new Set(exceptTaskIds));
  await storePreview({ tx, project, previewed, writes, reason: asked.reason });
  const { rowCount } = await tx.run(FINISH_APPLICATION, [id, writes.length]);
  if (rowCount === 0) throw conflict('The application is over already.', { field: 'id', actual: id });
  announceApplication(tx, project.id, id);
  return { isDone: true };
}

/** Says that nothing comes of an application, and why. Of one that is over already nothing is said. */
export async function endApplication(
  tx: Tx,
  id: string,
  state: 'refused' | 'failed',
  why: PitError,
): Promise<void> {
  const { rows } = await tx.run(END_APPLICATION, [id, state, JSON.stringify(storedRefusal(why))]);
  for (const { projectId } of rows) announceApplication(tx, projectId, id);
}

/**
 * The application, for this transaction alone; null where another one works at it or where it is over.
 * @param mustBeSeen whether the actor has to see the project; the platform sees all.
 */
async function lockApplication(
  tx: Tx,
  id: string,
  mustBeSeen = false,
): Promise<RowOfStatement<typeof ASKED_APPLICATION> | null> {
  const { rows: locked } = await tx.run(LOCK_APPLICATION, [id]);
  if (locked[0]?.isOurs !== true) return null;
  const { rows } = await tx.run(ASKED_APPLICATION, [id]);
  if (rows[0] === undefined && mustBeSeen) throw notFound('project', id, 'input.preview.projectId');
  return rows[0] ?? null;
}

function requireGround(asked: string, now: string): void {
  if (asked === now) return;
  throw conflict(
    'The plan, its rules or the day are others than when it was asked for; look at a new preview.',
    {
      field: 'input.token',
      expected: 'the plan as it was previewed',
    },
  );
}
