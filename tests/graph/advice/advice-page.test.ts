import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { AiModel } from '../../../src/domain/enums.ts';
import { modelSettings } from '../../support/advice/advice-settings.ts';
import { answers, ModelServer } from '../../support/advice/model-server.ts';
import { task, tasksAnswer } from '../../support/advice/advice-world.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const PAGE = new URL('../../../docs/advice.md', import.meta.url);

let plan: Plan;
let models: ModelServer;
let service: TestService;
let admin: string;

beforeAll(async () => {
  plan = await Plan.open();
  models = await ModelServer.open();
  const settings = { ...modelSettings(models.url), PIT_AI_KEY: 'page-key' };
  service = await startTestService(plan.database, settings, { jobs: true });
  admin = await plan.insert('user', {
    id: randomUUID(),
    name: 'Ada',
    email: 'ada@example.test',
    role: 'admin',
  });
});
afterAll(async () => {
  await service?.stop();
  await models?.close();
  await plan?.close();
});

type Data = Record<string, Record<string, unknown>>;

async function ask(actor: Actor, text: string, variables: object): Promise<Data> {
  const { body } = await service.query(await service.token(actor), text, { ...variables });
  expect([text, body.errors]).toEqual([text, undefined]);
  return body.data as Data;
}

test('the operations of the page, one after the other, are the story that it tells', async () => {
  const page = await readFile(PAGE, 'utf8');
  const operations = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, text]) => text!);
  expect(operations).toHaveLength(4);
  const [on = '', asking = '', look = '', keep = ''] = operations;
  const project = await plan.project();
  const phase = await plan.phase(project);
  models.manners = [answers(tasksAnswer(task(), task({ name: 'Train', dependsOn: [0] })))];
  const owner = plan.actor();

  expect(await ask(plan.actor(admin, 'admin'), on, {})).toMatchObject({
    updateOrganisationSettings: {
      organisation: { settings: { ai: { enabled: true, monthlyTokens: 200_000 } } },
    },
  });
  const { adviseTasks } = await ask(owner, asking, { project, risk: randomUUID() });
  const { id, state } = adviseTasks?.['proposal'] as { id: string; state: string };
  expect(['WAITING', 'PROPOSED']).toContain(state);

  let proposal: Record<string, unknown> | undefined;
  do {
    await new Promise((resolve) => setTimeout(resolve, 100));
    proposal = (await ask(owner, look, { id }))['proposal'];
  } while (proposal?.['state'] === 'WAITING');
  expect(proposal).toMatchObject({
    state: 'PROPOSED',
    modelUsed: 'GPT4O_LARGE',
    isFallback: false,
    failure: null,
    summary: 'Do this.',
    items: [
      {
        index: 0,
        action: 'CREATE_TASK',
        name: 'Inspect the roof',
        durationDays: 3,
        priority: 'HIGH',
        tasks: [],
      },
      { index: 1, action: 'CREATE_TASK', name: 'Train', dependsOn: [0] },
    ],
  });
  expect(models.asked[0]).toMatchObject({
    model: `test-${AiModel.GPT4O_LARGE}`,
    authorization: 'Bearer page-key',
  });
  const kept = await ask(owner, keep, { id, keep: [0, 1], phase });
  expect(kept['acceptProposal']).toMatchObject({
    proposal: { state: 'ACCEPTED', decidedBy: { name: 'owner' } },
    tasks: [
      { name: 'Inspect the roof', status: 'NOT_STARTED', progressPercent: 0 },
      { name: 'Train', status: 'NOT_STARTED' },
    ],
  });
});

test('proposals are listed with their project, are seen by those who see it, and tokens by administrators', async () => {
  const project = await plan.project();
  const asked = await ask(
    plan.actor(),
    `mutation ($project: ID!, $risk: ID!) { adviseMitigation(input: { projectId: $project, riskId: $risk, title: "Fall" }) {
      proposal { id kind subjectId requestedBy { id } project { id } } project { id } } }`,
    { project, risk: randomUUID() },
  );
  const { id } = asked['adviseMitigation']?.['proposal'] as { id: string };
  expect(asked['adviseMitigation']).toMatchObject({
    proposal: { kind: 'MITIGATION', requestedBy: { id: plan.owner }, project: { id: project } },
  });
  const list = `query ($project: ID!) { project(id: $project) { proposals(first: 5, filter: { kind: [MITIGATION] }) {
    totalCount nodes { id isFallback calls missing score feedback } } } }`;
  const { project: shown } = await ask(plan.actor(plan.helper), list, { project });
  expect(shown).toMatchObject({ proposals: { totalCount: 1, nodes: [{ id, missing: [], score: null }] } });

  const neighbour = await plan.neighbour();
  const { proposal } = await ask(neighbour.actor(), 'query ($id: ID!) { proposal(id: $id) { id } }', { id });
  expect(proposal).toBeNull();
  const usage = '{ adviceUsage { month tokens tokenLimit calls available } }';
  expect(await ask(plan.actor(admin, 'admin'), usage, {})).toMatchObject({
    adviceUsage: { tokenLimit: 200_000, available: ['TASKS', 'SCHEDULE', 'EVIDENCE', 'SCAN', 'MITIGATION'] },
  });
  const refused = await service.query(await service.token(plan.actor()), usage);
  expect(refused.body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

test('metrics count calls and tokens by kind and model, and name nobody', async () => {
  const text = await (await fetch(service.url.replace('/graphql', '/metrics'))).text();
  expect(text).toMatch(/pit_model_calls_total\{kind="tasks",model="gpt4o_large",outcome="answered"\} 1/);
  expect(text).toMatch(/pit_model_tokens_total\{kind="tasks",model="gpt4o_large"\} 120/);
  expect(text).toMatch(/pit_model_breaker_open\{model="gpt4_1"\} 0/);
});
