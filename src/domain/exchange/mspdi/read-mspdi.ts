import type { WorkCalendar } from '../../calendar.ts';
import { nameOf } from '../file-text.ts';
import { eachInSteps, indexInSteps, type Steps } from '../../in-steps.ts';
import { planInSteps, refuseFile } from '../plan-check.ts';
import { PLAN_LIMITS, PlanFormat, type PlanDocument, type PlanTask } from '../plan-document.ts';
import { PlanText } from '../plan-text.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { fieldOf, type XmlElement } from '../xml-element.ts';
import { calendarOf } from './mspdi-calendar.ts';
import { MspdiDays } from './mspdi-days.ts';
import type { MspdiFile } from './mspdi-file.ts';
import { linksOf } from './mspdi-links.ts';
import { guidOf, outlineOf, weightOf, type OutlineLeaf } from './mspdi-outline.ts';
import { taskOf, type TaskReading } from './mspdi-tasks.ts';

/**
 * The plan of a file of Microsoft Project, in steps between which whoever reads it lets others go first.
 * @param calendar the organisation's: its working days are those that durations are counted in.
 * @throws PitError LIMIT_EXCEEDED, BAD_USER_INPUT for a file that is no such plan.
 */
export function* readMspdi(
  file: MspdiFile,
  calendar: WorkCalendar,
  warnings: PlanWarnings,
): Steps<PlanDocument> {
  if (file.tasks.length === 0 && file.head.size === 0)
    throw refuseFile(
      'the root',
      'This is no file of Microsoft Project.',
      'a <Project> with <Tasks>, as MSPDI has it',
    );
  const days = new MspdiDays(file, calendar);
  const outline = yield* outlineOf(file.tasks, warnings);
  yield* noteBaselines(file.tasks, warnings);
  const people = yield* peopleOf(file, outline.leaves, warnings);
  const tasks = yield* tasksOf(outline.leaves, { days, warnings, people });
  const durations = yield* indexInSteps(tasks, (task) => [task.key, durationOf(task, calendar)] as const);
  const { head } = file;
  const title = head.get('Title') ?? head.get('Name')?.replace(/\.(xml|mpp)$/i, '') ?? '';
  const key = head.get('GUID') ?? head.get('UID') ?? head.get('Name') ?? head.get('Title') ?? 'plan';
  return yield* planInSteps({
    format: PlanFormat.MSPDI,
    key: key.slice(0, PLAN_LIMITS.key),
    recordId: guidOf(head.get('GUID')),
    name: nameOf(title, 'Imported plan', 'the project', warnings),
    code: null,
    description: null,
    startDate: days.startDay(head.get('StartDate') ?? null),
    branches: outline.branches,
    tasks,
    links: yield* linksOf(file.tasks, { outline, days, warnings, durations }),
    sources: [],
    calendar: yield* calendarOf(file, warnings),
  });
}

/** A baseline of ours is what the audit trail proves to have been planned, and no claim of a file. */
function* noteBaselines(tasks: readonly XmlElement[], warnings: PlanWarnings): Steps<void> {
  let count = 0;
  yield* eachInSteps(tasks, ({ children }) => {
    if (children.some(({ name }) => name === 'Baseline')) count += 1;
  });
  if (count > 0)
    warnings.add(PlanWarningKind.LEFT_OUT, 'the baseline', `baselines of ${count} tasks are left out`);
}

function* tasksOf(leaves: readonly OutlineLeaf[], reading: TaskReading): Steps<PlanTask[]> {
  const tasks: PlanTask[] = [];
  const text = new PlanText();
  const take = (leaf: OutlineLeaf): void => {
    const task = taskOf(leaf, reading);
    text.take(task.description);
    tasks.push(task);
  };
  yield* eachInSteps(leaves, take, ({ element }) => weightOf(element));
  return tasks;
}

/** Working days of a task; those between its dates where it says none. */
function durationOf({ startDate, endDate, durationDays }: PlanTask, calendar: WorkCalendar): number {
  if (durationDays !== null) return durationDays;
  return startDate === null || endDate === null ? 0 : calendar.durationBetween(startDate, endDate);
}

/** Who is assigned to each task, by e-mail address; resources without one are counted. */
function* peopleOf(
  { resources, assignments }: MspdiFile,
  leaves: readonly OutlineLeaf[],
  warnings: PlanWarnings,
): Steps<ReadonlyMap<string, readonly string[]>> {
  const known = yield* indexInSteps(resources, (resource) => [fieldOf(resource, 'UID'), resource] as const);
  const people = new Map<string, Set<string>>();
  yield* eachInSteps(leaves, ({ uid }) => people.set(uid, new Set()));
  const nameless = new Set<string>();
  yield* eachInSteps(assignments, (assignment) => {
    const emails = people.get(fieldOf(assignment, 'TaskUID') ?? '');
    const resource = known.get(fieldOf(assignment, 'ResourceUID'));
    if (resource === undefined || emails === undefined) return;
    const email = fieldOf(resource, 'EmailAddress')?.toLowerCase();
    if (email === undefined) nameless.add(fieldOf(resource, 'Name') ?? 'a resource without a name');
    else emails.add(email);
  });
  for (const name of nameless)
    warnings.add(
      PlanWarningKind.PERSON,
      `resource "${name}"`,
      'it has no e-mail address, and so nobody is assigned for it',
    );
  return yield* indexInSteps(people, ([uid, emails]) => [uid, [...emails]] as const);
}
