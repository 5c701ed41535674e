import { TaskPriority } from '../enums.ts';

/** Calendar days within which raised work of each priority is due: `organisation.settings.dueDays`, complete. */
export type DueDays = Readonly<Record<TaskPriority, number>>;

export const DEFAULT_DUE_DAYS: DueDays = {
  [TaskPriority.LOW]: 90,
  [TaskPriority.NORMAL]: 60,
  [TaskPriority.HIGH]: 30,
  [TaskPriority.CRITICAL]: 14,
};

const MOST_DAYS = 3_650;

/** The days that hold: those that are stored, over the defaults. */
export function dueDaysOf(stored: Partial<DueDays>): DueDays {
  return { ...DEFAULT_DUE_DAYS, ...stored };
}

/** The first of these that is no priority, or no number of days; null when all are taken. */
export function firstDueDaysRefusal(
  settings: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly expected: string; readonly actual: unknown } | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(DEFAULT_DUE_DAYS, name)) {
      return { name, expected: `one of ${Object.keys(DEFAULT_DUE_DAYS).join(', ')}`, actual: name };
    }
    const isTaken = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_DAYS;
    if (!isTaken) return { name, expected: `a whole number of days, 0 to ${MOST_DAYS}`, actual: value };
  }
  return null;
}
