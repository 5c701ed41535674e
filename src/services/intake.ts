import { LINK_ORIGINS, LOCK_ORIGINS, TASKS_OF_ORIGINS } from '../db/intake-query.ts';
import { TASK_VALUES } from '../db/task-plan-query.ts';
import { parameters } from '../db/statement.ts';
import { requireItems } from '../domain/bulk.ts';
import { laterDate } from '../domain/civil-date.ts';
import { namingEarlier, raisedAgain, raisedPlan } from '../domain/intake.ts';
import type { TaskChange, TaskValues } from '../domain/task-values.ts';
import { generalPlaceOf, type GeneralPlace } from './general-place.ts';
import { lockProjectOf, requireId, requireWriter, type LockedProject } from './locked-project.ts';
import { readFrame, type PlanFrame } from './plan-frame.ts';
import { originKey, readRaised, type Raised, type RaisedTaskInput } from './raised-task.ts';
import { authorise, standingAtTask } from './standing.ts';
import { draftTask, makeTasks, type Drawing, type NewTaskInput, type TaskOrigin } from './task-create.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from './task-facts.ts';
import { readPeople } from './task-people.ts';
import { revise, saveRevised, type Revision } from './task-update.ts';
import type { Tx } from './write.ts';

/*
 * Other modules raise work. An origin (module and its own reference) has at most one open task that way: raising it
 * again brings that task up to date, wherever in the organisation it lies, and makes a new one only after it is done.
 */

export interface RaiseTasksInput {
  readonly projectId: string;
  readonly tasks: readonly RaisedTaskInput[];
}

export const RaiseOutcome = { CREATED: 'created', UPDATED: 'updated', UNCHANGED: 'unchanged' } as const;
export type RaiseOutcome = (typeof RaiseOutcome)[keyof typeof RaiseOutcome];

/** What became of what was raised, in the order of the request. */
export interface RaisedTasks {
  readonly items: readonly { readonly taskId: string; readonly outcome: RaiseOutcome }[];
  readonly projectIds: readonly string[];
}

/** A live task of an origin. */
interface OriginTask extends TaskOrigin {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly isCompleted: boolean;
}

/** Something raised, with what its origin has led to before. */
interface Case {
  readonly raised: Raised;
  readonly open: OriginTask | undefined;
  readonly closed: OriginTask | undefined;
}

type Outcomes = Map<Raised, { taskId: string; outcome: RaiseOutcome; projectId: string }>;

/**
 * Raises up to 500 tasks in a project, all or none. New ones go where they are told to, or into the project's general
 * place, and belong to the project's owner unless somebody else is named.
 * @throws PitError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT; PIT002 for unknown people, PIT006 for dates.
 */
export async function raiseTasks(tx: Tx, input: RaiseTasksInput): Promise<RaisedTasks> {
  requireWriter(tx);
  requireId('project', input.projectId, 'input.projectId');
  requireItems(input.tasks.length, 'input.tasks');
  const target = input.projectId.toLowerCase();
  const raised = readRaised(input.tasks);
  // The origins come first: two callers with one origin then see each other's task, in whichever projects.
  await tx.query(LOCK_ORIGINS, [raised.map(originKey)]);
  const openIn = (await casesOf(tx, raised)).flatMap(({ open }) =>
    open === undefined ? [] : [open.projectId],
  );
  const projects: LockedProject[] = [];
  for (const id of [...new Set([target, ...openIn])].sort()) {
    projects.push(await lockProjectOf(tx, 'project', id, 'input.projectId'));
  }
  const cases = await casesOf(tx, raised);
  const outcomes: Outcomes = new Map();
  for (const project of projects) await raiseIn(tx, project, casesIn(project, cases, target), outcomes);
  await linkOrigins(tx, raised, outcomes);
  return answer(tx, raised, outcomes);
}

async function casesOf(tx: Tx, raised: readonly Raised[]): Promise<Case[]> {
  const { rows } = await tx.query<OriginTask>(TASKS_OF_ORIGINS, [
    raised.map(({ sourceModule }) => sourceModule),
    raised.map(({ sourceReferenceId }) => sourceReferenceId),
  ]);
  const byOrigin = new Map<string, OriginTask[]>();
  for (const task of rows) {
    const key = originKey(task);
    byOrigin.set(key, [...(byOrigin.get(key) ?? []), task]);
  }
  return raised.map((item) => {
    const known = byOrigin.get(originKey(item)) ?? [];
    return {
      raised: item,
      open: known.find(({ isCompleted }) => !isCompleted),
      closed: known.filter(({ isCompleted }) => isCompleted).at(-1),
    };
  });
}

/** What happens in a project: its own open tasks are brought up to date; what has none is made where it was asked for. */
function casesIn({ id }: LockedProject, cases: readonly Case[], target: string): Case[] {
  return cases.filter(({ open }) => (open === undefined ? id === target : open.projectId === id));
}

async function raiseIn(
  tx: Tx,
  project: LockedProject,
  cases: readonly Case[],
  outcomes: Outcomes,
): Promise<void> {
  const again = cases.flatMap(({ raised, open }) =>
    open === undefined ? [] : [{ raised, taskId: open.id }],
  );
  const fresh = cases.filter(({ open }) => open === undefined);
  const facts = await readTaskFacts(
    tx,
    project.id,
    again.map(({ taskId }) => taskId),
  );
  const isPlaced = fresh.every(({ raised }) => raised.phaseId != null || raised.workPackageId != null);
  const general = isPlaced ? null : await generalPlaceOf(tx, project);
  const frame = await readFrame(tx, project, [
    ...[...facts.values()].map((task) => task.workPackageId ?? task.phaseId),
    ...fresh.flatMap(({ raised }) => [raised.phaseId ?? null, raised.workPackageId ?? null]),
    ...(general === null ? [] : [general.workPackageId ?? general.phaseId]),
  ]);
  await raiseAgain(tx, { frame, facts, again }, outcomes);
  await raiseFresh(tx, { frame, fresh, general }, outcomes);
}

