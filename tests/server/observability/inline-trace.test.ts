import { Trace } from '@apollo/usage-reporting-protobuf';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

let plan: Plan;
let service: TestService;
let token: string;
let taskId: string;

const FTV1 = { 'apollo-federation-include-trace': 'ftv1' };
const TASK = 'query Task($id: ID!) { task(id: $id) { name owner { name } } }';

beforeAll(async () => {
  plan = await Plan.open();
  const projectId = await plan.project();
  taskId = await plan.task(projectId, await plan.phase(projectId), { name: 'Task' });
  service = await startTestService(plan.database);
  token = await service.token(plan.actor());
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

type Body = Awaited<ReturnType<TestService['query']>>['body'] & { extensions?: { ftv1?: string } };

async function ask(query: string, variables = {}, headers: Record<string, string> = FTV1): Promise<Body> {
  return (await service.query(token, query, variables, headers)).body;
}

function traceOf({ extensions }: Body): Trace {
  return Trace.decode(Buffer.from(extensions?.ftv1 ?? '', 'base64'));
}

test('a gateway that asks is told how long each field took, also of a query that is known', async () => {
  const plain = [await ask(TASK, { id: taskId }, {}), await ask(TASK, { id: taskId }, {})];
  const traced = await ask(TASK, { id: taskId });
  expect(plain).toEqual([{ data: traced.data }, { data: traced.data }]);
  expect(traced.data).toMatchObject({ task: { name: 'Task' } });

  const trace = traceOf(traced);
  expect(Number(trace.durationNs)).toBeGreaterThan(0);
  const [task] = trace.root?.child ?? [];
  expect(task).toMatchObject({ responseName: 'task', parentType: 'Query', type: 'Task' });
  expect(task?.child?.map(({ responseName }) => responseName)).toEqual(['name', 'owner']);
  expect(Number(task?.endTime)).toBeGreaterThan(Number(task?.startTime));
});

test('a request after a traced one carries no trace', async () => {
  await ask(TASK, { id: taskId });
  for (const headers of [{}, { ...FTV1, 'apollo-federation-include-trace': 'other' }]) {
    expect(await ask(TASK, { id: taskId }, headers)).not.toHaveProperty('extensions');
  }
});

test('entities are traced as well', async () => {
  const query = 'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Task { name } } }';
  const trace = traceOf(await ask(query, { keys: [{ __typename: 'Task', id: taskId }] }));
  const [entities] = trace.root?.child ?? [];
  expect(entities).toMatchObject({ responseName: '_entities' });
  expect(entities?.child?.[0]?.child?.[0]).toMatchObject({ responseName: 'name', parentType: 'Task' });
});

test('errors in a trace are masked', async () => {
  const body = await ask('{ tasks(after: "no cursor at all") { totalCount } }');
  expect(body.errors).toHaveLength(1);
  expect(JSON.stringify(body.errors)).toContain('cursor');
  const [tasks] = traceOf(body).root?.child ?? [];
  expect(tasks?.error).toHaveLength(1);
  expect(tasks?.error?.[0]?.message).toBe('<masked>');
  expect(Buffer.from(body.extensions?.ftv1 ?? '', 'base64').toString('latin1')).not.toContain('cursor');
});

test('a request without a token gets no inline trace, and limits hold', async () => {
  const stranger = await service.query(undefined, TASK, { id: taskId }, FTV1);
  expect(stranger).toMatchObject({
    status: 401,
    body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  });
  const many = Array.from({ length: 200 }, (_, i) => `a${i}: viewer { role }`).join(' ');
  expect(await ask(`{ ${many} }`)).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
});
