import { fromCents } from '../../money.ts';
import type { ConstraintKind } from '../../schedule/remaining-work/plan-facts.ts';
import type { FileDays } from '../file-days.ts';
import { descriptionOf, nameOf } from '../file-text.ts';
import { BLANK_TASK, PLAN_LIMITS, type PlanTask } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import type { XerRow } from './xer-file.ts';
import type { XerPlace } from './xer-wbs.ts';

/** Start on, finish on, and those on or after, on or before; what is mandatory is no more than that. */
const CONSTRAINTS: Readonly<Record<string, ConstraintKind | undefined>> = {
  CS_MSO: 'mso',
  CS_MANDSTART: 'mso',
  CS_MEO: 'mfo',
  CS_MANDFIN: 'mfo',
  CS_MSOA: 'snet',
  CS_MSOB: 'snlt',
  CS_MEOA: 'fnet',
  CS_MEOB: 'fnlt',
};
/** More than this is no amount of ours. */
const MOST_COST = 9_999_999_999;

/** What a task is read by. */
export interface XerReading {
  /** Of the calendar of each task. */
  readonly daysOf: (row: XerRow) => FileDays;
  readonly placeOf: (wbsId: string | null) => XerPlace;
  readonly warnings: PlanWarnings;
  /** E-mail addresses of those who are assigned, and what the task costs, by its number. */
  readonly people: ReadonlyMap<string, readonly string[]>;
  readonly costs: ReadonlyMap<string, number>;
}

/** By which a task is found again: its identity, which every export of the project carries. */
export function keyOfTask(row: XerRow): string {
  return (row.text('guid') ?? row.text('task_id') ?? row.text('task_code') ?? '').slice(0, PLAN_LIMITS.key);
}

/** How warnings call a task: by its line and activity id. */
export function placeOfTask(row: XerRow): string {
  const code = row.text('task_code');
  return code === null ? `line ${row.line}` : `line ${row.line}, ${code.slice(0, 60)}`;
}

/** A task as the file has it. Its dates win over its duration; links move it, but for a constraint. */
export function taskOfXer(row: XerRow, reading: XerReading): PlanTask {
  const { warnings, people, costs } = reading;
  const where = placeOfTask(row);
  const { branch, path } = reading.placeOf(row.text('wbs_id'));
  const id = row.text('task_id') ?? '';
  const emails = people.get(id) ?? [];
  const code = row.text('task_code');
  const text = [
    ...(code === null ? [] : [`Activity ${code}`]),
    ...(path.length === 0 ? [] : [`In: ${path.join(' / ')}`]),
  ];
  return {
    ...BLANK_TASK,
    key: keyOfTask(row),
    branchKey: branch.key,
    name: nameOf(row.text('task_name') ?? '', code ?? `Task ${id}`, where, warnings),
    description: descriptionOf(text.length === 0 ? null : text.join('\n\n'), where, warnings),
    ...datesOf(row, where, reading),
    ...workOf(row, where, reading),
    ...ruleOf(row, where, reading),
    startOrigin: 'engine',
    mode: 'auto',
    capexCost: costOf(costs.get(id), where, warnings),
    ownerEmail: emails[0] ?? null,
    assigneeEmails: emails,
    where,
  };
}

type Dates = Pick<PlanTask, 'startDate' | 'endDate' | 'durationDays'>;

function datesOf(row: XerRow, where: string, { daysOf, warnings }: XerReading): Dates {
  const days = daysOf(row);
  const first = (...columns: string[]): string | null =>
    columns.map((each) => row.text(each)).find((each) => each !== null) ?? null;
  const [start, finish] = [
    first('act_start_date', 'early_start_date', 'target_start_date'),
    first('act_end_date', 'early_end_date', 'target_end_date'),
  ];
  if (isMoment(row)) {
    const day = days.day(row.text('task_type') === 'TT_Mile' ? (start ?? finish) : (finish ?? start));
    return { startDate: day, endDate: day, durationDays: 0 };
  }
  const stated = hoursToDays(row.number('target_drtn_hr_cnt'), days);
  const [startDate, endDate] = [days.startDay(start), days.finishDay(finish)];
  if (startDate === null || endDate === null) return { startDate, endDate: null, durationDays: stated };
  if (endDate < startDate) {
    warnings.add(
      PlanWarningKind.DATES,
      where,
      `the finish ${endDate} lies before the start ${startDate} and is left out`,
    );
    return { startDate, endDate: null, durationDays: stated };
  }
  const between = days.calendar.durationBetween(startDate, endDate);
  if (stated !== null && row.text('status_code') === 'TK_NotStart' && Math.abs(stated - between) >= 1)
    warnings.add(
      PlanWarningKind.DATES,
      where,
      `its duration of ${stated} days contradicts ${startDate} to ${endDate}, which are ${between}: the dates count`,
    );
  return { startDate, endDate, durationDays: null };
}

