import { requireDataDate } from '../../../domain/schedule/data-date.ts';
import type { LOAD_PLANS } from '../../../db/queries/schedule/plan-load-query.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { notFound, PitError } from '../../../domain/errors.ts';
import { isUuid } from '../../../domain/uuid.ts';
import {
  previewSchedule as computePreview,
  type SchedulePreview,
} from '../../../domain/schedule/preview/schedule-preview.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import { rulesHashOf, rulesOf, storedPlan, type ScheduleGround, type StoredPlan } from '../stored-plan.ts';
import { readGround } from '../read-schedule.ts';
import { loadPlans, plansRead } from '../resident-plans.ts';
import {
  canonicalInput,
  planFingerprint,
  previewRequest,
  type PreviewRequest,
  type PreviewScheduleInput,
} from './preview-request.ts';
import type { ScheduleTokens, TokenGround, TokenSubject } from './schedule-tokens.ts';

/** The most tasks of a project whose schedule is previewed. */
export const MOST_PREVIEWED_TASKS = 100_000;

/** A preview with what its token is made of. */
export interface ProjectPreview {
  readonly request: PreviewRequest;
  readonly preview: SchedulePreview;
  readonly ground: ScheduleGround;
  readonly subject: TokenSubject;
  readonly tokenGround: TokenGround;
  /** Tasks that wait for a predecessor less: a dependency on it is tried without. */
  readonly releasedTaskIds: readonly string[];
}

/** Who previews: the loaders of one request. */
export interface PreviewReader {
  readonly loaders: Loaders;
  readonly actor: Pick<Actor, 'orgId' | 'userId'>;
}

/**
 * A dry run of a change of a project's plan, for whoever sees the project; nothing is stored.
 * @throws PitError NOT_FOUND for a project that is not to be seen; LIMIT_EXCEEDED for one of too many tasks; as
 *   `previewSchedule` of the domain for what cannot be tried.
 */
export async function readPreview(
  { loaders, actor }: PreviewReader,
  input: PreviewScheduleInput,
): Promise<ProjectPreview> {
  const field = 'input';
  const request = previewRequest(input, field);
  const [ground, plan] = await Promise.all([
    readGround({ loaders, orgId: actor.orgId }),
    readPlan({ loaders, actor }, request.projectId),
  ]);
  return previewPlan({ plan: requirePlan(plan, request, `${field}.projectId`), ground, actor }, request);
}

/** The preview of a plan that is at hand. */
export function previewPlan(
  { plan, ground, actor }: { plan: StoredPlan; ground: ScheduleGround; actor: PreviewReader['actor'] },
  request: PreviewRequest,
): ProjectPreview {
  const { change, tried, base, projectId } = request;
  if (tried.dataDate !== undefined) requireDataDate(tried.dataDate, ground.today, `${change.field}.dataDate`);
  const rules = rulesOf(plan, ground);
  const preview = computePreview({ plan: plan.facts, calendar: ground.calendar, rules, change, tried, base });
  const { orgId, userId } = actor;
  return {
    request,
    preview,
    ground,
    subject: { orgId, userId, projectId, input: canonicalInput(request) },
    tokenGround: {
      plan: planFingerprint(plan.facts),
      today: ground.today,
      rules: JSON.stringify([rulesHashOf(ground), rules]),
    },
    releasedTaskIds: releasedTasks(plan, request),
  };
}

function releasedTasks({ facts: { tasks, links } }: StoredPlan, { change }: PreviewRequest): string[] {
  const removed = new Set(change.removeLinkIds);
  if (removed.size === 0) return [];
  return links.ids.flatMap((id, k) => (removed.has(id) ? [tasks.ids[links.to[k]!]!] : []));
}

/** The token by which the preview can be applied. */
export function tokenOf({ subject, tokenGround }: ProjectPreview, tokens: ScheduleTokens): string {
  return tokens.sign(subject, tokenGround);
}

type Moves = SchedulePreview['moved'];

const orderedMoves = new WeakMap<SchedulePreview, Moves>();

/** The moved tasks by their first day after the change; those without one come last. */
export function movesInOrder({ preview }: Pick<ProjectPreview, 'preview'>): Moves {
  const moves = orderedMoves.get(preview) ?? inOrder(preview);
  orderedMoves.set(preview, moves);
  return moves;
}

function inOrder(preview: SchedulePreview): Moves {
  const keyOf = ({ startAfter, endAfter, taskId }: Moves[number]): string =>
    `${startAfter ?? '~'}${endAfter ?? '~'}${taskId}`;
  return preview.moved
    .map((move) => [keyOf(move), move] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, move]) => move);
}

/** The plan out of the rows of `LOAD_PLANS` for one project. */
export function planOfRow(
  row: RowOfStatement<typeof LOAD_PLANS> | undefined,
): StoredPlan | 'none' | 'too large' {
  if (row === undefined) return 'none';
  return storedPlan(row, MOST_PREVIEWED_TASKS) ?? 'too large';
}

/** @throws PitError NOT_FOUND, or LIMIT_EXCEEDED. */
export function requirePlan(
  plan: StoredPlan | 'none' | 'too large',
  { projectId }: Pick<PreviewRequest, 'projectId'>,
  field: string,
): StoredPlan {
  if (plan === 'none') throw notFound('project', projectId, field);
  if (plan !== 'too large') return plan;
  throw new PitError('LIMIT_EXCEEDED', 'The project has too many tasks for a preview.', {
    field,
    expected: `a project of at most ${MOST_PREVIEWED_TASKS} tasks`,
  });
}

/** The plan of a project that is to be seen, or why there is none; one that is at hand is only brought up to date. */
export function readPlan(
  { loaders, actor: { orgId } }: PreviewReader,
  projectId: string,
): Promise<StoredPlan | 'none' | 'too large'> {
  const loader = loaders.custom<StoredPlan | 'none' | 'too large'>('previewedPlan', async (ids, reads) => {
    const batch = reads.onPrimary();
    const ground = await readGround({ loaders, orgId });
    const asked = ids.filter(isUuid).map((id) => ({ projectId: id }));
    const plans = await loadPlans(plansRead(batch, orgId, ground), asked, MOST_PREVIEWED_TASKS);
    return ids.map((id) => {
      const loaded = plans.get(id);
      return loaded === undefined ? 'none' : (loaded?.plan ?? 'too large');
    });
  });
  return loader.load(projectId);
}
