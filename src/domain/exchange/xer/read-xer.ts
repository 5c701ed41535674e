import type { WorkCalendar } from '../../calendar.ts';
import { FileDays } from '../file-days.ts';
import { nameOf } from '../file-text.ts';
import { eachInSteps, indexInSteps, mapInSteps, type Steps } from '../../in-steps.ts';
import { planInSteps, refuseFile } from '../plan-check.ts';
import { PLAN_LIMITS, PlanFormat, type PlanDocument, type PlanTask } from '../plan-document.ts';
import { PlanText } from '../plan-text.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { calendarOfXer, hoursOfXer } from './xer-calendar.ts';
import type { XerFile, XerRow } from './xer-file.ts';
import { linksOfXer } from './xer-links.ts';
import { keyOfTask, placeOfTask, taskOfXer, type XerReading } from './xer-tasks.ts';
import { XerWbs } from './xer-wbs.ts';

/** Characters of a calendar that weigh as much as one row. */
const CALENDAR_OF_A_STEP = 200;

/** Activities whose dates follow from others': a level of effort, and a summary of the structure. */
const DERIVED: Readonly<Record<string, string | undefined>> = {
  TT_LOE: 'a level of effort',
  TT_WBS: 'a summary of the structure',
};

/**
 * The plan of a file of Primavera P6, in steps between which whoever reads it lets others go first. Of several projects the one
 * that was exported for its own sake is read.
 * @param calendar the organisation's: its working days are those that durations are counted in.
 * @throws PitError LIMIT_EXCEEDED, BAD_USER_INPUT for a file that is no such plan.
 */
export function* readXer(file: XerFile, calendar: WorkCalendar, warnings: PlanWarnings): Steps<PlanDocument> {
  const project = yield* projectOf(file, warnings);
  const id = project.text('proj_id');
  const wbs = new XerWbs(yield* ofProject(file.of('PROJWBS'), id), warnings);
  yield* wbs.read();
  const rows = yield* keptTasks(yield* ofProject(file.of('TASK'), id), warnings);
  const daysOf = yield* daysByCalendar(file, project, calendar);
  const tasks = yield* tasksOf(rows, {
    daysOf,
    warnings,
    placeOf: (wbsId: string | null) => wbs.placeOf(wbsId),
    people: yield* peopleOf(file, warnings),
    costs: yield* costsOf(file),
  });
  const byId = yield* indexInSteps(rows, (row) => [row.text('task_id') ?? '', row] as const);
  const name = wbs.projectName ?? project.text('proj_short_name') ?? '';
  const key = project.text('guid') ?? project.text('proj_short_name') ?? id ?? 'plan';
  return yield* planInSteps({
    format: PlanFormat.XER,
    key: key.slice(0, PLAN_LIMITS.key),
    recordId: null,
    name: nameOf(name, 'Imported plan', 'the project', warnings),
    code: null,
    description: null,
    startDate: daysOf(project).startDay(project.text('plan_start_date')),
    branches: wbs.branches,
    tasks,
    links: yield* linksOfXer(file.of('TASKPRED'), { tasks: byId, daysOf, warnings }),
    sources: [],
    calendar: calendarOfXer(calendarRow(file, project)),
  });
}

function* ofProject(rows: Iterable<XerRow>, id: string | null): Steps<XerRow[]> {
  const found: XerRow[] = [];
  yield* eachInSteps(rows, (row) => {
    if (row.text('proj_id') === id) found.push(row);
  });
  return found;
}

function* tasksOf(rows: readonly XerRow[], reading: XerReading): Steps<PlanTask[]> {
  const text = new PlanText();
  return yield* mapInSteps(rows, (row) => {
    const task = taskOfXer(row, reading);
    text.take(task.description);
    return task;
  });
}

