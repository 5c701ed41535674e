import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  empiricalQuantile,
  GRID,
  tableOf,
  triangularQuantile,
  type Triangle,
} from '../../../../src/domain/schedule/forecast/duration-model.ts';
import { forecastNetwork } from '../../../../src/domain/schedule/forecast/forecast-network.ts';
import { atShare } from '../../../../src/domain/schedule/forecast/forecast-result.ts';
import { simulate, type SimulationOutput } from '../../../../src/domain/schedule/forecast/simulation.ts';
import {
  packPlan,
  type PlannedLink,
  type PlannedTask,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { loosePlans, packed, ruledPlans, runningPlans, DATA_DAY } from '../remaining-work/arbitrary-plans.ts';
import { done, link, open, rulesAt, scheduled } from '../remaining-work/plan-on-days.ts';

const TRIANGLE: Triangle = { least: 0.8, mode: 1, most: 1.6 };

interface Drawn {
  readonly seed?: number;
  readonly runs?: number;
  readonly correlation?: number;
  readonly triangle?: Triangle;
}

function simulated(
  tasks: readonly PlannedTask[],
  links: readonly PlannedLink[],
  { seed = 7, runs = 4_000, correlation = 0, triangle = TRIANGLE }: Drawn = {},
): SimulationOutput & { readonly ids: readonly string[] } {
  const facts = packPlan(tasks, links);
  const { network, topology } = scheduled(facts, rulesAt(0));
  const output = simulate({
    network: forecastNetwork(network, topology, facts.links),
    tables: tableOf((share) => triangularQuantile(triangle, share)),
    tableOf: new Uint16Array(tasks.length),
    costs: new Float64Array(tasks.length).fill(100),
    seed,
    runs,
    correlation,
  });
  return { ...output, ids: facts.tasks.ids };
}

const chain = (...ids: string[]): PlannedLink[] => ids.slice(1).map((id, at) => link(ids[at]!, 'FS', id));
const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const deviation = (values: Float64Array): number => {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (values.length - 1));
};

/** Mean and deviation of a triangular ratio: (a + b + c)/3 and the root of (a2 + b2 + c2 - ab - ac - bc)/18. */
const [RATIO_MEAN, RATIO_SD] = [
  (0.8 + 1 + 1.6) / 3,
  Math.sqrt((0.64 + 1 + 2.56 - 0.8 - 1.28 - 1.6) / 18),
] as const;

const FIVE = ['a', 'b', 'c', 'd', 'e'].map((id) => open(id, 10));
const FIVE_LINKS = chain('a', 'b', 'c', 'd', 'e');

test('a chain of tasks has the mean of their sum, and drawn apart the root of the summed variances', () => {
  const { finishes } = simulated(FIVE, FIVE_LINKS);
  expect(Math.abs(mean(finishes) - 50 * RATIO_MEAN)).toBeLessThan(0.25);
  expect(Math.abs(deviation(finishes) / (10 * RATIO_SD * Math.sqrt(5)) - 1)).toBeLessThan(0.05);
});

test('tasks that run late all alike have the sum of their deviations', () => {
  const { finishes } = simulated(FIVE, FIVE_LINKS, { correlation: 1 });
  expect(Math.abs(deviation(finishes) / (50 * RATIO_SD) - 1)).toBeLessThan(0.05);
  const half = simulated(FIVE, FIVE_LINKS, { correlation: 0.5 });
  expect(deviation(half.finishes)).toBeGreaterThan(10 * RATIO_SD * Math.sqrt(5) * 1.3);
});

