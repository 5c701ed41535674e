import { DEMO_ADMIN, OTHER_ADMIN, loadDemo, loadDemoIfEmpty } from '../../../../src/services/demo/demo.ts';
import type { ImportReport } from '../../../../src/services/exchange/nyc/nyc-report.ts';
import { NYC_FILE, cents, isoDate, readSource, type SourceRow } from './import-source.ts';
import { ImportWorld, TODAY } from './import-world.ts';

/** The real file, through the demonstration, which is loaded today and looked at on another day. */

const ORG = DEMO_ADMIN.orgId;
const PLANNED_END = 'Project Phase Planned End Date';
const STATUS = 'Project Status Name';
const ESTIMATE = 'Final Estimate of Actual Costs Through End of Phase Amount';
const SPENT = 'Total Phase Actual Spending Amount';

let world: ImportWorld;
let demo: ImportReport;
const source = readSource();

beforeAll(async () => {
  world = await ImportWorld.open();
  demo = await loadDemo(world.pool);
  await world.import(ORG, NYC_FILE, TODAY);
}, 420_000);

afterAll(() => world.close());

function count(isCounted: (row: SourceRow) => boolean): number {
  return source.filter(isCounted).length;
}

const identity = (parts: readonly (string | null)[]): string => parts.join(' | ');

test('every row is a task of its project and phase', async () => {
  const projects = new Set(
    source.map(({ cell }) => identity([cell('DSF Number(s)'), cell('Project Description')])),
  );
  const phases = new Set(
    source.map(({ cell }) =>
      identity([cell('DSF Number(s)'), cell('Project Description'), cell('Project Phase Name')]),
    ),
  );
  expect(demo).toMatchObject({
    rowsRead: 13_153,
    skipped: [],
    made: { projects: projects.size, phases: phases.size, tasks: 13_153, costSnapshots: projects.size },
  });
  expect(
    await world.rows(
      `SELECT (SELECT count(*) FROM pit.project WHERE org_id = $1)::int AS projects,
         (SELECT count(*) FROM pit.phase WHERE org_id = $1)::int AS phases,
         (SELECT count(*) FROM pit.task WHERE org_id = $1)::int AS tasks,
         (SELECT count(*) FROM pit.division WHERE org_id = $1)::int AS divisions`,
      [ORG],
    ),
  ).toEqual([{ projects: projects.size, phases: phases.size, tasks: 13_153, divisions: 32 }]);
});

test('the statistics of what it fills are renewed with it, and by an import alone', async () => {
  // Autovacuum is off in these databases.
  const known = await world.rows<{ relname: string; rows: number }>(
    `SELECT relname, reltuples::int AS rows FROM pg_class
     WHERE oid IN ('pit.task'::regclass, 'pit_ops.event_stream'::regclass) ORDER BY 1`,
  );
  expect(known.map(({ relname, rows }) => [relname, rows > 6_000])).toEqual([
    ['event_stream', true],
    ['task', true],
  ]);
  await expect(world.pool.query('SELECT pit_ops.analyze_plan()')).rejects.toThrow('only an import');
});

test('words that stand for no value are counted by column', () => {
  const column = (name: string): Record<string, number> =>
    Object.fromEntries(demo.placeholders.get(name) ?? []);
  const ends = count(({ cell }) => isoDate(cell(PLANNED_END)) === null);
  expect(Object.values(column(PLANNED_END)).reduce((sum, each) => sum + each)).toBe(ends);
  expect(column(PLANNED_END)).toMatchObject({ PNS: 4394, DOES: 819, IEH: 693, DOER: 635, DIIR: 340, '': 25 });
  expect(column('DSF Number(s)')).toEqual({ NULL: count(({ cell }) => cell('DSF Number(s)') === 'NULL') });
  expect(column(STATUS)).toEqual({});
});

test('the overdue tasks are the rows with a planned end before the day that are not complete, and no others', async () => {
  const expected = source
    .filter(({ cell }) => {
      const end = isoDate(cell(PLANNED_END));
      return end !== null && end < TODAY && cell(STATUS) !== 'Complete';
    })
    .map(({ cell }) =>
      identity([
        cell('Project Description'),
        `${cell('Project Phase Name')} at ${cell('Project School Name')}`,
        isoDate(cell(PLANNED_END)),
      ]),
    );
  const overdue = await world.rows<{ project: string; task: string; end: string }>(
    `SELECT p.name AS project, t.name AS task, t.end_date::text AS end FROM pit.task t JOIN pit.project p ON p.id = t.project_id
     WHERE t.org_id = $1 AND t.status = 'overdue'`,
    [ORG],
  );
  expect(expected).toHaveLength(925);
  expect(overdue.map(({ project, task, end }) => identity([project, task, end])).sort()).toEqual(
    expected.sort(),
  );
});

