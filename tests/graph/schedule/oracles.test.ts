import { clock } from '../../../src/clock.ts';
import { WorkCalendar, type CalendarRule } from '../../../src/domain/calendar.ts';
import { ScheduleJob } from '../../../src/jobs/schedule.ts';
import { mspdiPlans } from '../../domain/schedule/remaining-work/mspdi-plans.ts';
import { psplibPlans, wholeDayPlans } from '../../domain/schedule/remaining-work/oracle-plans.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { storePlan } from './stored-plan.ts';

let api: PlanGraph;
let job: ScheduleJob;
const real = { ...clock };
const START = '2024-01-01';

beforeAll(async () => {
  api = await PlanGraph.open();
  job = new ScheduleJob(api.plan.pool);
});

afterAll(async () => {
  Object.assign(clock, real);
  await job?.stop();
  await api?.close();
});

interface Shown {
  schedule: { lengthDays: number; criticalTaskCount: number; isStale: boolean };
  tasks: {
    nodes: {
      name: string;
      earlyStart: string;
      earlyFinish: string;
      lateStart: string;
      lateFinish: string;
      totalSlack: number;
      freeSlack: number;
      isCritical: boolean;
    }[];
  };
}

const SCHEDULE = `query ($id: ID!) { project(id: $id) {
  schedule { lengthDays criticalTaskCount isStale }
  tasks(first: 1000) { nodes { name earlyStart earlyFinish lateStart lateFinish totalSlack freeSlack isCritical } }
} }`;

/** What the graph shows of a project once the job has stored its schedule. */
async function stored(project: string): Promise<Shown> {
  await job.sweep();
  const { data, errors } = await api.graph.ask(api.plan.actor(), SCHEDULE, { id: project });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data?.['project'] as Shown;
}

function on(day: string, { weekdays, holidays }: CalendarRule): Promise<unknown> {
  clock.today = () => day;
  return api.plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [
    api.plan.orgId,
    { workingDays: weekdays, holidays },
  ]);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test('PSPLIB networks through database and graph: length, critical count and slacks', async () => {
  await on(START, { weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] });
  const plans = psplibPlans().filter((_, at) => at % 4 === 0);
  expect(plans.length).toBe(12);
  for (const [file, known] of plans) {
    const { project } = await storePlan(api.plan, START, known);
    const { schedule, tasks } = await stored(project);
    expect({
      file,
      ...schedule,
      totalSlack: sum(tasks.nodes.map(({ totalSlack }) => totalSlack)),
      freeSlack: sum(tasks.nodes.map(({ freeSlack }) => freeSlack)),
      critical: tasks.nodes.filter(({ isCritical }) => isCritical).length,
    }).toEqual({
      file,
      lengthDays: known.length,
      criticalTaskCount: known.criticalCount,
      isStale: false,
      totalSlack: known.totalSlack,
      freeSlack: known.freeSlack,
      critical: known.criticalCount,
    });
  }
});

/** Two tasks have one dependency at most here, as the tables were specified. */
const storable = [...wholeDayPlans(), ...mspdiPlans()].filter(([, { links }]) => {
  const pairs = links.map(({ predecessorId, successorId }) => `${predecessorId} ${successorId}`);
  return new Set(pairs).size === pairs.length;
});

test('most of the plans of Microsoft Project can be stored', () => {
  expect(storable.length).toBeGreaterThanOrEqual(4);
});

test.each(storable)('%s through database and graph: as Microsoft Project computed it', async (_, plan) => {
  await on(plan.start, plan.calendar);
  const calendar = new WorkCalendar(plan.calendar);
  const zero = calendar.index(plan.start);
  const { project } = await storePlan(api.plan, plan.start, plan);
  const { tasks } = await stored(project);
  const lasting = tasks.nodes.filter(({ name }) => {
    const answer = plan.answers.get(name);
    return answer !== undefined && answer.ef > answer.es;
  });
  const shown = lasting.map(({ name, ...each }) => [
    name,
    {
      es: calendar.index(each.earlyStart) - zero,
      ef: calendar.indexAfter(each.earlyFinish) - zero,
      ls: calendar.index(each.lateStart) - zero,
      lf: calendar.indexAfter(each.lateFinish) - zero,
      total: each.totalSlack,
      free: plan.answers.get(name)?.free === null ? null : each.freeSlack,
    },
  ]);
  expect(shown.length).toBeGreaterThan(2);
  expect(shown).toEqual(lasting.map(({ name }) => [name, plan.answers.get(name)]));
});
