import { refuseFile } from './plan-check.ts';
import { LISTED_REFERENCE, type ListedPlan, type PlanTask } from './plan-document.ts';

/**
 * Goes on only if a plan says no more than a list does, whose plans are written in sets: phases, and tasks with dates, costs and whether
 * they are complete. All else would be lost without a word.
 * @throws PitError BAD_USER_INPUT that names the place.
 */
export function requireListable({ name, branches, tasks, links, sources, startDate }: ListedPlan): void {
  const where = `"${name}"`;
  if (links.length > 0) throw refuseFile(where, 'A list has no links.', 'no links', links.length);
  if (sources.length > 0) throw refuseFile(where, 'A list names no sources.', 'none', sources.length);
  if (startDate !== null) throw refuseFile(where, 'A list says no start of a project.', 'null', startDate);
  const inner = branches.find(({ phaseKey }) => phaseKey !== null);
  if (inner !== undefined)
    throw refuseFile(where, 'A list has no work packages.', 'phases alone', inner.name);
  const names = new Set(branches.map((branch) => branch.name));
  if (names.size < branches.length)
    throw refuseFile(where, 'Phases of a list are told apart by their names.', 'each name once');
  for (const task of tasks) requireListedTask(task);
}

/** What no line of a list says of its task: each is as it is where nothing is said. */
const UNSAID = [
  'opexCost',
  'requiresEvidence',
  'ownerEmail',
  'mode',
  'constraintDate',
  'deadline',
  'remainingDays',
] as const satisfies (keyof PlanTask)[];

function requireListedTask(task: PlanTask): void {
  const { key, where, progressPercent, assigneeEmails, subtasks } = task;
  if (!LISTED_REFERENCE.test(key))
    throw refuseFile(where, 'The key does not name work of a list.', String(LISTED_REFERENCE), key);
  if (progressPercent !== null && progressPercent !== 100)
    throw refuseFile(where, 'A list says whether work is complete.', '100 or null', progressPercent);
  const said = UNSAID.find((name) => task[name] !== null);
  const list = assigneeEmails.length > 0 ? 'assigneeEmails' : subtasks.length > 0 ? 'subtasks' : said;
  if (list !== undefined) throw refuseFile(where, `A list does not say ${list}.`, 'nothing', list);
}
