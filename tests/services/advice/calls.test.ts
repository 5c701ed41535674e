import { randomUUID } from 'node:crypto';
import { adviseTasks } from '../../../src/services/advice/ask-tasks.ts';
import { mostTokens } from '../../../src/domain/advice/prompt.ts';
import { AdviceWorld, NEVER, RISK, task, tasksAnswer } from '../../support/advice/advice-world.ts';
import { answers, breaksOff, hangs, refuses } from '../../support/advice/model-server.ts';

let world: AdviceWorld;
const GOOD = answers(tasksAnswer(task()));

beforeAll(async () => {
  world = await AdviceWorld.open();
});

beforeEach(() => world.renew());

afterAll(() => world.close());

async function asked(count = 1): Promise<string[]> {
  const project = await world.plan.project();
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const input = { projectId: project, ...RISK, subjectId: randomUUID() };
    ids.push((await world.plan.run((tx) => adviseTasks(tx, world.rules, input))).proposalId);
  }
  return ids;
}

const settings = (ai: object) =>
  world.plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [world.plan.orgId, { ai }]);

test('what passes is tried again, after the pause that the server asks for, and counts what it really used', async () => {
  const [id = ''] = await asked();
  world.models.manners = [refuses(429, { 'retry-after': '100' }), breaksOff, GOOD];
  await world.job.run(NEVER);
  const [waiting] = await world.plan.rows<{ seconds: number }>(
    `SELECT extract(epoch FROM next_at - now())::float8 - $1 AS seconds FROM pit_ops.ai_request`,
    [world.ahead],
  );
  expect(waiting?.seconds).toBeGreaterThan(95);
  await world.runOn();
  const stored = await world.stored(id);
  expect(stored).toMatchObject({ state: 'proposed', calls: 3 });
  expect(world.calls.map((call) => call.split(' ')[2])).toEqual(['failed', 'failed', 'answered']);
  // 429 costs nothing; of the call that broke off nobody knows, so that it counts in full.
  const [unknown, total] = [stored.tokens - 120, (await world.usage()).tokens];
  expect(unknown).toBeGreaterThan(7_000);
  expect(total).toBe(stored.tokens);
});

test('a server that only fails is asked three times for one question, and that is told', async () => {
  const [id = ''] = await asked();
  world.models.manners = [refuses(500)];
  await world.runOn();
  expect(await world.stored(id)).toMatchObject({
    state: 'failed',
    failure: 'the server answers 500',
    calls: 3,
    tokens: 0,
  });
  expect((await world.usage()).tokens).toBe(0);
});

test('what is refused for good is not asked again', async () => {
  const [id = ''] = await asked();
  world.models.manners = [refuses(401)];
  await world.runOn();
  expect(await world.stored(id)).toMatchObject({
    state: 'failed',
    failure: 'the server answers 401',
    calls: 1,
  });
});

test('while the calls of a model fail another one stands in, and it is asked again after a minute', async () => {
  const ids = await asked(2);
  world.models.manners = [refuses(500)];
  await world.runOn();
  expect(new Set(world.models.asked.map(({ model }) => model))).toEqual(new Set(['test-gpt4o_large']));
  expect(await Promise.all(ids.map(async (id) => (await world.stored(id)).state))).toEqual([
    'failed',
    'failed',
  ]);
  world.models.manners = [GOOD];
  const [standIn = ''] = await asked();
  await world.job.run(NEVER);
  expect(await world.stored(standIn)).toMatchObject({ state: 'proposed', model: 'gpt4_1', fallback: true });
  world.ahead += 61;
  const [own = ''] = await asked();
  await world.runOn();
  expect(await world.stored(own)).toMatchObject({ state: 'proposed', model: 'gpt4o_large', fallback: false });
});

test('the tokens of a month are not gone beyond, however many calls run at once', async () => {
  const [first = ''] = await asked();
  const [request] = await world.plan.rows<{ brief: string }>('SELECT brief FROM pit_ops.ai_request');
  const one = mostTokens('tasks', request?.brief ?? '');
  await settings({ enabled: true, monthlyTokens: one + 500 });
  world.models.manners = [answers(tasksAnswer(task()), { usage: { total_tokens: one - 100 } })];
  const [second = ''] = await asked();
  await Promise.all([world.job.run(NEVER), world.process().run(NEVER)]);
  const states = await Promise.all([first, second].map(async (id) => (await world.stored(id)).state));
  expect(states.sort()).toEqual(['failed', 'proposed']);
  expect(world.models.asked).toHaveLength(1);
  expect((await world.usage()).tokens).toBe(one - 100);
  await settings({ enabled: true, monthlyTokens: one - 100 });
  await expect(asked()).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', detail: { pit: 'PIT007' } });
  await settings({ enabled: true });
});

