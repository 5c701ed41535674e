import type { WorkCalendar } from '../../calendar.ts';
import { FileDays } from '../file-days.ts';
import type { MspdiFile } from './mspdi-file.ts';

/** `P1DT8H30M0S` and the like; Microsoft writes hours, minutes and seconds alone. */
const DURATION = /^P(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/;
const MINUTES_PER_DAY = 480;

/** When work ends: midnight is the end of a day, and not its beginning. */
function closing(time: string | undefined): string {
  const closes = time?.slice(0, 5) ?? '17:00';
  return closes === '00:00' ? '24:00' : closes;
}

/** Moments and durations of a file of Microsoft Project as days, by the hours that its head says. */
export class MspdiDays extends FileDays {
  constructor({ head }: Pick<MspdiFile, 'head'>, calendar: WorkCalendar) {
    const minutes = Number(head.get('MinutesPerDay'));
    super(
      {
        minutesPerDay: minutes >= 1 && minutes <= 1_440 ? minutes : MINUTES_PER_DAY,
        opens: head.get('DefaultStartTime')?.slice(0, 5) ?? '08:00',
        closes: closing(head.get('DefaultFinishTime')),
      },
      calendar,
    );
  }

  get minutesPerDay(): number {
    return this.hours.minutesPerDay;
  }

  /** Working days of a duration such as `PT80H0M0S`, in fractions; null for what is none. */
  days(duration: string | null): number | null {
    const match = duration === null ? null : DURATION.exec(duration);
    if (match === null) return null;
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
    return days + (hours * 60 + minutes + seconds / 60) / this.minutesPerDay;
  }
}
