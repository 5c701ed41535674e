import type { WorkCalendar } from '../../calendar.ts';
import type { CivilDate } from '../../civil-date.ts';
import { toCents } from '../../money.ts';
import { groupBy } from '../../group-by.ts';
import {
  outlineRows,
  type ExportedBranch,
  type ExportedLink,
  type ExportedPlan,
  type ExportedTask,
} from '../exported-plan.ts';
import { MSPDI_LINK_TYPES } from './mspdi-links.ts';
import { MSPDI_CONSTRAINTS } from './mspdi-tasks.ts';

/** Hours of a working day in the file: from 8 to 12 and from 13 to 17. */
const HOURS = 8;
const TENTHS_PER_DAY = HOURS * 600;
const [OPENS, CLOSES] = ['T08:00:00', 'T17:00:00'];

/**
 * A plan as a file of Microsoft Project, piece by piece. Rows that came from such a file keep their numbers; the ids of ours stand
 * in `GUID`, by which an import finds them again. Early and late dates and slack are those that were computed here.
 */
export function* writeMspdi(plan: ExportedPlan): Generator<string> {
  const uids = numbersOf(plan);
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="http://schemas.microsoft.com/project">\n`;
  yield head(plan);
  yield calendar(plan);
  yield '<Tasks>\n';
  yield* tasks(plan, uids);
  yield '</Tasks>\n';
  yield* people(plan, uids);
  yield '</Project>\n';
}

/** Numbers of rows: those of the file that they came from, and the next free ones. */
function numbersOf({ phases, packages, tasks: all, numbers }: ExportedPlan): ReadonlyMap<string, number> {
  const ids = [...phases, ...packages, ...all].map(({ id }) => id);
  const known = new Map<string, number>();
  const taken = new Set<number>([0]);
  for (const id of ids) {
    const number = Number(numbers.get(id) ?? NaN);
    if (!Number.isSafeInteger(number) || number < 1 || number > 2 ** 31 - 1 || taken.has(number)) continue;
    known.set(id, number);
    taken.add(number);
  }
  let next = 1;
  for (const id of ids) {
    if (known.has(id)) continue;
    while (taken.has(next)) next += 1;
    known.set(id, next);
    taken.add(next);
  }
  return known;
}

function head({ project, today }: ExportedPlan): string {
  const start = project.startDate ?? today;
  return (
    `<SaveVersion>14</SaveVersion>\n` +
    field('GUID', project.id.toUpperCase()) +
    field('Name', project.name) +
    field('Title', project.name) +
    field('ScheduleFromStart', '1') +
    field('StartDate', start + OPENS) +
    field('FinishDate', (project.endDate ?? start) + CLOSES) +
    field('CalendarUID', '1') +
    field('DefaultStartTime', '08:00:00') +
    field('DefaultFinishTime', '17:00:00') +
    field('MinutesPerDay', String(HOURS * 60)) +
    field('CurrentDate', today + OPENS)
  );
}

const WORKING_TIMES = [
  ['08:00:00', '12:00:00'],
  ['13:00:00', '17:00:00'],
]
  .map(([from, to]) => `<WorkingTime><FromTime>${from}</FromTime><ToTime>${to}</ToTime></WorkingTime>`)
  .join('');

function calendar({ rule }: ExportedPlan): string {
  const week = [7, 1, 2, 3, 4, 5, 6].map((iso, at) => {
    const isWorking = rule.weekdays.includes(iso);
    const times = isWorking ? `<WorkingTimes>${WORKING_TIMES}</WorkingTimes>` : '';
    return `<WeekDay><DayType>${at + 1}</DayType><DayWorking>${isWorking ? 1 : 0}</DayWorking>${times}</WeekDay>\n`;
  });
  const exceptions = rule.holidays.map(
    (day) =>
      `<Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>${day}T00:00:00</FromDate>` +
      `<ToDate>${day}T23:59:00</ToDate></TimePeriod><Occurrences>1</Occurrences><Type>1</Type><DayWorking>0</DayWorking></Exception>\n`,
  );
  const list = exceptions.length === 0 ? '' : `<Exceptions>\n${exceptions.join('')}</Exceptions>\n`;
  return (
    '<Calendars>\n<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>-1</BaseCalendarUID>\n' +
    `<WeekDays>\n${week.join('')}</WeekDays>\n${list}</Calendar>\n</Calendars>\n`
  );
}

function* tasks(plan: ExportedPlan, uids: ReadonlyMap<string, number>): Generator<string> {
  const { project, links, calendar: days } = plan;
  const into = groupBy(links, ({ to }) => to);
  yield `<Task><UID>0</UID><ID>0</ID>${field('Name', project.name)}<OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>\n`;
  let id = 0;
  for (const row of outlineRows(plan)) {
    id += 1;
    const place = {
      id,
      level: row.level,
      uid: uids.get(row.kind === 'task' ? row.task.id : row.branch.id) ?? 0,
    };
    if (row.kind === 'task')
      yield taskElement(row.task, place, { uids, days, into: into.get(row.task.id) ?? [] });
    else yield summaryElement(row.branch, place);
  }
}

interface Place {
  readonly id: number;
  readonly uid: number;
  readonly level: number;
}

function identity({ id: guid, name }: ExportedBranch, { uid, id }: Place): string {
  return (
    field('UID', String(uid)) +
    field('GUID', guid.toUpperCase()) +
    field('ID', String(id)) +
    field('Name', name)
  );
}

function summaryElement(branch: ExportedBranch, place: Place): string {
  const outline = field('OutlineLevel', String(place.level));
  return `<Task>${identity(branch, place)}${outline}<Summary>1</Summary>${field('Notes', branch.description)}</Task>\n`;
}

interface Surroundings {
  readonly uids: ReadonlyMap<string, number>;
  readonly days: WorkCalendar;
  readonly into: readonly ExportedLink[];
}

function taskElement(task: ExportedTask, place: Place, { uids, days, into }: Surroundings): string {
  const duration = durationOf(task, days);
  const isMilestone = duration === 0;
  const isManual = task.mode === 'manual';
  const span = spanOf(task.startDate, task.endDate, isMilestone);
  return (
    `<Task>${identity(task, place)}<Active>1</Active><Manual>${isManual ? 1 : 0}</Manual><IsNull>0</IsNull>` +
    field('OutlineLevel', String(place.level)) +
    field('Start', span.start) +
    field('Finish', span.finish) +
    (duration === null ? '' : field('Duration', hours(duration))) +
    (isManual ? field('ManualStart', span.start) + field('ManualFinish', span.finish) : '') +
    `<DurationFormat>7</DurationFormat><Milestone>${isMilestone ? 1 : 0}</Milestone><Summary>0</Summary>` +
    `<Critical>${task.isCritical ? 1 : 0}</Critical>` +
    computedOf(task, isMilestone) +
    field('PercentComplete', String(task.progressPercent)) +
    field('Cost', String(toCents(task.capexCost))) +
    field('ActualStart', at(task.actualStart, isMilestone ? CLOSES : OPENS)) +
    field('ActualFinish', at(task.actualFinish, CLOSES)) +
    (task.remainingDays === null ? '' : field('RemainingDuration', hours(task.remainingDays))) +
    ruleOf(task) +
    field('Notes', task.description) +
    into.map((link) => linkElement(link, uids)).join('') +
    '</Task>\n'
  );
}

/** Microsoft's readers want a duration beside two dates; of a task without it that of its dates. */
function durationOf({ durationDays, startDate, endDate }: ExportedTask, days: WorkCalendar): number | null {
  if (durationDays !== null) return durationDays;
  return startDate === null || endDate === null ? null : days.durationBetween(startDate, endDate);
}

function spanOf(
  start: CivilDate | null,
  end: CivilDate | null,
  isMilestone: boolean,
): { start: string | null; finish: string | null } {
  if (isMilestone && (start === end || end === null)) {
    const moment = at(start, CLOSES);
    return { start: moment, finish: moment };
  }
  return { start: at(start, OPENS), finish: at(end, CLOSES) };
}

function computedOf(task: ExportedTask, isMilestone: boolean): string {
  const { earlyStart, earlyFinish, lateStart, lateFinish, freeSlack, totalSlack } = task;
  const early = spanOf(earlyStart, earlyFinish, isMilestone);
  const late = spanOf(lateStart, lateFinish, isMilestone);
  const slack = (days: number | null): string | null =>
    days === null ? null : String(days * TENTHS_PER_DAY);
  return (
    field('EarlyStart', early.start) +
    field('EarlyFinish', early.finish) +
    field('LateStart', late.start) +
    field('LateFinish', late.finish) +
    field('FreeSlack', slack(freeSlack)) +
    field('TotalSlack', slack(totalSlack))
  );
}

function ruleOf({ constraintKind, constraintDate, deadline }: ExportedTask): string {
  const isOfFinish = constraintKind === 'mfo' || constraintKind === 'fnet' || constraintKind === 'fnlt';
  return (
    field('ConstraintType', String(MSPDI_CONSTRAINTS.indexOf(constraintKind))) +
    field('ConstraintDate', at(constraintDate, isOfFinish ? CLOSES : OPENS)) +
    field('Deadline', at(deadline, CLOSES))
  );
}

function linkElement({ from, type, lagDays }: ExportedLink, uids: ReadonlyMap<string, number>): string {
  const uid = field('PredecessorUID', String(uids.get(from) ?? 0));
  const number = MSPDI_LINK_TYPES.indexOf(type);
  const lag = `<LinkLag>${lagDays * TENTHS_PER_DAY}</LinkLag><LagFormat>7</LagFormat>`;
  return `<PredecessorLink>${uid}<Type>${number}</Type><CrossProject>0</CrossProject>${lag}</PredecessorLink>`;
}

/** Whoever works on tasks, and on which; of each task its owner comes first. */
function* people({ tasks: all, users }: ExportedPlan, uids: ReadonlyMap<string, number>): Generator<string> {
  const numbers = new Map([...users.keys()].map((id, index) => [id, index + 1]));
  yield '<Resources>\n';
  for (const [id, { name, email }] of users) {
    const number = String(numbers.get(id));
    yield `<Resource>${field('UID', number)}${field('ID', number)}${field('Name', name)}<Type>1</Type>${field('EmailAddress', email)}</Resource>\n`;
  }
  yield '</Resources>\n<Assignments>\n';
  let uid = 0;
  for (const { id, ownerId, assignees } of all) {
    for (const userId of new Set([ownerId, ...assignees])) {
      const resource = numbers.get(userId);
      if (resource === undefined) continue;
      uid += 1;
      yield `<Assignment><UID>${uid}</UID><TaskUID>${uids.get(id)}</TaskUID><ResourceUID>${resource}</ResourceUID></Assignment>\n`;
    }
  }
  yield '</Assignments>\n';
}

function hours(days: number): string {
  return `PT${days * HOURS}H0M0S`;
}

function at(day: CivilDate | null, time: string): string | null {
  return day === null ? null : day + time;
}

/** An element, or nothing where there is no value. */
function field(name: string, value: string | null): string {
  return value === null ? '' : `<${name}>${escapeXml(value)}</${name}>`;
}

/** What XML 1.0 cannot hold at all. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

function escapeXml(text: string): string {
  return text.replace(NOT_IN_XML, '\uFFFD').replace(/[&<>\r]/g, (sign) => ESCAPES[sign] ?? sign);
}
