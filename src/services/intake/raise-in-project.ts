import { LOGGED_TEXTS, RAISED_DAYS } from '../../db/queries/intake/intake-query.ts';
import { ADVANCE_COMMITMENTS } from '../../db/queries/plan/tasks/commitment-query.ts';
import { TASK_VALUES } from '../../db/queries/plan/tasks/task-plan-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { Refusals } from '../../domain/plan/bulk.ts';
import { laterDate } from '../../domain/civil-date.ts';
import { dueDaysOf } from '../../domain/intake/due-days.ts';
import { namingEarlier, raisedAgain, raisedPlan, type RaisedChange } from '../../domain/intake/intake.ts';
import type { TaskValues } from '../../domain/plan/task-values.ts';
import { findGeneralPlace, generalPlaceOf, type GeneralPlace } from '../plan/wbs/default-work-package.ts';
import type { LockedProject } from '../plan/projects/locked-project.ts';
import { readFrame, type PlanAncestors } from '../plan/wbs/plan-ancestors.ts';
import { logProgress } from '../plan/status/progress-log.ts';
import { reopenWithWork } from '../plan/projects/project-reopening.ts';
import type { Raised } from './raised-task.ts';
import { authorise, relationsAtTask, relationsInProject } from '../plan/projects/authorization.ts';
import { draftTask, makeTasks, type Drawing, type NewTaskInput } from '../plan/tasks/task-create.ts';
import type { TaskOrigin } from '../plan/tasks/open-origin.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from '../plan/tasks/task-facts.ts';
import { answerable } from '../plan/projects/answerable.ts';
import { readPeople } from '../plan/tasks/task-people.ts';
import { revise, saveRevised, type Revised, type Revision } from '../plan/tasks/task-update.ts';
import type { Tx } from '../transaction/command.ts';

export const RaiseOutcome = { CREATED: 'created', UPDATED: 'updated', UNCHANGED: 'unchanged' } as const;
export type RaiseOutcome = (typeof RaiseOutcome)[keyof typeof RaiseOutcome];

/** A live task of an origin. */
export interface OriginTask extends TaskOrigin {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly isCompleted: boolean;
}

/** Something raised, with what its origin has led to before. */
export interface Case {
  readonly raised: Raised;
  readonly open: OriginTask | undefined;
  readonly closed: OriginTask | undefined;
}

export type Outcomes = Map<Raised, { taskId: string; outcome: RaiseOutcome; projectId: string }>;

/** Where it is kept what became of the items. */
export interface Verdicts {
  readonly outcomes: Outcomes;
  readonly refusals: Refusals;
}

/** Raises in a locked project: brings its open tasks of the origins up to date, and makes tasks for those without one. */
export async function raiseIn(
  tx: Tx,
  project: LockedProject,
  cases: readonly Case[],
  verdicts: Verdicts,
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
  const general = await generalFor(tx, project, fresh, verdicts.refusals);
  const frame = await readFrame(tx, project, [
    ...[...facts.values()].map((task) => task.workPackageId ?? task.phaseId),
    ...fresh.flatMap(({ raised }) => [raised.phaseId ?? null, raised.workPackageId ?? null]),
    ...(general === null ? [] : [general.workPackageId ?? general.phaseId]),
  ]);
  await raiseAgain(tx, { frame, facts, again }, verdicts);
  await raiseFresh(tx, { frame, fresh, general }, verdicts);
}

function isPlaced({ phaseId, workPackageId }: Raised): boolean {
  return phaseId != null || workPackageId != null;
}

/** The place for work that was not placed. Who may not raise in a project without any phase does not make it one. */
async function generalFor(
  tx: Tx,
  project: LockedProject,
  fresh: readonly Case[],
  refusals: Refusals,
): Promise<GeneralPlace | null> {
  const unplaced = fresh.filter(({ raised }) => !isPlaced(raised));
  if (unplaced.length === 0) return null;
  const place = await findGeneralPlace(tx, project.id);
  if (place !== null) return place;
  const allowed = unplaced.filter(
    ({ raised }) =>
      refusals.attempt(raised.index, () => {
        authorise(tx, 'raiseTasks', relationsInProject(project));
        return true;
      }) === true,
  );
  return allowed.length === 0 ? null : generalPlaceOf(tx, project);
}

/** An open task with what raising its origin again makes of it. */
interface Again extends RaisedChange {
  readonly raised: Raised;
  readonly task: TaskFacts;
  /** Undefined where nothing of its row changes. */
  readonly revised: Revised | undefined;
}

/** Brings the open tasks of origins that were raised again up to date. */
async function raiseAgain(
  tx: Tx,
  known: { frame: PlanAncestors; facts: FactsById; again: readonly { raised: Raised; taskId: string }[] },
  { outcomes, refusals }: Verdicts,
): Promise<void> {
  const { frame, facts, again } = known;
  if (again.length === 0) return;
  const ids = again.map(({ taskId }) => taskId);
  const [rows, days] = await tx.pipeline([
    step(TASK_VALUES, [ids]),
    step(RAISED_DAYS, [ids, tx.organisation.timeZone]),
  ]);
  const raisedOn = new Map(days.map(({ id, day }) => [id, day]));
  const values = new Map(rows.map((row) => [row.id, row]));
  const { project } = frame;
  // Raising again brings an end nearer alone, which no commitment stands against.
  const kept = { due: new Map<string, string>(), users: new Map() };
  const revision: Revision = { tx, verb: 'raiseTasks', project, frame, facts, values, ...kept };
  const accepted = again
    .map(({ raised, taskId }) =>
      refusals.attempt(raised.index, () =>
        changeOf(revision, raised, facts.get(taskId) as TaskFacts, raisedOn.get(taskId) ?? tx.today),
      ),
    )
    .filter((each) => each !== undefined);
  const news = await unlogged(tx, accepted);
  for (const each of accepted) {
    const { raised, task, revised } = each;
    const isChanged = revised !== undefined || news.has(each);
    const outcome = isChanged ? RaiseOutcome.UPDATED : RaiseOutcome.UNCHANGED;
    outcomes.set(raised, { taskId: task.id, outcome, projectId: project.id });
  }
  await saveRevised(
    revision,
    accepted.flatMap(({ revised }) => revised ?? []),
  );
  const nearer = accepted.filter(({ change }) => change.endDate != null).map(({ task }) => task.id);
  if (nearer.length > 0) tx.defer(step(ADVANCE_COMMITMENTS, [nearer]));
  logOverflow(tx, [...news]);
}

