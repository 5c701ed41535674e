import pg from 'pg';
import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { syncDirectory } from '../../../src/services/directory/directory.ts';
import { rollOverSet } from '../../../src/services/maintenance/day-roll-over-set.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { kept, orderedIds, plantProjects, rebuildAll } from './day-worlds.ts';

/** Two days, each made anew from scratch besides. */
const SLOW_MS = 240_000;

let plan: Plan;
let projects: string[];
const real = { ...clock };
const onDay = (today: string): void => void (clock.today = () => today);

beforeAll(async () => {
  onDay('2026-11-17');
  plan = await Plan.open();
  projects = orderedIds(31);
  await plantProjects(plan, projects.slice(0, 30), 8);
  await plantProjects(plan, projects.slice(30), 1_020);
});
afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

const settledDay = async (): Promise<unknown> =>
  (
    await plan.rows(`SELECT day::text, under_way::text, turned_project_id AS turned FROM pit_ops.settled_day`)
  )[0];
const statusesOf = async (): Promise<Map<string, string>> =>
  new Map(
    (await plan.rows<{ id: string; status: string }>('SELECT id, status FROM pit.task')).map(
      ({ id, status }) => [id, status] as const,
    ),
  );

/** As the service does it: what fails on a busy machine is tried again by the next turn. */
async function rolledOver(day: string): Promise<void> {
  onDay(day);
  for (let turn = 0; turn < 5; turn += 1) {
    await rollOverDays(plan.pool);
    if (((await settledDay()) as { day?: string } | undefined)?.day === day) return;
  }
  throw new Error(`never came to ${day}`);
}

test(
  'a roll-over in sets leaves what a computation of every project from scratch would, and tells of each change once',
  async () => {
    await rolledOver('2026-11-17');
    for (const today of ['2026-11-18', '2026-11-26']) {
      const before = await statusesOf();
      await plan.rows('DELETE FROM pit_ops.outbox');
      await rolledOver(today);
      const moved = [...(await statusesOf())].filter(([id, status]) => before.get(id) !== status);
      expect(moved.length).toBeGreaterThan(50);
      const told = await plan.rows<{ id: string }>(
        `SELECT payload ->> 'taskId' AS id FROM pit_ops.outbox WHERE topic = 'pit.task.updated' ORDER BY 1`,
      );
      expect(told.map(({ id }) => id)).toEqual(moved.map(([id]) => id).sort());
      const sets = await kept(plan);
      await rebuildAll(plan);
      expect(await kept(plan)).toEqual(sets);
      expect(await settledDay()).toEqual({ day: today, under_way: null, turned: null });
    }
  },
  SLOW_MS,
);

/** Stops a job before its so manyth look at the signal. */
function stopAt(looks: number): { readonly aborted: boolean } {
  let left = looks;
  return {
    get aborted() {
      left -= 1;
      return left < 0;
    },
  };
}

/** Interrupts the roll-over of a day behind its first set and answers how far it has come. */
async function interrupted(day: string): Promise<string> {
  onDay(day);
  for (let looks = 1; looks < 50; looks += 1) {
    await rollOverDays(plan.pool, stopAt(looks));
    const [row] = await plan.rows<{ turned: string | null }>(
      'SELECT turned_project_id AS turned FROM pit_ops.settled_day',
    );
    if (row?.turned != null && !row.turned.startsWith('00000000-0000-0000')) return row.turned;
  }
  throw new Error('it was over, or never came to a project');
}

