import pg from 'pg';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import type { AlertSeverity } from '../../../src/domain/enums.ts';
import { readCatalog } from '../../../src/db/queries/conformance/catalog-query.ts';
import { RAISE_ALERTS } from '../../../src/db/queries/watchdog/watchdog-query.ts';
import { checkDatabase } from '../../../src/domain/conformance/conformance-checks.ts';
import { deriveHealth } from '../../../src/domain/rollup/health.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { seededNumbers } from '../../support/worlds/seeded-numbers.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const MONDAY = '2026-11-23';
let api: PlanGraph;
let today = MONDAY;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open();
  await rollOverDays(api.plan.pool);
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

/** How many projects stand otherwise than their rows say. */
async function wrong(): Promise<number> {
  const [row] = await api.plan.rows<{ wrong: number }>('SELECT pit_ops.count_wrong_figures()::int AS wrong');
  return row?.wrong ?? -1;
}

/** What the check of the database finds wanting. */
async function unmet(): Promise<string[]> {
  const client = new pg.Client(api.plan.database.ownerUrl);
  await client.connect();
  try {
    await client.query('BEGIN');
    const demands = checkDatabase(await readCatalog(client));
    return demands.filter(({ met }) => !met).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

interface Stored {
  day: string;
  overdue: number;
  late: number;
  alerts: number;
  health: number;
}

async function figuresOf(projectId: string): Promise<Stored | undefined> {
  const [row] = await api.plan.rows<Stored>(
    `SELECT day::text, overdue_task_count AS overdue, late_task_count AS late, open_alert_count AS alerts, health::int
     FROM pit_ops.project_figures WHERE project_id = $1`,
    [projectId],
  );
  return row;
}

/** A project with a phase and tasks that end so many days from Monday on. */
async function planned(...ends: number[]): Promise<{ projectId: string; phaseId: string; tasks: string[] }> {
  const projectId = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId });
  const tasks: string[] = [];
  for (const end of ends) {
    const dates = { startDate: addDays(MONDAY, end - 3), endDate: addDays(MONDAY, end) };
    tasks.push(await api.make('Task', { phaseId, ...dates }));
  }
  return { projectId, phaseId, tasks };
}

test('each mutation that moves a status, a date, a place or a life of tasks is counted with it', async () => {
  const { projectId, phaseId, tasks } = await planned(-10, -1, 5);
  const [longest, late, coming] = tasks;
  expect(await figuresOf(projectId)).toEqual({ day: MONDAY, overdue: 2, late: 2, alerts: 0, health: 2 });

  await api.done('blockTask', { id: longest, reason: 'No steel.' }, '__typename');
  expect(await figuresOf(projectId)).toMatchObject({ overdue: 1, late: 2 });
  await api.done('unblockTask', { id: longest }, '__typename');
  await api.done('completeTask', { id: longest }, '__typename');
  expect(await figuresOf(projectId)).toMatchObject({ overdue: 1, late: 1 });

  await api.done(
    'updateTask',
    { id: coming, startDate: addDays(MONDAY, -9), endDate: addDays(MONDAY, -8) },
    '__typename',
  );
  expect(await figuresOf(projectId)).toMatchObject({ overdue: 2, late: 2 });
  await api.done('deleteTasks', { ids: [late, coming] }, '__typename');
  expect(await figuresOf(projectId)).toMatchObject({ overdue: 0, late: 0 });
  await api.done('restoreTasks', { ids: [late, coming] }, '__typename');
  expect(await figuresOf(projectId)).toMatchObject({ overdue: 2, late: 2 });

  const other = await planned();
  await api.done('moveTask', { id: late, projectId: other.projectId, phaseId: other.phaseId }, '__typename');
  expect([await figuresOf(projectId), await figuresOf(other.projectId)]).toMatchObject([
    { overdue: 1, late: 1 },
    { overdue: 1, late: 1 },
  ]);
  await api.done('updateProgress', { taskId: late, percent: 100 }, '__typename');
  expect(await figuresOf(other.projectId)).toMatchObject({ overdue: 0, late: 0 });
  await api.done('deletePhase', { id: phaseId, cascade: true }, '__typename');
  expect(await figuresOf(projectId)).toMatchObject({ overdue: 0, late: 0 });
  expect(await wrong()).toBe(0);
  for (const { stored, derived } of await healths()) expect(stored).toBe(derived);
});

