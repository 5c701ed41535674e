import type { CivilDate } from '../../civil-date.ts';
import type { Money } from '../../money.ts';
import type { Calibration } from './history.ts';

/** A forecast as `cost_snapshot.ai_forecast_json` keeps it, with all that it was made of. JSON as it stands. */
export interface ForecastDocument {
  readonly v: 1;
  readonly method: 'monte_carlo';
  readonly seed: number;
  readonly runs: number;
  readonly correlation: number;
  readonly dataDate: CivilDate;
  readonly planSeq: number;
  readonly inputs: {
    /** What each task takes at best and at worst, as a share, where its kind has no history. */
    readonly factors: { readonly optimistic: number; readonly pessimistic: number };
    /** Open tasks, and how many of them are drawn from history. */
    readonly openTasks: number;
    readonly tasksWithHistory: number;
    readonly history: readonly ForecastHistory[];
  };
  readonly finish: FinishForecast;
  /** Cost at completion; null where nothing was spent by any snapshot. */
  readonly cost: { readonly p50: Money; readonly p80: Money } | null;
  /** Days, and in how many runs the work ended on or before each but after the one before it. */
  readonly histogram: readonly (readonly [CivilDate, number])[];
  readonly criticality: readonly TaskCriticality[];
}

/** What a kind of tasks was drawn from. */
export interface ForecastHistory extends Calibration {
  readonly kind: string;
}

export interface FinishForecast {
  readonly p10: CivilDate;
  readonly p50: CivilDate;
  readonly p80: CivilDate;
  readonly p90: CivilDate;
  /** Mean and standard deviation of the work that remains, in working days from the data date. */
  readonly meanDays: number;
  readonly sdDays: number;
  /** As the schedule has it, every task taking what was planned. */
  readonly deterministic: CivilDate;
  readonly promised: CivilDate | null;
  /** Share of the runs that end by the promised day, in percent; null without one. */
  readonly probabilityOnTime: number | null;
}

export interface TaskCriticality {
  readonly taskId: string;
  /** Share of the runs in which the task was on the longest path, in percent. */
  readonly index: number;
  /** Correlation of its duration with the finish, -1 to 1. */
  readonly cruciality: number;
}
