import type { CivilDate } from '../../civil-date.ts';
import { fromCents } from '../../money.ts';
import type { ConstraintKind } from '../../schedule/remaining-work/plan-facts.ts';
import { descriptionOf, nameOf } from '../file-text.ts';
import { BLANK_TASK, type PlanTask } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { fieldOf, isSet, type XmlElement } from '../xml-element.ts';
import type { MspdiDays } from './mspdi-days.ts';
import { numberOf } from './mspdi-file.ts';
import { guidOf, placeOf, type OutlineLeaf } from './mspdi-outline.ts';

/** By the number that the format writes; 1, as late as possible, is not kept. */
export const MSPDI_CONSTRAINTS: readonly (ConstraintKind | null)[] = [
  'asap',
  null,
  'mso',
  'mfo',
  'snet',
  'snlt',
  'fnet',
  'fnlt',
];
const ELAPSED_DURATION = new Set([4, 6, 8, 10, 12, 36, 38, 40, 42, 44]);
/** Costs are written in hundredths; more than this is no amount of ours. */
const MOST_CENTS = 999_999_999_999;

/** What a task is read by. */
export interface TaskReading {
  readonly days: MspdiDays;
  readonly warnings: PlanWarnings;
  /** E-mail addresses of those who are assigned, by the task's number; the first one answers for it. */
  readonly people: ReadonlyMap<string, readonly string[]>;
}

/** A task as the file has it. Its dates win over its duration; of a manual one the start alone is fixed. */
export function taskOf(leaf: OutlineLeaf, reading: TaskReading): PlanTask {
  const { element, uid, branchKey, path } = leaf;
  const { warnings, people } = reading;
  const where = placeOf(element);
  warnOfUnread(element, where, reading);
  const isManual = isSet(element, 'Manual');
  const [ownerEmail = null] = people.get(uid) ?? [];
  return {
    ...BLANK_TASK,
    key: uid,
    branchKey,
    name: nameOf(fieldOf(element, 'Name') ?? '', `Task ${uid}`, where, warnings),
    description: descriptionOf(describe(element, path), where, warnings),
    ...datesOf(element, where, reading),
    startOrigin: isManual ? 'person' : 'engine',
    mode: isManual ? 'manual' : 'auto',
    ...workOf(element, where, reading),
    ...ruleOf(element, where, reading),
    capexCost: costOf(element, where, warnings),
    ownerEmail,
    assigneeEmails: people.get(uid) ?? [],
    recordId: guidOf(fieldOf(element, 'GUID')),
    where,
  };
}

const MOMENTS = ['Start', 'Finish', 'ActualStart', 'ActualFinish', 'Deadline', 'ConstraintDate'];
const NUMBERS = ['PercentComplete', 'Cost'];

/** What the file says of a task and nobody can read is not taken over. */
function warnOfUnread(element: XmlElement, where: string, { days, warnings }: TaskReading): void {
  const unread = (names: readonly string[], read: (text: string, name: string) => unknown): void => {
    for (const name of names) {
      const text = fieldOf(element, name);
      if (text !== null && read(text, name) === null)
        warnings.add(
          PlanWarningKind.CELL,
          `${where}, ${name}`,
          `"${text.slice(0, 60)}" cannot be read, and is left out`,
        );
    }
  };
  unread(MOMENTS, (text) => days.day(text));
  unread(NUMBERS, (_, name) => numberOf(element, name));
  unread(['Duration', 'RemainingDuration'], (text) => days.days(text));
}

function describe(element: XmlElement, path: readonly string[]): string | null {
  const notes = fieldOf(element, 'Notes');
  if (path.length === 0) return notes;
  return [`In: ${path.join(' / ')}`, ...(notes === null ? [] : [notes])].join('\n\n');
}

type Dates = Pick<PlanTask, 'startDate' | 'endDate' | 'durationDays'>;

function datesOf(element: XmlElement, where: string, { days, warnings }: TaskReading): Dates {
  const stated = days.days(fieldOf(element, 'Duration'));
  const [start, finish] = [fieldOf(element, 'Start'), fieldOf(element, 'Finish')];
  if (stated === 0 && (start === finish || finish === null)) {
    const day = days.day(start);
    return { startDate: day, endDate: day, durationDays: 0 };
  }
  const startDate = days.startDay(start);
  const endDate = days.finishDay(finish);
  const durationDays = stated === null ? null : Math.ceil(stated - 1e-9);
  if (startDate === null || endDate === null) return { startDate, endDate, durationDays };
  if (endDate < startDate) {
    // Less than a day, over the end of work of one day: the day on which it starts.
    if (finish !== null && start !== null && finish >= start)
      return { startDate, endDate: startDate, durationDays: null };
    warnings.add(
      PlanWarningKind.DATES,
      where,
      `the finish ${endDate} lies before the start ${startDate} and is left out`,
    );
    return { startDate, endDate: null, durationDays };
  }
  warnOfContradiction({ element, startDate, endDate, stated }, where, { days, warnings });
  return { startDate, endDate, durationDays: null };
}

