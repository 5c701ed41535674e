import { readFileSync } from 'node:fs';
import { clock } from '../../../src/clock.ts';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { mspdiPlans } from '../../domain/schedule/remaining-work/mspdi-plans.ts';
import { ImportService } from '../../support/exchange/import-service.ts';

const folder = new URL('../../oracles/mspdi/', import.meta.url);
const SAMPLE = 'legacy__sample.xml';

let api: ImportService;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2003-01-07';
  api = await ImportService.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

const file = (name: string): Buffer => readFileSync(new URL(name, folder));

interface Computed {
  readonly name: string;
  readonly earlyStart: string;
  readonly earlyFinish: string;
  readonly lateStart: string;
  readonly lateFinish: string;
  readonly totalSlack: number;
}

/** Ids of tasks by the numbers that the file gives them. */
async function numbersOf(project: string): Promise<ReadonlyMap<string, string>> {
  const rows = await api.plan.rows<{ key: string; id: string }>(
    `SELECT key, record_id AS id FROM pit_ops.imported_row WHERE project_id = $1 AND kind = 'task'`,
    [project],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** What the job computes of a project; it hears of the import by its commit. */
async function scheduled(project: string): Promise<ReadonlyMap<string, Computed>> {
  const query = `query ($id: ID!) { project(id: $id) { schedule { isStale }
    tasks(first: 1000) { nodes { id name earlyStart earlyFinish lateStart lateFinish totalSlack } } } }`;
  for (;;) {
    const answer = await api.ask<{
      project: { schedule: { isStale: boolean } | null; tasks: { nodes: (Computed & { id: string })[] } };
    }>(query, { id: project });
    const { schedule, tasks } = answer.project;
    if (schedule?.isStale === false) return new Map(tasks.nodes.map((task) => [task.id, task]));
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('a dry run of a file of Microsoft Project tells what it would make, and stores nothing', async () => {
  const before = await api.plan.rows('SELECT count(*)::int AS count FROM pit.project');
  const { state, report, project } = await api.import(file(SAMPLE), { dryRun: true });
  expect({ state, project }).toEqual({ state: 'DONE', project: null });
  expect(report).toMatchObject({
    projectName: 'sample',
    isNewProject: true,
    phases: { made: 3 },
    tasks: { made: 16 },
    links: { made: 6 },
  });
  expect(await api.plan.rows('SELECT count(*)::int AS count FROM pit.project')).toEqual(before);
});

test.each(mspdiPlans())(
  '%s by the API is scheduled to the early and late dates and the slack that Microsoft stored',
  async (name, oracle) => {
    clock.today = () => oracle.start;
    const calendar = new WorkCalendar();
    const zero = calendar.index(oracle.start);
    const { state, project, report } = await api.import(file(name), {});
    expect({ state, isNew: report?.isNewProject }).toEqual({ state: 'DONE', isNew: true });
    const id = project?.id ?? '';
    const numbers = await numbersOf(id);
    const computed = await scheduled(id);
    const lasting = [...oracle.answers].filter(([, { es, ef }]) => ef > es);
    expect(lasting.length).toBeGreaterThan(10);
    const shown = lasting.map(([number]) => {
      const task = computed.get(numbers.get(number) ?? '')!;
      return [
        number,
        {
          es: calendar.index(task.earlyStart) - zero,
          ef: calendar.indexAfter(task.earlyFinish) - zero,
          ls: calendar.index(task.lateStart) - zero,
          lf: calendar.indexAfter(task.lateFinish) - zero,
          total: task.totalSlack,
        },
      ];
    });
    expect(shown).toEqual(
      lasting.map(([number, { es, ef, ls, lf, total }]) => [number, { es, ef, ls, lf, total }]),
    );
  },
);

test('the report says where a duration contradicts its own dates, which count', async () => {
  const { report } = await api.import(file(SAMPLE), { dryRun: true });
  const dates = report?.warnings.filter(({ kind }) => kind === 'DATES') ?? [];
  expect(dates.map(({ where }) => where)).toEqual(['task 2 "Second Task"']);
  expect(dates[0]?.message).toContain('100 days contradicts 2003-01-07 to 2003-03-17, which are 50');
});

test('a second run of the same file changes nothing', async () => {
  const traces = () =>
    api.plan
      .rows(`SELECT (SELECT max(updated_at) FROM pit.task) AS task, (SELECT max(updated_at) FROM pit.project) AS project,
      (SELECT count(*) FROM pit.audit_log WHERE table_name <> 'import_job')::int AS audit,
      (SELECT count(*) FROM pit_ops.outbox WHERE topic <> 'pit.schedule.updated')::int AS events`);
  const before = await traces();
  const { state, report } = await api.import(file(SAMPLE), {});
  expect(state).toBe('DONE');
  expect(report).toMatchObject({
    isNewProject: false,
    phases: { made: 0, changed: 0, unchanged: 3 },
    tasks: { made: 0, changed: 0, unchanged: 16 },
    links: { made: 0, changed: 0, removed: 0, unchanged: 6 },
  });
  expect(await traces()).toEqual(before);
});

test('a newer file changes what it says otherwise, and leaves what people changed or deleted here', async () => {
  const [{ id: project } = { id: '' }] = await api.plan.rows<{ id: string }>(
    `SELECT id FROM pit.project WHERE name = 'sample'`,
  );
  const numbers = await numbersOf(project);
  const mutate = (name: string, type: string, input: object) =>
    api.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`, { input });
  await mutate('updateTask', 'UpdateTaskInput', { id: numbers.get('9'), name: 'Renamed here' });
  await mutate('deleteTask', 'DeleteInput', { id: numbers.get('13'), cascade: true });
  const newer = file(SAMPLE)
    .toString('utf8')
    .replace('<Name>Related Task 1b</Name>', '<Name>Renamed there</Name>')
    .replace('<LinkLag>4800</LinkLag>', '<LinkLag>9600</LinkLag>');
  const { state, report, error } = await api.import(newer, {});
  expect({ state, error }).toEqual({ state: 'DONE', error: null });
  expect(report).toMatchObject({
    tasks: { made: 0, changed: 1, unchanged: 14, deletedHere: 1 },
    links: { made: 0, changed: 1, unchanged: 4, deletedHere: 1, removed: 0 },
  });
  const names = await api.plan.rows<{ name: string }>(
    `SELECT name FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL AND name LIKE 'Renamed%' ORDER BY name`,
    [project],
  );
  expect(names.map(({ name }) => name)).toEqual(['Renamed here', 'Renamed there']);
});
