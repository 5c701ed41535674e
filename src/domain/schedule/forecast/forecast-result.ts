import type { CivilDate } from '../../civil-date.ts';
import { fromCents } from '../../money.ts';
import type { DayAxis } from '../remaining-work/day-axis.ts';
import type { FinishForecast, ForecastDocument, TaskCriticality } from './forecast-document.ts';
import type { SimulationOutput } from './simulation.ts';

/** Tasks that a forecast tells of, and parts of its histogram. */
const MOST_TASKS = 50;
const MOST_BARS = 60;

/** What the runs are read with. */
export interface ForecastFrame {
  readonly axis: DayAxis;
  /** Index of the data date. */
  readonly dataIndex: number;
  readonly deterministic: CivilDate;
  readonly promised: CivilDate | null;
  /** The half-open end of the promised day. */
  readonly promisedEnd: number | null;
  /** Cents spent so far; null where no snapshot says. */
  readonly spent: bigint | null;
  readonly taskIds: readonly string[];
}

/** What the runs came to, as it is told. */
export function forecastResult(
  { finishes, costs, onPath, cruciality }: SimulationOutput,
  frame: ForecastFrame,
): Pick<ForecastDocument, 'finish' | 'cost' | 'histogram' | 'criticality'> {
  const sorted = Float64Array.from(finishes).sort();
  const spent = frame.spent;
  const spending = Float64Array.from(costs).sort();
  const cost = (share: number): string =>
    fromCents((spent ?? 0n) + BigInt(Math.round(atShare(spending, share))));
  return {
    finish: finishOf(sorted, frame),
    cost: spent === null ? null : { p50: cost(0.5), p80: cost(0.8) },
    histogram: histogramOf(sorted, frame),
    criticality: criticalTasks(onPath, cruciality, frame.taskIds, finishes.length),
  };
}

/** The least of the values that so many runs do not exceed: a share of 0.8 is P80. */
export function atShare(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

function finishOf(sorted: Float64Array, frame: ForecastFrame): FinishForecast {
  const { axis, dataIndex, promisedEnd, deterministic, promised } = frame;
  const day = (share: number): CivilDate => axis.date(lastDay(atShare(sorted, share)));
  const mean = sorted.reduce((sum, end) => sum + (end - dataIndex), 0) / sorted.length;
  const squares = sorted.reduce((sum, end) => {
    const off = end - dataIndex - mean;
    return sum + off * off;
  }, 0);
  return {
    p10: day(0.1),
    p50: day(0.5),
    p80: day(0.8),
    p90: day(0.9),
    meanDays: rounded(mean, 100),
    sdDays: rounded(Math.sqrt(squares / Math.max(1, sorted.length - 1)), 100),
    deterministic,
    promised,
    probabilityOnTime:
      promisedEnd === null
        ? null
        : rounded((100 * sorted.filter((end) => lastDay(end) < promisedEnd).length) / sorted.length, 100),
  };
}

/** The day on which work is done last: that of a half-open end, a part of a day being a day of work. */
function lastDay(end: number): number {
  return Math.ceil(end - 1e-9) - 1;
}

function histogramOf(sorted: Float64Array, { axis }: ForecastFrame): [CivilDate, number][] {
  const [first, last] = [lastDay(sorted[0]!), lastDay(sorted.at(-1)!)];
  const width = Math.max(1, Math.ceil((last - first + 1) / MOST_BARS));
  const bars: [CivilDate, number][] = [];
  let at = 0;
  for (let day = first + width - 1; at < sorted.length; day += width) {
    const before = at;
    while (at < sorted.length && lastDay(sorted[at]!) <= day) at += 1;
    bars.push([axis.date(day), at - before]);
  }
  return bars;
}

function criticalTasks(
  onPath: Int32Array,
  cruciality: Float64Array,
  ids: readonly string[],
  runs: number,
): TaskCriticality[] {
  return [...onPath.keys()]
    .filter((n) => onPath[n]! > 0)
    .sort((a, b) => onPath[b]! - onPath[a]! || (ids[a]! < ids[b]! ? -1 : 1))
    .slice(0, MOST_TASKS)
    .map((n) => ({
      taskId: ids[n]!,
      index: rounded((100 * onPath[n]!) / runs, 100),
      cruciality: rounded(cruciality[n]!, 1_000),
    }));
}

function rounded(value: number, parts: number): number {
  // No -0, which JSON would write as 0.
  return Math.round(value * parts) / parts + 0;
}
