import fc from 'fast-check';
import pg from 'pg';
import { Task } from '../../../../entities/task.ts';
import { TaskOrderField } from '../../../../resolvers/plan/tasks/task.inputs.ts';
import type { OrderTerm, PageSpec } from '../../../../src/context.ts';
import { encodeCursor } from '../../../../src/db/read/cursor.ts';
import { pageStatement } from '../../../../src/db/read/keyset-statement.ts';
import { TaskPriority, TaskStatus } from '../../../../src/domain/enums.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';

type Row = Record<string, unknown> & { id: string };

let plan: Plan;
let client: pg.Client;
let place: { projectId: string; phaseId: string };
let tasks: Row[];

const READ = Object.values(TaskOrderField);

beforeAll(async () => {
  plan = await Plan.open();
  const projectId = await plan.project();
  place = { projectId, phaseId: await plan.phase(projectId) };
  client = new pg.Client({ connectionString: plan.database.appUrl });
  await client.connect();
  await client.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false),
       set_config('app.role', 'member', false), set_config('app.division_ids', '', false)`,
    [plan.orgId, plan.owner],
  );
  for (let n = 0; n < 61; n++) await addTask(n);
  tasks = await page({ entity: Task, where: [], order: [], size: 1000, backwards: false });
});
afterAll(async () => {
  await client?.end();
  await plan?.close();
});

/** A task with few different values, so that many tie, and none in many places. */
async function addTask(n: number): Promise<string> {
  const id = await plan.task(place.projectId, place.phaseId, {
    name: `T${n % 3}`,
    status: Object.values(TaskStatus)[n % 4],
    priority: Object.values(TaskPriority)[n % 3],
    progress_percent: n % 5 === 0 ? 99 : 10,
    order_index: n % 6,
    start_date: n % 4 === 0 ? null : `2026-01-0${1 + (n % 3)}`,
    end_date: n % 5 < 2 ? null : `2026-02-0${1 + (n % 2)}`,
    created_at: `2026-01-01T00:00:0${n % 7}Z`,
  });
  if (n % 4 === 1) return id;
  const isDone = n % 3 === 0;
  await plan.rows(
    `INSERT INTO pit_ops.task_schedule (task_id, project_id, early_start, early_finish, late_start, late_finish, total_slack,
       free_slack, is_critical, is_on_longest_path, work_state)
     VALUES ($1, $2, $3, '2026-09-09', $4, $4, $5, $5, false, false, $6)`,
    [
      id,
      place.projectId,
      `2026-03-0${1 + (n % 2)}`,
      isDone ? null : '2026-09-09',
      isDone ? null : (n % 5) - 2,
      isDone ? 2 : 0,
    ],
  );
  return id;
}

async function page(spec: PageSpec): Promise<Row[]> {
  const { statement, values } = pageStatement(spec, READ);
  const { rows } = await client.query<(string | null)[]>({
    name: statement.name,
    text: statement.text,
    values,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  const found = rows.slice(0, spec.size).map((row) => statement.decode(row) as Row);
  return spec.backwards ? found.reverse() : found;
}

const RANKS: Readonly<Record<string, readonly unknown[]>> = {
  status: Object.values(TaskStatus),
  priority: Object.values(TaskPriority),
};

/** What has no value is largest, and the id breaks ties in the direction of the last term. */
function sorted(rows: readonly Row[], order: readonly OrderTerm[]): string[] {
  const terms = [...order, { property: 'id', descending: order.at(-1)?.descending ?? false }];
  const valueOf = (row: Row, property: string) =>
    RANKS[property]?.indexOf(row[property]) ?? (row[property] as string | number | null);
  const compare = (a: Row, b: Row): number => {
    for (const { property, descending } of terms) {
      const [x, y] = [valueOf(a, property), valueOf(b, property)];
      if (x === y) continue;
      const isLess = y === null || (x !== null && x < y);
      return isLess === descending ? 1 : -1;
    }
    return 0;
  };
  return [...rows].sort(compare).map(({ id }) => id);
}

/** All ids of the list, page by page; @param between what happens behind each page. */
async function walk(
  list: Pick<PageSpec, 'order' | 'size' | 'backwards'>,
  between?: (at: number) => Promise<void>,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let at = 0; ; at++) {
    const rows = await page({ entity: Task, where: [], ...list, cursor });
    ids[list.backwards ? 'unshift' : 'push'](...rows.map(({ id }) => id));
    if (rows.length < list.size) return ids;
    const edge = (list.backwards ? rows[0] : rows.at(-1)) as Row;
    cursor = encodeCursor(edge, { list: 'Task', order: list.order });
    await between?.(at);
  }
}

const ORDERS = fc
  .shuffledSubarray(
    READ.filter((property) => property !== 'updatedAt'),
    { minLength: 1, maxLength: 4 },
  )
  .chain((properties) =>
    fc.tuple(...properties.map((property) => fc.boolean().map((descending) => ({ property, descending })))),
  );
const LISTS = fc.record({
  order: ORDERS,
  size: fc.integer({ min: 3, max: 20 }),
  backwards: fc.boolean(),
});

test('pages in any order, read either way, are the sorted list: no task twice, none left out', async () => {
  await fc.assert(
    fc.asyncProperty(LISTS, async (list) => {
      expect(await walk(list)).toEqual(sorted(tasks, list.order));
    }),
    { numRuns: 60 },
  );
});

test('each order by one field is the sorted list in pages of two, either way', async () => {
  for (const property of READ) {
    for (const descending of [false, true]) {
      for (const backwards of [false, true]) {
        const order = [{ property, descending }];
        const walked = await walk({ order, size: 2, backwards });
        expect([property, descending, walked]).toEqual([property, descending, sorted(tasks, order)]);
      }
    }
  }
});

test('tasks that are added while pages are read shift none of those that were there', async () => {
  await fc.assert(
    fc.asyncProperty(LISTS, fc.array(fc.nat(60), { maxLength: 3 }), async (list, added) => {
      const walked = await walk(list, async (at) => {
        const n = added[at];
        if (n !== undefined) await addTask(n);
      });
      const there = new Set(tasks.map(({ id }) => id));
      expect(walked.filter((id) => there.has(id))).toEqual(sorted(tasks, list.order));
    }),
    { numRuns: 20 },
  );
});
