import { CALENDAR_DAYS_RULE, WorkCalendar } from '../src/domain/calendar.ts';
import { DependencyType } from '../src/domain/enums.ts';
import { tableOf, triangularQuantile } from '../src/domain/schedule/forecast/duration-model.ts';
import { forecastNetwork } from '../src/domain/schedule/forecast/forecast-network.ts';
import { simulate, type SimulationInput } from '../src/domain/schedule/forecast/simulation.ts';
import { packPlan, type PlannedLink } from '../src/domain/schedule/remaining-work/plan-facts.ts';
import { planAxis, scheduleProject } from '../src/domain/schedule/remaining-work/project-schedule.ts';
import { DEFAULT_SCHEDULE_SETTINGS } from '../src/domain/schedule/remaining-work/schedule-rules.ts';
import { simulationWorker } from '../src/services/cost/forecast/simulation-worker.ts';
import { median } from './report.ts';

const [TASKS, RUNS, ROUNDS] = [10_000, 1_000, 5];

/** A plan of 10,000 tasks of five days and 15,000 links of all kinds, that lead 1 to 50 tasks on. */
function simulation(): SimulationInput {
  const tasks = Array.from({ length: TASKS }, (_, n) => ({ id: idOf(n), durationDays: 1 + (n % 9) }));
  const types = Object.values(DependencyType);
  const links = Array.from({ length: 1.5 * TASKS }, (_, k): PlannedLink => {
    const from = (k * 7_919) % (TASKS - 1);
    const to = Math.min(TASKS - 1, from + 1 + ((k * 104_729) % 50));
    const type = k % 8 === 0 ? types[(k / 8) % types.length]! : DependencyType.FINISH_TO_START;
    return { id: `link ${k}`, predecessorId: idOf(from), successorId: idOf(to), type, lagDays: 0 };
  });
  const plan = packPlan(tasks, links);
  const rules = {
    ...DEFAULT_SCHEDULE_SETTINGS,
    dataDate: '2026-01-01',
    projectStart: '2026-01-01',
    promisedFinish: null,
  };
  const axis = planAxis(plan, new WorkCalendar(CALENDAR_DAYS_RULE), rules);
  const { schedule } = scheduleProject(plan, axis, rules);
  if (schedule === null) throw new Error('The plan has a cycle.');
  return {
    network: forecastNetwork(schedule.network, schedule.topology, plan.links),
    tables: tableOf((share) => triangularQuantile({ least: 0.9, mode: 1, most: 1.25 }, share)),
    tableOf: new Uint16Array(TASKS),
    costs: new Float64Array(TASKS).fill(1_000),
    seed: 7,
    runs: RUNS,
    correlation: 0.3,
  };
}

const idOf = (n: number): string => `task ${String(n).padStart(6, '0')}`;

const inWorker = (input: SimulationInput) => simulationWorker.alone('bench', (simulate) => simulate(input));

/** Milliseconds of the processor and of the clock. */
async function timed(run: () => unknown): Promise<{ cpu: number; clock: number }> {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(used);
  return { cpu: (user + system) / 1_000, clock: performance.now() - begun };
}

/**
 * 1,000 runs over 10,000 tasks: in this thread, and in the worker as a forecast has them, its start left out. The ratio is
 * that of a run to one schedule of the same plan, drawn durations included.
 */
export async function benchForecast(): Promise<void> {
  const input = simulation();
  const one = { ...input, runs: 2 };
  simulate(one);
  await inWorker(one);
  const [direct, worker] = [[], []] as { cpu: number; clock: number }[][];
  for (let round = 0; round < ROUNDS; round += 1) {
    direct!.push(await timed(() => simulate(input)));
    worker!.push(await timed(() => inWorker(input)));
  }
  await simulationWorker.abandon();
  const told = (times: { cpu: number; clock: number }[]): string =>
    `${median(times.map(({ cpu }) => cpu)).toFixed(0)} ms of the processor, ${median(times.map(({ clock }) => clock)).toFixed(0)} ms by the clock`;
  process.stdout.write(
    `${RUNS} runs of ${TASKS} tasks, medians of ${ROUNDS}\n  in one thread: ${told(direct!)}\n  in the worker: ${told(worker!)}\n`,
  );
}
