import { clock } from '../../../src/clock.ts';
import { WatchdogJob } from '../../../src/jobs/watchdog.ts';
import { moveStatus } from '../../../src/services/plan/status/task-status.ts';
import { SubscriptionGraph, take, tell } from '../../support/subscriptions/subscription-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let graph: SubscriptionGraph;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  graph = await SubscriptionGraph.open(await Plan.open());
});

afterAll(async () => {
  Object.assign(clock, real);
  await graph?.close();
  await graph?.plan.close();
});

const ALERTS = `subscription ($id: ID!) {
  alertRaised(projectId: $id) { cursor topic alert { code severity message data { level subject subjectType dueOn } resolvedAt } } }`;

test('a subscriber is told when an alert is raised, and by itself soon after its cause is gone', async () => {
  const { plan } = graph;
  const project = await plan.project();
  const phase = await plan.phase(project);
  const task = await plan.task(project, phase, { name: 'Fans', status: 'overdue', end_date: '2026-11-17' });
  const stream = await graph.follow(plan.actor(), ALERTS, { id: project });
  const job = new WatchdogJob(plan.pool, { quiet: 30, longest: 60, busy: 20 });

  const found = {
    code: 'TASK_OVERDUE',
    severity: 'AMBER',
    message: '“Fans” was due on 2026-11-17.',
    data: { level: 3, subject: task, subjectType: 'TASK', dueOn: '2026-11-17' },
  };
  const nextAlert = async () => (await take(stream, 1)).map((result) => tell(result).data['alertRaised']);
  await job.sweep();
  expect(await nextAlert()).toEqual([
    { cursor: expect.any(String), topic: 'WATCHDOG_ALERT', alert: { ...found, resolvedAt: null } },
  ]);
  await plan.run((tx) => moveStatus(tx, 'completeTask', { id: task }));
  expect(await nextAlert()).toMatchObject([{ alert: { ...found, resolvedAt: expect.any(String) } }]);
  await job.stop();
  await stream.return();
});