/** Whole days of some hours of a calendar, rounded up. */
export function hoursToDays(hours: number | null, { hours: { minutesPerDay } }: FileDays): number | null {
  return hours === null || hours < 0 ? null : Math.ceil((hours * 60) / minutesPerDay - 1e-9);
}

type Work = Pick<PlanTask, 'progressPercent' | 'actualStart' | 'actualFinish' | 'remainingDays'>;

function workOf(row: XerRow, where: string, { daysOf, warnings }: XerReading): Work {
  const days = daysOf(row);
  const status = row.text('status_code');
  if (status === 'TK_Complete')
    return { progressPercent: 100, ...actualDays(row, days), remainingDays: null };
  const { actualStart } = actualDays(row, days);
  if (status !== 'TK_Active')
    return { progressPercent: 0, actualStart: null, actualFinish: null, remainingDays: null };
  const percent = percentOf(row);
  if (percent === null)
    warnings.add(PlanWarningKind.PROGRESS, where, 'its progress cannot be read and is left out');
  // What runs is neither unbegun nor done, whatever its figures are rounded to.
  const progressPercent = percent === null ? null : Math.min(99, Math.max(1, Math.round(percent)));
  const left = hoursToDays(row.number('remain_drtn_hr_cnt'), days);
  return {
    progressPercent,
    actualStart,
    actualFinish: null,
    remainingDays: left === null ? null : Math.max(1, left),
  };
}

/** When work began and ended. A milestone is a moment, of which Primavera writes one of the two. */
function actualDays(row: XerRow, days: FileDays): Pick<Work, 'actualStart' | 'actualFinish'> {
  const [start, finish] = [row.text('act_start_date'), row.text('act_end_date')];
  if (!isMoment(row)) return { actualStart: days.startDay(start), actualFinish: days.finishDay(finish) };
  const day = days.day(row.text('task_type') === 'TT_Mile' ? (start ?? finish) : (finish ?? start));
  return { actualStart: day, actualFinish: day };
}

function isMoment(row: XerRow): boolean {
  const type = row.text('task_type');
  return type === 'TT_Mile' || type === 'TT_FinMile';
}

/** By what the activity says its progress is measured; units are not read, and so its duration stands for them. */
function percentOf(row: XerRow): number | null {
  if (row.text('complete_pct_type') === 'CP_Phys') return row.number('phys_complete_pct');
  const [target, left] = [row.number('target_drtn_hr_cnt'), row.number('remain_drtn_hr_cnt')];
  return target === null || left === null || target <= 0
    ? row.number('phys_complete_pct')
    : ((target - left) / target) * 100;
}

type Rule = Pick<PlanTask, 'constraintKind' | 'constraintDate' | 'deadline'>;

function ruleOf(row: XerRow, where: string, { daysOf, warnings }: XerReading): Rule {
  const days = daysOf(row);
  const dayOf = (kind: ConstraintKind, moment: string | null) => {
    if (isMoment(row)) return days.day(moment);
    const isOfFinish = kind === 'mfo' || kind === 'fnet' || kind === 'fnlt';
    return isOfFinish ? days.finishDay(moment) : days.startDay(moment);
  };
  const second = row.text('cstr_type2');
  const deadline = second === 'CS_MEOB' ? days.finishDay(row.text('cstr_date2')) : null;
  if (second !== null && deadline === null)
    warnings.add(PlanWarningKind.CONSTRAINT, where, 'a second constraint is left out');
  const none = { constraintKind: 'asap', constraintDate: null, deadline } as const;
  const first = row.text('cstr_type');
  if (first === null) return none;
  const kind = CONSTRAINTS[first];
  const constraintDate = kind === undefined ? null : dayOf(kind, row.text('cstr_date'));
  if (kind !== undefined && constraintDate !== null)
    return { constraintKind: kind, constraintDate, deadline };
  const what =
    first === 'CS_ALAP'
      ? 'as late as possible becomes as soon as possible'
      : `the constraint ${first.slice(0, 20)} is left out`;
  warnings.add(PlanWarningKind.CONSTRAINT, where, what);
  return none;
}

function costOf(cost: number | undefined, where: string, warnings: PlanWarnings): string | null {
  if (cost === undefined) return null;
  if (cost >= 0 && cost < MOST_COST) return fromCents(BigInt(Math.round(cost * 100)));
  warnings.add(PlanWarningKind.CELL, where, `a cost of ${cost} is left out`);
  return null;
}
