import { computeSchedule } from '../src/domain/schedule/critical-path.ts';
import { median } from './report.ts';
import { planOf, timePlan } from './schedule-plan.ts';

const TASKS = 100_000;
/** Timed runs of each in a round, after as many that only warm up. */
const RUNS = 9;

/** Three links each, in an order that has nothing to do with that of the tasks; every link leads to a higher number. */
function network() {
  const durations = Int32Array.from({ length: TASKS }, (_, n) => n % 9);
  const from = Int32Array.from({ length: 3 * TASKS }, (_, k) => (k * 7_919) % (TASKS - 1));
  const to = from.map((node, k) => Math.min(TASKS - 1, node + 1 + ((k * 104_729) % 500)));
  const weights = from.map((node) => durations[node] ?? 0);
  return { nodeCount: TASKS, durations, from, to, weights };
}

type Network = ReturnType<typeof network>;

/** The links in an order in which a single pass over them is enough. */
function inOrder({ from, to, weights, ...rest }: Network): Network {
  const order = Array.from(from, (_, k) => k).sort((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  const sorted = (values: Network['from']): Network['from'] => Int32Array.from(order, (k) => values[k] ?? 0);
  return { ...rest, from: sorted(from), to: sorted(to), weights: sorted(weights) };
}

/**
 * The least that has early and late starts: one pass forward and one back over links that are in order already. It finds
 * no order and no cycle, and knows no floats and no drivers.
 */
function bareSchedule({ nodeCount, durations, from, to, weights }: Network) {
  const early = new Float64Array(nodeCount);
  for (let k = 0; k < from.length; k += 1) {
    const start = early[from[k]!]! + weights[k]!;
    if (start > early[to[k]!]!) early[to[k]!] = start;
  }
  let length = 0;
  for (let n = 0; n < nodeCount; n += 1) length = Math.max(length, early[n]! + durations[n]!);
  const late = Float64Array.from(durations, (days) => length - days);
  for (let k = from.length - 1; k >= 0; k -= 1) {
    const start = late[to[k]!]! - weights[k]!;
    if (start < late[from[k]!]!) late[from[k]!] = start;
  }
  return { early, late };
}

/** Milliseconds of one run. */
function timed(run: () => unknown): number {
  const begun = performance.now();
  run();
  return performance.now() - begun;
}

/** The critical path method over 100,000 tasks against two bare passes, alternating. */
export function timeComputation(rounds: number): void {
  const given = network();
  const ordered = inOrder(given);
  const [ours, theirs] = [computeSchedule(given), bareSchedule(ordered)];
  if (Buffer.compare(Buffer.from(ours.lateStart.buffer), Buffer.from(theirs.late.buffer)) !== 0)
    throw new Error('The two do not agree.');
  const times = { service: [] as number[], bare: [] as number[] };
  for (let run = 0; run < 2 * RUNS * rounds; run += 1) {
    const service = timed(() => computeSchedule(given));
    const bare = timed(() => bareSchedule(ordered));
    if (run < RUNS) continue;
    times.service.push(service);
    times.bare.push(bare);
  }
  const [service, bare] = [median(times.service), median(times.bare)];
  console.log(`${TASKS} tasks, ${given.from.length} links; medians of ${times.service.length} runs`);
  console.log(`critical path, floats, drivers  ${service.toFixed(1)} ms`);
  console.log(`bare passes in a known order    ${bare.toFixed(1)} ms`);
  console.log(`ratio                           ${(bare / service).toFixed(2)}`);
  console.log('\nthe same as a plan in progress, in columns; ratio to the bare passes');
  for (const [step, milliseconds] of timePlan(planOf(given), RUNS)) {
    console.log(
      `${step.padEnd(32)}${milliseconds.toFixed(1).padStart(7)} ms  ${(bare / milliseconds).toFixed(2)}`,
    );
  }
}
