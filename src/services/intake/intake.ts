import type { RowOfStatement } from '../../db/connection/statement.ts';
import { LINK_ORIGINS, LOCK_ORIGINS, TASKS_OF_ORIGINS } from '../../db/queries/intake/intake-query.ts';
import { BulkMode, Refusals, requireItems, type ItemError } from '../../domain/plan/bulk.ts';
import { conflict } from '../../domain/errors.ts';
import {
  lockProjectOf,
  requireId,
  requireWriter,
  type LockedProject,
} from '../plan/projects/locked-project.ts';
import { raiseIn, RaiseOutcome, type Case, type OriginTask, type Outcomes } from './raise-in-project.ts';
import { originKey, readRaised, type Raised, type RaisedTaskInput } from './raised-task.ts';
import { ConcurrencyConflict } from '../transaction/mutation-transaction.ts';
import type { Tx } from '../transaction/command.ts';

/*
 * Other modules raise work. An origin (module and its own reference) has at most one open task in the organisation:
 * raising it again brings that task up to date, wherever it lies, and makes a new one only after it is done.
 */

export interface RaiseTasksInput {
  readonly projectId: string;
  readonly tasks: readonly RaisedTaskInput[];
  readonly mode?: BulkMode;
}

/** What became of what was raised, in the order of the request. */
export interface RaisedTasks {
  readonly items: readonly {
    /** Place of the item in the request, from 0. */
    readonly index: number;
    readonly taskId: string;
    readonly outcome: RaiseOutcome;
  }[];
  readonly projectIds: readonly string[];
  readonly errors: readonly ItemError[];
}

/** What version 0.1.0 answered, and keys of the last day still give: all items, by their places, and no errors. */
type StoredAnswer = Pick<RaisedTasks, 'projectIds'> & {
  readonly items: readonly Omit<RaisedTasks['items'][number], 'index'>[];
};

/** The answer with what was not yet part of it when it was stored for its idempotency key. */
export function completeAnswer(stored: RaisedTasks | StoredAnswer): RaisedTasks {
  return { errors: [], ...stored, items: stored.items.map((item, index) => ({ index, ...item })) };
}

/** A row of `TASKS_OF_ORIGINS`; without an id it is an open task that the actor may not see. */
type FoundTask = RowOfStatement<typeof TASKS_OF_ORIGINS>;

/**
 * Raises up to 500 tasks in a project, all or none unless the mode is PARTIAL: then refused items are left out and
 * listed, each with its index. New ones go where they are told to, or into the project's general place, and belong to
 * the project's owner unless somebody else is named.
 * @throws PitError NOT_FOUND for the project; FORBIDDEN to viewers; BAD_USER_INPUT for no items or too many; and all or
 * nothing, that of the first refused item with all of them in `detail.errors`: FORBIDDEN, BAD_USER_INPUT, NOT_FOUND;
 * PIT002 for unknown people, PIT006 for dates; CONFLICT for an origin whose open task the actor may not see.
 */
export async function raiseTasks(tx: Tx, input: RaiseTasksInput): Promise<RaisedTasks> {
  const { projectId, tasks, mode = BulkMode.ALL_OR_NOTHING } = input;
  requireWriter(tx);
  requireId('project', projectId, 'input.projectId');
  requireItems(tasks.length, 'input.tasks');
  const target = projectId.toLowerCase();
  const refusals = new Refusals();
  const raised = readRaised(tasks, refusals);
  // The origins come first: two callers with one origin then see each other's task, in whichever projects.
  await tx.run(LOCK_ORIGINS, [raised.map(originKey)]);
  const known = await casesOf(tx, raised, refusals);
  const projects = await lockProjects(tx, target, known, refusals);
  const refused = new Set(refusals.errors.map(({ index }) => index));
  const current = known.map((each) => each.raised).filter(({ index }) => !refused.has(index));
  const cases = await casesOf(tx, current, refusals);
  const outcomes: Outcomes = new Map();
  for (const project of projects) {
    await raiseIn(tx, project, casesIn(project, cases, target), { outcomes, refusals });
  }
  requireAllLocked(cases, projects);
  refusals.throwIfAllOrNothing(mode, 'input.tasks');
  await linkOrigins(tx, raised, outcomes);
  return { ...answer(tx, raised, outcomes), errors: refusals.errors };
}

