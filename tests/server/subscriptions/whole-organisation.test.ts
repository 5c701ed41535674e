import { randomUUID } from 'node:crypto';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { pruneEvents } from '../../../src/services/maintenance/maintenance.ts';
import { SubscriptionGraph, take, tell } from '../../support/subscriptions/subscription-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const PROGRESS = `subscription ($after: String) {
  taskProgress(after: $after) { cursor topic task { id progressPercent } } }`;
const MINE = `subscription ($after: String) { myTasks(after: $after) { cursor topic task { id } } }`;
const ALERTS = `subscription { alertRaised { cursor alert { id } } }`;

let plan: Plan;
let graph: SubscriptionGraph;
let division: string;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await SubscriptionGraph.open(plan);
  division = await plan.insert('division', { id: randomUUID(), name: 'North' });
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

async function task(of: object = {}, values: object = {}): Promise<string> {
  const project = await plan.project(of as Record<string, unknown>);
  return plan.task(project, await plan.phase(project), values as Record<string, unknown>);
}

/** Two events each: of the progress and of the task. */
const progress = (taskId: string, percent: number): Promise<object> =>
  plan.run((tx) => updateProgress(tx, { taskId, percent }));

type Stream = Awaited<ReturnType<SubscriptionGraph['follow']>>;

/** Which tasks the next events are about, and the cursor of the last. */
async function next(stream: Stream, count: number, field = 'taskProgress') {
  const results = (await take(stream, count)).map((result) => tell(result).data[field]);
  const ids = results.map((event) => (event?.['task'] as { id: string } | null)?.id);
  return { ids, cursor: results.at(-1)?.cursor };
}

test('who names no project is told of the tasks of all, in the order of each project', async () => {
  const [one, two] = [await task(), await task()];
  const stream = await graph.follow(plan.actor(), PROGRESS, {});
  await progress(one, 10);
  await progress(two, 20);
  await progress(one, 30);
  expect((await next(stream, 6)).ids).toEqual([one, one, two, two, one, one]);
  await Promise.all(Array.from({ length: 8 }, (_, n) => progress(n % 2 === 0 ? one : two, 40 + n)));
  const { ids } = await next(stream, 16);
  expect(ids.filter((id) => id === one)).toHaveLength(8);
  await stream.return();
});

test('it resumes after any cursor without a gap, also where nobody followed meanwhile', async () => {
  const one = await task();
  const stream = await graph.follow(plan.actor(), PROGRESS, {});
  await progress(one, 10);
  const { cursor } = await next(stream, 1);
  await stream.return();
  await progress(one, 20);
  const two = await task();
  await progress(two, 5);
  const again = await graph.follow(plan.actor(), PROGRESS, { after: cursor });
  expect((await next(again, 5)).ids).toEqual([one, one, one, two, two]);
  await again.return();
  const [row] = await plan.rows(
    'SELECT count(*)::int AS n, max(seq)::int AS last FROM pit_ops.outbox WHERE stream_id = $1',
    [plan.orgId],
  );
  expect((row as { n: number }).n).toBe((row as { last: number }).last);
});

test('events of projects that the caller may not see at that moment are passed over', async () => {
  const [open, closed] = [await task(), await task({ division_id: division })];
  const outsider = plan.actor(plan.helper);
  const stream = await graph.follow(outsider, PROGRESS, {});
  await progress(closed, 10);
  await progress(open, 10);
  expect((await next(stream, 2)).ids).toEqual([open, open]);
  // From now on they work there, and see it.
  await plan.rows('UPDATE pit.task SET assignees = $2 WHERE id = $1', [
    closed,
    JSON.stringify([plan.helper]),
  ]);
  await progress(closed, 20);
  expect((await next(stream, 2)).ids).toEqual([closed, closed]);
  await stream.return();
});

test('my tasks are followed wherever they are, and no others', async () => {
  const [mine, assigned, others] = [
    await task({ division_id: division }, { owner_id: plan.helper }),
    await task({}, { assignees: JSON.stringify([plan.helper]) }),
    await task(),
  ];
  const stream = await graph.follow(plan.actor(plan.helper), MINE, {});
  for (const each of [others, mine, assigned]) await progress(each, 30);
  expect((await next(stream, 4, 'myTasks')).ids).toEqual([mine, mine, assigned, assigned]);
  await stream.return();
});

test('alerts of all projects are told', async () => {
  const project = await plan.project();
  const stream = await graph.follow(plan.actor(), ALERTS, {});
  const alertId = await plan.insert('watchdog_alert', {
    project_id: project,
    severity: 'red',
    code: 'task_overdue',
    message: 'Late',
    data: {},
  });
  await progress(await task(), 10);
  await plan.run((tx) => {
    tx.emit({ topic: 'pit.watchdog.alert', streamId: project, payload: { projectId: project, alertId } });
    return Promise.resolve({});
  });
  const [told] = await take(stream, 1);
  expect(told && tell(told).data['alertRaised']).toMatchObject({ alert: { id: alertId } });
  await stream.return();
});

test('another organisation hears nothing of it, and its cursors are refused', async () => {
  const neighbour = await plan.neighbour();
  const theirs = await graph.follow(neighbour.actor(), PROGRESS, {});
  const ours = await graph.follow(plan.actor(), PROGRESS, {});
  await progress(await task(), 10);
  const { cursor } = await next(ours, 2);
  expect(await graph.refused(neighbour.actor(), PROGRESS, { after: cursor })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'after',
  });
  await Promise.all([theirs.return(), ours.return()]);
  const rows = await plan.rows('SELECT 1 FROM pit_ops.outbox WHERE stream_id = $1', [neighbour.orgId]);
  expect(rows).toEqual([]);
});

test('a cursor before events that were pruned unseen is refused, and tells where to begin again', async () => {
  const one = await task();
  const stream = await graph.follow(plan.actor(), PROGRESS, {});
  await progress(one, 10);
  const { cursor } = await next(stream, 2);
  await stream.return();
  await progress(one, 20);
  await plan.rows(`UPDATE pit_ops.outbox SET created_at = now() - interval '9 days' WHERE org_id = $1`, [
    plan.orgId,
  ]);
  expect(await pruneEvents(plan.pool, plan.orgId, 7)).toBeGreaterThan(0);
  const refusal = await graph.refused(plan.actor(), PROGRESS, { after: cursor });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  const again = await graph.follow(plan.actor(), PROGRESS, { after: refusal['beginAgainAt'] });
  await progress(one, 30);
  expect((await next(again, 2)).ids).toEqual([one, one]);
  await again.return();
});

test('an override is refused, and two processes number an event once', async () => {
  const actor = { ...plan.actor(plan.owner, 'admin'), overrideReason: 'because' };
  expect(await graph.refused(actor, PROGRESS, {})).toMatchObject({ field: 'x-pit-override-reason' });
  const other = await SubscriptionGraph.open(plan);
  const one = await task();
  const [here, there] = [
    await graph.follow(plan.actor(), PROGRESS, {}),
    await other.follow(plan.actor(), PROGRESS, {}),
  ];
  for (const percent of [10, 20, 30]) await progress(one, percent);
  const [a, b] = await Promise.all([next(here, 6), next(there, 6)]);
  expect(a).toEqual(b);
  await Promise.all([here.return(), there.return()]);
  await other.close();
});
