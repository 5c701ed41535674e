import { dsf, lineWith } from './import-source.ts';
import { ImportWorld } from './import-world.ts';

const ORG = '00000000-0000-4000-8000-00000000000a';
const OTHER = '00000000-0000-4000-8000-00000000000b';
const ESTIMATE = 'Final Estimate of Actual Costs Through End of Phase Amount';
const SPENT = 'Total Phase Actual Spending Amount';
const PLANNED_END = 'Project Phase Planned End Date';

let world: ImportWorld;

beforeAll(async () => {
  world = await ImportWorld.open();
  await world.addOrganisation(ORG);
  await world.addOrganisation(OTHER);
});

afterAll(() => world.close());

const design = { 'Project Phase Name': 'Design' };
const construction = { 'Project Phase Name': 'Construction' };
const complete = { 'Project Status Name': 'Complete', 'Project Phase Actual End Date': '12/1/2024' };

async function tasksOf(code: string, org = ORG): Promise<object[]> {
  return world.rows(
    `SELECT f.name AS phase, f.order_index AS place, t.status, t.progress_percent AS percent, t.end_date::text AS end,
       t.capex_cost AS cost, t.duration_days AS days
     FROM pit.task t JOIN pit.phase f ON f.id = t.phase_id JOIN pit.project p ON p.id = t.project_id
     WHERE p.org_id = $1 AND p.code = $2 ORDER BY f.order_index, t.order_index`,
    [org, code],
  );
}

async function projectOf(code: string): Promise<object | undefined> {
  const [project] = await world.rows(
    `SELECT status, progress_percent AS percent, capex_total AS capex, start_date::text AS start, end_date::text AS end
     FROM pit.project WHERE org_id = $1 AND code = $2`,
    [ORG, code],
  );
  return project;
}

describe('a newer file', () => {
  test('changes what has changed, settles what hangs on it, and leaves the rest alone', async () => {
    const others = [lineWith({ ...dsf(21), ...design })];
    await world.import(
      ORG,
      await world.file(
        lineWith({ ...dsf(20), ...design }),
        lineWith({ ...dsf(20), ...construction }),
        ...others,
      ),
    );
    const untouched = await projectOf('DSF0000000021');
    const report = await world.import(
      ORG,
      await world.file(
        lineWith({ ...dsf(20), ...design, ...complete, [ESTIMATE]: '950.25' }),
        lineWith({ ...dsf(20), ...construction, [PLANNED_END]: '6/30/2025', [SPENT]: '300.00' }),
        lineWith({
          ...dsf(20),
          'Project Phase Name': 'CM',
          'Project Status Name': 'PNS',
          'Project Phase Actual Start Date': 'PNS',
          [PLANNED_END]: 'PNS',
        }),
        ...others,
      ),
    );
    expect(report).toMatchObject({
      made: { projects: 0, phases: 1, tasks: 1, costSnapshots: 1 },
      updated: { projects: 1, tasks: 2 },
      unchanged: 1,
    });
    expect(await tasksOf('DSF0000000020')).toEqual([
      {
        phase: 'Design',
        place: 0,
        status: 'completed',
        percent: 100,
        end: '2025-03-31',
        cost: '950.25',
        days: 196,
      },
      {
        phase: 'Construction',
        place: 1,
        status: 'active',
        percent: 0,
        end: '2025-06-30',
        cost: '900.00',
        days: 261,
      },
      { phase: 'CM', place: 2, status: 'not_started', percent: 0, end: null, cost: '900.00', days: null },
    ]);
    expect(await projectOf('DSF0000000020')).toEqual({
      status: 'active',
      percent: 33,
      capex: '2750.25',
      start: '2024-07-01',
      end: '2025-06-30',
    });
    expect(await projectOf('DSF0000000021')).toEqual(untouched);
    const log = await world.rows(
      `SELECT old_progress_percent, new_progress_percent, new_status, comment, source FROM pit.task_progress_log l
       JOIN pit.task t ON t.id = l.task_id JOIN pit.project p ON p.id = t.project_id WHERE p.code = 'DSF0000000020' AND p.org_id = $1`,
      [ORG],
    );
    expect(log).toEqual([
      {
        old_progress_percent: 0,
        new_progress_percent: 100,
        new_status: 'completed',
        comment: 'Ended on 2024-12-01 according to the source.',
        source: 'import',
      },
    ]);
  });

  test('moves a project from draft to active to completed', async () => {
    const row = {
      ...dsf(30),
      'Project Status Name': 'PNS',
      'Project Phase Actual Start Date': 'PNS',
      [PLANNED_END]: 'PNS',
    };
    await world.import(ORG, await world.file(lineWith(row)));
    expect(await projectOf('DSF0000000030')).toMatchObject({ status: 'draft', start: null, end: null });
    await world.import(ORG, await world.file(lineWith(dsf(30))));
    expect(await projectOf('DSF0000000030')).toMatchObject({ status: 'active', percent: 0 });
    await world.import(ORG, await world.file(lineWith({ ...dsf(30), ...complete })));
    expect(await projectOf('DSF0000000030')).toMatchObject({ status: 'completed', percent: 100 });
    await world.import(ORG, await world.file(lineWith(dsf(30))));
    expect(await projectOf('DSF0000000030')).toMatchObject({ status: 'active', percent: 0 });
  });

  test('derives statuses anew on another day', async () => {
    const path = await world.file(lineWith(dsf(31)));
    for (const [today, status] of [
      ['2024-06-20', 'not_started'],
      ['2024-06-28', 'upcoming'],
      ['2024-07-01', 'active'],
      ['2025-03-31', 'due_today'],
      ['2025-04-01', 'overdue'],
    ]) {
      await world.import(ORG, path, today);
      expect(await tasksOf('DSF0000000031')).toMatchObject([{ status }]);
    }
  });
});

