import { CAMERAS, createCameras } from '../../support/worlds/camera-template.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let world: PlanGraph;
let projectId: string;
const admin = () => world.plan.actor(world.plan.owner, 'admin');

beforeAll(async () => {
  world = await PlanGraph.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  projectId = await world.make('Project', {});
});

const createTemplate = () => createCameras(world);

describe('a template', () => {
  test('is made, read back, changed in part and bound to a version', async () => {
    const id = await createTemplate();
    const selection = 'template { name description templateJson updatedAt }';
    const change = { id, description: 'For gates.' };
    const { template } = await world.done<{ template: Record<string, unknown> }>(
      'updateTemplate',
      change,
      selection,
      admin(),
    );
    expect(template).toMatchObject({ name: 'Cameras', description: 'For gates.', templateJson: CAMERAS });
    const stale = { id, name: 'Other', ifUpdatedAt: '2020-01-01T00:00:00.000Z' };
    expect(await world.refused('updateTemplate', stale, admin())).toMatchObject({ code: 'CONFLICT' });
    expect(await world.refused('updateTemplate', { id, name: null }, admin())).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.name',
    });
  });

  test.each<[string, unknown, object]>([
    ['of another form', { formatVersion: 2 }, { pit: null, path: 'formatVersion' }],
    ['with a word that is none', { ...CAMERAS, extra: 1 }, { pit: null, path: '' }],
    [
      'that refers to nothing',
      { ...CAMERAS, dependencies: [{ predecessor: 'order', successor: 'nothing' }] },
      { pit: 'PIT002', path: 'dependencies[0].successor' },
    ],
    [
      'that goes round in a circle',
      {
        ...CAMERAS,
        dependencies: [
          { predecessor: 'order', successor: 'mount' },
          { predecessor: 'mount', successor: 'order' },
        ],
      },
      { pit: 'PIT003', path: 'dependencies' },
    ],
  ])('%s is refused, and validated with the same problem', async (_what, templateJson, problem) => {
    const query = `query ($plan: TemplateJSON!) { validateTemplate(templateJson: $plan) { pit path message } }`;
    const { data } = await world.graph.ask(admin(), query, { plan: templateJson });
    expect(data?.['validateTemplate']).toEqual([{ ...problem, message: expect.any(String) }]);
    const refused = await world.refused('createTemplate', { name: 'Wrong', templateJson }, admin());
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', problems: data?.['validateTemplate'] });
  });

  test('that holds has no problems', async () => {
    const query = `query ($plan: TemplateJSON!) { validateTemplate(templateJson: $plan) { path } }`;
    const { data } = await world.graph.ask(admin(), query, { plan: CAMERAS });
    expect(data?.['validateTemplate']).toEqual([]);
  });

  test('is for administrators; the platform’s own is only read, another organisation’s is not there', async () => {
    const input = { name: 'Cameras', templateJson: CAMERAS };
    expect(await world.refused('createTemplate', input)).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT001' });
    const values = {
      name: 'Everyone’s',
      template_json: { formatVersion: 1, tasks: [{ key: 'a', name: 'A' }] },
    };
    const ownId = await world.plan.insert('task_cluster_template', { ...values, org_id: null });
    expect(await world.refused('updateTemplate', { id: ownId, name: 'Mine' }, admin())).toMatchObject({
      code: 'FORBIDDEN',
    });
    const startDate = '2026-03-02';
    const generated = { templateId: ownId, projectId, startDate };
    const { taskIds } = await world.done<{ taskIds: string[] }>('generateFromTemplate', generated, 'taskIds');
    expect(taskIds).toHaveLength(1);
    const [other] = await world.plan.rows<{ id: string }>(
      `INSERT INTO pit.organisation (id, name) VALUES (gen_random_uuid(), 'Other') RETURNING id`,
    );
    const foreign = await world.plan.insert('task_cluster_template', { ...values, org_id: other?.id });
    const missing = { code: 'NOT_FOUND' };
    expect(await world.refused('updateTemplate', { id: foreign, name: 'Mine' }, admin())).toMatchObject(
      missing,
    );
    const use = { templateId: foreign, projectId, startDate };
    expect(await world.refused('generateFromTemplate', use)).toMatchObject(missing);
  });
});

describe('a cluster', () => {
  test('gathers tasks of its project, and lets them go', async () => {
    const phaseId = await world.make('Phase', { projectId });
    const [one, two] = [await world.make('Task', { phaseId }), await world.make('Task', { phaseId })];
    const selection = 'cluster { id name description tasks { nodes { id } } }';
    const made = await world.done<{ cluster: { id: string; tasks: object } }>(
      'createCluster',
      { projectId, name: 'Doors', taskIds: [one] },
      selection,
    );
    expect(made.cluster.tasks).toEqual({ nodes: [{ id: one }] });
    const change = { id: made.cluster.id, description: 'All of them', taskIds: [two] };
    const changed = await world.done<object>('updateCluster', change, selection);
    expect(changed).toEqual({
      cluster: {
        id: made.cluster.id,
        name: 'Doors',
        description: 'All of them',
        tasks: { nodes: [{ id: two }] },
      },
    });
    const elsewhere = await world.make('Project', {});
    const foreign = await world.make('Task', {
      phaseId: await world.make('Phase', { projectId: elsewhere }),
    });
    const wrong = { projectId, name: 'Doors', taskIds: [foreign] };
    expect(await world.refused('createCluster', wrong)).toMatchObject({ code: 'NOT_FOUND' });
    const worker = world.plan.actor(world.plan.worker);
    expect(await world.refused('updateCluster', change, worker)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