function* projectOf(file: XerFile, warnings: PlanWarnings): Steps<XerRow> {
  const projects = [...file.of('PROJECT')];
  const filled = new Set<string | null>();
  yield* eachInSteps(file.of('TASK'), (row) => filled.add(row.text('proj_id')));
  const withTasks = projects.filter((row) => filled.has(row.text('proj_id')));
  const found = withTasks.find((row) => row.text('export_flag') === 'Y') ?? withTasks[0] ?? projects[0];
  if (found === undefined)
    throw refuseFile('PROJECT', 'The file holds no project.', 'a table PROJECT with a row');
  for (const other of withTasks.filter((row) => row !== found))
    warnings.add(
      PlanWarningKind.LEFT_OUT,
      `line ${other.line}`,
      `of several projects one is imported; "${other.text('proj_short_name') ?? ''}" is left out`,
    );
  return found;
}

/** Tasks that are work of their own, each once. */
function* keptTasks(rows: readonly XerRow[], warnings: PlanWarnings): Steps<XerRow[]> {
  const kept = new Map<string, XerRow>();
  yield* eachInSteps(rows, (row) => {
    const derived = DERIVED[row.text('task_type') ?? ''];
    const key = keyOfTask(row);
    const why =
      derived ??
      (key === '' ? 'an activity without a number' : kept.has(key) ? 'an activity that stands twice' : null);
    if (why === null) kept.set(key, row);
    else warnings.add(PlanWarningKind.LEFT_OUT, placeOfTask(row), `${why} is left out`);
  });
  return [...kept.values()];
}

/** The calendar of the project, else the standard one, else the first. */
function calendarRow(file: XerFile, project: XerRow): XerRow | undefined {
  const rows = [...file.of('CALENDAR')];
  return (
    rows.find((row) => row.text('clndr_id') === project.text('clndr_id')) ??
    rows.find((row) => row.text('default_flag') === 'Y') ??
    rows[0]
  );
}

/** The days of each row by its calendar; the project's where it names none. */
function* daysByCalendar(
  file: XerFile,
  project: XerRow,
  calendar: WorkCalendar,
): Steps<(row: XerRow) => FileDays> {
  const standard = new FileDays(hoursOfXer(calendarRow(file, project)), calendar);
  const known = new Map<string | null, FileDays>();
  yield* eachInSteps(
    file.of('CALENDAR'),
    (row) => known.set(row.text('clndr_id'), new FileDays(hoursOfXer(row), calendar)),
    // It is searched through for its hours.
    (row) => 1 + Math.floor((row.text('clndr_data')?.length ?? 0) / CALENDAR_OF_A_STEP),
  );
  return (row) => known.get(row.text('clndr_id')) ?? standard;
}

function* peopleOf(file: XerFile, warnings: PlanWarnings): Steps<ReadonlyMap<string, readonly string[]>> {
  const resources = yield* indexInSteps(file.of('RSRC'), (row) => [row.text('rsrc_id'), row] as const);
  const people = new Map<string, Set<string>>();
  const nameless = new Set<string>();
  // Whoever is responsible for an activity comes before those who work on it.
  for (const table of ['TASK', 'TASKRSRC'] as const)
    yield* eachInSteps(file.of(table), (row) => {
      const resource = resources.get(row.text('rsrc_id'));
      if (row.text('rsrc_id') === null || resource === undefined) return;
      const email = resource.text('email_addr')?.toLowerCase();
      const id = row.text('task_id') ?? '';
      if (email === undefined) nameless.add(resource.text('rsrc_name') ?? 'a resource without a name');
      else people.set(id, (people.get(id) ?? new Set()).add(email));
    });
  for (const name of nameless)
    warnings.add(
      PlanWarningKind.PERSON,
      `resource "${name.slice(0, 60)}"`,
      'it has no e-mail address, and so nobody is assigned for it',
    );
  return yield* indexInSteps(people, ([id, emails]) => [id, [...emails]] as const);
}

/** What each task costs: what its resources do, and its expenses. */
function* costsOf(file: XerFile): Steps<ReadonlyMap<string, number>> {
  const costs = new Map<string, number>();
  for (const table of ['TASKRSRC', 'PROJCOST'] as const)
    yield* eachInSteps(file.of(table), (row) => {
      const [id, cost] = [row.text('task_id') ?? '', row.number('target_cost')];
      if (cost !== null) costs.set(id, (costs.get(id) ?? 0) + cost);
    });
  return costs;
}
