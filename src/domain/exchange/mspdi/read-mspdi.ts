import type { WorkCalendar } from '../../calendar.ts';
import { nameOf } from '../file-text.ts';
import { refuseFile, requireCount, requirePlan } from '../plan-check.ts';
import { PLAN_LIMITS, PlanFormat, type PlanDocument } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { fieldOf } from '../xml-element.ts';
import { calendarOf } from './mspdi-calendar.ts';
import { MspdiDays } from './mspdi-days.ts';
import type { MspdiFile } from './mspdi-file.ts';
import { linksOf } from './mspdi-links.ts';
import { guidOf, outlineOf, type OutlineLeaf } from './mspdi-outline.ts';
import { taskOf } from './mspdi-tasks.ts';

/**
 * The plan of a file of Microsoft Project.
 * @param calendar the organisation's: its working days are those that durations are counted in.
 * @throws PitError LIMIT_EXCEEDED, BAD_USER_INPUT for a file that is no such plan.
 */
export function readMspdi(file: MspdiFile, calendar: WorkCalendar, warnings: PlanWarnings): PlanDocument {
  if (file.tasks.length === 0 && file.head.size === 0)
    throw refuseFile(
      'the root',
      'This is no file of Microsoft Project.',
      'a <Project> with <Tasks>, as MSPDI has it',
    );
  requireCount('tasks', file.tasks.length);
  const days = new MspdiDays(file, calendar);
  const outline = outlineOf(file.tasks, warnings);
  const people = peopleOf(file, outline.leaves, warnings);
  const tasks = outline.leaves.map((leaf) => taskOf(leaf, { days, warnings, people }));
  const durations = new Map(
    tasks.map(({ key, startDate, endDate, durationDays }) => {
      const between =
        startDate !== null && endDate !== null ? calendar.durationBetween(startDate, endDate) : 0;
      return [key, durationDays ?? between] as const;
    }),
  );
  const { head } = file;
  const title = head.get('Title') ?? head.get('Name')?.replace(/\.(xml|mpp)$/i, '') ?? '';
  const key = head.get('GUID') ?? head.get('UID') ?? head.get('Name') ?? head.get('Title') ?? 'plan';
  return requirePlan({
    format: PlanFormat.MSPDI,
    key: key.slice(0, PLAN_LIMITS.key),
    recordId: guidOf(head.get('GUID')),
    name: nameOf(title, 'Imported plan', 'the project', warnings),
    code: null,
    description: null,
    startDate: days.startDay(head.get('StartDate') ?? null),
    branches: outline.branches,
    tasks,
    links: linksOf(file.tasks, { outline, days, warnings, durations }),
    sources: [],
    calendar: calendarOf(file),
  });
}

/** Who is assigned to each task, by e-mail address; resources without one are counted. */
function peopleOf(
  { resources, assignments }: MspdiFile,
  leaves: readonly OutlineLeaf[],
  warnings: PlanWarnings,
): ReadonlyMap<string, readonly string[]> {
  const known = new Map(resources.map((resource) => [fieldOf(resource, 'UID'), resource]));
  const uids = new Set(leaves.map(({ uid }) => uid));
  const people = new Map<string, string[]>();
  const nameless = new Set<string>();
  for (const assignment of assignments) {
    const uid = fieldOf(assignment, 'TaskUID') ?? '';
    const resource = known.get(fieldOf(assignment, 'ResourceUID'));
    if (resource === undefined || !uids.has(uid)) continue;
    const email = fieldOf(resource, 'EmailAddress')?.toLowerCase();
    if (email === undefined) nameless.add(fieldOf(resource, 'Name') ?? 'a resource without a name');
    else people.set(uid, [...new Set([...(people.get(uid) ?? []), email])]);
  }
  for (const name of nameless)
    warnings.add(
      PlanWarningKind.PERSON,
      `resource "${name}"`,
      'it has no e-mail address, and so nobody is assigned for it',
    );
  return people;
}