test('an interrupted roll-over goes on behind the projects that it has brought to the day', async () => {
  const turned = await interrupted('2026-12-01');
  const done = await plan.rows<{ id: string }>(
    `SELECT project_id AS id FROM pit_ops.project_figures WHERE day = '2026-12-01' ORDER BY 1`,
  );
  const noted = projects.filter((id) => id <= turned);
  expect(done.map(({ id }) => id).slice(0, noted.length)).toEqual(noted);
  expect(done.length).toBeLessThan(31);
  expect(await settledDay()).toEqual({ day: '2026-11-26', under_way: '2026-12-01', turned });
  const [first] = await plan.rows<{ id: string }>(
    `SELECT id FROM pit.task WHERE project_id = $1 AND status <> 'completed' LIMIT 1`,
    [projects[0]],
  );
  await plan.rows(`UPDATE pit.task SET status = 'due_today' WHERE id = $1`, [first?.id]);
  await rolledOver('2026-12-01');
  expect((await statusesOf()).get(first?.id ?? '')).toBe('due_today');
  expect(await settledDay()).toEqual({ day: '2026-12-01', under_way: null, turned: null });
  await rebuildAll(plan);
});

test('settings that change while a roll-over is interrupted have it begin anew', async () => {
  await interrupted('2026-12-02');
  const settings = { upcomingDays: 21 };
  await plan.run((tx) => syncDirectory(tx, { organisation: { id: plan.orgId, name: 'O', settings } }), {
    actor: systemActor(plan.orgId),
  });
  await rolledOver('2026-12-02');
  const sets = await kept(plan);
  await rebuildAll(plan);
  expect(await kept(plan)).toEqual(sets);
  expect(await settledDay()).toEqual({ day: '2026-12-02', under_way: null, turned: null });
});

test('a roll-over that an earlier day interrupted begins the new day with the first project', async () => {
  await interrupted('2026-12-03');
  await rolledOver('2026-12-04');
  const [row] = await plan.rows<{ days: string[] }>(
    `SELECT array_agg(DISTINCT day::text) AS days FROM pit_ops.project_figures`,
  );
  expect(row?.days).toEqual(['2026-12-04']);
});

test('a project that somebody is changing is brought to the day once it is free, and the others do not wait for it', async () => {
  onDay('2026-12-05');
  const other = new pg.Client({ connectionString: plan.database.adminUrl });
  await other.connect();
  try {
    await other.query('BEGIN');
    await other.query('SELECT FROM pit.project WHERE id = $1 FOR NO KEY UPDATE', [projects[1]]);
    const running = rollOverDays(plan.pool);
    const turned = async (): Promise<number> =>
      (await plan.rows(`SELECT FROM pit_ops.project_figures WHERE day = '2026-12-05'`)).length;
    while ((await turned()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.query('COMMIT');
    await running;
    expect(await turned()).toBe(31);
  } finally {
    await other.end();
  }
});

test('a project whose work the rules refuse is passed over, and the organisation is brought to the day', async () => {
  onDay('2026-12-05');
  const origin = { source_module: 'audit', source_reference_id: 'AF-1' };
  const [stuck, free] = [await plan.project(), await plan.project()];
  const done = await plan.task(stuck, await plan.phase(stuck), {
    ...origin,
    status: 'completed',
    progress_percent: 100,
  });
  await plan.insertBeside('work_mark', { node_id: done, task_id: done, completion: 'completed' }, 'node_id');
  await plan.subtask(done);
  const open = await plan.task(free, await plan.phase(free), { ...origin, end_date: '2026-12-05' });
  await rolledOver('2026-12-06');
  const statuses = await statusesOf();
  expect([statuses.get(done), statuses.get(open)]).toEqual(['completed', 'overdue']);
  expect(await settledDay()).toEqual({ day: '2026-12-06', under_way: null, turned: null });
});

test('a set of thirty projects where nothing moves takes the statements of a set of two', async () => {
  const statements = async (ids: readonly string[]): Promise<number> => {
    const tally = { statements: 0 };
    const request = { name: 'dayRollOver', input: {}, tally };
    await runMutation(plan.pool, systemActor(plan.orgId), request, (tx) => rollOverSet(tx, ids));
    return tally.statements;
  };
  expect(await statements(projects.slice(0, 30))).toBe(await statements(projects.slice(0, 2)));
});
