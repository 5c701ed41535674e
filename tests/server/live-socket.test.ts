import type { Client } from 'graphql-ws';
import { Plan } from '../support/plan-database.ts';
import { clientOf, RawSocket, taken } from '../support/live-socket.ts';
import { startTestService, type TestService } from '../support/service.ts';

const PROGRESS = `subscription Progress($id: ID!, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor topic task { id name progressPercent } actor { id } }
}`;
const UPDATE = `mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { progressPercent } } }`;

interface Told {
  data: { taskProgress: { cursor: string; topic: string; task: { progressPercent: number } } };
}

let plan: Plan;
let service: TestService;
let token: string;
let client: Client;
let project: string;
let task: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
});
beforeEach(async () => {
  project = await plan.project();
  task = await plan.task(project, await plan.phase(project));
  token = await service.token(plan.actor());
  client = clientOf(service.url, token);
});
afterEach(async () => {
  await client?.dispose();
});
afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

async function progress(percent: number): Promise<void> {
  const { body } = await service.query(token, UPDATE, { input: { taskId: task, percent } });
  expect(body.errors).toBeUndefined();
}

/** The place of the project's newest event: who begins there misses nothing, however long beginning takes. */
async function newest(): Promise<string> {
  const query = 'query ($id: ID!) { project(id: $id) { eventCursor } }';
  const { body } = await service.query(token, query, { id: project });
  return (body.data?.['project'] as { eventCursor: string }).eventCursor;
}

const following = (after: string) => ({ query: PROGRESS, variables: { id: project, after } });

test('an event arrives with its fields and its cursor', async () => {
  const raw = await RawSocket.begin(service.url, token);
  raw.subscribe('"a\\ \u2028é', PROGRESS, { id: project, after: await newest() });
  raw.subscribe('q', '{ viewer { role } }');
  await raw.hears(({ id, type }) => id === 'q' && type === 'complete');
  await progress(40);
  const { id, payload } = await raw.hears(({ type, id }) => type === 'next' && id !== 'q');
  expect(id).toBe('"a\\ \u2028é');
  expect(payload).toEqual({
    data: {
      taskProgress: {
        cursor: expect.any(String),
        topic: 'PROGRESS_UPDATED',
        task: { id: task, name: 'Task', progressPercent: 40 },
        actor: { id: plan.owner },
      },
    },
  });
  raw.close();
});

test('resuming after a cursor tells what came since, each event once and in order', async () => {
  const all = taken<Told>(client, following(await newest()), 6);
  for (const percent of [10, 20, 30]) await progress(percent);
  const cursors = (await all).map(({ data }) => data.taskProgress.cursor);
  const rest = await taken<Told>(client, following(cursors[1]), 4);
  expect(rest.map(({ data }) => data.taskProgress.cursor)).toEqual(cursors.slice(2));
});