test('alerts count as they are raised, changed and resolved, a whole scan in one statement', async () => {
  const { projectId } = await planned();
  const many = `INSERT INTO pit.watchdog_alert (org_id, project_id, severity, code, message, data)
    SELECT $1, $2, $3::text::pit.alert_severity_enum, 'unassigned', 'A', jsonb_build_object('level', n, 'subject', $3::text || n) FROM generate_series(1, 6) AS n`;
  for (const severity of ['green', 'yellow'])
    await api.plan.rows(many, [api.plan.orgId, projectId, severity]);
  expect(await figuresOf(projectId)).toMatchObject({ alerts: 12, health: 1 });
  await api.plan.rows(
    `UPDATE pit.watchdog_alert SET severity = 'red' WHERE project_id = $1 AND severity = 'green'`,
    [projectId],
  );
  expect(await figuresOf(projectId)).toMatchObject({ alerts: 12, health: 2 });
  const [levels] = await api.plan.rows(
    `SELECT level_1_alert_count AS one, level_5_alert_count AS five, red_alert_count AS red
     FROM pit_ops.project_figures WHERE project_id = $1`,
    [projectId],
  );
  expect(levels).toEqual({ one: 2, five: 2, red: 6 });
  await api.plan.rows('UPDATE pit.watchdog_alert SET resolved_at = now() WHERE project_id = $1', [projectId]);
  expect(await figuresOf(projectId)).toMatchObject({ alerts: 0, health: 0 });
  expect(await wrong()).toBe(0);
});

/** What the domain says of the health of each project as of the day, beside what is stored. */
async function healths(): Promise<{ derived: number; stored: number }[]> {
  const rows = await api.plan.rows<{
    start: string | null;
    end: string | null;
    progress: number;
    tasks: number;
    overdue: number;
    longest: number;
    worst: AlertSeverity | null;
    stored: number;
  }>(
    `SELECT p.start_date::text AS start, p.end_date::text AS "end", p.progress_percent AS progress, s.health::int AS stored,
       count(t.id)::int AS tasks, count(t.id) FILTER (WHERE t.status <> 'completed' AND t.end_date < $1)::int AS overdue,
       coalesce(max($1::date - t.end_date) FILTER (WHERE t.status <> 'completed' AND t.end_date < $1), 0) AS longest,
       (SELECT max(severity) FROM pit.watchdog_alert a WHERE a.project_id = p.id AND a.resolved_at IS NULL) AS worst
     FROM pit.project p JOIN pit_ops.project_figures s ON s.project_id = p.id
       LEFT JOIN pit.task t ON t.project_id = p.id AND t.deleted_at IS NULL
     GROUP BY p.id, s.health`,
    [today],
  );
  return rows.map(({ stored, progress, overdue, longest, worst, ...row }) => {
    const facts = {
      progressPercent: progress,
      overdueTasks: overdue,
      longestOverdueDays: longest,
      worstAlert: worst,
    };
    const { health } = deriveHealth({ today, ...row, ...facts });
    return { stored, derived: ['green', 'amber', 'red'].indexOf(health) };
  });
}

const STATUSES = ['not_started', 'active', 'overdue', 'blocked', 'completed'];

test('after any changes, of one task or of many, and any turns of the day, all stands as counted from scratch', async () => {
  const random = seededNumbers(20_261_130);
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  const projects = [await planned(-9, -8, -7, -1, 0, 1), await planned(3, 8), await planned()];
  for (let turn = 0; turn < 60; turn += 1) {
    const { projectId, phaseId } = pick(projects);
    const end = addDays(MONDAY, random(40) - 20);
    const some = `project_id = '${projectId}' AND get_byte(uuid_send(id), 0) % 3 = ${turn % 3}`;
    const change = pick([
      `UPDATE pit.task SET status = '${pick(STATUSES)}' WHERE ${some}`,
      `UPDATE pit.task SET start_date = NULL, duration_days = NULL, end_date = '${end}' WHERE ${some}`,
      `UPDATE pit.task SET deleted_at = ${pick(['now()', 'NULL'])} WHERE ${some}`,
      `UPDATE pit.project SET progress_percent = ${random(101)}, start_date = '2026-11-01', end_date = '2026-12-10'
         WHERE id = '${projectId}'`,
      `INSERT INTO pit.task (project_id, phase_id, name, owner_id, status, end_date)
         SELECT '${projectId}', '${phaseId}', 'T', '${api.plan.worker}', '${pick(STATUSES)}', '${end}' FROM generate_series(1, 7)`,
    ]);
    await api.plan.rows(change);
    expect([turn, await wrong()]).toEqual([turn, 0]);
    if (turn % 6 === 5) {
      today = addDays(today, pick([1, 1, 9, -4]));
      await rollOverDays(api.plan.pool);
      const days = await api.plan.rows('SELECT DISTINCT day::text FROM pit_ops.project_figures');
      expect(days).toEqual([{ day: today }]);
      for (const { stored, derived } of await healths()) expect(stored).toBe(derived);
    }
  }
  expect(await wrong()).toBe(0);
});

