import { randomUUID } from 'node:crypto';
import { deleteProject } from '../../../src/services/plan/projects/project-plan.ts';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { SubscriptionGraph, take, tell } from '../../support/subscriptions/subscription-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const CHANGED = `subscription ($after: String, $filter: ProjectCriteria) { portfolioChanged(after: $after, filter: $filter) {
  cursor projects { id progressPercent } otherProjectIds } }`;

let plan: Plan;
let graph: SubscriptionGraph;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await SubscriptionGraph.open(plan);
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

async function planned(values: object = {}): Promise<{ projectId: string; taskId: string }> {
  const projectId = await plan.project(values as Record<string, unknown>);
  return { projectId, taskId: await plan.task(projectId, await plan.phase(projectId)) };
}

const progress = (taskId: string, percent: number): Promise<object> =>
  plan.run((tx) => updateProgress(tx, { taskId, percent }));

type Stream = Awaited<ReturnType<SubscriptionGraph['follow']>>;
interface Changed {
  cursor: string;
  projects: { id: string; progressPercent: number }[];
  otherProjectIds: string[];
}

async function next(stream: Stream): Promise<Changed> {
  const [result] = await take(stream, 1);
  return tell(result as never).data['portfolioChanged'] as unknown as Changed;
}

test('what happens within a second comes as one event with the projects as they are now', async () => {
  const [one, two] = [await planned({ name: 'A' }), await planned({ name: 'B' })];
  const stream = await graph.follow(plan.actor(), CHANGED, {});
  await progress(one.taskId, 10);
  await progress(two.taskId, 20);
  await progress(one.taskId, 30);
  const { projects, otherProjectIds, cursor } = await next(stream);
  expect(projects).toEqual([
    { id: one.projectId, progressPercent: 30 },
    { id: two.projectId, progressPercent: 20 },
  ]);
  expect(otherProjectIds).toEqual([]);
  await stream.return();
  await progress(two.taskId, 40);
  const again = await graph.follow(plan.actor(), CHANGED, { after: cursor });
  expect((await next(again)).projects).toEqual([{ id: two.projectId, progressPercent: 40 }]);
  await again.return();
});

test('sixty projects come as fifty and ten, and none is lost', async () => {
  const many: { projectId: string; taskId: string }[] = [];
  for (let n = 0; n < 60; n += 1) many.push(await planned());
  const stream = await graph.follow(plan.actor(), CHANGED, {});
  for (const { taskId } of many) await progress(taskId, 50);
  const found = new Set<string>();
  while (found.size < 60) {
    const { projects } = await next(stream);
    expect(projects.length).toBeLessThanOrEqual(50);
    for (const { id } of projects) found.add(id);
  }
  expect([...found].sort()).toEqual(many.map(({ projectId }) => projectId).sort());
  await stream.return();
});

test('a deleted project is named by its id to who saw it, and to nobody else', async () => {
  const division = await plan.insert('division', { id: randomUUID(), name: 'South' });
  const { projectId } = await planned({ division_id: division, owner_id: plan.owner });
  const seen = await planned();
  const [owner, outsider] = [
    await graph.follow(plan.actor(), CHANGED, {}),
    await graph.follow(plan.actor(plan.helper), CHANGED, {}),
  ];
  await plan.run((tx) => deleteProject(tx, { id: projectId, cascade: true }));
  expect(await next(owner)).toMatchObject({ projects: [], otherProjectIds: [projectId] });
  await progress(seen.taskId, 10);
  expect(await next(outsider)).toMatchObject({ projects: [{ id: seen.projectId }], otherProjectIds: [] });
  await Promise.all([owner.return(), outsider.return()]);
});

test('what a filter does not leave is named by its id, and what the caller may not see is not', async () => {
  const division = await plan.insert('division', { id: randomUUID(), name: 'North' });
  const [open, waiting] = [await planned(), await planned({ status: 'on_hold' })];
  const closed = await planned({ division_id: division, owner_id: plan.owner });
  const outsider = plan.actor(plan.helper);
  const stream = await graph.follow(outsider, CHANGED, { filter: { status: ['ACTIVE'] } });
  for (const { taskId } of [closed, waiting, open]) await progress(taskId, 10);
  expect(await next(stream)).toMatchObject({
    projects: [{ id: open.projectId }],
    otherProjectIds: [waiting.projectId],
  });
  await progress(closed.taskId, 20);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await progress(open.taskId, 20);
  expect(await next(stream)).toMatchObject({ projects: [{ id: open.projectId }], otherProjectIds: [] });
  await stream.return();
});

test('subscribers who began at different places, with the same rights, each get all that is theirs', async () => {
  const [one, two] = [await planned(), await planned()];
  const early = await graph.follow(plan.actor(), CHANGED, {});
  await progress(one.taskId, 10);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const late = await graph.follow(plan.actor(), CHANGED, {});
  await progress(two.taskId, 10);
  const [first, second] = await Promise.all([next(early), next(late)]);
  expect(first.projects.map(({ id }) => id).sort()).toEqual([one.projectId, two.projectId].sort());
  expect(second.projects.map(({ id }) => id)).toEqual([two.projectId]);
  await Promise.all([early.return(), late.return()]);
});

test('a malformed filter and an override are refused before anything is followed', async () => {
  const filter = { ownerId: ['x'] };
  expect(await graph.refused(plan.actor(), CHANGED, { filter })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'filter.ownerId[0]',
  });
  const overriding = { ...plan.actor(plan.owner, 'admin'), overrideReason: 'To look.' };
  expect(await graph.refused(overriding, CHANGED, {})).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'x-pit-override-reason',
  });
});
