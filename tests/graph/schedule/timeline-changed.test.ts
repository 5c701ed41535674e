import { clock } from '../../../src/clock.ts';
import { ScheduleJob } from '../../../src/jobs/schedule.ts';
import { TimelineJob } from '../../../src/jobs/timeline.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { encodeEventCursor } from '../../../src/events/event-cursor.ts';
import { SubscriptionGraph, take, tell } from '../../support/subscriptions/subscription-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let graph: SubscriptionGraph;
let jobs: [ScheduleJob, TimelineJob];
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  graph = await SubscriptionGraph.open(await Plan.open());
  jobs = [new ScheduleJob(graph.plan.pool), new TimelineJob(graph.plan.pool)];
});

afterAll(async () => {
  Object.assign(clock, real);
  await Promise.all(jobs?.map((job) => job.stop()) ?? []);
  await graph?.close();
  await graph?.plan.close();
});

const CHANGES = `subscription ($id: ID!, $zoom: TimelineZoom!, $after: String) {
  timelineChanged(projectId: $id, zoom: $zoom, after: $after) {
    cursor version previousVersion reset today removed packed
    upserts { label startDate endDate index } moved { id fromIndex toIndex }
    links { added { fromId toId } removed { fromId toId } } } }`;

interface Delta {
  cursor: string;
  version: string | null;
  previousVersion: string | null;
  reset: boolean;
  upserts: { label: string; startDate: string | null; endDate: string | null }[];
  packed: object | null;
}

async function next(stream: Parameters<typeof take>[0]): Promise<Delta> {
  const [result] = await take(stream, 1);
  return tell(result!).data['timelineChanged'] as unknown as Delta;
}

async function world(): Promise<{ project: string; task: string }> {
  const { plan } = graph;
  const project = await plan.project();
  const phase = await plan.phase(project, { name: 'Ground' });
  const task = await plan.task(project, phase, { name: 'Dig', start_date: '2026-11-23', duration_days: 5 });
  await plan.task(project, phase, { name: 'Until the end', start_date: '2026-11-20', duration_days: 60 });
  return { project, task };
}

const move = (task: string, startDate: string) =>
  graph.plan.run((tx) => updateTask(tx, { id: task, startDate }), {
    actor: graph.plan.actor(graph.plan.owner, 'admin'),
  });

test('who follows a timeline at which nobody has looked is told when it is kept, and then what changes', async () => {
  const { project, task } = await world();
  const stream = await graph.follow(graph.plan.actor(), CHANGES, { id: project, zoom: 'WEEK' });
  const kept = await next(stream);
  expect(kept).toMatchObject({ reset: true, previousVersion: null, upserts: [], packed: null });
  await move(task, '2026-12-07');
  const moved = await next(stream);
  expect(moved).toMatchObject({ reset: false, previousVersion: kept.version });
  const dug = moved.upserts.find(({ label }) => label === 'Dig');
  expect(dug).toMatchObject({ startDate: '2026-12-07', endDate: '2026-12-11' });
  await stream.return();
});

test('the change of one moved task takes less than 2 kB as it is sent', async () => {
  const { project, task } = await world();
  const stream = await graph.follow(graph.plan.actor(), CHANGES, { id: project, zoom: 'WEEK' });
  await next(stream);
  await move(task, '2026-12-07');
  const [result] = await take(stream, 1);
  expect(Buffer.byteLength(result!.json)).toBeLessThan(2_000);
  await stream.return();
});

test('a subscription resumes behind its cursor, without a gap', async () => {
  const { project, task } = await world();
  const first = await graph.follow(graph.plan.actor(), CHANGES, { id: project, zoom: 'WEEK' });
  const kept = await next(first);
  await first.return();
  await move(task, '2026-12-07');
  const direct = await graph.follow(graph.plan.actor(), CHANGES, {
    id: project,
    zoom: 'WEEK',
    after: kept.cursor,
  });
  const one = await next(direct);
  expect(one.previousVersion).toBe(kept.version);
  await move(task, '2026-12-14');
  const two = await next(direct);
  expect(two.previousVersion).toBe(one.version);
  await direct.return();
});

test('where the cursor is not kept any more the first change is a reset, and the stream goes on', async () => {
  const { project, task } = await world();
  const opened = await graph.follow(graph.plan.actor(), CHANGES, { id: project, zoom: 'WEEK' });
  await next(opened);
  await opened.return();
  await move(task, '2026-12-07');
  await graph.plan.rows(
    `DELETE FROM pit_ops.outbox WHERE stream_id = $1
     AND seq < (SELECT last_seq FROM pit_ops.event_stream WHERE stream_id = $1)`,
    [project],
  );
  const after = encodeEventCursor({ orgId: graph.plan.orgId, streamId: project }, 0);
  const stream = await graph.follow(graph.plan.actor(), CHANGES, { id: project, zoom: 'WEEK', after });
  expect(await next(stream)).toMatchObject({ reset: true, version: null });
  await stream.return();
});

test('nobody follows, or goes on following, the timeline of a project that they do not see', async () => {
  const { project, task } = await world();
  const stranger = await graph.plan.neighbour();
  const refused = await graph.refused(stranger.actor(), CHANGES, { id: project, zoom: 'WEEK' });
  expect(refused).toMatchObject({ code: 'NOT_FOUND' });
  const member = { ...graph.plan.actor(graph.plan.helper), divisionIds: [] };
  const stream = await graph.follow(member, CHANGES, { id: project, zoom: 'WEEK' });
  await next(stream);
  const division = await graph.plan.insert('division', { name: 'North' });
  await graph.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, division]);
  await move(task, '2026-12-07');
  await expect(take(stream, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a zoom at which nothing has changed is told nothing', async () => {
  const { project, task } = await world();
  const weeks = await graph.follow(graph.plan.actor(), CHANGES, { id: project, zoom: 'WEEK' });
  const years = await graph.follow(graph.plan.actor(), CHANGES, { id: project, zoom: 'YEAR' });
  await next(weeks);
  await next(years);
  await graph.plan.run((tx) => updateTask(tx, { id: task, name: 'Dig deep' }));
  expect((await next(weeks)).upserts.map(({ label }) => label)).toEqual(['Dig deep']);
  await move(task, '2027-02-15');
  expect((await next(years)).upserts.map(({ label }) => label)).toContain('Ground');
  await Promise.all([weeks.return(), years.return()]);
});
