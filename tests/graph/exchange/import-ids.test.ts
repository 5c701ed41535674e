import { ImportService } from '../../support/exchange/import-service.ts';

let api: ImportService;

beforeAll(async () => {
  api = await ImportService.open();
});

afterAll(() => api?.close());

const PLAN = 'key,name,phase,capex\n1,One,Phase,100\n2,Two,Phase,200\n';

/** A project with two tasks, and their ids. */
async function imported(plan: string): Promise<{ projectId: string; tasks: readonly string[] }> {
  const { project } = await api.import(PLAN, { format: 'CSV', mapping: { plan } });
  const sql = 'SELECT id FROM pit.task WHERE project_id = $1 ORDER BY name';
  const rows = await api.plan.rows<{ id: string }>(sql, [project?.id]);
  return { projectId: project?.id ?? '', tasks: rows.map(({ id }) => id) };
}

/** What a project has, and what its sums say. */
const figures = (projectId: string) =>
  api.plan.rows(
    `SELECT capex_total, (SELECT array_agg(name || ' ' || capex_cost ORDER BY name) FROM pit.task WHERE project_id = p.id) AS tasks
     FROM pit.project p WHERE id = $1`,
    [projectId],
  );

/** A table as an export has it, with the ids of rows. */
const table = (projectId: string, rows: readonly string[]): string =>
  `project_id,task_id,key,name,phase,capex\n${rows.map((row) => `${projectId},${row}`).join('\n')}\n`;

test('a table that names one task by its id in two lines is refused with both lines, and nothing changes', async () => {
  const { projectId, tasks } = await imported('Twice');
  const before = await figures(projectId);
  const content = table(projectId, [`${tasks[1]},a,First,Phase,5`, `${tasks[1]},b,Second,Phase,7`]);
  const mapping = { plan: 'Other keys', columns: { key: ['key'] } };
  const { state, error, report } = await api.import(content, { format: 'CSV', mapping, projectId });
  expect({ state, error, report }).toMatchObject({ state: 'REFUSED', error: { code: 'BAD_USER_INPUT' } });
  expect(error?.message).toMatch(/line 3.*line 2|line 2.*line 3/);
  expect(await figures(projectId)).toEqual(before);
});
