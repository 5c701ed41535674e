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

const TASK = `{ key name description taskType priority quickClass startDay durationDays requiresEvidence capexCost opexCost
  mitigationPct controls { controlId controlGroup } ismsCriteria { code version }
  subtasks { name description priority requiresEvidence } }`;
const PLAN = `document { formatVersion parameters { key description default }
  phases { key name description workPackages { key name description tasks ${TASK} } tasks ${TASK} } tasks ${TASK}
  dependencies { predecessor successor type lagDays } }`;
/** What was sent, from what is answered: fields that nobody gave are null. */
const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => each ?? undefined));

describe('a template', () => {
  test('is made, read back, changed in part and bound to a version', async () => {
    const id = await createTemplate();
    const selection = `template { name description updatedAt ${PLAN} }`;
    const change = { id, description: 'For gates.' };
    const { template } = await world.done<{ template: Record<string, unknown> }>(
      'updateTemplate',
      change,
      selection,
      admin(),
    );
    expect(template).toMatchObject({ name: 'Cameras', description: 'For gates.' });
    expect(withoutNulls(template['document'])).toEqual(CAMERAS);
    const stale = { id, name: 'Other', ifUpdatedAt: '2020-01-01T00:00:00.000Z' };
    expect(await world.refused('updateTemplate', stale, admin())).toMatchObject({ code: 'CONFLICT' });
    expect(await world.refused('updateTemplate', { id, name: null }, admin())).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.name',
    });
  });

  test.each<[string, unknown, object]>([
    ['of another form', { formatVersion: 2 }, { pit: null, path: 'formatVersion' }],
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
  ])('%s is refused, and validated with the same problem', async (_what, document, problem) => {
    const query = `query ($plan: TemplateDocumentInput!) { validateTemplate(document: $plan) { pit path message } }`;
    const { data } = await world.graph.ask(admin(), query, { plan: document });
    expect(data?.['validateTemplate']).toEqual([{ ...problem, message: expect.any(String) }]);
    const refused = await world.refused('createTemplate', { name: 'Wrong', document }, admin());
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', problems: data?.['validateTemplate'] });
  });

  test.each<[string, unknown, string]>([
    ['a field that there is not', { ...CAMERAS, extra: 1 }, 'Field "extra" is not defined'],
    [
      'a word that is none',
      { formatVersion: 1, tasks: [{ key: 'a', name: 'A', priority: 'HIHG' }] },
      'at "input.document.tasks[0].priority"',
    ],
    [
      'a number for a text',
      { formatVersion: 1, phases: [{ key: 'a', name: 'A', tasks: [{ key: 'b', name: 7 }] }] },
      'at "input.document.phases[0].tasks[0].name"',
    ],
  ])('with %s is refused with its place', async (_what, document, message) => {
    const refused = await world.refused('createTemplate', { name: 'Wrong', document }, admin());
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT' });
    const query = `mutation ($input: CreateTemplateInput!) { createTemplate(input: $input) { __typename } }`;
    const { errors } = await world.graph.ask(admin(), query, { input: { name: 'Wrong', document } });
    expect(errors?.[0]?.message).toContain(message);
  });

  test('that lacks what is required is told all of it at once', async () => {
    const query = `query ($plan: TemplateDocumentInput!) { validateTemplate(document: $plan) { path message } }`;
    const plan = {
      tasks: [{ name: 'A' }, { key: 'b' }, { key: 'c', name: 'C', mitigationPct: 101, startDay: -1 }],
      dependencies: [{ predecessor: 'b' }],
    };
    const { data } = await world.graph.ask(admin(), query, { plan });
    const paths = (data?.['validateTemplate'] as { path: string }[]).map(({ path }) => path);
    expect(paths.sort()).toEqual([
      '',
      'dependencies[0]',
      'tasks[0]',
      'tasks[1]',
      'tasks[2].mitigationPct',
      'tasks[2].startDay',
    ]);
  });

  test('beyond what a template may hold is refused before it is read', async () => {
    const tasks = Array.from({ length: 2_001 }, (_, n) => ({ key: `t${n}`, name: 'T' }));
    const many = await world.refused(
      'createTemplate',
      { name: 'M', document: { formatVersion: 1, tasks } },
      admin(),
    );
    expect(many).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.document.tasks', actual: 2_001 });
    const wordy = tasks.slice(1).map((task) => ({ ...task, description: 'x'.repeat(500) }));
    const long = { name: 'L', document: { formatVersion: 1, tasks: wordy } };
    expect(await world.refused('createTemplate', long, admin())).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.document',
      expected: 'at most 800000 characters',
    });
  });

  test('that was stored otherwise is read all the same', async () => {
    const stored = {
      formatVersion: 'one',
      phases: [{ key: 'a', name: 'A', tasks: 'none' }, 'B', null],
      tasks: [{ key: 'c', name: 'C', priority: 'urgent', durationDays: 1.5, mitigationPct: '12.505' }],
      extra: true,
    };
    const id = await world.plan.insert('task_cluster_template', {
      name: 'Old',
      template_json: stored,
      org_id: world.plan.orgId,
    });
    const { data, errors } = await world.graph.ask(
      admin(),
      `query ($id: ID!) { template(id: $id) { ${PLAN} } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    expect(withoutNulls((data?.['template'] as { document: unknown }).document)).toEqual({
      phases: [{ key: 'a', name: 'A' }],
      tasks: [{ key: 'c', name: 'C' }],
    });
  });

  test('that holds has no problems', async () => {
    const query = `query ($plan: TemplateDocumentInput!) { validateTemplate(document: $plan) { path } }`;
    const { data } = await world.graph.ask(admin(), query, { plan: CAMERAS });
    expect(data?.['validateTemplate']).toEqual([]);
  });

  test('is for administrators; the platform’s own is only read, another organisation’s is not there', async () => {
    const input = { name: 'Cameras', document: CAMERAS };
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
    const set = { projectId, name: 'Unwanted events', sourceModule: 'WRAC', sourceReferenceId: 'WRAC-7' };
    const from = await world.done<object>(
      'createCluster',
      set,
      'cluster { sourceModule sourceReferenceId tasks { nodes { id } } }',
    );
    expect(from).toEqual({
      cluster: { sourceModule: 'WRAC', sourceReferenceId: 'WRAC-7', tasks: { nodes: [] } },
    });
    expect(await world.refused('createCluster', { ...set, sourceReferenceId: null })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.sourceReferenceId',
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
