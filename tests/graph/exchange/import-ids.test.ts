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

test('a table that was exported changes nothing when it comes back, whatever branches share a name or have several lines', async () => {
  const project = await api.plan.project({ name: 'Names' });
  const placed = (): Promise<object[]> =>
    api.plan.rows(
      `SELECT t.name, t.phase_id, t.work_package_id, t.updated_at::text FROM pit.task t WHERE t.project_id = $1 ORDER BY t.id`,
      [project],
    );
  for (const name of ['Design', 'Design', 'Two\nlines'])
    for (const inPackage of [false, true]) {
      const phase = await api.plan.phase(project, { name });
      const place = { project_id: project, phase_id: phase, owner_id: api.plan.owner, name: 'Part\u2028one' };
      const part = inPackage ? await api.plan.insert('work_package', place) : null;
      await api.plan.task(project, phase, { name: 'a\nb', work_package_id: part });
    }
  const before = await placed();
  const branches = `SELECT id, name FROM pit.phase WHERE project_id = $1 UNION ALL SELECT id, name FROM pit.work_package WHERE project_id = $1 ORDER BY 1`;
  const branchesBefore = await api.plan.rows(branches, [project]);
  const content = await api.export({ projectId: project, format: 'CSV' });
  for (const plan of ['Names', 'Names', 'Names once more']) {
    const done = await api.import(content, { format: 'CSV', mapping: { plan } });
    expect(done).toMatchObject({
      ...{ state: 'DONE', error: null, project: { id: project } },
      report: {
        ...{ isNewProject: false, warningCount: 0, phases: { made: 0, changed: 0 } },
        ...{ workPackages: { made: 0, changed: 0 }, tasks: { made: 0, changed: 0, unchanged: 6 } },
      },
    });
  }
  expect(await placed()).toEqual(before);
  expect(await api.plan.rows(branches, [project])).toEqual(branchesBefore);
  // A task that the table has under another name goes there.
  await api.plan.phase(project, { name: 'Build' });
  const moved = content.replace(/,Design,,"a\r?\nb"/, ',Build,,"a\nb"');
  expect(moved).not.toBe(content);
  const { report } = await api.import(moved, { format: 'CSV', mapping: { plan: 'Names' } });
  expect(report).toMatchObject({ tasks: { changed: 1, unchanged: 5 }, phases: { made: 0 } });
});