describe('what people did here', () => {
  /** As the superuser, in the name of the organisation's administrator. */
  async function act(sql: string, code: string): Promise<void> {
    await world.rows(
      `SELECT set_config('app.user_id', '${ORG.replace(/^0/, '1')}', false), set_config('app.org_id', '${ORG}', false)`,
    );
    const project = await world.value(`SELECT id FROM pit.project WHERE org_id = $1 AND code = $2`, [
      ORG,
      code,
    ]);
    await world.rows(sql, [project]);
  }

  test('stands: names, progress, blocks, deletions', async () => {
    const path = await world.file(
      lineWith({ ...dsf(40), ...design }),
      lineWith({ ...dsf(40), ...construction }),
      lineWith({ ...dsf(40), 'Project Phase Name': 'CM' }),
    );
    await world.import(ORG, path);
    await act(
      `UPDATE pit.task SET progress_percent = 40 WHERE project_id = $1 AND name LIKE 'Design%'`,
      'DSF0000000040',
    );
    await act(
      `UPDATE pit.task SET status = 'blocked' WHERE project_id = $1 AND name LIKE 'Constr%'`,
      'DSF0000000040',
    );
    await act(
      `UPDATE pit.task SET deleted_at = now() WHERE project_id = $1 AND name LIKE 'CM%'`,
      'DSF0000000040',
    );
    await act(`UPDATE pit.project SET name = 'Warm school', code = 'WARM' WHERE id = $1`, 'DSF0000000040');
    const before = await world.traces();
    expect(await world.import(ORG, path)).toMatchObject({
      made: { projects: 0, tasks: 0 },
      updated: { tasks: 0 },
      unchanged: 2,
      deletedHere: 1,
    });
    expect(await world.traces()).toEqual(before);
  });

  test('is read-only once archived: its rows are skipped and counted', async () => {
    await world.import(ORG, await world.file(lineWith({ ...dsf(94), ...design })));
    await act(`UPDATE pit.project SET status = 'archived' WHERE id = $1`, 'DSF0000000094');
    const path = await world.file(
      lineWith({ ...dsf(94), ...design }),
      lineWith({ ...dsf(94), ...construction }),
    );
    const before = await world.traces();
    expect(await world.import(ORG, path)).toMatchObject({
      made: { projects: 0, tasks: 0, costSnapshots: 0 },
      updated: { projects: 0, tasks: 0 },
      archivedHere: 2,
    });
    expect(await world.traces()).toEqual(before);
  });

  test('counts: work that was added here is summed up with the rest', async () => {
    await world.import(ORG, await world.file(lineWith({ ...dsf(41), ...design })));
    await act(
      `INSERT INTO pit.task (org_id, project_id, phase_id, owner_id, name, capex_cost, progress_percent, end_date, status)
       SELECT org_id, project_id, phase_id, owner_id, 'By hand', 50, 100, '2026-01-31', 'completed'
       FROM pit.task WHERE project_id = $1`,
      'DSF0000000041',
    );
    await world.import(ORG, await world.file(lineWith({ ...dsf(41), ...design, [ESTIMATE]: '100' })));
    expect(await projectOf('DSF0000000041')).toMatchObject({
      percent: 50,
      capex: '150.00',
      end: '2026-01-31',
    });
  });

  test('binds: a file does not complete what requires evidence', async () => {
    await world.import(ORG, await world.file(lineWith(dsf(42))));
    await act(`UPDATE pit.task SET requires_evidence = true WHERE project_id = $1`, 'DSF0000000042');
    await world.import(ORG, await world.file(lineWith({ ...dsf(42), ...complete })));
    expect(await tasksOf('DSF0000000042')).toMatchObject([{ status: 'active', percent: 0 }]);
    expect(await projectOf('DSF0000000042')).toMatchObject({ status: 'active', percent: 0 });
  });
});