test('complete rows, and they alone, are completed at 100 percent', async () => {
  const complete = count(({ cell }) => cell(STATUS) === 'Complete');
  expect(
    await world.rows(
      `SELECT count(*)::int AS tasks, count(*) FILTER (WHERE progress_percent = 100)::int AS done
       FROM pit.task WHERE org_id = $1 AND (status = 'completed' OR progress_percent <> 0)`,
      [ORG],
    ),
  ).toEqual([{ tasks: complete, done: complete }]);
  const logged = `SELECT count(*)::int FROM pit.task_progress_log WHERE org_id = $1 AND source = 'import' AND new_progress_percent = 100`;
  expect(await world.value(logged, [ORG])).toBe(complete);
});

test('costs and spending add up to the file', async () => {
  const sum = (column: string): string => {
    const total = source.reduce((all, { cell }) => all + cents(cell(column)), 0n);
    return `${total / 100n}.${String(total % 100n).padStart(2, '0')}`;
  };
  expect(
    await world.rows(
      `SELECT (SELECT sum(capex_cost) FROM pit.task WHERE org_id = $1) AS tasks,
         (SELECT sum(capex_total) FROM pit.phase WHERE org_id = $1) AS phases,
         (SELECT sum(capex_total) FROM pit.project WHERE org_id = $1) AS projects,
         (SELECT sum(capex_spent) FROM pit.cost_snapshot WHERE org_id = $1) AS spent`,
      [ORG],
    ),
  ).toEqual([{ tasks: sum(ESTIMATE), phases: sum(ESTIMATE), projects: sum(ESTIMATE), spent: sum(SPENT) }]);
});

test('roll-ups are those of the tasks: progress, cost and dates of every phase and project', async () => {
  const wrong = await world.rows(
    `WITH work AS (
       SELECT phase_id, project_id, avg(progress_percent) AS mean, bool_and(progress_percent = 100) AS done,
         sum(capex_cost) AS capex, min(start_date) AS first, max(end_date) AS last
       FROM pit.task WHERE org_id = $1 GROUP BY phase_id, project_id
     ), branch AS (
       SELECT phase_id AS id, mean, done, capex, first, last FROM work
       UNION ALL
       SELECT project_id, avg(mean), bool_and(done), sum(capex), min(first), max(last) FROM work GROUP BY project_id
     ), stored AS (
       SELECT id, progress_percent, capex_total, start_date, end_date FROM pit.phase
       UNION ALL SELECT id, progress_percent, capex_total, start_date, end_date FROM pit.project
     )
     SELECT * FROM branch JOIN stored USING (id)
     WHERE progress_percent <> CASE WHEN done THEN 100 ELSE least(round(mean), 99) END OR capex_total <> capex
       OR start_date IS DISTINCT FROM CASE WHEN first > last THEN last ELSE first END
       OR end_date IS DISTINCT FROM CASE WHEN first > last THEN first ELSE last END`,
    [ORG],
  );
  expect(wrong).toEqual([]);
});

test('projects lie in the division of their district, and are owned by the manager of their borough', async () => {
  const wrong = await world.rows(
    `SELECT p.name, d.name AS division, u.name AS owner, t.description
     FROM pit.project p LEFT JOIN pit.division d ON d.id = p.division_id JOIN pit."user" u ON u.id = p.owner_id
     JOIN pit.task t ON t.project_id = p.id
     WHERE p.org_id = $1 AND p.code IS NOT NULL AND (d.id IS NULL
       OR left(u.name, 1) <> substring(t.description FROM 'Building (.)'))`,
    [ORG],
  );
  expect(wrong).toEqual([]);
  const nowhere = await world.rows(`SELECT name FROM pit.project WHERE org_id = $1 AND division_id IS NULL`, [
    ORG,
  ]);
  expect(nowhere).toEqual([{ name: 'LEAD PAINT ABATEMENT' }]);
});

test('a second run changes nothing at all', async () => {
  const before = await world.traces();
  const report = await world.import(ORG, NYC_FILE, TODAY);
  expect(report).toMatchObject({
    made: { divisions: 0, projects: 0, phases: 0, tasks: 0, costSnapshots: 0 },
    updated: { projects: 0, tasks: 0 },
    unchanged: 13_153,
  });
  expect(await world.traces()).toEqual(before);
}, 120_000);

test('the demonstration moves into an empty database only, and brings a second organisation', async () => {
  expect(await loadDemoIfEmpty(world.database.appUrl)).toBeNull();
  const names = await world.rows(`SELECT name FROM pit.project WHERE org_id = $1`, [OTHER_ADMIN.orgId]);
  expect(names).toEqual([{ name: 'Quay wall repair' }]);
});
