import { randomUUID } from 'node:crypto';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { SubscriptionGraph, take, tell } from '../../support/subscriptions/subscription-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const PROGRESS = `subscription Progress($id: ID!, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor topic occurredAt task { id name progressPercent } actor { id } }
}`;

let plan: Plan;
let graph: SubscriptionGraph;
let project: string;
let task: string;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await SubscriptionGraph.open(plan);
});
beforeEach(async () => {
  project = await plan.project();
  task = await plan.task(project, await plan.phase(project));
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

function progress(percent: number, taskId = task): Promise<object> {
  return plan.run((tx) => updateProgress(tx, { taskId, percent }));
}

/** How many events of the project's stream are stored. */
async function stored(): Promise<number> {
  const [row] = await plan.rows<{ n: number }>(
    'SELECT count(*)::int AS n FROM pit_ops.outbox WHERE stream_id = $1',
    [project],
  );
  return row?.n ?? 0;
}

test('an event arrives with the data of now, who caused it, and its place', async () => {
  const stream = await graph.follow(plan.actor(), PROGRESS, { id: project });
  await progress(40);
  const [first] = await take(stream, 1);
  const told = first && tell(first);
  expect(told?.data['taskProgress']).toMatchObject({
    topic: 'PROGRESS_UPDATED',
    task: { id: task, name: 'Task', progressPercent: 40 },
    actor: { id: plan.owner },
  });
  expect(told?.data['taskProgress']?.cursor).toBe(first?.cursor);
  await stream.return();
});

test('resuming after any cursor tells what came after it, each event once and in order', async () => {
  const stream = await graph.follow(plan.actor(), PROGRESS, { id: project });
  for (const percent of [10, 20, 30, 40, 50]) await progress(percent);
  const all = await take(stream, 10);
  await stream.return();
  for (const place of [0, 3, 8]) {
    const again = await graph.follow(plan.actor(), PROGRESS, { id: project, after: all[place]?.cursor });
    const rest = await take(again, 9 - place);
    expect(rest.map(({ cursor }) => cursor)).toEqual(all.slice(place + 1).map(({ cursor }) => cursor));
    await again.return();
  }
  expect(await stored()).toBe(10);
});

test('what is rolled back is never told', async () => {
  const stream = await graph.follow(plan.actor(), PROGRESS, { id: project });
  await expect(
    plan.run(async (tx) => {
      await updateProgress(tx, { taskId: task, percent: 70 });
      throw new Error('thought better of it');
    }),
  ).rejects.toThrow('thought better');
  await progress(5);
  const [first] = await take(stream, 1);
  expect(first && tell(first).data['taskProgress']).toMatchObject({ task: { progressPercent: 5 } });
  await stream.return();
});

test('subscribers who ask the same and may see it get the same bytes from one execution', async () => {
  const variables = [{ id: project }, { id: project, after: null }, { id: project }];
  const streams = await Promise.all(variables.map((each) => graph.follow(plan.actor(), PROGRESS, each)));
  const other = await graph.follow(plan.actor(plan.sponsor), PROGRESS, { id: project });
  await progress(15);
  const results = await Promise.all(streams.map((stream) => take(stream, 2)));
  const [others] = await Promise.all([take(other, 2)]);
  expect(new Set(results.map(([first]) => first)).size).toBe(1);
  expect(results[0]?.[0]).toBe(others?.[0]);
  for (const stream of [...streams, other]) await stream.return();
});

test('a project that cannot be seen cannot be followed', async () => {
  const stranger = await plan.neighbour();
  for (const id of [project, randomUUID(), 'nonsense']) {
    expect(await graph.refused(stranger.actor(), PROGRESS, { id })).toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('who may not see the project any more is told nothing of the next event', async () => {
  const division = await plan.insert('division', { name: 'Elsewhere' });
  const watcher = { ...plan.actor(plan.helper), divisionIds: [] };
  const stream = await graph.follow(watcher, PROGRESS, { id: project });
  await progress(10);
  await take(stream, 2);
  await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, division]);
  await progress(20);
  await expect(stream.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

const CHANGED = `subscription Changed($id: ID!) {
  projectChanged(id: $id) { cursor topic project { id } }
}`;

test.each(['phase', 'work_package', 'task', 'subtask'] as const)(
  'the owner of a %s in another division follows its project and the progress in it',
  async (table) => {
    const division = await plan.insert('division', { name: `Division of the ${table}` });
    await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, division]);
    const [{ phase_id: phase = '' } = {}] = await plan.rows<{ phase_id: string }>(
      'SELECT phase_id FROM pit.task WHERE id = $1',
      [task],
    );
    const rows = { phase, task, work_package: '', subtask: '' };
    if (table === 'work_package') rows.work_package = await plan.workPackage(project, phase);
    if (table === 'subtask') rows.subtask = await plan.subtask(task);
    const owner = plan.actor(plan.helper);
    for (const query of [PROGRESS, CHANGED]) {
      expect(await graph.refused(owner, query, { id: project })).toMatchObject({ code: 'NOT_FOUND' });
    }
    await plan.rows(`UPDATE pit.${table} SET owner_id = $2 WHERE id = $1`, [rows[table], plan.helper]);
    const streams = [
      await graph.follow(owner, PROGRESS, { id: project }),
      await graph.follow(owner, CHANGED, { id: project }),
    ];
    await plan.run((tx) => updateTask(tx, { id: task, name: 'Renamed' }));
    const [told, changed] = await Promise.all(streams.map(async (stream) => (await take(stream, 1))[0]));
    expect(told && tell(told).data['taskProgress']).toMatchObject({
      topic: 'TASK_UPDATED',
      task: { id: task },
    });
    expect(changed && tell(changed).data['projectChanged']).toMatchObject({ project: { id: project } });
    for (const stream of streams) await stream.return();
  },
);

test('a token that expires ends the stream, also while nothing happens', async () => {
  const actor = { ...plan.actor(), expiresAt: Math.floor(Date.now() / 1000) + 1 };
  const stream = await graph.follow(actor, PROGRESS, { id: project });
  await expect(stream.next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a cursor that is not kept any more tells where to begin again', async () => {
  const stream = await graph.follow(plan.actor(), PROGRESS, { id: project });
  for (const percent of [10, 20, 30]) await progress(percent);
  const all = await take(stream, 6);
  await stream.return();
  await plan.rows('DELETE FROM pit_ops.outbox WHERE stream_id = $1 AND seq <= 4', [project]);
  const refusal = await graph.refused(plan.actor(), PROGRESS, { id: project, after: all[1]?.cursor });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after', beginAgainAt: all[5]?.cursor });
  const oldest = await graph.follow(plan.actor(), PROGRESS, { id: project, after: refusal['oldestCursor'] });
  expect((await take(oldest, 2)).map(({ cursor }) => cursor)).toEqual([all[4]?.cursor, all[5]?.cursor]);
  await oldest.return();
});

test('a cursor of something else is refused', async () => {
  const elsewhere = Buffer.from(`${randomUUID()}:1`).toString('base64url');
  const ahead = Buffer.from(`${project}:99`).toString('base64url');
  for (const after of ['', 'nonsense', elsewhere, ahead]) {
    expect(await graph.refused(plan.actor(), PROGRESS, { id: project, after })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
  }
});

test('the same user id in another organisation is another stream, in events, place and cursor', async () => {
  const other = await plan.neighbour();
  const stranger = { ...other.actor(), userId: plan.worker };
  const NOTIFIED = 'subscription ($after: String) { notificationReceived(after: $after) { cursor } }';
  const announce = (to: Plan) =>
    to.run(async (tx) => {
      const payload = { userId: plan.worker, notificationId: randomUUID() };
      tx.emit({ topic: 'pit.notification.created', streamId: plan.worker, payload });
      return {};
    });
  await announce(plan);
  // The stranger comes first: whose the channel is must not be settled by that.
  const strange = await graph.follow(stranger, NOTIFIED, {});
  const own = await graph.follow(plan.actor(plan.worker), NOTIFIED, {});
  await announce(plan);
  await announce(other);
  const [mine] = await take(own, 1);
  const [theirs] = await take(strange, 1);
  const parts = [mine, theirs].map((each) => Buffer.from(each?.cursor ?? '', 'base64url').toString());
  expect(parts).toEqual([`${plan.worker}:2:${plan.orgId}`, `${plan.worker}:1:${other.orgId}`]);
  const refusal = await graph.refused(stranger, NOTIFIED, { after: mine?.cursor });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  expect(refusal).not.toHaveProperty('beginAgainAt');
  await Promise.all([own.return(), strange.return()]);
});

test('a cursor from before cursors named the organisation is read as the same place', async () => {
  for (const percent of [10, 20]) await progress(percent);
  const after = Buffer.from(`${project}:1`).toString('base64url');
  const stream = await graph.follow(plan.actor(), PROGRESS, { id: project, after });
  const numbers = (await take(stream, 2)).map(({ cursor = '' }) =>
    Buffer.from(cursor, 'base64url').toString(),
  );
  expect(numbers.map((each) => each.split(':')[1])).toEqual(['2', '3']);
  await stream.return();
});

test('what is wrong with an operation is said of it alone', () => {
  const context = { caller: plan.actor() } as never;
  const refusal = (query: string) => graph.live.prepare({ query }, context);
  expect(refusal('subscription { ')).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
  });
  expect(refusal('subscription { nonsense }')).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  expect(
    refusal(`{ ${Array.from({ length: 40 }, (_, i) => `a${i}: viewer { role }`).join(' ')} }`),
  ).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED', field: 'rootFields' } }] });
});

test('a filter of more than 100 values in what a subscription selects is refused', () => {
  const ids = Array.from({ length: 101 }, () => randomUUID());
  const query = `subscription ($ids: [ID!]) { projectChanged(id: "x") {
    project { tasks(filter: { assigneeId: $ids }) { totalCount } } } }`;
  const context = { caller: plan.actor() } as never;
  expect(graph.live.prepare({ query, variables: { ids } }, context)).toMatchObject({
    errors: [{ extensions: { field: 'filter.assigneeId', expected: 'at most 100', actual: 101 } }],
  });
});

test('draining tells every subscriber, and takes no more', async () => {
  const going = await SubscriptionGraph.open(plan);
  const stream = await going.follow(plan.actor(), PROGRESS, { id: project });
  const next = stream.next();
  going.live.drain();
  await expect(next).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await going.refused(plan.actor(), PROGRESS, { id: project })).toMatchObject({ code: 'UNAVAILABLE' });
  await going.close();
});