test('one import of an organisation runs at a time', async () => {
  await world.rows(`SELECT pg_advisory_lock(hashtextextended('import:${ORG}', 0))`);
  try {
    await expect(world.import(ORG, await world.file(lineWith(dsf(70))))).rejects.toThrow('another import');
    await world.import(OTHER, await world.file(lineWith(dsf(70))));
  } finally {
    await world.rows(`SELECT pg_advisory_unlock_all()`);
  }
});

describe('names', () => {
  test('one DSF number with two descriptions is two projects with a code each', async () => {
    const path = await world.file(
      lineWith({ ...dsf(50), 'Project Description': 'DEMOLITION' }),
      lineWith({ ...dsf(50), 'Project Description': 'NEW SCHOOL' }),
      lineWith({ 'DSF Number(s)': 'DSF0000000050, DSF0000000051', 'Project Description': 'NEW SCHOOL' }),
    );
    await world.import(ORG, path);
    const codes = await world.rows(
      `SELECT code, name FROM pit.project WHERE org_id = $1 AND code LIKE 'DSF0000000050%' ORDER BY code`,
      [ORG],
    );
    expect(codes).toEqual([
      { code: 'DSF0000000050', name: 'DEMOLITION' },
      { code: 'DSF0000000050+1', name: 'NEW SCHOOL' },
      { code: 'DSF0000000050-2', name: 'NEW SCHOOL' },
    ]);
    expect(await world.import(ORG, path)).toMatchObject({ made: { projects: 0, tasks: 0 }, unchanged: 3 });
  });

  test('belong to an organisation: another imports the same file for itself', async () => {
    const path = await world.file(lineWith(dsf(60)));
    await world.import(ORG, path);
    expect(await world.import(OTHER, path)).toMatchObject({ made: { projects: 1, tasks: 1 } });
    expect(await tasksOf('DSF0000000060', OTHER)).toEqual(await tasksOf('DSF0000000060'));
    // Who publishes a list plans it: nothing of it answers for a day.
    const dated = `SELECT count(*)::int FROM pit.task WHERE end_date IS NOT NULL AND status <> 'completed'`;
    expect(await world.value(dated)).toBeGreaterThan(0);
    expect(await world.value('SELECT count(*)::int FROM pit_ops.due_commitment')).toBe(0);
  });

  test('an organisation that does not exist, or has nobody to import, is told so', async () => {
    const path = await world.file(lineWith({}));
    await expect(world.import('x', path)).rejects.toThrow('by its id');
    await expect(world.import('00000000-0000-4000-8000-0000000000ff', path)).rejects.toThrow(
      'organisation not found',
    );
  });
});
