import { TaskPriority } from '../enums.ts';
import { raisedPriority } from '../intake/intake.ts';
import { cutText, nameFault } from '../text.ts';
import { ProposalAction, type AdviceKind } from './advice-words.ts';
import type { Answers, OptionAnswer, TaskAnswer } from './answer-schema.ts';
import { offeredAs, type Offered } from './offered.ts';

/** One thing that may be done, if a person accepts it. What does not belong to its action is absent. */
export interface ProposalItem {
  readonly action: ProposalAction;
  /** What it does, in the words of the model. */
  readonly reason: string | null;
  readonly name?: string;
  readonly description?: string | null;
  readonly durationDays?: number;
  readonly priority?: TaskPriority;
  readonly requiresEvidence?: boolean;
  /** Places of earlier items that a new task waits for. */
  readonly dependsOn?: readonly number[];
  readonly controlIds?: readonly string[];
  /** The tasks that it changes; of an overlap the predecessor and the successor. */
  readonly taskIds?: readonly string[];
  readonly dependencyId?: string;
  /** Working days of duration or lag that the proposal was made for, and those that it proposes. */
  readonly daysBefore?: number;
  readonly daysAfter?: number;
  /** Working days by which the project finishes earlier, as the schedule computed it. */
  readonly daysSaved?: number;
}

/** What a model has answered, as it is stored and shown: typed, bounded, and about nothing that was not offered. */
export interface ProposalOutput {
  readonly summary: string;
  readonly items: readonly ProposalItem[];
  /** Of evidence alone: 0 to 100, what was found, and what a reviewer would miss. */
  readonly score?: number;
  readonly feedback?: string;
  readonly missing?: readonly string[];
}

/** An answer fits its schema, and yet is none to the question. */
export class UnfitAnswer extends Error {}

/** Control and format characters, but for line ends and tabs: they show nothing, or other text in another order. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Surrogate}]/gu;

/** The text as it may be shown, trimmed. */
export function shownText(text: string, most: number): string {
  return cutText(text.replace(INVISIBLE, ''), most).trim();
}

const MAKERS: {
  readonly [K in AdviceKind]: (answer: Answers[K], offered: Offered) => ProposalOutput;
} = {
  tasks: ({ summary, tasks }, offered) => ({
    summary: shownText(summary, 1_500),
    items: tasks.map((task, at) => newTask(task, at, offered)),
  }),
  schedule: ({ summary, ranked }, offered) => ({
    summary: shownText(summary, 1_500),
    items: inOrder(ranked.map(({ candidate, reason }) => ({ handle: candidate, reason }))).map(
      ({ handle, reason }) => compression(handle, shownText(reason, 500), offered),
    ),
  }),
  evidence: ({ score, feedback, missing }) => ({
    summary: '',
    items: [],
    score,
    feedback: shownText(feedback, 1_000),
    missing: missing.map((each) => shownText(each, 200)).filter((each) => each !== ''),
  }),
  scan: ({ summary }) => ({ summary: shownText(summary, 1_500), items: [] }),
  mitigation: ({ summary, options }, offered) => ({
    summary: shownText(summary, 1_500),
    items: options.map((option) => mitigatingItem(option, offered)),
  }),
};

/**
 * What an answer proposes.
 * @param answer one that fits the schema of its kind.
 * @throws UnfitAnswer where it names what was not offered, names it twice, or names a task in a way that none may have.
 */
export function proposalOf<K extends AdviceKind>(
  kind: K,
  answer: Answers[K],
  offered: Offered,
): ProposalOutput {
  return MAKERS[kind](answer, offered);
}

function newTask(task: TaskAnswer, at: number, { controls }: Offered): ProposalItem {
  const { days: durationDays, priority, requiresEvidence } = task;
  const dependsOn = [...new Set(task.dependsOn)].sort((a, b) => a - b);
  const ahead = dependsOn.find((place) => place >= at);
  if (ahead !== undefined)
    throw new UnfitAnswer(`task ${at} waits for task ${ahead}, which does not come before it`);
  const controlIds = [...new Set(task.controls)].map((handle) => {
    const id = offeredAs(controls, handle);
    if (id === undefined) throw new UnfitAnswer('a control that was not offered');
    return id;
  });
  return {
    action: ProposalAction.CREATE_TASK,
    reason: null,
    name: taskName(task.name),
    description: shownText(task.description, 2_000) || null,
    durationDays,
    priority,
    requiresEvidence,
    dependsOn,
    controlIds,
  };
}

function taskName(text: string): string {
  const name = shownText(text.replaceAll(/\s+/g, ' '), 200);
  if (name === '' || nameFault(name) !== null) throw new UnfitAnswer('a task without a name');
  return name;
}

function inOrder<T extends { readonly handle: string }>(ranked: readonly T[]): readonly T[] {
  if (new Set(ranked.map(({ handle }) => handle)).size === ranked.length) return ranked;
  throw new UnfitAnswer('a candidate that is named twice');
}

function compression(handle: string, reason: string, { candidates }: Offered): ProposalItem {
  const candidate = offeredAs(candidates, handle);
  if (candidate === undefined) throw new UnfitAnswer('a candidate that was not offered');
  const { action, before: daysBefore, after: daysAfter, daysSaved } = candidate;
  const days = { daysBefore, daysAfter, daysSaved };
  if (action === 'shorten_task') return { action, reason, taskIds: [candidate.taskId], ...days };
  const { dependencyId, predecessorId, successorId } = candidate;
  return { action, reason, dependencyId, taskIds: [predecessorId, successorId], ...days };
}

function mitigatingItem(option: OptionAnswer, { tasks }: Offered): ProposalItem {
  const reason = shownText(option.reason, 500);
  if (option.action === 'create_task') {
    const { days: durationDays } = option;
    const description = shownText(option.description, 2_000) || null;
    const name = taskName(option.name);
    const made = { priority: TaskPriority.HIGH, requiresEvidence: false, dependsOn: [], controlIds: [] };
    return { action: ProposalAction.CREATE_TASK, reason, name, description, durationDays, ...made };
  }
  const named = [...new Set(option.tasks)].map((handle) => {
    const task = offeredAs(tasks, handle);
    if (task === undefined) throw new UnfitAnswer('a task that was not offered');
    return task;
  });
  if (named.length === 0) throw new UnfitAnswer('a priority of no task');
  const priority = named.reduce<TaskPriority>(
    (most, task) => raisedPriority(most, task.priority),
    TaskPriority.HIGH,
  );
  return { action: ProposalAction.RAISE_PRIORITY, reason, priority, taskIds: named.map(({ id }) => id) };
}