test('advice is off until the organisation allows it, and what waits when it is switched off is never sent', async () => {
  const [id = ''] = await asked();
  await settings({});
  await expect(asked()).rejects.toMatchObject({ code: 'CONFLICT', detail: { pit: 'PIT007' } });
  await world.runOn();
  expect(world.models.asked).toHaveLength(0);
  expect(await world.stored(id)).toMatchObject({ state: 'failed', failure: 'advice was switched off' });
  await settings({ enabled: true });
  const none = { models: { gpt4_1: 'general' }, monthlyTokens: 1_000 };
  const project = await world.plan.project();
  const asking = (rules: typeof none | null) =>
    world.plan.run((tx) => adviseTasks(tx, rules, { projectId: project, ...RISK }));
  await expect(asking(null)).rejects.toMatchObject({ code: 'CONFLICT', detail: { pit: 'PIT007' } });
  await expect(asking(none)).rejects.toMatchObject({ detail: { pit: 'PIT007' } });
});

test('two calls for an organisation run at once, on all processes together, and each question is asked once', async () => {
  const ids = await asked(6);
  let [underWay, most] = [0, 0];
  world.models.manners = [
    (response, question) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay -= 1;
        GOOD(response, question);
      }, 50);
    },
  ];
  const others = [world.process(), world.process()];
  for (let left = ids.length; left > 0;) {
    await Promise.all([world.job, ...others].map((job) => job.run(NEVER)));
    const [waiting] = await world.plan.rows<{ count: number }>(
      'SELECT count(*)::int FROM pit_ops.ai_request',
    );
    left = waiting?.count ?? 0;
  }
  expect(most).toBeLessThanOrEqual(2);
  expect(world.models.asked).toHaveLength(6);
});

test('a process that is stopped gives its question back, and one that was killed leaves it to another', async () => {
  const [id = ''] = await asked();
  world.models.manners = [hangs, GOOD];
  const stop = new AbortController();
  const running = world.job.run(stop.signal);
  while (world.models.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  stop.abort();
  await running;
  expect(await world.stored(id)).toMatchObject({ state: 'waiting', calls: 0 });
  // As one leaves it that was killed with the question in its hands.
  await world.plan.rows(
    `UPDATE pit_ops.ai_request SET lease_owner = gen_random_uuid(), attempt = 1,
    lease_until = now() + make_interval(secs => $1), reserved_tokens = 9, reserved_month = date_trunc('month', now())`,
    [world.ahead + 100],
  );
  await world.job.run(NEVER);
  expect(world.models.asked).toHaveLength(1);
  world.ahead += 101;
  await world.runOn();
  expect(await world.stored(id)).toMatchObject({ state: 'proposed' });
});

test('of questions that wait an organisation has a hundred at most', async () => {
  await world.plan.rows(
    `INSERT INTO pit_ops.ai_proposal (org_id, project_id, kind, requested_by, prompt_version)
     SELECT $1, $2, 'mitigation', $3, 1 FROM generate_series(1, 100)`,
    [world.plan.orgId, await world.plan.project(), world.plan.owner],
  );
  await expect(asked()).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', detail: { pit: 'PIT007' } });
  // Who sees none of the projects that these are about has no more questions than the others.
  const hidden = await world.plan.insert('division', { name: 'Elsewhere' });
  await world.plan.rows('UPDATE pit.project SET division_id = $2, owner_id = $3 WHERE org_id = $1', [
    world.plan.orgId,
    hidden,
    world.plan.sponsor,
  ]);
  const own = await world.plan.project();
  const actor = { ...world.plan.actor(world.plan.owner), divisionIds: [] };
  const asking = world.plan.run(
    (tx) => adviseTasks(tx, world.rules, { ...RISK, projectId: own, subjectId: randomUUID() }),
    { actor },
  );
  await expect(asking).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', detail: { pit: 'PIT007' } });
  await world.plan.rows(`DELETE FROM pit_ops.ai_proposal WHERE kind = 'mitigation'`);
});

test('proposals that nobody has decided on end after thirty days', async () => {
  world.models.manners = [GOOD];
  const [old = '', recent = ''] = await asked(2);
  await world.runOn();
  await world.plan.rows('ALTER TABLE pit_ops.ai_proposal DISABLE TRIGGER check_proposal');
  await world.plan.rows(
    `UPDATE pit_ops.ai_proposal SET answered_at = now() - interval '31 days' WHERE id = $1`,
    [old],
  );
  await world.plan.rows('ALTER TABLE pit_ops.ai_proposal ENABLE ALWAYS TRIGGER check_proposal');
  await world.job.expire(NEVER);
  expect([(await world.stored(old)).state, (await world.stored(recent)).state]).toEqual([
    'expired',
    'proposed',
  ]);
});