/** The items with what their origins have led to; refused are those whose open task the actor may not see. */
async function casesOf(tx: Tx, raised: readonly Raised[], refusals: Refusals): Promise<Case[]> {
  const { rows } = await tx.run(TASKS_OF_ORIGINS, [
    raised.map(({ sourceModule }) => sourceModule),
    raised.map(({ sourceReferenceId }) => sourceReferenceId),
  ]);
  const byOrigin = new Map<string, FoundTask[]>();
  for (const task of rows) byOrigin.set(originKey(task), [...(byOrigin.get(originKey(task)) ?? []), task]);
  const cases = raised.map((item) =>
    refusals.attempt(item.index, () => {
      const found = byOrigin.get(originKey(item)) ?? [];
      const seen = found.flatMap((task) => seenTask(task) ?? []);
      if (seen.length < found.length) throw refuseHidden(item);
      return {
        raised: item,
        open: seen.find(({ isCompleted }) => !isCompleted),
        closed: seen.findLast(({ isCompleted }) => isCompleted),
      };
    }),
  );
  return cases.filter((each) => each !== undefined);
}

/** Null for one that the actor may not see, whose row says its origin alone. */
function seenTask({ id, projectId, name, isCompleted, ...origin }: FoundTask): OriginTask | null {
  if (id === null || projectId === null || name === null || isCompleted === null) return null;
  return { ...origin, id, projectId, name, isCompleted };
}

/** Says no more than that there is a task: what it is, and in which project, is not for everybody. */
function refuseHidden({ field, sourceReferenceId }: Raised) {
  return conflict('The origin has an open task that you may not see.', {
    field: `${field}.sourceReferenceId`,
    expected: 'an origin without an open task, or one within sight',
    actual: sourceReferenceId,
  });
}

/**
 * Locks the project that new tasks go into and those that open tasks lie in, always in the same order. Where one of the
 * latter refuses, the items whose tasks lie in it are refused.
 */
async function lockProjects(
  tx: Tx,
  target: string,
  cases: readonly Case[],
  refusals: Refusals,
): Promise<LockedProject[]> {
  const openIn = cases.flatMap(({ open }) => (open === undefined ? [] : [open.projectId]));
  const projects: LockedProject[] = [];
  for (const id of [...new Set([target, ...openIn])].sort()) {
    try {
      projects.push(await lockProjectOf(tx, 'project', id, 'input.projectId'));
    } catch (error) {
      if (id === target) throw error;
      for (const { raised, open } of cases) if (open?.projectId === id) refusals.note(raised.index, error);
    }
  }
  return projects;
}

/** What happens in a project: its own open tasks are brought up to date; what has none is made where it was asked for. */
function casesIn({ id }: LockedProject, cases: readonly Case[], target: string): Case[] {
  return cases.filter(({ open }) => (open === undefined ? id === target : open.projectId === id));
}

/** Somebody may have opened a task again, in yet another project, while this transaction waited for its locks. */
function requireAllLocked(cases: readonly Case[], projects: readonly LockedProject[]): void {
  const locked = new Set(projects.map(({ id }) => id));
  if (cases.every(({ open }) => open === undefined || locked.has(open.projectId))) return;
  throw new ConcurrencyConflict('a task of a raised origin was opened meanwhile');
}

/** Links the tasks to what they were raised from; a link that was missing makes an unchanged task an updated one. */
async function linkOrigins(tx: Tx, raised: readonly Raised[], outcomes: Outcomes): Promise<void> {
  const wanted = raised.flatMap((item) =>
    item.links === null || !outcomes.has(item) ? [] : [{ ...item.links, taskId: outcomes.get(item)?.taskId }],
  );
  if (wanted.length === 0) return;
  const { rows } = await tx.run(LINK_ORIGINS, [JSON.stringify(wanted)]);
  const linked = new Set(rows.map(({ id }) => id));
  for (const [item, done] of outcomes) {
    if (done.outcome !== RaiseOutcome.UNCHANGED || !linked.has(done.taskId)) continue;
    outcomes.set(item, { ...done, outcome: RaiseOutcome.UPDATED });
  }
}

/** Tells the modules of every task that is new to them or has changed. */
function answer(tx: Tx, raised: readonly Raised[], outcomes: Outcomes): Omit<RaisedTasks, 'errors'> {
  const done = raised.flatMap((item) => {
    const outcome = outcomes.get(item);
    return outcome === undefined ? [] : [{ ...outcome, index: item.index }];
  });
  for (const { taskId, projectId, outcome } of done) {
    if (outcome === RaiseOutcome.UNCHANGED) continue;
    tx.emit({ topic: 'pit.integration.update', streamId: projectId, payload: { projectId, taskId } });
  }
  return {
    items: done.map(({ index, taskId, outcome }) => ({ index, taskId, outcome })),
    projectIds: [...new Set(done.map(({ projectId }) => projectId))],
  };
}
