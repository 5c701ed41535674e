import { clock } from '../../../src/clock.ts';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { toDayNumber } from '../../../src/domain/civil-date.ts';
import { mspdiPlans } from '../../domain/schedule/remaining-work/mspdi-plans.ts';
import { wholeDayPlans } from '../../domain/schedule/remaining-work/oracle-plans.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { storePlan } from './stored-plan.ts';

let api: PlanGraph;
const real = { ...clock };

beforeAll(async () => {
  api = await PlanGraph.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

interface Row {
  kind: string;
  label: string;
  x: number;
  width: number;
}

const ROWS = `query ($id: ID!) { project(id: $id) { timeline(zoom: DAY, rows: { limit: 500 }) {
  origin rows { kind label x width } } } }`;

/** Two tasks have one dependency at most here, as the tables were specified. */
const storable = [...wholeDayPlans(), ...mspdiPlans()].filter(([, { links }]) => {
  const pairs = links.map(({ predecessorId, successorId }) => `${predecessorId} ${successorId}`);
  return new Set(pairs).size === pairs.length;
});

test.each(storable)('%s: bars stand where Microsoft Project has them', async (_, plan) => {
  clock.today = () => plan.start;
  await api.plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [
    api.plan.orgId,
    { workingDays: plan.calendar.weekdays, holidays: plan.calendar.holidays },
  ]);
  const calendar = new WorkCalendar(plan.calendar);
  const zero = calendar.index(plan.start);
  const { project } = await storePlan(api.plan, plan.start, plan);
  const { data } = await api.graph.ask(api.plan.actor(), ROWS, { id: project });
  const { origin, rows } = (data?.['project'] as { timeline: { origin: string; rows: Row[] } }).timeline;
  const dayOf = (index: number): number => toDayNumber(calendar.day(zero + index)) - toDayNumber(origin);
  const lasting = rows.flatMap((row) => {
    const answer = row.kind === 'TASK' ? plan.answers.get(row.label) : undefined;
    return answer !== undefined && answer.ef > answer.es ? [{ row, answer }] : [];
  });
  expect(lasting.length).toBeGreaterThan(0);
  expect(lasting.map(({ row }) => [row.label, row.x, row.x + row.width - 1])).toEqual(
    lasting.map(({ row, answer }) => [row.label, dayOf(answer.es), dayOf(answer.ef - 1)]),
  );
});
