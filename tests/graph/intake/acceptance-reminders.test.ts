import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const real = { ...clock };
const FIRST = '2027-03-01';
const END = '2027-04-15';
let today = FIRST;
let api: PlanGraph;

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open();
});
beforeEach(() => {
  today = FIRST;
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

const admin = () => api.plan.actor(api.plan.sponsor, 'admin');

async function propose(values: object): Promise<string> {
  const input = { kind: 'RISK_ACCEPTANCE', reason: 'The tunnel is closed in summer', endsOn: END, ...values };
  const { acceptance } = await api.done<{ acceptance: { id: string } }>(
    'proposeAcceptance',
    input,
    'acceptance { id }',
    api.plan.actor(api.plan.helper),
  );
  return acceptance.id;
}
const accept = (acceptanceId: string): Promise<unknown> =>
  api.done('decideAcceptance', { acceptanceId, decision: 'ACCEPTED' }, '__typename', admin());

/** Who was told of its end ahead, each as often as they were, after the process ran on these days. */
async function toldOn(days: readonly string[], id: string): Promise<string[]> {
  for (const day of days) {
    today = day;
    await rollOverDays(api.plan.pool);
    await rollOverDays(api.plan.pool);
  }
  const rows = await api.plan.rows<{ user_id: string; title: string }>(
    `SELECT user_id, title FROM pit.notification WHERE link = '/pit/acceptances/' || $1 AND title LIKE '% ends on %'`,
    [id],
  );
  for (const { title } of rows)
    expect(title).toBe(`The acceptance of a risk ends on ${END}: propose a longer one, or treat it`);
  return rows.map(({ user_id }) => (user_id === api.plan.helper ? 'proposer' : 'decider')).sort();
}

test('who proposed and who decided are told 30 and 7 days before an acceptance ends, once each', async () => {
  const id = await propose({ originId: randomUUID() });
  await accept(id);
  expect(await toldOn(['2027-03-15'], id)).toEqual([]);
  expect(await toldOn(['2027-03-16', '2027-03-17'], id)).toEqual(['decider', 'proposer']);
  expect(await toldOn(['2027-04-07'], id)).toHaveLength(2);
  expect(await toldOn(['2027-04-08', '2027-04-09', END], id)).toEqual([
    'decider',
    'decider',
    'proposer',
    'proposer',
  ]);
});

test('nobody is told while a longer one waits for its decision, nor of what nobody has decided on', async () => {
  const originId = randomUUID();
  const id = await propose({ originId });
  expect(await toldOn(['2027-03-20'], id)).toEqual([]);
  await accept(id);
  const longer = { originId, endsOn: '2027-09-30', renewsId: id };
  const waiting = await propose(longer);
  expect(await toldOn(['2027-03-21', '2027-04-10'], id)).toEqual([]);
  const verdict = { acceptanceId: waiting, decision: 'REJECTED', comment: 'Treat it' };
  await api.done('decideAcceptance', verdict, '__typename', admin());
  expect(await toldOn(['2027-04-11'], id)).toEqual(['decider', 'proposer']);
});

test('an acceptance is shown by its id to whom the list shows it', async () => {
  const id = await propose({ originId: randomUUID() });
  const query = 'query ($id: ID!) { acceptance(id: $id) { id state endsOn } }';
  const shown = async (actor = admin()) => (await api.graph.ask(actor, query, { id })).data?.['acceptance'];
  expect(await shown()).toEqual({ id, state: 'PROPOSED', endsOn: END });
  expect(await shown(api.plan.actor(api.plan.helper))).toMatchObject({ id });
  expect(await shown({ ...api.plan.actor(randomUUID()), divisionIds: [] })).toBeNull();
});
