import type { WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import { badInput } from '../errors.ts';
import { fromCents, parseMoney } from '../money.ts';
import { changePlanDates } from './plan-dates.ts';
import { optionalText, requireName, TEXT_LIMITS } from '../text.ts';
import { isUuid } from '../uuid.ts';
import { QuickClass, TaskPriority } from '../enums.ts';

/** What people plan of a task, apart from its place, its people and what is derived. */
export interface TaskValues {
  readonly name: string;
  readonly description: string | null;
  readonly taskType: string;
  readonly priority: TaskPriority;
  readonly startDate: CivilDate | null;
  readonly endDate: CivilDate | null;
  readonly durationDays: number | null;
  readonly quickClass: QuickClass;
  readonly requiresEvidence: boolean;
  /** Decimal strings. */
  readonly capexCost: string;
  readonly opexCost: string;
  readonly fyAllocation: number | null;
  readonly linkedRiskMitigationPct: string | null;
  readonly linkedControlSetId: string | null;
}

/** Three-valued: a value sets, null clears (or takes the default back), absent leaves. */
export type TaskChange = {
  readonly [K in keyof TaskValues]?: Stated<K> | null | undefined;
};

/** A percentage may be stated as a number, as callers do, or as the text that it is kept as. */
type Stated<K extends keyof TaskValues> =
  TaskValues[K] | (K extends 'linkedRiskMitigationPct' ? number : never);

/** A task of which nothing has been said yet; it lacks a name. */
export const NEW_TASK: TaskValues = {
  name: '',
  description: null,
  taskType: 'simple',
  priority: TaskPriority.NORMAL,
  startDate: null,
  endDate: null,
  durationDays: null,
  quickClass: QuickClass.MEDIUM_TERM,
  requiresEvidence: false,
  capexCost: '0.00',
  opexCost: '0.00',
  fyAllocation: null,
  linkedRiskMitigationPct: null,
  linkedControlSetId: null,
};

/** The financial years that a cost may be given to. */
const FY_RANGE = { min: 1900, max: 2999 } as const;
const PERCENTAGE = /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/;

/**
 * The values after a change, each checked. A new task is a change of `NEW_TASK`.
 * @param field path prefix for errors, such as `input`.
 * @throws PitError BAD_USER_INPUT naming the field; PIT006 for dates that disagree.
 */
export function changeTaskValues(
  current: TaskValues,
  change: TaskChange,
  calendar: WorkCalendar,
  field: string,
): TaskValues {
  const { startDate: start, endDate: end, durationDays } = current;
  const asked = { start: change.startDate, end: change.endDate, durationDays: change.durationDays };
  const dates = changePlanDates({ start, end, durationDays }, asked, calendar, field);
  const at = (name: keyof TaskValues): string => `${field}.${name}`;
  return {
    name: changed(current.name, change.name, (name) => requireName(name, at('name'))),
    description: changed(current.description, change.description, (text) =>
      optionalText(text, at('description'), TEXT_LIMITS.description),
    ),
    taskType: changed(
      current.taskType,
      change.taskType,
      (word) => optionalText(word, at('taskType'), TEXT_LIMITS.code) ?? NEW_TASK.taskType,
    ),
    priority: changed(current.priority, change.priority, (word) => word ?? NEW_TASK.priority),
    startDate: dates.start,
    endDate: dates.end,
    durationDays: dates.durationDays,
    quickClass: changed(current.quickClass, change.quickClass, (word) => word ?? NEW_TASK.quickClass),
    requiresEvidence: changed(current.requiresEvidence, change.requiresEvidence, (flag) => flag ?? false),
    ...changedCosts(current, change, at),
    linkedControlSetId: changed(current.linkedControlSetId, change.linkedControlSetId, (id) =>
      optionalId(id, at('linkedControlSetId')),
    ),
  };
}

type Costs = Pick<TaskValues, 'capexCost' | 'opexCost' | 'fyAllocation' | 'linkedRiskMitigationPct'>;

function changedCosts(current: TaskValues, change: TaskChange, at: (name: keyof Costs) => string): Costs {
  const money = (text: string | null, name: 'capexCost' | 'opexCost'): string =>
    text === null ? NEW_TASK[name] : fromCents(parseMoney(text, at(name)));
  return {
    capexCost: changed(current.capexCost, change.capexCost, (text) => money(text, 'capexCost')),
    opexCost: changed(current.opexCost, change.opexCost, (text) => money(text, 'opexCost')),
    fyAllocation: changed(current.fyAllocation, change.fyAllocation, (year) =>
      optionalYear(year, at('fyAllocation')),
    ),
    linkedRiskMitigationPct: changed(
      current.linkedRiskMitigationPct,
      change.linkedRiskMitigationPct,
      (stated) => optionalPercent(stated, at('linkedRiskMitigationPct')),
    ),
  };
}

/** The three-valued rule: what is absent stays, all else is parsed. */
export function changed<T, C>(current: T, asked: C | undefined, parse: (value: C) => T): T {
  return asked === undefined ? current : parse(asked);
}

function optionalYear(year: number | null, field: string): number | null {
  if (year === null) return null;
  if (Number.isInteger(year) && year >= FY_RANGE.min && year <= FY_RANGE.max) return year;
  const expected = `a year from ${FY_RANGE.min} to ${FY_RANGE.max}`;
  throw badInput(`${field} is not a financial year`, { field, expected, actual: year });
}

/** A percentage with two decimals, as a decimal string. */
function optionalPercent(stated: number | string | null, field: string): string | null {
  if (stated === null) return null;
  const text = String(stated);
  if (PERCENTAGE.test(text)) return fromCents(parseMoney(text, field));
  const expected = 'a percentage from 0 to 100, with at most two decimals';
  throw badInput(`${field} is not a percentage`, { field, expected, actual: text.slice(0, 40) });
}

function optionalId(id: string | null, field: string): string | null {
  if (id === null) return null;
  if (isUuid(id)) return id.toLowerCase();
  throw badInput(`${field} is not an id`, { field, expected: 'a UUID', actual: String(id).slice(0, 64) });
}