function changeOf(revision: Revision, raised: Raised, task: TaskFacts, raisedOn: string): Again {
  const { tx, project, values } = revision;
  authorise(tx, 'raiseTasks', relationsAtTask(project, task));
  const lastStep = task.subtasks.reduce<string | null>(
    (last, { endDate }) => (last === null || endDate === null ? (last ?? endDate) : laterDate(last, endDate)),
    null,
  );
  const { today, calendar, settings } = tx;
  const day = { today, calendar, dueDays: dueDaysOf(settings.dueDays), raisedOn, lastStep };
  const { change, overflow } = raisedAgain(values.get(task.id) as TaskValues, raised, day);
  const isChanged = Object.keys(change).length > 0;
  const revised = isChanged ? revise(revision, task, change, raised.field) : undefined;
  return { raised, task, change, overflow, revised };
}

/** Those whose overflowing text the progress log does not hold yet. */
async function unlogged(tx: Tx, changes: readonly Again[]): Promise<ReadonlySet<Again>> {
  const overflowing = changes.filter(({ overflow }) => overflow !== null);
  if (overflowing.length === 0) return new Set();
  const { rows } = await tx.run(LOGGED_TEXTS, [
    overflowing.map(({ task }) => task.id),
    overflowing.map(({ overflow }) => overflow),
  ]);
  const logged = new Set(rows.map(({ place }) => place - 1));
  return new Set(overflowing.filter((_, place) => !logged.has(place)));
}

/** Puts text for which descriptions have no room into the progress log, and announces tasks that changed in that alone. */
function logOverflow(tx: Tx, changes: readonly Again[]): void {
  logProgress(
    tx,
    changes.map(({ task, overflow }) => ({ taskId: task.id, before: task, after: task, comment: overflow })),
  );
  for (const { task, revised } of changes) {
    if (revised !== undefined) continue;
    const { id: taskId, projectId } = task;
    tx.emit({ topic: 'pit.task.updated', streamId: projectId, payload: { projectId, taskId } });
  }
}

/** Makes tasks for origins that have no open one. */
async function raiseFresh(
  tx: Tx,
  known: { frame: PlanAncestors; fresh: readonly Case[]; general: GeneralPlace | null },
  { outcomes, refusals }: Verdicts,
): Promise<void> {
  const { frame, fresh, general } = known;
  const refused = new Set(refusals.errors.map(({ index }) => index));
  const open = fresh.filter(({ raised }) => !refused.has(raised.index));
  if (open.length === 0) return;
  const { ownerId, sponsorId } = frame.project;
  // The actor answers where both have left.
  const people = [...open.map(({ raised }) => raised.ownerId), ownerId, sponsorId, tx.actor.userId];
  const users = await readPeople(
    tx,
    people.map((id) => ({ ownerId: id ?? undefined })),
  );
  const drawing: Drawing = { tx, verb: 'raiseTasks', frame, users, next: new Map() };
  const drafted = open
    .map((each) => refusals.attempt(each.raised.index, () => draftRaised(drawing, general, each)))
    .filter((each) => each !== undefined);
  const made = await makeTasks(
    tx,
    frame,
    drafted.map(({ draft }) => draft),
  );
  const entries = made.flatMap((task, place) => {
    const comment = drafted[place]?.overflow ?? null;
    return comment === null ? [] : [{ taskId: task.id, before: task, after: task, comment }];
  });
  logProgress(tx, entries);
  await reopenWithWork(tx, frame.project, new Map(made.map((task) => [task.id, task])));
  made.forEach(({ id, projectId }, place) => {
    const { raised } = drafted[place] as Drafted;
    outcomes.set(raised, { taskId: id, outcome: RaiseOutcome.CREATED, projectId });
  });
}

type Drafted = ReturnType<typeof draftRaised>;

/** A new task, and what its description has no room for. */
function draftRaised(drawing: Drawing, general: GeneralPlace | null, { raised, closed }: Case) {
  const { sourceModule, sourceReferenceId, description } = raised;
  const text = closed === undefined ? { description, overflow: null } : namingEarlier(description, closed);
  const input = { ...newTask(drawing, general, raised), description: text.description };
  const draft = { ...draftTask(drawing, input, raised.field), sourceModule, sourceReferenceId };
  return { raised, draft, overflow: text.overflow };
}

function newTask({ tx, frame, users }: Drawing, general: GeneralPlace | null, raised: Raised): NewTaskInput {
  const { name, requiresEvidence, linkedRiskMitigationPct, phaseId, workPackageId } = raised;
  return {
    ...raisedPlan(raised, {
      today: tx.today,
      calendar: tx.calendar,
      dueDays: dueDaysOf(tx.settings.dueDays),
    }),
    ...(isPlaced(raised) ? { phaseId, workPackageId } : general),
    name,
    requiresEvidence,
    linkedRiskMitigationPct,
    ownerId: raised.ownerId ?? answerable(tx, frame.project, users),
  };
}
