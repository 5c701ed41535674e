import type { Actor } from '../../../../src/domain/directory/actor.ts';
import { take } from '../../../support/subscriptions/subscription-client.ts';
import { leave, nextOf, SharingWorld, type Relation, type Scene } from './sharing-world.ts';

const PROGRESS = `subscription ($id: ID, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor topic task { id name progressPercent owner { id name } } actor { name } } }`;
const CHANGED = `subscription ($id: ID!) { projectChanged(id: $id) { cursor project { id name } task { id } } }`;

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

  test.each<[string, (scene: Scene) => Promise<unknown>, Relation[]]>([
    [
      'an assignment that ends',
      ({ other }) => world.change(`UPDATE pit.task SET assignees = '[]' WHERE id = $1`, other),
      ['assignee'],
    ],
    [
      'a task that another owns now',
      ({ task, audience }) =>
        world.change('UPDATE pit.task SET owner_id = $2 WHERE id = $1', task, audience.owner.userId),
      ['taskOwner'],
    ],
    [
      'a sponsor who is none any more',
      ({ project }) => world.change('UPDATE pit.project SET sponsor_id = NULL WHERE id = $1', project),
      ['sponsor'],
    ],
    [
      'a project that moves to another division',
      ({ project }) =>
        world.change('UPDATE pit.project SET division_id = $2 WHERE id = $1', project, world.south),
      ['divisionMember', 'divisionViewer', 'divisionAdmin'],
    ],
    [
      'a project that is deleted',
      ({ project }) => world.change('UPDATE pit.project SET deleted_at = now() WHERE id = $1', project),
      [
        'owner',
        'sponsor',
        'taskOwner',
        'assignee',
        'divisionMember',
        'divisionViewer',
        'divisionAdmin',
        'foremanOfAll',
        'service',
      ],
    ],
  ])(
    '%s ends the streams of those whom it hides the project from, and no others',
    async (_case, change, hidden) => {
      const scene = await world.scene();
      const names = Object.keys(scene.audience) as Relation[];
      // Those who are to lose it ask first.
      names.sort((a, b) => Number(hidden.includes(b)) - Number(hidden.includes(a)));
      for (const query of [PROGRESS, CHANGED]) {
        const field = query === PROGRESS ? 'taskProgress' : 'projectChanged';
        const before = await world.follow(actorsOf(scene, ...names), query, { id: scene.project });
        await world.emit(scene.project, { taskId: scene.task });
        expect(await nextOf(before)).toEqual(names.map(() => ({ [field]: expect.anything() as unknown })));
        if (query === PROGRESS) {
          await leave(before);
          continue;
        }
        await change(scene);
        const executions = await counted(async () => {
          await world.emit(scene.project, { taskId: scene.task });
          const told = await nextOf(before);
          expect(told.map((each) => (each === 'NOT_FOUND' ? 'hidden' : 'told'))).toEqual(
            names.map((name) => (hidden.includes(name) ? 'hidden' : 'told')),
          );
        });
        // Whoever asks first finds out; then one who may see it is looked for.
        if (isSharing) expect(executions.own).toBe(0);
        if (isSharing) expect(executions.shared).toBeLessThanOrEqual(2);
        await leave(before);
      }
    },
  );

  test('sight that begins anew is taken into account at the next event', async () => {
    const scene = await world.scene();
    const newcomer = await world.person();
    const streams = await world.follow([newcomer, scene.audience.owner], PROGRESS, {});
    const open = await world.scene({ division_id: null });
    await world.emit(scene.project, { taskId: scene.task });
    await world.emit(open.project, { taskId: open.task });
    // Passed over, as what comes behind it tells.
    expect(await nextOf(streams)).toMatchObject(
      [open.task, scene.task].map((id) => ({ taskProgress: { task: { id } } })),
    );
    await nextOf(streams.slice(1));
    await world.change(
      'UPDATE pit.task SET assignees = $2 WHERE id = $1',
      scene.other,
      JSON.stringify([newcomer.userId]),
    );
    await world.emit(scene.project, { taskId: scene.other });
    const told = await nextOf(streams);
    expect(told[0]).toMatchObject({ taskProgress: { task: { id: scene.other } } });
    expect(told[0]).toEqual(told[1]);
    await leave(streams);
  });

  test('other variables, names and conditions are other answers', async () => {
    const scene = await world.scene();
    const id = scene.project;
    const { owner, sponsor } = scene.audience;
    const query = `subscription ($id: ID!, $named: Boolean!) {
      taskProgress(projectId: $id) { task { id name @include(if: $named) } } }`;
    const aliased = `subscription ($id: ID!) { taskProgress(projectId: $id) { task { id: name name: id } } }`;
    const streams = [
      await world.graph.follow(owner, query, { id, named: true }),
      await world.graph.follow(sponsor, query, { id, named: false }),
      await world.graph.follow(owner, aliased, { id }),
      await world.graph.follow(sponsor, aliased, { id }),
    ];
    await world.emit(scene.project, { taskId: scene.task });
    const swapped = { taskProgress: { task: { id: 'Task', name: scene.task } } };
    expect(await nextOf(streams)).toEqual([
      { taskProgress: { task: { id: scene.task, name: 'Task' } } },
      { taskProgress: { task: { id: scene.task } } },
      swapped,
      swapped,
    ]);
    await leave(streams);
  });

  test('who resumes after a cursor gets all that came since, and then what the others get', async () => {
    const scene = await world.scene();
    const { owner, sponsor, divisionViewer } = scene.audience;
    const first = await world.graph.follow(owner, PROGRESS, { id: scene.project });
    for (const percent of [10, 20, 30]) await world.progress(scene, percent);
    const all = await take(first, 6);
    const place = { id: scene.project, after: all[1]?.cursor };
    const late = await world.graph.follow(sponsor, PROGRESS, place);
    const fresh = await world.graph.follow(divisionViewer, PROGRESS, { id: scene.project });
    expect((await take(late, 4)).map(({ cursor }) => cursor)).toEqual(
      all.slice(2).map(({ cursor }) => cursor),
    );
    await world.progress(scene, 40);
    const [a, b, c] = await Promise.all([first, late, fresh].map((stream) => take(stream, 2)));
    expect([b, c].map((each) => each?.map(({ json }) => json))).toEqual(
      [a, a].map((each) => each?.map(({ json }) => json)),
    );
    await leave([first, late, fresh]);
  });

  test('a token that runs out ends its own stream and no other', async () => {
    const scene = await world.scene();
    const { owner, sponsor } = scene.audience;
    const brief = { ...sponsor, expiresAt: Math.floor(Date.now() / 1000) + 1 };
    const streams = await world.follow([brief, owner], PROGRESS, { id: scene.project });
    await expect(streams[0]?.next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await world.emit(scene.project, { taskId: scene.task });
    expect(await nextOf(streams.slice(1))).toEqual([
      { taskProgress: expect.objectContaining({ topic: 'TASK_UPDATED' }) as unknown },
    ]);
    await leave(streams);
  });

  test('an override opens no stream, and without one an administrator sees what they see', async () => {
    const scene = await world.scene();
    const admin = await world.person('admin');
    const overriding = { ...admin, overrideReason: 'because' };
    const asked = [PROGRESS, { id: scene.project }] as const;
    expect(await world.graph.refused(overriding, ...asked)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await world.graph.refused(admin, ...asked)).toMatchObject({ code: 'NOT_FOUND' });
    const streams = await world.follow([admin, scene.audience.owner], PROGRESS, {});
    const open = await world.scene({ division_id: null });
    await world.emit(scene.project, { taskId: scene.task });
    await world.emit(open.project, { taskId: open.task });
    expect(await nextOf(streams)).toMatchObject(
      [open.task, scene.task].map((id) => ({ taskProgress: { task: { id } } })),
    );
    await leave(streams);
  });

  test('the same user, document and project in the events of another organisation are another’s', async () => {
    const scene = await world.scene({ division_id: null });
    const neighbour = await world.plan.neighbour();
    const stranger = { ...neighbour.actor(), userId: scene.audience.owner.userId };
    const [ours, theirs] = [
      await world.graph.follow(scene.audience.owner, PROGRESS, {}),
      await world.graph.follow(stranger, PROGRESS, {}),
    ];
    const elsewhere = await neighbour.project();
    const task = await neighbour.task(elsewhere, await neighbour.phase(elsewhere));
    await neighbour.run((tx) => {
      for (const [projectId, taskId] of [
        [scene.project, scene.task],
        [elsewhere, task],
      ] as const)
        tx.emit({ topic: 'pit.task.updated', streamId: projectId, payload: { projectId, taskId } });
      return Promise.resolve({});
    });
    await world.emit(scene.project, { taskId: scene.task });
    expect(await nextOf([ours, theirs])).toMatchObject(
      [scene.task, task].map((id) => ({ taskProgress: { task: { id } } })),
    );
    await leave([ours, theirs]);
  });
});
