import type { CivilDate } from '../../civil-date.ts';

/** What binds work that began before its predecessors allowed it (AACE 49R-06; Trauner, "retained logic"). */
export const OUT_OF_SEQUENCE = ['retained_logic', 'progress_override'] as const;
export type OutOfSequence = (typeof OUT_OF_SEQUENCE)[number];

/** What total slack is measured against: the end of the network itself, or the promised finish of the project. */
export const FLOAT_AGAINST = ['network_end', 'project_end'] as const;
export type FloatAgainst = (typeof FLOAT_AGAINST)[number];

/** What the platform does when a change moves the dates of others. */
export const AUTO_SCHEDULE = ['off', 'suggest', 'apply'] as const;
export type AutoSchedule = (typeof AUTO_SCHEDULE)[number];

/** How an organisation, or a project of its own accord, schedules. */
export interface ScheduleSettings {
  /** The day up to which progress is known, or `today`, which moves on with the days. */
  readonly dataDate: CivilDate;
  readonly outOfSequence: OutOfSequence;
  readonly floatAgainst: FloatAgainst;
  /** Work is critical with so many working days of total slack, or fewer. */
  readonly criticalSlackDays: number;
  readonly auto: AutoSchedule;
}

export const DEFAULT_SCHEDULE_SETTINGS: ScheduleSettings = {
  dataDate: 'today',
  outOfSequence: 'retained_logic',
  floatAgainst: 'network_end',
  criticalSlackDays: 0,
  auto: 'suggest',
};

/** What one computation goes by, besides the plan and the calendar. */
export interface ScheduleRules extends Pick<
  ScheduleSettings,
  'outOfSequence' | 'floatAgainst' | 'criticalSlackDays'
> {
  /** The day up to which progress is known: what is left to do begins no earlier (GAO-16-89G, best practice 9). */
  readonly dataDate: CivilDate;
  /** The start of the project that a person typed; nothing starts before it. A derived one binds nobody: null. */
  readonly projectStart: CivilDate | null;
  /** The last day of the project as promised: the current baseline's, else the typed one; null without either. */
  readonly promisedFinish: CivilDate | null;
}
