import type { WorkCalendar } from '../calendar.ts';
import { addDays, earlierDate, laterDate, type CivilDate } from '../civil-date.ts';
import type { TaskChange, TaskValues } from '../plan/task-values.ts';
import { TEXT_LIMITS } from '../text.ts';
import { TaskPriority } from '../enums.ts';
import type { DueDays } from './due-days.ts';

/** How grave a finding is in the words of the modules that raise it. */
export const Severity = { LOW: 'low', MEDIUM: 'medium', HIGH: 'high', CRITICAL: 'critical' } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

const PRIORITY_OF: Readonly<Record<Severity, TaskPriority>> = {
  [Severity.LOW]: TaskPriority.LOW,
  [Severity.MEDIUM]: TaskPriority.NORMAL,
  [Severity.HIGH]: TaskPriority.HIGH,
  [Severity.CRITICAL]: TaskPriority.CRITICAL,
};

const RANK: readonly TaskPriority[] = [
  TaskPriority.LOW,
  TaskPriority.NORMAL,
  TaskPriority.HIGH,
  TaskPriority.CRITICAL,
];

/** The priority of work that answers a finding of this severity. */
export function priorityOf(severity: Severity): TaskPriority {
  return PRIORITY_OF[severity];
}

/** The day by which work of this priority is due, unless the raiser names one. */
export function dueDate(priority: TaskPriority, today: CivilDate, days: DueDays): CivilDate {
  return addDays(today, days[priority]);
}

/** The higher of two priorities: raising again never lowers. */
export function raisedPriority(current: TaskPriority, raised: TaskPriority): TaskPriority {
  return RANK.indexOf(raised) > RANK.indexOf(current) ? raised : current;
}

/** A description after something was added to it. */
export interface AppendedText {
  readonly description: string | null;
  /** What no longer fits into the description, whole; null where all of it does. */
  readonly overflow: string | null;
}

/**
 * A description with what was raised again below it. What it already says is not said twice, so a repeated
 * call changes nothing. An addition that would outgrow the description stays out of it as a whole.
 */
export function appendText(current: string | null, addition: string | null): AppendedText {
  const [present, added] = [current?.trim() ?? '', addition?.trim() ?? ''];
  const unchanged = { description: current, overflow: null };
  if (added === '' || `\n\n${present}\n\n`.includes(`\n\n${added}\n\n`)) return unchanged;
  const joined = present === '' ? added : `${present}\n\n${added}`;
  return joined.length > TEXT_LIMITS.description
    ? { description: current, overflow: added }
    : { description: joined, overflow: null };
}

/** What a module says of the urgency of the work that it raises, and why. Null: it leaves that open. */
export interface RaisedWork {
  readonly description: string | null;
  readonly priority: TaskPriority | null;
  readonly dueDate: CivilDate | null;
}

/** Priority and dates of new work: from the first working day to its due date, which may have passed already. */
export function raisedPlan(
  { priority, dueDate: due }: RaisedWork,
  { today, calendar, dueDays }: Pick<RaisedDay, 'today' | 'calendar' | 'dueDays'>,
): Pick<TaskValues, 'endDate' | 'priority' | 'startDate'> {
  const urgency = priority ?? TaskPriority.NORMAL;
  const endDate = due ?? dueDate(urgency, today, dueDays);
  return { priority: urgency, startDate: workingStart(today, endDate, calendar), endDate };
}

/** The first working day from `day` on; the last one not after `end` where that comes too late. */
function workingStart(day: CivilDate, end: CivilDate, calendar: WorkCalendar): CivilDate {
  const next = calendar.day(calendar.index(earlierDate(day, end)));
  return next <= end ? next : calendar.day(calendar.indexAfter(end) - 1);
}

/** As of when work is raised again, and what it has to enclose. */
export interface RaisedDay {
  readonly today: CivilDate;
  readonly calendar: WorkCalendar;
  readonly dueDays: DueDays;
  /** The day on which it was raised first: what a higher priority grants counts from there. */
  readonly raisedOn: CivilDate;
  /** The latest end of the task's subtasks. */
  readonly lastStep: CivilDate | null;
}

/** What raising an origin again makes of its open task. */
export interface RaisedChange {
  /** Holds only what changes. */
  readonly change: TaskChange;
  /** Text that no longer fits into the description, for the progress log; null without any. */
  readonly overflow: string | null;
}

/**
 * What raising the same origin again changes of its open task. Priority is never lowered, and the end only comes
 * nearer: to the date that is named, or to what a higher priority grants from the day of the first raise; a date that people have set later stands
 * against a mere repetition.
 */
export function raisedAgain(current: TaskValues, raised: RaisedWork, day: RaisedDay): RaisedChange {
  const priority = raisedPriority(current.priority, raised.priority ?? current.priority);
  const isMoreUrgent = priority !== current.priority;
  const { description, overflow } = appendText(current.description, raised.description);
  const asked =
    raised.dueDate ??
    (isMoreUrgent ? dueDate(priority, earlierDate(day.raisedOn, day.today), day.dueDays) : null);
  const change = {
    ...(isMoreUrgent && { priority }),
    ...(description !== current.description && { description }),
    ...(asked !== null && nearerEnd(current, laterDate(asked, day.lastStep ?? asked), day.calendar)),
  };
  return { change, overflow };
}

function nearerEnd({ startDate, endDate }: TaskValues, asked: CivilDate, calendar: WorkCalendar): TaskChange {
  if (endDate !== null && asked >= endDate) return {};
  return startDate !== null && asked < startDate
    ? { startDate: workingStart(asked, asked, calendar), endDate: asked }
    : { endDate: asked };
}

/** What a new task says of a completed one of the same origin, below its own description. */
export function namingEarlier(
  description: string | null,
  earlier: { readonly id: string; readonly name: string },
): AppendedText {
  return appendText(description, `Raised again after task "${earlier.name}" (${earlier.id}) was completed.`);
}

/** What a task that gives its origin up to another open one says of it, below its own description. */
export function namingOrigin(
  description: string | null,
  origin: { readonly sourceModule: string; readonly sourceReferenceId: string },
  holderId: string,
): AppendedText {
  const { sourceModule, sourceReferenceId } = origin;
  return appendText(
    description,
    `Raised by ${sourceModule} from "${sourceReferenceId}", which is the origin of the open task ${holderId}.`,
  );
}