test('the quantiles of one task are those of its triangle, and of two those of their convolution', () => {
  const one = Float64Array.from(simulated([open('a', 100)], [], { runs: 10_000 }).finishes).sort();
  for (const share of [0.1, 0.5, 0.8, 0.9]) {
    expect(Math.abs(atShare(one, share) - 100 * triangularQuantile(TRIANGLE, share))).toBeLessThan(1);
  }
  const two = Float64Array.from(
    simulated([open('a', 100), open('b', 100)], chain('a', 'b'), { runs: 10_000 }).finishes,
  ).sort();
  const grid = Array.from({ length: 400 }, (_, at) => 100 * triangularQuantile(TRIANGLE, (at + 0.5) / 400));
  const sums = Float64Array.from(grid.flatMap((x) => grid.map((y) => x + y))).sort();
  for (const share of [0.1, 0.5, 0.8, 0.9]) {
    expect(Math.abs(atShare(two, share) - atShare(sums, share))).toBeLessThan(1.5);
  }
});

test('two chains that meet end later than either, which a single path does not show', () => {
  const tasks = [open('a', 20), open('b', 20), open('end', 0)];
  const links = [link('a', 'FS', 'end'), link('b', 'FS', 'end')];
  const { finishes, onPath, ids } = simulated(tasks, links);
  expect(mean(finishes)).toBeGreaterThan(20 * RATIO_MEAN + 0.4 * 20 * RATIO_SD);
  const share = (id: string) => onPath[ids.indexOf(id)]! / finishes.length;
  expect(share('end')).toBe(1);
  expect(share('a') + share('b')).toBe(1);
  expect(Math.abs(share('a') - 0.5)).toBeLessThan(0.05);
});

test('a task that never decides is on no path, and one that does is crucial', () => {
  const tasks = [open('long', 30), open('short', 1), done('before', 0, 0)];
  const { onPath, cruciality, ids } = simulated(tasks, []);
  const at = (id: string) => ids.indexOf(id);
  expect([onPath[at('long')], onPath[at('short')], onPath[at('before')]]).toEqual([4_000, 0, 0]);
  expect(cruciality[at('long')]).toBeCloseTo(1, 9);
  expect(Math.abs(cruciality[at('short')]!)).toBeLessThan(0.06);
  expect(cruciality[at('before')]).toBe(0);
});

/** SHA-256 of the finishes of the chain with seed 7, as a machine computed them once: each machine has to. */
const GOLDEN = '3c7bdb0a84f5410c19c8a485b453e4bb196689e802379d71dfdcddd6893dd029';

test('a seed gives the same bytes on every machine, and another seed others', () => {
  const hash = ({ finishes }: SimulationOutput) =>
    createHash('sha256').update(new Uint8Array(finishes.buffer)).digest('hex');
  const drawn = { runs: 500, correlation: 0.3 };
  expect(hash(simulated(FIVE, FIVE_LINKS, drawn))).toBe(GOLDEN);
  expect(hash(simulated(FIVE, FIVE_LINKS, { ...drawn, seed: 8 }))).not.toBe(GOLDEN);
});

test.each([
  ['in any state', runningPlans],
  ['with constraints and modes', ruledPlans],
  ['of which people have said little', loosePlans],
])('where every task takes what is planned, each run is the schedule: plans %s', (_, plans) => {
  fc.assert(
    fc.property(plans, (plan) => {
      const facts = packed(plan);
      const schedule = scheduled(facts, rulesAt(DATA_DAY));
      const { finishes } = simulate({
        network: forecastNetwork(schedule.network, schedule.topology, facts.links),
        tables: new Float64Array(GRID).fill(1),
        tableOf: new Uint16Array(facts.tasks.ids.length),
        costs: new Float64Array(facts.tasks.ids.length),
        seed: 1,
        runs: 2,
        correlation: 0.3,
      });
      expect([...finishes]).toEqual([schedule.finish, schedule.finish]);
    }),
    { numRuns: 300 },
  );
});

test('the quantiles of observed ratios are linear between them', () => {
  expect([0, 0.25, 0.5, 0.9, 1].map((share) => empiricalQuantile([1, 2, 3, 4, 5], share))).toEqual([
    1, 2, 3, 4.6, 5,
  ]);
});