interface Dated {
  readonly element: XmlElement;
  readonly startDate: CivilDate;
  readonly endDate: CivilDate;
  readonly stated: number | null;
}

function warnOfContradiction(
  { element, startDate, endDate, stated }: Dated,
  where: string,
  { days, warnings }: Pick<TaskReading, 'days' | 'warnings'>,
): void {
  const between = days.calendar.durationBetween(startDate, endDate);
  const isElapsed = ELAPSED_DURATION.has(numberOf(element, 'DurationFormat') ?? 7);
  if (stated === null || isElapsed || Math.abs(stated - between) < 1) return;
  warnings.add(
    PlanWarningKind.DATES,
    where,
    `its duration of ${Number(stated.toFixed(2))} days contradicts ${startDate} to ${endDate}, which are ${between}: the dates count`,
  );
}

type Work = Pick<PlanTask, 'progressPercent' | 'actualStart' | 'actualFinish' | 'remainingDays'>;

function workOf(element: XmlElement, where: string, { days, warnings }: TaskReading): Work {
  const stated = numberOf(element, 'PercentComplete');
  const percent = stated === null ? null : Math.round(stated);
  const isPercent = percent !== null && percent >= 0 && percent <= 100;
  if (percent !== null && !isPercent)
    warnings.add(PlanWarningKind.PROGRESS, where, `${percent} is no percentage and is left out`);
  const left = days.days(fieldOf(element, 'RemainingDuration'));
  const isUnderWay = isPercent && percent > 0 && percent < 100;
  return {
    progressPercent: isPercent ? percent : null,
    actualStart: startDay(element, 'ActualStart', days),
    actualFinish: percent === 100 ? finishDay(element, 'ActualFinish', days) : null,
    remainingDays: isUnderWay && left !== null ? Math.max(1, Math.ceil(left - 1e-9)) : null,
  };
}

/** A milestone is a moment: at the end of a day it is of that day, and does not begin on the next one. */
function startDay(element: XmlElement, name: string, days: MspdiDays): CivilDate | null {
  const moment = fieldOf(element, name);
  return isMoment(element, days) ? days.day(moment) : days.startDay(moment);
}

function finishDay(element: XmlElement, name: string, days: MspdiDays): CivilDate | null {
  const moment = fieldOf(element, name);
  return isMoment(element, days) ? days.day(moment) : days.finishDay(moment);
}

function isMoment(element: XmlElement, days: MspdiDays): boolean {
  return days.days(fieldOf(element, 'Duration')) === 0;
}

type Rule = Pick<PlanTask, 'constraintKind' | 'constraintDate' | 'deadline'>;

function ruleOf(element: XmlElement, where: string, { days, warnings }: TaskReading): Rule {
  const deadline = days.finishDay(fieldOf(element, 'Deadline'));
  const kind = MSPDI_CONSTRAINTS[numberOf(element, 'ConstraintType') ?? 0];
  const none = { constraintKind: 'asap', constraintDate: null, deadline } as const;
  if (kind === 'asap') return none;
  if (kind === null || kind === undefined) {
    warnings.add(PlanWarningKind.CONSTRAINT, where, 'as late as possible becomes as soon as possible');
    return none;
  }
  const isOfFinish = kind === 'mfo' || kind === 'fnet' || kind === 'fnlt';
  const constraintDate = (isOfFinish ? finishDay : startDay)(element, 'ConstraintDate', days);
  if (constraintDate !== null) return { constraintKind: kind, constraintDate, deadline };
  warnings.add(PlanWarningKind.CONSTRAINT, where, 'a constraint without its day is left out');
  return none;
}

function costOf(element: XmlElement, where: string, warnings: PlanWarnings): string | null {
  const cents = numberOf(element, 'Cost');
  if (cents === null) return null;
  if (cents >= 0 && cents < MOST_CENTS) return fromCents(BigInt(Math.round(cents)));
  warnings.add(PlanWarningKind.CELL, where, `a cost of ${cents / 100} is left out`);
  return null;
}
