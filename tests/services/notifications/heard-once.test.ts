import { systemActor, type Actor } from '../../../src/domain/directory/actor.ts';
import { addressMessages } from '../../../src/services/delivery/message-addressing.ts';
import { sendMessage } from '../../../src/services/notifications/notifications.ts';
import { notifyWatchers } from '../../../src/services/notifications/watchers.ts';
import { MOST_WATCHES } from '../../../src/services/notifications/watching.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let project: string;
let phase: string;
let task: string;

beforeAll(async () => {
  api = await PlanGraph.open();
});
beforeEach(async () => {
  project = await api.plan.project({ name: 'Move' });
  phase = await api.plan.phase(project);
  task = await api.plan.task(project, phase, { name: 'Packing', status: 'active' });
  await api.plan.rows('DELETE FROM pit_ops.watch');
  await api.plan.rows('DELETE FROM pit.notification');
  await api.plan.rows('DELETE FROM pit_ops.message_due');
});
afterAll(() => api?.close());

const worker = (): Actor => api.plan.actor(api.plan.worker);
const asService = () => ({ actor: systemActor(api.plan.orgId) });

interface Listed {
  totalCount: number;
  nodes: { type: string; title: string }[];
}

async function listed(who: Actor, filter: object | null = null): Promise<Listed> {
  const query =
    'query ($filter: NotificationFilter) { notifications(filter: $filter) { totalCount nodes { type title } } }';
  const { data, errors } = await api.graph.ask(who, query, { filter });
  expect(errors).toBeUndefined();
  return data?.['notifications'] as Listed;
}

test('who is told of a block because the work is theirs, and watches it too, hears of it once', async () => {
  await api.done('watch', { taskId: task }, '__typename', worker());
  await api.done('watch', { taskId: task }, '__typename', api.plan.actor(api.plan.helper));
  const news = async (who: Actor) => (await listed(who)).nodes.map(({ title }) => title);
  for (const [verb, input, title] of [
    ['blockTask', { reason: 'No boxes' }, '“Packing” is blocked'],
    ['unblockTask', {}, '“Packing” can go on'],
  ] as const) {
    await api.plan.rows('DELETE FROM pit.notification');
    await api.done(verb, { id: task, ...input }, '__typename');
    await api.plan.run(notifyWatchers, asService());
    expect(await news(worker())).toEqual([title]);
    // Who only watches hears of it by that alone.
    expect(await news(api.plan.actor(api.plan.helper))).toEqual([`${title}.`]);
  }
});

test('a block that follows from a predecessor is told to those who watch, also where the work is theirs', async () => {
  await api.done('watch', { taskId: task }, '__typename', worker());
  await api.plan.rows(`UPDATE pit.task SET status = 'blocked' WHERE id = $1`, [task]);
  await api.plan.run((tx) => {
    tx.emit({ topic: 'pit.task.updated', streamId: project, payload: { projectId: project, taskId: task } });
    return Promise.resolve({});
  });
  await api.plan.run(notifyWatchers, asService());
  expect((await listed(worker())).nodes.map(({ title }) => title)).toEqual(['“Packing” is blocked.']);
});

test('a message is listed once, and once for each channel to who asks for channels', async () => {
  await api.plan.run((tx) =>
    sendMessage(tx, [api.plan.worker], { title: 'News', link: '/pit' }).then(() => ({})),
  );
  await api.plan.run((tx) => addressMessages(tx, ['email'], 0), asService());
  const message = { type: 'INTERNAL_MESSAGE', title: 'News' };
  for (const filter of [null, {}, { search: 'news' }, { not: { isRead: true } }])
    expect(await listed(worker(), filter)).toEqual({ totalCount: 1, nodes: [message] });
  expect((await listed(worker(), { type: ['EMAIL'] })).nodes).toEqual([{ type: 'EMAIL', title: 'News' }]);
  expect((await listed(worker(), { type: ['EMAIL', 'INTERNAL_MESSAGE'] })).totalCount).toBe(2);
  expect((await listed(worker(), { not: { type: ['INTERNAL_MESSAGE'] } })).totalCount).toBe(1);
});

test('two calls at once do not make a user watch more than they may', async () => {
  await api.plan.rows('ALTER TABLE pit_ops.watch DISABLE TRIGGER begin_watch');
  await api.plan.rows(
    `WITH made AS (
       INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, order_index)
       SELECT $1, $2, $3, 'Many', $4, 10 + n FROM generate_series(1, $5::int) AS n RETURNING id)
     INSERT INTO pit_ops.watch (org_id, user_id, task_id) SELECT $1, $6, id FROM made`,
    [api.plan.orgId, project, phase, api.plan.owner, MOST_WATCHES - 1, api.plan.worker],
  );
  await api.plan.rows('ALTER TABLE pit_ops.watch ENABLE ALWAYS TRIGGER begin_watch');
  const tasks = await Promise.all(
    Array.from({ length: 4 }, (_, n) => api.plan.task(project, phase, { name: `Box ${n}` })),
  );
  const answers = await Promise.all(
    tasks.map((taskId) => api.ask('watch', { taskId }, '__typename', worker())),
  );
  expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
  const [kept] = await api.plan.rows<{ count: number }>(
    'SELECT count(*)::int AS count FROM pit_ops.watch WHERE user_id = $1',
    [api.plan.worker],
  );
  expect(kept?.count).toBe(MOST_WATCHES);
});
