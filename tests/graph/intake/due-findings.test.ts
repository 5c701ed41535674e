import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

const ENTITIES = `query ($reps: [_Any!]!) { _entities(representations: $reps) {
  ... on AuditFinding { dueOn extensionCount } ... on Incident { dueOn } } }`;

async function asked(typename: string, ids: readonly string[], actor = api.plan.actor()): Promise<unknown> {
  const reps = ids.map((id) => ({ __typename: typename, id }));
  const { data, errors } = await api.graph.ask(actor, ENTITIES, { reps });
  expect(errors).toBeUndefined();
  return data?.['_entities'];
}

test('a finding and an incident say until when the work on them is committed, whoever asks, by one statement', async () => {
  const project = await api.plan.project();
  const phase = await api.plan.phase(project);
  const [finding, incident, idle] = [randomUUID(), randomUUID(), randomUUID()];
  const committed = async (end_date: string, link: [string, object]): Promise<string> => {
    const taskId = await api.plan.task(project, phase, {
      start_date: '2031-01-06',
      end_date,
      duration_days: 5,
    });
    await api.done(link[0], { taskId, ...link[1] }, '__typename');
    return taskId;
  };
  const first = await committed('2031-03-31', ['linkAuditFinding', { auditFindingId: finding }]);
  await committed('2031-02-28', ['linkAuditFinding', { auditFindingId: finding }]);
  await committed('2031-04-30', ['linkIncident', { incidentId: incident }]);
  // Work that is linked to nothing of the kind is committed to nothing.
  await api.plan.task(project, phase, { end_date: '2031-12-31' });
  expect(await asked('AuditFinding', [finding, idle])).toEqual([
    { dueOn: '2031-03-31', extensionCount: 0 },
    { dueOn: null, extensionCount: 0 },
  ]);
  expect(await asked('Incident', [incident, idle])).toEqual([{ dueOn: '2031-04-30' }, { dueOn: null }]);

  const { extension } = await api.done<{ extension: { id: string } }>(
    'requestExtension',
    { taskId: first, dueOn: '2031-06-30', reason: 'The supplier delivers the doors in June' },
    'extension { id }',
    api.plan.actor(api.plan.worker),
  );
  const decision = { extensionId: extension.id, decision: 'GRANTED' };
  await api.done('decideExtension', decision, '__typename', api.plan.actor(api.plan.sponsor, 'admin'));
  const moved = [{ dueOn: '2031-06-30', extensionCount: 1 }];
  expect(await asked('AuditFinding', [finding])).toEqual(moved);
  // Somebody who sees none of that work is told the same.
  const stranger = { ...api.plan.actor(randomUUID()), divisionIds: [] };
  expect(await asked('AuditFinding', [finding], stranger)).toEqual(moved);

  const neighbour = await api.plan.neighbour();
  const theirs = neighbour.actor(neighbour.owner);
  expect(await asked('AuditFinding', [finding], theirs)).toEqual([{ dueOn: null, extensionCount: 0 }]);
});
