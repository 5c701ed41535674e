import { daysBetween, laterDate, type CivilDate } from '../civil-date.ts';

/** A task that mitigates a risk, in whichever project it stands. */
export interface MitigatingWork {
  /** `linked_risk_mitigation_pct` in hundredths; work that mitigates nothing is not waited for. */
  readonly hundredths: bigint;
  /** The day on which it ends: by the schedule, or the actual one; null when its plan cannot be computed. */
  readonly forecastEnd: CivilDate | null;
  /** The end that was promised: the current baseline's, else the stored one. */
  readonly promisedEnd: CivilDate | null;
  /** Completed, and yet what proves it was rejected or has lapsed: nobody knows when it will mitigate again. */
  readonly isUnproven: boolean;
}

export interface MitigationForecast {
  /** The day on which the last of the work is done and the planned mitigation complete. */
  readonly forecastDate: CivilDate | null;
  readonly promisedDate: CivilDate | null;
  /**
   * Calendar days by which the risk stays open longer than promised, 0 when none; null without a forecast or a promise. A
   * risk stands on days off too, so these are not working days.
   */
  readonly atRiskDays: number | null;
}

/** When a risk's mitigation is complete, and how long it is at risk; all null where no work mitigates it. */
export function mitigationForecast(work: readonly MitigatingWork[]): MitigationForecast {
  const mitigating = work.filter((one) => one.hundredths > 0n);
  const isUnproven = mitigating.some((one) => one.isUnproven);
  const forecastDate = isUnproven ? null : latest(mitigating.map((one) => one.forecastEnd));
  const promisedDate = latest(mitigating.map((one) => one.promisedEnd));
  const atRiskDays =
    forecastDate === null || promisedDate === null
      ? null
      : Math.max(0, daysBetween(promisedDate, forecastDate));
  return { forecastDate, promisedDate, atRiskDays };
}

/** The latest of the days; null where one is not known, or none is given. */
function latest(days: readonly (CivilDate | null)[]): CivilDate | null {
  return days.reduce<CivilDate | null>(
    (last, day) => (last === null || day === null ? null : laterDate(last, day)),
    days[0] ?? null,
  );
}
