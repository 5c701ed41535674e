import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Task } from '../../../../entities/task.ts';
import type { Condition, PageSpec } from '../../../../src/context.ts';
import { encodeCursor } from '../../../../src/db/read/cursor.ts';
import { pageStatement } from '../../../../src/db/read/keyset-statement.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';

let plan: Plan;
let client: pg.Client;
let divisions: string[];

beforeAll(async () => {
  plan = await Plan.open();
  divisions = [randomUUID(), randomUUID()];
  for (const id of divisions) await plan.insert('division', { id, name: id });
  client = new pg.Client({ connectionString: plan.database.appUrl });
  await client.connect();
  await client.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false),
       set_config('app.role', 'member', false), set_config('app.division_ids', $3, false)`,
    [plan.orgId, plan.helper, divisions[0]],
  );
});
afterAll(async () => {
  await client?.end();
  await plan?.close();
});

/** Projects of a hundred tasks, half of them seen: a third without a schedule, a third completed, the rest with slack. */
async function add(projects: number): Promise<void> {
  const tasks = `
    WITH made AS (
      INSERT INTO pit.project (org_id, name, owner_id, division_id)
      SELECT $1, 'P', $2, ($3::uuid[])[1 + n % 2] FROM generate_series(1, $4::int) AS n RETURNING id, org_id, owner_id
    ), phases AS (
      INSERT INTO pit.phase (org_id, project_id, name, owner_id) SELECT org_id, id, 'F', owner_id FROM made
      RETURNING id, org_id, project_id, owner_id
    )
    INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, status, priority)
    SELECT org_id, project_id, id, 'T', owner_id, (enum_range(NULL::pit.task_status_enum))[1 + n % 7],
      (enum_range(NULL::pit.task_priority_enum))[1 + n % 4] FROM phases, generate_series(1, 100) AS n`;
  // Behind the triggers, which is ten times as fast.
  await plan.rows('SET session_replication_role = replica');
  await plan.rows(tasks, [plan.orgId, plan.owner, divisions, projects]);
  await plan.rows('SET session_replication_role = origin');
  await plan.rows(`INSERT INTO pit_ops.task_rank SELECT id, org_id, array_position(enum_range(NULL::pit.task_status_enum), status),
    array_position(enum_range(NULL::pit.task_priority_enum), priority) FROM pit.task ON CONFLICT DO NOTHING`);
  await plan.rows(`INSERT INTO pit_ops.task_slack SELECT id, org_id, CASE WHEN n = 2 THEN get_byte(bytes, 1) % 100 END,
      CASE WHEN n > 0 THEN date '2026-01-01' + get_byte(bytes, 2) END, CASE WHEN n > 0 THEN n = 2 AND get_byte(bytes, 1) = 0 END
    FROM (SELECT id, org_id, uuid_send(id) AS bytes, get_byte(uuid_send(id), 0) % 3 AS n FROM pit.task) AS each
    ON CONFLICT DO NOTHING`);
  await plan.rows('VACUUM ANALYZE pit.project, pit.task, pit_ops.task_rank, pit_ops.task_slack');
}

interface Explained {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
}

/** Pages of the database that a statement touches, once it is known, and whether rows had to be sorted that are many. */
async function costOf(text: string, values: readonly (string | null)[]): Promise<number> {
  const explain = `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`;
  await client.query(explain, [...values]);
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(explain, [...values]);
  const top = rows[0]?.['QUERY PLAN'][0]?.Plan;
  return (top?.['Shared Hit Blocks'] ?? 0) + (top?.['Shared Read Blocks'] ?? 0);
}

/** A cursor `part` of the way through a list. */
async function cursorAt(spec: PageSpec, part: number): Promise<string> {
  const { statement, values } = pageStatement({ ...spec, size: 1 }, []);
  const [row] = await plan.rows<{ n: number }>('SELECT count(*)::int AS n FROM pit.task');
  const offset = Math.floor((row?.n ?? 0) * 0.5 * part);
  const { rows } = await client.query<(string | null)[]>({
    text: statement.text.replace(/LIMIT (\$\d+)::int$/, `OFFSET ${offset} LIMIT $1::int`),
    values,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  return encodeCursor(statement.decode(rows[0] ?? []), { list: 'Task', order: spec.order });
}

const PROPERTIES = ['totalSlack', 'earlyStart', 'status', 'priority'];
const CRITICAL: Condition = { op: 'in', property: 'isCritical', values: ['true'] };
const TIGHT: Condition = { op: 'to', property: 'totalSlack', value: '60' };

/** What pages of 50 in each order cost: the first one, and some further on, read both ways. */
async function costs(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const property of PROPERTIES) {
    for (const descending of [false, true]) {
      const order = [{ property, descending }];
      for (const [name, where] of Object.entries({ all: [], critical: [CRITICAL], tight: [TIGHT] })) {
        if (where.length > 0 && property !== 'totalSlack') continue;
        for (const part of where.length > 0 ? [0] : [0, 0.3, 0.9]) {
          const spec: PageSpec = { entity: Task, where, order, size: 50, backwards: false };
          const cursor = part === 0 ? undefined : await cursorAt(spec, part);
          for (const backwards of [false, true]) {
            const { statement, values } = pageStatement({ ...spec, cursor, backwards }, ['name']);
            const title = `${name} by ${property}${descending ? ' DESC' : ''} from ${part}${backwards ? ' back' : ''}`;
            found[title] = await costOf(statement.text, values);
          }
        }
      }
    }
  }
  return found;
}

test('pages of all tasks by slack, early start, status and priority touch as little among 20,000 as among 2,000', async () => {
  await add(20);
  const few = await costs();
  await add(180);
  const many = await costs();
  const grown = Object.entries(many).filter(([title, pages]) => pages > 1.5 * (few[title] ?? 0) + 300);
  expect(grown.map(([title, pages]) => `${title}: ${few[title]} -> ${pages}`)).toEqual([]);
  expect(Object.keys(many)).toHaveLength(56);
});
