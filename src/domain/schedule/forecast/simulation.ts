import { NO_ARC, type ForecastNetwork } from './forecast-network.ts';
import { GRID, ratioAt, type RatioTable } from './duration-model.ts';
import { normalTable, stepOf, xoshiro128 } from './random.ts';

/** What a simulation is run with. All of it may go from one thread to another. */
export interface SimulationInput {
  readonly network: ForecastNetwork;
  /** Tables of ratios one after the other, and for each task the number of its own. */
  readonly tables: Float64Array;
  readonly tableOf: Uint16Array;
  /** What remains to be spent on each task as planned, in cents. */
  readonly costs: Float64Array;
  readonly seed: number;
  readonly runs: number;
  /** Correlation of any two durations, 0 to 1. */
  readonly correlation: number;
}

/** What the runs came to, in the order of the runs and of the tasks. */
export interface SimulationOutput {
  /** The half-open end of the work of each run, in working days from the origin of the axis. */
  readonly finishes: Float64Array;
  /** What remains to be spent by each run, in cents. */
  readonly costs: Float64Array;
  /** In how many runs each task was on the longest path. */
  readonly onPath: Int32Array;
  /** Correlation of each task's duration with the finish; 0 where either never differs. */
  readonly cruciality: Float64Array;
}

/**
 * Monte Carlo over the work that remains (GAO-16-89G, Schedule Assessment Guide, best practice 8). Each run draws a ratio of
 * actual to planned duration for every task and makes a forward pass. One standard normal factor is common to all tasks of a
 * run: with the correlation r the quantile of a task is sqrt(r) x common + sqrt(1 - r) x own (a Gaussian copula), since
 * durations drawn apart make a large network look certain. A run costs O(tasks + links).
 */
export function simulate(input: SimulationInput): SimulationOutput {
  const { network, runs } = input;
  const count = network.remaining.length;
  const draw = drawing(input);
  const state = passState(count);
  const output: SimulationOutput = {
    finishes: new Float64Array(runs),
    costs: new Float64Array(runs),
    onPath: new Int32Array(count),
    cruciality: new Float64Array(count),
  };
  const sums = new Moments(count);
  for (let run = 0; run < runs; run += 1) {
    output.costs[run] = draw(state.days);
    const last = forwardPass(network, state);
    const finish = last === -1 ? network.doneFinish : Math.max(state.finish[last]!, network.doneFinish);
    output.finishes[run] = finish;
    for (let at = last; at !== -1; at = state.driver[at]!) output.onPath[at]! += 1;
    sums.add(state.days, finish);
  }
  sums.correlations(output.cruciality);
  return output;
}

interface PassState {
  /** Days that each task takes in this run. */
  readonly days: Float64Array;
  readonly start: Float64Array;
  readonly finish: Float64Array;
  /** The task that decided when each one starts; -1 where its own dates did. */
  readonly driver: Int32Array;
}

function passState(count: number): PassState {
  return {
    days: new Float64Array(count),
    start: new Float64Array(count),
    finish: new Float64Array(count),
    driver: new Int32Array(count),
  };
}

/** Draws the days of all tasks of a run, and answers what the run costs. */
function drawing({
  network,
  tables,
  tableOf,
  costs,
  seed,
  correlation,
}: SimulationInput): (days: Float64Array) => number {
  const random = xoshiro128(seed);
  const normals = normalTable();
  const [common, own] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  const rows = Array.from({ length: tables.length / GRID }, (_, row): RatioTable =>
    tables.subarray(row * GRID, (row + 1) * GRID),
  );
  const { remaining, isDone } = network;
  return (days) => {
    const shared = common * normals[stepOf(random())]!;
    let cost = 0;
    for (let n = 0; n < days.length; n += 1) {
      if (isDone[n] === 1) continue;
      const ratio = ratioAt(rows[tableOf[n]!]!, shared + own * normals[stepOf(random())]!);
      days[n] = remaining[n]! * ratio;
      cost += costs[n]! * ratio;
    }
    return cost;
  };
}

/** Fills starts and finishes, and answers the open task that finishes last, of several the last in order; -1 where none is open. */
function forwardPass(network: ForecastNetwork, state: PassState): number {
  const { order, startFrom, finishFrom, isDone } = network;
  const { days, start, finish, driver } = state;
  for (let n = 0; n < days.length; n += 1) {
    start[n] = Math.max(startFrom[n]!, finishFrom[n]! - days[n]!);
    driver[n] = -1;
  }
  let last = -1;
  for (let at = 0; at < order.length; at += 1) {
    const i = order[at]!;
    if (isDone[i] === 1) continue;
    finish[i] = start[i]! + days[i]!;
    if (last === -1 || finish[i] >= finish[last]!) last = i;
    pushSuccessors(network, state, i);
  }
  return last;
}

/** Moves the starts of what depends on a task to where its links allow. */
function pushSuccessors(
  { offsets, neighbours, lags, fromFinish, toFinish, fixed }: ForecastNetwork,
  { days, start, finish, driver }: PassState,
  i: number,
): void {
  const end = offsets[i + 1]!;
  for (let place = offsets[i]!; place < end; place += 1) {
    const j = neighbours[place]!;
    if (lags[place] === NO_ARC || fixed[j] === 1) continue;
    let bound = (fromFinish[place] === 1 ? finish[i]! : start[i]!) + lags[place]!;
    if (toFinish[place] === 1) bound -= days[j]!;
    if (bound > start[j]! || (bound === start[j] && driver[j] === -1)) {
      start[j] = bound;
      driver[j] = i;
    }
  }
}

/** Sums of which correlations are made, about the first run, so that large numbers do not hide small differences. */
class Moments {
  private readonly first: Float64Array;
  private readonly sum: Float64Array;
  private readonly squares: Float64Array;
  private readonly products: Float64Array;
  private firstFinish = 0;
  private finishSum = 0;
  private finishSquares = 0;
  private runs = 0;

  constructor(count: number) {
    this.first = new Float64Array(count);
    this.sum = new Float64Array(count);
    this.squares = new Float64Array(count);
    this.products = new Float64Array(count);
  }

  add(days: Float64Array, finish: number): void {
    if (this.runs === 0) {
      this.first.set(days);
      this.firstFinish = finish;
    }
    this.runs += 1;
    const late = finish - this.firstFinish;
    this.finishSum += late;
    this.finishSquares += late * late;
    const { first, sum, squares, products } = this;
    for (let n = 0; n < days.length; n += 1) {
      const more = days[n]! - first[n]!;
      sum[n]! += more;
      squares[n]! += more * more;
      products[n]! += more * late;
    }
  }

  correlations(into: Float64Array): void {
    const finishSpread = this.finishSquares - (this.finishSum * this.finishSum) / this.runs;
    for (let n = 0; n < into.length; n += 1) {
      const spread = this.squares[n]! - (this.sum[n]! * this.sum[n]!) / this.runs;
      const shared = this.products[n]! - (this.sum[n]! * this.finishSum) / this.runs;
      into[n] = spread > 1e-9 && finishSpread > 1e-9 ? shared / Math.sqrt(spread * finishSpread) : 0;
    }
  }
}
