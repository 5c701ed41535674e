import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../../src/domain/directory/actor.ts';
import { leave, nextOf, SharingWorld, type Relation, type Scene } from './sharing-world.ts';

const PROGRESS = `subscription ($id: ID, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor topic task { id name progressPercent owner { id name } } actor { name } } }`;

describe.each([
  ['shared', true],
  ['not shared', false],
])('with executions that are %s', (_name, isSharing) => {
  let world: SharingWorld;

  beforeAll(async () => {
    world = await SharingWorld.open(isSharing);
  });
  afterAll(() => world?.close());

  /** How many executions a piece of work takes. */
  async function counted(work: () => Promise<unknown>) {
    const before = { ...world.graph.executions };
    await work();
    const { own, shared } = world.graph.executions;
    return { own: own - before.own, shared: shared - before.shared };
  }
  const actorsOf = ({ audience }: Scene, ...names: Relation[]): Actor[] =>
    names.map((name) => audience[name]);
  const everybody = ({ audience }: Scene): Actor[] => Object.values(audience);

  test('an event is the same for all who may see the project, whatever they are to it', async () => {
    const scene = await world.scene();
    const actors = everybody(scene);
    const streams = await world.follow(actors, PROGRESS, { id: scene.project });
    const told: unknown[] = [];
    const executions = await counted(async () => {
      await world.emit(scene.project, { taskId: scene.task });
      told.push(...(await nextOf(streams)));
    });
    expect(told[0]).toMatchObject({ taskProgress: { task: { id: scene.task, owner: {} } } });
    expect(told).toEqual(actors.map(() => told[0]));
    expect(executions).toEqual(isSharing ? { own: 0, shared: 1 } : { own: actors.length, shared: 0 });
    await leave(streams);
  });

  test('a thousand users who may see the project cost one execution of an event, or each their own', async () => {
    const many = isSharing ? 1_000 : 20;
    const scene = await world.scene();
    const actors = Array.from({ length: many }, (_, n): Actor => {
      const reasons = everybody(scene);
      const like = reasons[n % reasons.length] ?? scene.audience.owner;
      // Who owns or does something is one person; all others are as many as there are.
      const isOne = like.divisionIds.length === 0 && like.role === 'member';
      return isOne ? { ...like, divisionIds: [randomUUID()] } : { ...like, userId: randomUUID() };
    });
    const streams = await world.follow(actors, PROGRESS, { id: scene.project });
    const told: unknown[] = [];
    const executions = await counted(async () => {
      await world.emit(scene.project, { taskId: scene.task });
      told.push(...(await nextOf(streams)));
    });
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(executions).toEqual(isSharing ? { own: 0, shared: 1 } : { own: many, shared: 0 });
    await leave(streams);
  });

  test('of all projects, each is told of those alone that they may see, whoever asks first', async () => {
    const [open, closed] = [await world.scene({ division_id: null }), await world.scene()];
    const outsider = await world.person();
    const insiders = actorsOf(closed, 'owner', 'assignee', 'divisionViewer', 'service');
    const streams = await world.follow([outsider, ...insiders, await world.person()], PROGRESS, {});
    await world.emit(closed.project, { taskId: closed.task });
    await world.emit(open.project, { taskId: open.task });
    const about = (told: unknown[]) =>
      told.map((each) => (each as { taskProgress: { task: { id: string } } }).taskProgress.task.id);
    const seen = [open.task, ...insiders.map(() => closed.task), open.task];
    expect(about(await nextOf(streams))).toEqual(seen);
    expect(about(await nextOf(streams.slice(1, 5)))).toEqual(insiders.map(() => open.task));
    await leave(streams);
  });

  test('what depends on who asks is each one’s own', async () => {
    const scene = await world.scene();
    const query = `subscription ($id: ID!) { projectChanged(id: $id) { task { id viewerMay } } }`;
    const actors = actorsOf(scene, 'owner', 'divisionViewer', 'divisionAdmin', 'service');
    const streams = await world.follow(actors, query, { id: scene.project });
    const executions = await counted(async () => {
      await world.emit(scene.project, { taskId: scene.task });
      const told = (await nextOf(streams)) as { projectChanged: { task: { viewerMay: string[] } } }[];
      const may = told.map(({ projectChanged }) => projectChanged.task.viewerMay);
      expect(may[1]).toEqual([]);
      expect(may[0]).toContain('UPDATE_PROGRESS');
      expect(may[0]).not.toEqual(may[3]);
    });
    expect(executions).toEqual({ own: actors.length, shared: 0 });
    await leave(streams);
  });

  test('a way out of the project shows each one what they may see there', async () => {
    const scene = await world.scene();
    const south = await world.scene({ division_id: world.south });
    const { taskOwner, foremanOfAll, divisionViewer } = scene.audience;
    await world.change('UPDATE pit.task SET owner_id = $2 WHERE id = $1', south.task, taskOwner.userId);
    const query = `subscription ($id: ID!) {
      taskProgress(projectId: $id) { task { id ...Owner } } }
      fragment Owner on Task { owner { name tasks(orderBy: [{ field: NAME }]) { nodes { id } } } }`;
    const streams = await world.follow([divisionViewer, taskOwner, foremanOfAll], query, {
      id: scene.project,
    });
    await world.emit(scene.project, { taskId: scene.task });
    const told = (await nextOf(streams)) as {
      taskProgress: { task: { owner: { tasks: { nodes: { id: string }[] } } } };
    }[];
    const tasks = told.map((each) => each.taskProgress.task.owner.tasks.nodes.map(({ id }) => id).sort());
    const both = [scene.task, south.task].sort();
    expect(tasks).toEqual([[scene.task], both, both]);
    await leave(streams);
  });

  test('a task that has gone on to another project is shown to those who may see it there', async () => {
    const scene = await world.scene();
    const south = await world.scene({ division_id: world.south });
    const { foremanOfAll, owner, divisionViewer } = scene.audience;
    const subtask = await world.plan.subtask(south.task);
    const [, evidence] = [subtask, await world.plan.evidence({ subtask_id: subtask }, 'accepted')];
    const query = `subscription ($id: ID!) { projectChanged(id: $id) { task { id } evidence { id } alert { id } } }`;
    const streams = await world.follow([foremanOfAll, owner, divisionViewer], query, { id: scene.project });
    const none = { task: null, evidence: null, alert: null };
    for (const [ids, shown] of [
      [{ taskId: south.task }, { ...none, task: { id: south.task } }],
      [{ evidenceId: evidence }, { ...none, evidence: { id: evidence } }],
    ] as const) {
      await world.emit(scene.project, ids);
      const told = await nextOf(streams);
      expect(told).toEqual([
        { projectChanged: shown },
        ...[none, none].map((each) => ({ projectChanged: each })),
      ]);
    }
    await leave(streams);
  });
});
