import { randomUUID } from 'node:crypto';
import { addReadyTemplates } from '../../../src/services/templates/ready-templates.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

const admin = () => api.plan.actor(api.plan.sponsor, 'admin');
const CONTROL = randomUUID();

interface Planted {
  readonly project: string;
  readonly phase: string;
  readonly packageId: string;
  readonly first: string;
}

/** Two phases with a work package, three tasks in a row from a Monday on, and one that is deleted. */
async function planted(): Promise<Planted> {
  const { plan } = api;
  const project = await plan.project({ name: 'Ventilation' });
  const phase = await plan.phase(project, { name: 'Build', order_index: 0 });
  const other = await plan.phase(project, { name: 'Try', order_index: 1, description: 'As built' });
  const packageId = await plan.workPackage(project, phase, { name: 'Fans' });
  const task = (name: string, days: [string, string, number], values: object = {}): Promise<string> =>
    plan.task(project, phase, {
      name,
      start_date: days[0],
      end_date: days[1],
      duration_days: days[2],
      ...values,
    });
  const first = await task('Order', ['2031-01-06', '2031-01-08', 3], {
    work_package_id: packageId,
    priority: 'high',
    capex_cost: '1200.00',
    requires_evidence: true,
    assignees: JSON.stringify([plan.helper]),
  });
  const second = await task('Fit', ['2031-01-09', '2031-01-10', 2], { order_index: 1 });
  const third = await task('Measure', ['2031-01-13', '2031-01-13', 1], { phase_id: other });
  await task('Gone', ['2031-01-06', '2031-01-06', 1], { deleted_at: '2026-01-01T00:00:00Z' });
  for (const [from, to] of [
    [first, second],
    [second, third],
  ])
    await plan.insert('task_dependency', {
      project_id: project,
      predecessor_task_id: from,
      successor_task_id: to,
    });
  await plan.insert('control_link', { task_id: first, control_id: CONTROL, control_group: 'Air' });
  await plan.insert('isms_link', { task_id: second, criteria_code: 'A.8.1', criteria_version: '2022' });
  await plan.subtask(first, { name: 'Ask for offers' });
  return { project, phase, packageId, first };
}

async function saved(nodeId: string, name: string): Promise<{ id: string; document: unknown }> {
  const { template } = await api.done<{ template: { id: string } }>(
    'saveAsTemplate',
    { nodeId, name },
    'template { id }',
    admin(),
  );
  const query = 'SELECT template_json AS document FROM pit.task_cluster_template WHERE id = $1';
  const [row] = await api.plan.rows<{ document: unknown }>(query, [template.id]);
  return { id: template.id, document: row?.document };
}

/** Names, durations and links of the live plan of a project, by names. */
async function planOf(project: string): Promise<unknown> {
  const tasks = await api.plan.rows(
    `SELECT t.name, p.name AS phase, w.name AS package, t.start_date::text AS start, t.duration_days, t.priority, t.capex_cost,
      t.requires_evidence, t.assignees,
      (SELECT jsonb_agg(s.name) FROM pit.subtask s WHERE s.task_id = t.id) AS steps,
      (SELECT jsonb_agg(c.control_id || ' ' || c.control_group) FROM pit.control_link c WHERE c.task_id = t.id) AS controls,
      (SELECT jsonb_agg(i.criteria_code || ' ' || i.criteria_version) FROM pit.isms_link i WHERE i.task_id = t.id) AS criteria,
      (SELECT jsonb_agg(b.name) FROM pit.task_dependency d JOIN pit.task b ON b.id = d.predecessor_task_id
        WHERE d.successor_task_id = t.id) AS behind
     FROM pit.task t JOIN pit.phase p ON p.id = t.phase_id LEFT JOIN pit.work_package w ON w.id = t.work_package_id
     WHERE t.project_id = $1 AND t.deleted_at IS NULL ORDER BY t.name`,
    [project],
  );
  return tasks.map((task) => ({ ...task, assignees: undefined }));
}

test('a project that is saved and generated again is planned as it was, without its people', async () => {
  const { project } = await planted();
  const { id: templateId } = await saved(project, 'Ventilation of a tunnel');
  const again = await api.plan.project();
  const input = { templateId, projectId: again, startDate: '2031-01-06' };
  await api.done('generateFromTemplate', input, '__typename', admin());
  expect(await planOf(again)).toEqual(await planOf(project));
  const assigned = await api.plan.rows(
    `SELECT id FROM pit.task WHERE project_id = $1 AND assignees <> '[]'`,
    [again],
  );
  expect(assigned).toEqual([]);
});

