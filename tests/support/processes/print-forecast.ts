import { pathToFileURL } from 'node:url';
import { CALENDAR_DAYS_RULE, WorkCalendar } from '../../../src/domain/calendar.ts';
import { DependencyType } from '../../../src/domain/enums.ts';
import { tableOf, triangularQuantile } from '../../../src/domain/schedule/forecast/duration-model.ts';
import { forecastNetwork } from '../../../src/domain/schedule/forecast/forecast-network.ts';
import { forecastResult } from '../../../src/domain/schedule/forecast/forecast-result.ts';
import { simulate } from '../../../src/domain/schedule/forecast/simulation.ts';
import { packPlan } from '../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { planAxis, scheduleProject } from '../../../src/domain/schedule/remaining-work/project-schedule.ts';
import { DEFAULT_SCHEDULE_SETTINGS } from '../../../src/domain/schedule/remaining-work/schedule-rules.ts';

const TASKS = 300;
const idOf = (n: number): string => `task ${String(n).padStart(3, '0')}`;

/** A forecast of one plan with one seed, as text: the same wherever it is made. */
export function forecastText(): string {
  const plan = packPlan(
    Array.from({ length: TASKS }, (_, n) => ({ id: idOf(n), durationDays: 1 + (n % 13) })),
    Array.from({ length: TASKS - 1 }, (_, n) => ({
      id: `link ${n}`,
      predecessorId: idOf(n - (n % 5)),
      successorId: idOf(n + 1),
      type: Object.values(DependencyType)[n % 7] ?? DependencyType.FINISH_TO_START,
      lagDays: n % 3,
    })),
  );
  const [dataDate, promisedFinish] = ['2026-01-01', '2026-12-31'];
  const rules = { ...DEFAULT_SCHEDULE_SETTINGS, dataDate, projectStart: dataDate, promisedFinish };
  const axis = planAxis(plan, new WorkCalendar(CALENDAR_DAYS_RULE), rules);
  const { schedule } = scheduleProject(plan, axis, rules);
  if (schedule === null) throw new Error('The plan has a cycle.');
  const output = simulate({
    network: forecastNetwork(schedule.network, schedule.topology, plan.links),
    tables: tableOf((share) => triangularQuantile({ least: 0.83, mode: 1, most: 1.71 }, share)),
    tableOf: new Uint16Array(TASKS),
    costs: Float64Array.from({ length: TASKS }, (_, n) => n * 1_234.5),
    seed: 7,
    runs: 1_000,
    correlation: 0.3,
  });
  const frame = { axis, dataIndex: 0, deterministic: dataDate, promised: null, promisedEnd: 365, spent: 1n };
  const told = forecastResult(output, { ...frame, taskIds: plan.tasks.ids });
  return JSON.stringify([
    told,
    ...[output.finishes, output.costs, output.cruciality].map((each) => [...each]),
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(forecastText());