test('figures that somebody has changed are found by the check of the database, and mended by the turn of the day', async () => {
  const { projectId } = await planned(-1);
  await api.plan.rows('UPDATE pit_ops.project_figures SET late_task_count = 7 WHERE project_id = $1', [
    projectId,
  ]);
  expect(await wrong()).toBe(1);
  expect(await unmet()).toEqual(['figures.project']);
  today = addDays(today, 1);
  await rollOverDays(api.plan.pool);
  expect(await wrong()).toBe(0);
  expect(await unmet()).toEqual([]);
});

test('writers of tasks and alerts, and the turn of the day, all at once, leave the exact counts', async () => {
  const { projectId, tasks } = await planned(...Array.from({ length: 9 }, (_, n) => (n % 6) - 3));
  const alerts = tasks.map((subject) =>
    api.plan.run((tx) =>
      tx.run(RAISE_ALERTS, [
        projectId,
        ['red', 'green'],
        ['task_overdue', 'unassigned'],
        ['Late', 'Nobody'],
        [JSON.stringify({ level: 1, subject }), JSON.stringify({ level: 4, subject })],
      ]),
    ),
  );
  today = addDays(today, 1);
  const work = tasks.map((id, n) =>
    n % 3 === 0
      ? api.done('completeTask', { id }, '__typename')
      : api.done(
          'updateTask',
          { id, startDate: addDays(MONDAY, -30), endDate: addDays(today, (n % 5) - 2) },
          '__typename',
        ),
  );
  await Promise.all([...alerts, ...work, rollOverDays(api.plan.pool)]);
  expect(await wrong()).toBe(0);
  expect(await figuresOf(projectId)).toMatchObject({ day: today, alerts: 18 });
  for (const { stored, derived } of await healths()) expect(stored).toBe(derived);
});

test('a project whose time runs out without any work is announced on the day that its health changes', async () => {
  const [calm, pressed] = [await api.make('Project', {}), await api.make('Project', {})];
  const set = 'UPDATE pit.project SET start_date = $2, end_date = $3 WHERE id = $1';
  await api.plan.rows(set, [calm, addDays(today, -1), addDays(today, 98)]);
  await api.plan.rows(set, [pressed, addDays(today, -15), addDays(today, 84)]);
  await rollOverDays(api.plan.pool);
  const told = async (): Promise<number[]> => {
    const counts = await Promise.all(
      [calm, pressed].map((id) =>
        api.plan.rows<{ n: number }>(
          `SELECT count(*)::int AS n FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.project.updated'`,
          [id],
        ),
      ),
    );
    return counts.map(([row]) => row?.n ?? -1);
  };
  const [before = 0, pressedBefore = 0] = await told();
  expect((await figuresOf(pressed))?.health).toBe(0);
  today = addDays(today, 1);
  await rollOverDays(api.plan.pool);
  expect([(await figuresOf(calm))?.health, (await figuresOf(pressed))?.health]).toEqual([0, 1]);
  expect(await told()).toEqual([before, pressedBefore + 1]);
});

test('the service alone turns the day, and nobody but it writes how projects stand', async () => {
  const { projectId } = await planned(-1);
  const turn = { text: 'SELECT pit_ops.turn_figures($1, $2)', values: [projectId, '2030-01-01'] };
  const asMember = async (text: string, values: unknown[]): Promise<string> => {
    const client = await api.plan.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.role', 'admin', true)`,
        [api.plan.orgId, api.plan.owner],
      );
      await client.query(text, values);
      return 'done';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
  expect(await asMember(turn.text, turn.values)).toBe('only the service turns the day');
  expect(await asMember('UPDATE pit_ops.project_figures SET late_task_count = 0', [])).toMatch(
    /permission denied/,
  );
  expect(await asMember('SELECT pit_ops.count_wrong_figures()', [])).toMatch(/permission denied/);
});
