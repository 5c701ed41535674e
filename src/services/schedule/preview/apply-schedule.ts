import { Project } from '../../../../entities/project.ts';
import { LOAD_PLANS } from '../../../db/queries/schedule/plan-load-query.ts';
import { allowLongTransaction } from '../../../db/write/long-transaction.ts';
import { badInput, conflict, notFound, PitError } from '../../../domain/errors.ts';
import type { PlanSummary } from '../../../domain/schedule/preview/plan-diff.ts';
import { optionalText, TEXT_LIMITS } from '../../../domain/text.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import { lockProjectOf } from '../../plan/projects/locked-project.ts';
import { MOST_AT_ONCE } from '../../plan/tasks/task-facts.ts';
import type { Tx } from '../../transaction/command.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { StoredPlan } from '../stored-plan.ts';
import { plannedWrites, type PlannedWrite } from './planned-writes.ts';
import { previewRequest, type PreviewRequest, type PreviewScheduleInput } from './preview-request.ts';
import {
  planOfRow,
  MOST_PREVIEWED_TASKS,
  previewPlan,
  requirePlan,
  tokenOf,
  type ProjectPreview,
} from './project-preview.ts';
import type { ScheduleTokens } from './schedule-tokens.ts';
import { keepApplication, requireNoneRunning } from './stored-application.ts';
import { storePreview } from './store-preview.ts';

export interface ApplyScheduleInput {
  /** The preview's input once more. */
  readonly preview: PreviewScheduleInput;
  readonly token: string;
  readonly exceptTaskIds?: readonly string[] | null;
  readonly reason?: string | null;
  readonly ifUpdatedAt?: string | null;
}

/** What an application has done, or that it is under way. */
export interface AppliedSchedule {
  readonly projectId: string;
  /** Tasks of which something was stored; 0 while a job is still to do it. */
  readonly changedTaskCount: number;
  /** The application that a job does; null where all is done. */
  readonly applicationId: string | null;
}

/** The most tasks that are written while the caller waits. */
export const MOST_APPLIED_TASKS = 5_000;
/** The most that a job writes, in one transaction. */
export const MOST_TASKS_OF_JOB = 50_000;

/**
 * Makes exactly what a preview has shown: under the lock of the project it is computed again, and stored if it is the one
 * that the token is of. What moves more tasks than somebody waits for is checked alike, and kept for the job that does it.
 * @throws PitError BAD_USER_INPUT for a token of something else; CONFLICT, with a fresh token and what it is of, where the
 *   plan, its rules or the day are others by now; LIMIT_EXCEEDED for too many moved tasks; as `storePreview`.
 */
export async function applySchedule(
  tx: Tx,
  input: ApplyScheduleInput,
  tokens: ScheduleTokens,
): Promise<AppliedSchedule> {
  const field = 'input.preview';
  const request = previewRequest(input.preview, field);
  const at = `${field}.projectId`;
  await requireNoneRunning(tx, request.projectId);
  const project = await lockProjectOf(tx, 'project', request.projectId, at);
  authorise(tx, 'applySchedule', relationsInProject(project));
  await requireUnmodified(tx, Project, project, input.ifUpdatedAt);
  const reason = optionalText(input.reason ?? null, 'input.reason', TEXT_LIMITS.comment);
  const plan = await loadPlan(tx, request, at);
  const except = exceptions(input, request, plan);
  const previewed = previewPlan({ plan, ground: tx, actor: tx.actor }, request);
  requireToken(input.token, previewed, tokens);
  const writes = plannedWrites(previewed.preview, except);
  requireFew(writes);
  const { id: projectId } = project;
  if (writes.length > MOST_APPLIED_TASKS) {
    const kept = { preview: input.preview, exceptTaskIds: [...except] };
    const application = { projectId, request: kept, previewed, reason, taskCount: writes.length };
    const applicationId = await keepApplication(tx, application);
    return { projectId, changedTaskCount: 0, applicationId };
  }
  if (writes.length > MOST_AT_ONCE) await allowLongTransaction(tx);
  await storePreview({ tx, project, previewed, writes, reason });
  return { projectId, changedTaskCount: writes.length, applicationId: null };
}

/** The plan of the locked project that a request is about. */
export async function loadPlan(tx: Tx, request: PreviewRequest, field: string): Promise<StoredPlan> {
  const { rows } = await tx.run(LOAD_PLANS, [[request.projectId], MOST_PREVIEWED_TASKS]);
  return requirePlan(planOfRow(rows[0]), request, field);
}

/**
 * What the preview names cannot be left out of it: the rest would not be what was shown.
 * @throws PitError NOT_FOUND for what is no task of the project.
 */
function exceptions(
  { exceptTaskIds }: ApplyScheduleInput,
  { change }: PreviewRequest,
  { facts }: StoredPlan,
): ReadonlySet<string> {
  const ids = (exceptTaskIds ?? []).map((id) => id.toLowerCase());
  if (ids.length === 0) return new Set();
  const named = new Set(change.tasks.map((task) => task.taskId));
  const known = new Set(facts.tasks.ids);
  ids.forEach((id, at) => {
    const field = `input.exceptTaskIds.${at}`;
    if (!known.has(id)) throw notFound('task of the project', id, field);
    if (!named.has(id)) return;
    throw badInput('The preview itself changes this task.', {
      field,
      expected: 'a task that merely moves with others',
      actual: id,
    });
  });
  return new Set(ids);
}

function requireToken(token: string, previewed: ProjectPreview, tokens: ScheduleTokens): void {
  const verdict = tokens.verify(token, previewed.subject, previewed.tokenGround);
  if (verdict === 'current') return;
  if (verdict === 'foreign') {
    throw badInput('The token is not of this preview.', {
      field: 'input.token',
      expected: 'the token that the caller got for the same input of previewSchedule',
      actual: token.slice(0, 16),
    });
  }
  const { before, after, moved } = previewed.preview;
  throw conflict('The plan has changed since it was previewed; look at the new preview and decide again.', {
    field: 'input.token',
    expected: 'the token of a preview of the plan as it is now',
    token: tokenOf(previewed, tokens),
    before: summaryInGraph(before),
    after: summaryInGraph(after),
    movedTasks: moved.length,
  });
}

/** A summary by the names that the graph has for it. */
function summaryInGraph({ finish, criticalCount: criticalTaskCount }: PlanSummary) {
  return { finish, criticalTaskCount };
}

function requireFew(writes: readonly PlannedWrite[]): void {
  if (writes.length <= MOST_TASKS_OF_JOB) return;
  throw new PitError('LIMIT_EXCEEDED', 'The preview moves too many tasks.', {
    field: 'input.preview',
    expected: `at most ${MOST_TASKS_OF_JOB} moved tasks`,
    actual: writes.length,
  });
}
