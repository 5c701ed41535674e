import { clock } from '../../../src/clock.ts';
import { DEFAULT_CALENDAR_RULE, WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import type { PlannedLink, PlannedTask } from '../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { ScheduleJob } from '../../../src/jobs/schedule.ts';
import { mspdiPlans } from '../../domain/schedule/remaining-work/mspdi-plans.ts';
import {
  psplibPlans,
  wholeDayPlans,
  type Answer,
} from '../../domain/schedule/remaining-work/oracle-plans.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';
import { previewOf } from '../../support/requests/previewed-plan.ts';
import { storePlan } from './stored-plan.ts';
import { oneLinkForPair, reencoded, textbookAnswers } from './textbook-answers.ts';

let api: PlanGraph;
/** Another organisation, which works five days a week. */
let weekly: Plan;
const real = { ...clock };
const START = '2000-01-03';

/** A stored plan, and what is known of it. */
interface Known {
  readonly name: string;
  readonly plan: Plan;
  readonly project: string;
  readonly dayAt: (index: number) => string;
  readonly lastDayBefore: (index: number) => string;
  readonly answers: ReadonlyMap<string, Answer>;
}
const all: Known[] = [];

beforeAll(async () => {
  clock.today = () => START;
  api = await PlanGraph.open({ workingDays: [1, 2, 3, 4, 5, 6, 7] });
  weekly = await api.plan.neighbour();
  await storeNetworks();
  await storePlansOfMicrosoftProject();
  const job = new ScheduleJob(api.plan.pool);
  await job.sweep();
  await job.stop();
}, 300_000);

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

/** Each network once by the mutations that anybody has, and once with its links in other words. */
async function storeNetworks(): Promise<void> {
  const days = {
    dayAt: (index: number) => addDays(START, index),
    lastDayBefore: (index: number) => addDays(START, index - 1),
  };
  for (const [at, [name, network]] of psplibPlans().entries()) {
    // What a database that has been running does by itself.
    if (at % 6 === 1) await api.plan.rows('ANALYZE');
    const known = { plan: api.plan, answers: textbookAnswers(network), ...days };
    all.push({ ...known, name, project: await entered(network) });
    const { project } = await storePlan(api.plan, START, reencoded(network));
    all.push({ ...known, name: `${name}, re-encoded`, project });
  }
}

async function storePlansOfMicrosoftProject(): Promise<void> {
  const calendar = new WorkCalendar(DEFAULT_CALENDAR_RULE);
  for (const [name, each] of [...wholeDayPlans(), ...mspdiPlans()]) {
    const zero = calendar.index(each.start);
    const { project } = await storePlan(weekly, each.start, oneLinkForPair(each));
    all.push({
      name,
      plan: weekly,
      project,
      dayAt: (index) => calendar.day(zero + index),
      lastDayBefore: (index) => calendar.day(zero + index - 1),
      answers: oneLinkForPair(each).answers,
    });
  }
}

/** Enters a plan by mutations: its tasks at once, and its links as a preview that is applied. */
async function entered({
  tasks,
  links,
}: {
  readonly tasks: readonly PlannedTask[];
  readonly links: readonly PlannedLink[];
}): Promise<string> {
  const projectId = await api.make('Project', { startDate: START });
  const phaseId = await api.make('Phase', { projectId });
  const items = tasks.map(({ id, durationDays }) => ({ name: id, durationDays, phaseId }));
  const { taskIds: ids } = await api.done<{ taskIds: string[] }>(
    'createTasks',
    { projectId, tasks: items },
    'taskIds',
  );
  const idOf = new Map(tasks.map(({ id }, at) => [id, ids[at]]));
  const addDependencies = links.map(({ predecessorId, successorId }) => ({
    predecessorId: idOf.get(predecessorId),
    successorId: idOf.get(successorId),
  }));
  const preview = { projectId, addDependencies };
  const { token } = await previewOf(api, preview);
  await api.done('applySchedule', { preview, token }, 'changedTaskCount');
  return projectId;
}

interface ShownTask {
  name: string;
  earlyStart: string;
  earlyFinish: string;
  lateStart: string;
  lateFinish: string;
  totalSlack: number;
  freeSlack: number;
  isCritical: boolean;
}

const SCHEDULE = `query ($id: ID!) { project(id: $id) { schedule { isStale }
  tasks(first: 1000) { nodes { name earlyStart earlyFinish lateStart lateFinish totalSlack freeSlack isCritical } } } }`;

async function shown({ plan, project }: Known): Promise<ShownTask[]> {
  const { data, errors } = await api.graph.ask(plan.actor(), SCHEDULE, { id: project });
  expect(errors).toBeUndefined();
  const answer = data?.['project'] as { schedule: { isStale: boolean }; tasks: { nodes: ShownTask[] } };
  expect(answer.schedule).toEqual({ isStale: false });
  return answer.tasks.nodes;
}

/** What is to be shown of a task; a milestone stands at a moment between two days, and has its slacks alone. */
function expected(task: ShownTask, { answers, dayAt, lastDayBefore }: Known): ShownTask {
  const { es, ef, ls, lf, total, free } = answers.get(task.name)!;
  const slacks = { totalSlack: total, freeSlack: free ?? task.freeSlack, isCritical: total <= 0 };
  if (ef === es) return { ...task, ...slacks };
  return {
    name: task.name,
    earlyStart: dayAt(es),
    earlyFinish: lastDayBefore(ef),
    lateStart: dayAt(ls),
    lateFinish: lastDayBefore(lf),
    ...slacks,
  };
}

test('what the textbook says of the activities sums up to what PSPLIB says of the networks', () => {
  expect(psplibPlans()).toHaveLength(48);
  for (const [file, network] of psplibPlans()) {
    const answers = [...textbookAnswers(network).values()];
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect([
      file,
      Math.max(...answers.map(({ ef }) => ef)),
      answers.filter(({ total }) => total === 0).length,
      sum(answers.map(({ total }) => total)),
      sum(answers.map(({ free }) => free ?? NaN)),
    ]).toEqual([file, network.length, network.criticalCount, network.totalSlack, network.freeSlack]);
  }
});

test('all networks of PSPLIB, entered and re-encoded, and all plans of Microsoft Project are as they should be, task by task', async () => {
  expect(all).toHaveLength(2 * 48 + 5);
  let compared = 0;
  for (const known of all) {
    const tasks = (await shown(known)).filter(({ name }) => known.answers.has(name));
    expect([known.name, tasks]).toEqual([known.name, tasks.map((task) => expected(task, known))]);
    expect([known.name, tasks.length]).toEqual([known.name, known.answers.size]);
    compared += tasks.length;
  }
  expect(compared).toBeGreaterThan(7_000);
});