test('a phase, a work package and a task are saved with what lies in them', async () => {
  const { phase, packageId, first } = await planted();
  expect((await saved(phase, 'Phase')).document).toMatchObject({
    phases: [
      {
        name: 'Build',
        workPackages: [{ name: 'Fans', tasks: [{ name: 'Order', durationDays: 3 }] }],
        tasks: [{ name: 'Fit', startDay: 3 }],
      },
    ],
    tasks: [],
    dependencies: [{ lagDays: 0 }],
  });
  expect((await saved(packageId, 'Package')).document).toMatchObject({
    phases: [{ name: 'Build', workPackages: [{ name: 'Fans', tasks: [{ name: 'Order' }] }], tasks: [] }],
    dependencies: [],
  });
  expect((await saved(first, 'Task')).document).toMatchObject({
    phases: [],
    tasks: [
      {
        name: 'Order',
        priority: 'high',
        requiresEvidence: true,
        capexCost: '1200.00',
        controls: [{ controlId: CONTROL, controlGroup: 'Air' }],
        subtasks: [{ name: 'Ask for offers' }],
      },
    ],
  });
});

test('what is not there is not found, and who may not make templates saves none', async () => {
  const { project } = await planted();
  const input = { nodeId: randomUUID(), name: 'None' };
  expect(await api.refused('saveAsTemplate', input, admin())).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.nodeId',
  });
  const own = { ...input, nodeId: project };
  expect(await api.refused('saveAsTemplate', own)).toMatchObject({ code: 'FORBIDDEN' });
});

test('coverage of a template has a row for each control and criterion that it names', async () => {
  const { project } = await planted();
  const gap = randomUUID();
  const document = {
    formatVersion: 1,
    tasks: [
      {
        key: 'a',
        name: 'A',
        controls: [{ controlId: CONTROL.toUpperCase() }, { controlId: gap }],
        ismsCriteria: [
          { code: 'A.8.1', version: '2022' },
          { code: 'A.9', version: '2022' },
        ],
      },
      { key: 'b', name: 'B', controls: [{ controlId: gap }] },
    ],
  };
  const { template } = await api.done<{ template: { id: string } }>(
    'createTemplate',
    { name: 'Framework', document },
    'template { id }',
    admin(),
  );
  const query = `query ($id: ID!, $after: String) { coverageOfTemplate(templateId: $id) {
    controls(first: 1, after: $after) { totalCount nodes { control { id } state } pageInfo { hasNextPage endCursor } }
    criteria { nodes { code version state } } } }`;
  const ask = async (variables: object) => {
    const { data, errors } = await api.graph.ask(api.plan.actor(), query, { id: template.id, ...variables });
    expect(errors).toBeUndefined();
    return data?.['coverageOfTemplate'] as {
      controls: {
        totalCount: number;
        nodes: object[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      criteria: object;
    };
  };
  const first = await ask({});
  const second = await ask({ after: first.controls.pageInfo.endCursor });
  expect([first.controls.totalCount, first.controls.pageInfo.hasNextPage]).toEqual([2, true]);
  const rows = [
    { control: { id: CONTROL }, state: 'PLANNED' },
    { control: { id: gap }, state: 'NONE' },
  ];
  expect([...first.controls.nodes, ...second.controls.nodes]).toEqual(
    rows.sort((a, b) => (a.control.id < b.control.id ? -1 : 1)),
  );
  expect(first.criteria).toEqual({
    nodes: [
      { code: 'A.8.1', version: '2022', state: 'PLANNED' },
      { code: 'A.9', version: null, state: 'NONE' },
    ],
  });
  const { data } = await api.graph.ask(api.plan.actor(), query, { id: randomUUID() });
  expect(data).toEqual({ coverageOfTemplate: null });
  expect(project).toBeDefined();
});

test('the 287 controls of a baseline of NIST show their gaps, a page by as many statements as a row', async () => {
  await planted();
  await api.plan.run(async (tx) => ({ made: await addReadyTemplates(tx) }), { actor: admin() });
  const [template] = await api.plan.rows<{ id: string }>(
    `SELECT id FROM pit.task_cluster_template WHERE name LIKE '%moderate%'`,
  );
  const query = `query ($id: ID!, $first: Int) { coverageOfTemplate(templateId: $id) {
    controls(first: $first) { nodes { state } } } }`;
  const page = async (first: number) => {
    const { data, statements } = await api.graph.ask(api.plan.actor(), query, { id: template?.id, first });
    const { controls } = data?.['coverageOfTemplate'] as { controls: { nodes: { state: string }[] } };
    return { states: controls.nodes.map(({ state }) => state), statements };
  };
  const [row, hundred] = [await page(1), await page(100)];
  expect(hundred.states).toEqual(Array(100).fill('NONE'));
  expect(hundred.statements).toBe(row.statements);
  const total = `query ($id: ID!) { coverageOfTemplate(templateId: $id) { controls { totalCount } } }`;
  const { data } = await api.graph.ask(api.plan.actor(), total, { id: template?.id });
  expect(data).toEqual({ coverageOfTemplate: { controls: { totalCount: 287 } } });
});