/** Brings the open tasks of origins that were raised again up to date. */
async function raiseAgain(
  tx: Tx,
  known: { frame: PlanFrame; facts: FactsById; again: readonly { raised: Raised; taskId: string }[] },
  outcomes: Outcomes,
): Promise<void> {
  const { frame, facts, again } = known;
  if (again.length === 0) return;
  const ids = parameters([again.map(({ taskId }) => taskId)]);
  const [rows = []] = await tx.together([{ statement: TASK_VALUES, values: ids }]);
  const values = new Map(rows.map((row) => [String(row['id']), row as unknown as TaskValues]));
  const { project } = frame;
  const revision: Revision = { tx, verb: 'raiseTasks', project, frame, facts, values, users: new Set() };
  const revised = again.flatMap(({ raised, taskId }) => {
    const task = facts.get(taskId) as TaskFacts;
    authorise(tx, 'raiseTasks', standingAtTask(project, task));
    const change = changeOf(tx, task, values.get(taskId) as TaskValues, raised);
    const isChanged = Object.keys(change).length > 0;
    const outcome = isChanged ? RaiseOutcome.UPDATED : RaiseOutcome.UNCHANGED;
    outcomes.set(raised, { taskId, outcome, projectId: project.id });
    return isChanged ? [revise(revision, task, change, raised.field)] : [];
  });
  await saveRevised(revision, revised);
}

function changeOf(tx: Tx, task: TaskFacts, current: TaskValues, raised: Raised): TaskChange {
  const lastStep = task.subtasks.reduce<string | null>(
    (last, { endDate }) => (last === null || endDate === null ? (last ?? endDate) : laterDate(last, endDate)),
    null,
  );
  return raisedAgain(current, raised, { today: tx.today, lastStep }, `${raised.field}.description`);
}

/** Makes tasks for origins that have no open one. */
async function raiseFresh(
  tx: Tx,
  known: { frame: PlanFrame; fresh: readonly Case[]; general: GeneralPlace | null },
  outcomes: Outcomes,
): Promise<void> {
  const { frame, fresh, general } = known;
  const people = fresh.map(({ raised }) => ({ ownerId: raised.ownerId ?? frame.project.ownerId }));
  const users = await readPeople(tx, people);
  const drawing: Drawing = { tx, verb: 'raiseTasks', frame, users, next: new Map() };
  const drafts = fresh.map(({ raised, closed }) => {
    const { sourceModule, sourceReferenceId } = raised;
    const draft = draftTask(drawing, newTask(tx, frame, general, { raised, closed }), raised.field);
    return { ...draft, sourceModule, sourceReferenceId };
  });
  const made = await makeTasks(tx, frame, drafts);
  made.forEach(({ id, projectId }, index) => {
    const { raised } = fresh[index] as Case;
    outcomes.set(raised, { taskId: id, outcome: RaiseOutcome.CREATED, projectId });
  });
}

function newTask(
  tx: Tx,
  frame: PlanFrame,
  general: GeneralPlace | null,
  { raised, closed }: Pick<Case, 'closed' | 'raised'>,
): NewTaskInput {
  const { name, description, requiresEvidence, linkedRiskMitigationPct, phaseId, workPackageId } = raised;
  const isPlaced = phaseId != null || workPackageId != null;
  return {
    ...raisedPlan(raised, tx.today),
    ...(isPlaced ? { phaseId, workPackageId } : general),
    name,
    description:
      closed === undefined ? description : namingEarlier(description, closed, `${raised.field}.description`),
    requiresEvidence,
    linkedRiskMitigationPct,
    ownerId: raised.ownerId ?? frame.project.ownerId,
  };
}

/** Links the tasks to what they were raised from; a link that was missing makes an unchanged task an updated one. */
async function linkOrigins(tx: Tx, raised: readonly Raised[], outcomes: Outcomes): Promise<void> {
  const wanted = raised.flatMap((item) =>
    item.links === null ? [] : [{ ...item.links, taskId: outcomes.get(item)?.taskId }],
  );
  if (wanted.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(LINK_ORIGINS, [JSON.stringify(wanted)]);
  const linked = new Set(rows.map(({ id }) => id));
  for (const [item, done] of outcomes) {
    if (done.outcome !== RaiseOutcome.UNCHANGED || !linked.has(done.taskId)) continue;
    outcomes.set(item, { ...done, outcome: RaiseOutcome.UPDATED });
  }
}

/** Tells the modules of every task that is new to them or has changed. */
function answer(tx: Tx, raised: readonly Raised[], outcomes: Outcomes): RaisedTasks {
  const done = raised.flatMap((item) => outcomes.get(item) ?? []);
  for (const { taskId, projectId, outcome } of done) {
    if (outcome === RaiseOutcome.UNCHANGED) continue;
    tx.emit({ topic: 'pit.integration.update', streamId: projectId, payload: { projectId, taskId } });
  }
  return {
    items: done.map(({ taskId, outcome }) => ({ taskId, outcome })),
    projectIds: [...new Set(done.map(({ projectId }) => projectId))],
  };
}
