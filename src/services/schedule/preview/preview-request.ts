import { createHash } from 'node:crypto';
import type { CivilDate } from '../../../domain/civil-date.ts';
import { DependencyType } from '../../../domain/enums.ts';
import type { PlanChange, TaskChange } from '../../../domain/schedule/preview/plan-change.ts';
import type { PreviewInput } from '../../../domain/schedule/preview/schedule-preview.ts';
import type { PlanFacts, TaskMode } from '../../../domain/schedule/remaining-work/plan-facts.ts';
import type { OutOfSequence } from '../../../domain/schedule/remaining-work/schedule-rules.ts';

/** A preview as it is asked for. Null and absent are alike but for a start and what is left, which null takes back. */
export interface PreviewScheduleInput {
  readonly projectId: string;
  readonly base?: 'schedule' | 'plan' | null;
  readonly dataDate?: CivilDate | null;
  readonly outOfSequence?: OutOfSequence | null;
  readonly tasks?: readonly PreviewTaskInput[] | null;
  readonly addDependencies?: readonly PreviewDependencyInput[] | null;
  readonly removeDependencyIds?: readonly string[] | null;
}

export interface PreviewTaskInput {
  readonly taskId: string;
  readonly startDate?: CivilDate | null;
  readonly durationDays?: number | null;
  readonly remainingDays?: number | null;
  readonly mode?: TaskMode | null;
  readonly delete?: boolean | null;
}

export interface PreviewDependencyInput {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type?: DependencyType | null;
  readonly lagDays?: number | null;
}

/** The same in one spelling. */
export interface PreviewRequest {
  readonly projectId: string;
  readonly base: 'schedule' | 'plan';
  readonly tried: NonNullable<PreviewInput['tried']>;
  readonly change: PlanChange;
}

/**
 * The request in one spelling: ids in small letters, defaults filled in.
 * @param field where it stands in the input.
 */
export function previewRequest(input: PreviewScheduleInput, field: string): PreviewRequest {
  const { dataDate, outOfSequence } = input;
  return {
    projectId: input.projectId.toLowerCase(),
    base: input.base ?? 'schedule',
    tried: { ...(dataDate != null && { dataDate }), ...(outOfSequence != null && { outOfSequence }) },
    change: {
      field,
      tasks: (input.tasks ?? []).map(taskChange),
      addLinks: (input.addDependencies ?? []).map((link, at) => ({
        id: addedLinkId(at),
        predecessorId: link.predecessorId.toLowerCase(),
        successorId: link.successorId.toLowerCase(),
        type: link.type ?? DependencyType.FINISH_TO_START,
        lagDays: link.lagDays ?? 0,
      })),
      removeLinkIds: (input.removeDependencyIds ?? []).map((id) => id.toLowerCase()),
    },
  };
}

function taskChange({
  taskId,
  startDate,
  durationDays,
  remainingDays,
  ...rest
}: PreviewTaskInput): TaskChange {
  return {
    taskId: taskId.toLowerCase(),
    ...(startDate !== undefined && { startDate }),
    ...(durationDays != null && { durationDays }),
    ...(remainingDays !== undefined && { remainingDays }),
    ...(rest.mode != null && { mode: rest.mode }),
    ...(rest.delete === true && { delete: true }),
  };
}

/** What an added link is called until it has an id. */
function addedLinkId(at: number): string {
  return `added:${at}`;
}

/** Whether a link is one that the preview itself adds. */
export function isAddedLink(id: string): boolean {
  return id.startsWith('added:');
}

/** The text by which two requests are the same one, in whatever order their entries stand. */
export function canonicalInput({ projectId, base, tried, change }: PreviewRequest): string {
  const { tasks, addLinks, removeLinkIds } = change;
  const changes = tasks.map(({ taskId, startDate, durationDays, remainingDays, mode, ...task }) =>
    JSON.stringify([taskId, said(startDate), durationDays, said(remainingDays), mode, task.delete === true]),
  );
  const links = addLinks.map(({ predecessorId, successorId, type, lagDays }) =>
    [predecessorId, successorId, type, lagDays].join(),
  );
  const { dataDate = null, outOfSequence = null } = tried;
  const lists = [changes.sort(), links.sort(), [...new Set(removeLinkIds)].sort()];
  return JSON.stringify([projectId, base, dataDate, outOfSequence, ...lists]);
}

/** What is absent stays; null takes back. */
function said<T>(value: T | undefined): [] | [T] {
  return value === undefined ? [] : [value];
}

/**
 * Names a plan by all that its schedule is made of: two plans of the same name have the same schedule, and whatever has
 * happened between them is undone. So a renamed task, or a new schedule of the same plan, outdates no preview.
 */
export function planFingerprint({ tasks, links }: PlanFacts): string {
  const hash = createHash('sha256');
  const columns: (readonly string[] | Int32Array | Uint8Array)[] = [
    ...Object.values({ ...tasks }),
    ...Object.values({ ...links }),
  ];
  for (const column of columns) {
    if (column instanceof Int32Array || column instanceof Uint8Array) {
      hash.update(Buffer.from(column.buffer, column.byteOffset, column.byteLength));
    } else hash.update(column.join());
    hash.update('|');
  }
  return hash.digest('base64url');
}
