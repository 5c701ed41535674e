import fc from 'fast-check';
import pg from 'pg';
import { readCatalog } from '../../../src/db/queries/conformance/catalog-query.ts';
import { checkDatabase } from '../../../src/domain/conformance/conformance-checks.ts';
import { TaskPriority, TaskStatus } from '../../../src/domain/enums.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const places: { projectId: string; phaseId: string }[] = [];
const tasks: string[] = [];

beforeAll(async () => {
  plan = await Plan.open();
  for (let n = 0; n < 2; n++) {
    const projectId = await plan.project();
    places.push({ projectId, phaseId: await plan.phase(projectId) });
  }
});
afterAll(() => plan?.close());

/** Tasks that are ordered by something else than they and their schedules say. */
async function wrong(): Promise<number> {
  const [row] = await plan.rows<{ n: number }>('SELECT pit_ops.count_wrong_task_orders()::int AS n');
  return row?.n ?? -1;
}

async function add(count: number): Promise<void> {
  const rows = await plan.rows<{ id: string }>(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id)
     SELECT $1, $2, $3, 'T', $4 FROM generate_series(1, $5::int) RETURNING id`,
    [plan.orgId, places[0]?.projectId, places[0]?.phaseId, plan.worker, count],
  );
  tasks.push(...rows.map(({ id }) => id));
}

/** Changes of some tasks, in one statement each. */
const CHANGES: Readonly<Record<string, (ids: readonly string[], n: number) => Promise<unknown>>> = {
  add: (_, n) => add(1 + (n % 3)),
  status: (ids, n) =>
    plan.rows('UPDATE pit.task SET status = $2 WHERE id = ANY ($1)', [ids, Object.values(TaskStatus)[n % 7]]),
  priority: (ids, n) =>
    plan.rows('UPDATE pit.task SET priority = $2 WHERE id = ANY ($1)', [
      ids,
      Object.values(TaskPriority)[n % 4],
    ]),
  delete: (ids, n) =>
    plan.rows('UPDATE pit.task SET deleted_at = $2 WHERE id = ANY ($1)', [
      ids,
      n % 2 === 0 ? new Date() : null,
    ]),
  move: (ids, n) =>
    plan.rows('UPDATE pit.task SET project_id = $2, phase_id = $3 WHERE id = ANY ($1)', [
      ids,
      places[n % 2]?.projectId,
      places[n % 2]?.phaseId,
    ]),
  schedule: (ids, n) =>
    plan.rows(
      `INSERT INTO pit_ops.task_schedule AS kept (task_id, project_id, early_start, early_finish, late_start, late_finish,
         total_slack, free_slack, is_critical, is_on_longest_path, work_state)
       SELECT id, project_id, date '2026-01-01' + $2::int, '2026-09-09', '2026-09-09', '2026-09-09', $2, 0, $2 < 9, false, 0
       FROM pit.task WHERE id = ANY ($1) ON CONFLICT (task_id) DO UPDATE SET early_start = excluded.early_start,
         total_slack = excluded.total_slack, is_critical = excluded.is_critical`,
      [ids, n],
    ),
  forget: (ids) => plan.rows('DELETE FROM pit_ops.task_schedule WHERE task_id = ANY ($1)', [ids]),
};

test('what tasks are ordered by is what they and their schedules say after any changes', async () => {
  await add(8);
  expect(await wrong()).toBe(0);
  const change = fc.tuple(
    fc.constantFrom(...Object.keys(CHANGES)),
    fc.uniqueArray(fc.nat(7), { maxLength: 5 }),
    fc.nat(40),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      for (const [name, picked, n] of changes) {
        await CHANGES[name]?.(
          picked.map((each) => tasks[each] as string),
          n,
        );
      }
      expect(await wrong()).toBe(0);
    }),
    { numRuns: 25 },
  );
});

test('a task that is removed from the database leaves nothing that it was ordered by', async () => {
  await add(1);
  const gone = tasks.pop();
  await plan.rows('DELETE FROM pit.task WHERE id = $1', [gone]);
  expect(await wrong()).toBe(0);
  expect(await plan.rows('SELECT FROM pit_ops.task_rank WHERE task_id = $1', [gone])).toEqual([]);
});

test('an order that somebody has changed is found by the check of the database', async () => {
  await plan.rows('UPDATE pit_ops.task_rank SET priority = priority + 1 WHERE task_id = $1', [tasks[0]]);
  expect(await wrong()).toBe(1);
  await plan.rows('DELETE FROM pit_ops.task_slack WHERE task_id = $1', [tasks[1]]);
  expect(await wrong()).toBe(2);
  const client = new pg.Client(plan.database.ownerUrl);
  await client.connect();
  await client.query('BEGIN');
  const unmet = checkDatabase(await readCatalog(client)).filter(({ met }) => !met);
  await client.end();
  expect(unmet.map(({ name }) => name)).toEqual(['orders.task']);
});

test('the application reads what tasks of its organisation are ordered by, and writes nothing of it', async () => {
  const client = new pg.Client(plan.database.appUrl);
  await client.connect();
  const tables = ['pit_ops.task_rank', 'pit_ops.task_slack'];
  for (const table of tables) {
    expect((await client.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
    await expect(client.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
    await expect(client.query(`UPDATE ${table} SET task_id = task_id`)).rejects.toThrow('permission denied');
  }
  await expect(client.query('SELECT pit_ops.count_wrong_task_orders()')).rejects.toThrow('permission denied');
  await client.end();
});

test('what projects are ordered by is their sums in hundredths, as they change and when they go', async () => {
  const wrongProjects = async () =>
    (await plan.rows<{ n: number }>('SELECT pit_ops.count_wrong_project_orders()::int AS n'))[0]?.n;
  const id = await plan.project({ capex_total: '1234567.89' });
  await plan.rows('UPDATE pit.project SET opex_total = 0.01, risk_impact_score = 9.99 WHERE id = $1', [id]);
  expect(await wrongProjects()).toBe(0);
  expect(
    await plan.rows('SELECT capex::text, opex::text FROM pit_ops.project_rank WHERE project_id = $1', [id]),
  ).toEqual([{ capex: '123456789', opex: '1' }]);
  await plan.rows('UPDATE pit_ops.project_rank SET opex = 2 WHERE project_id = $1', [id]);
  expect(await wrongProjects()).toBe(1);
});

test('the text that a task is searched by follows its name and description, and goes with it', async () => {
  const wrongTexts = async () =>
    (await plan.rows<{ n: number }>('SELECT pit_ops.count_wrong_task_texts()::int AS n'))[0]?.n;
  const wordsOf = (id: string) => plan.rows('SELECT words FROM pit_ops.task_text WHERE task_id = $1', [id]);
  const id = await plan.task(places[0]?.projectId ?? '', places[0]?.phaseId ?? '', { name: 'Größe' });
  await plan.rows("UPDATE pit.task SET description = 'Crème' WHERE id = $1", [id]);
  expect(await wordsOf(id)).toEqual([{ words: 'grosse\ncreme' }]);
  expect(await wrongTexts()).toBe(0);
  await plan.rows('DELETE FROM pit.task WHERE id = $1', [id]);
  expect(await wordsOf(id)).toEqual([]);
  await plan.rows("UPDATE pit_ops.task_text SET words = 'other' WHERE task_id = $1", [tasks[0]]);
  expect(await wrongTexts()).toBe(1);
});
