import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Task } from '../../../../entities/task.ts';
import type { PageSpec } from '../../../../src/context.ts';
import { encodeCursor } from '../../../../src/db/read/cursor.ts';
import {
  countStatement,
  pageStatement,
  type KeysetStatement,
} from '../../../../src/db/read/keyset-statement.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';

let plan: Plan;
let client: pg.Client;

const PLACED = [
  'Überprüfung 50% der Straße',
  'half_way \\ there',
  `it's "quoted"`,
  'x'.repeat(200),
  '東京都庁',
  'ab',
];

beforeAll(async () => {
  plan = await Plan.open();
  const [seen, hidden] = [randomUUID(), randomUUID()];
  for (const id of [seen, hidden]) await plan.insert('division', { id, name: id });
  const projectId = await plan.project({ division_id: seen });
  const phaseId = await plan.phase(projectId);
  const other = await plan.project({ division_id: hidden });
  const otherPhase = await plan.phase(other);
  await plan.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, description, owner_id, start_date, end_date)
     SELECT $1, $2, $3, 'Filler ' || n, CASE n % 2 WHEN 0 THEN 'of no interest' END, $4, date '2026-01-01', date '2026-01-01' + n % 50
     FROM generate_series(1, 3000) AS n`,
    [plan.orgId, projectId, phaseId, plan.worker],
  );
  // Without a date, so that they come last: behind all that is looked through first.
  for (const name of PLACED) await plan.task(projectId, phaseId, { name });
  await plan.task(projectId, phaseId, { name: 'first half', description: 'second part' });
  await plan.task(projectId, phaseId, {
    name: 'In the description',
    description: 'Crème brûlée, Дом у реки',
  });
  await plan.task(other, otherPhase, { name: 'secret plan' });
  const neighbour = await plan.neighbour();
  const theirs = await neighbour.project();
  await neighbour.task(theirs, await neighbour.phase(theirs), { name: 'neighbouring' });
  await plan.rows('VACUUM ANALYZE pit.task, pit_ops.task_text');
  client = new pg.Client({ connectionString: plan.database.appUrl });
  await client.connect();
  await client.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false),
       set_config('app.role', 'member', false), set_config('app.division_ids', $3, false)`,
    [plan.orgId, plan.helper, seen],
  );
});
afterAll(async () => {
  await client?.end();
  await plan?.close();
});

const spec = (value: string): PageSpec => ({
  entity: Task,
  where: [{ op: 'search', properties: ['name', 'description'], value }],
  order: [{ property: 'endDate', descending: false }],
  size: 20,
  backwards: false,
});

async function rowsOf({ statement, values }: KeysetStatement) {
  const { rows } = await client.query<(string | null)[]>({
    name: statement.name,
    text: statement.text,
    values,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  return rows.map((row) => statement.decode(row) as { id: string; name: string; total: number });
}

const namesOf = async (value: string): Promise<string[]> =>
  (await rowsOf(pageStatement(spec(value), ['name']))).map(({ name }) => name);

test.each<[needle: string, names: string[]]>([
  ['überprufung', [PLACED[0] as string]],
  ['50%', [PLACED[0] as string]],
  ['f_way', [PLACED[1] as string]],
  ['half_way \\', [PLACED[1] as string]],
  [`it's "q`, [PLACED[2] as string]],
  ['x'.repeat(200), [PLACED[3] as string]],
  ['京都', [PLACED[4] as string]],
  ['庁', [PLACED[4] as string]],
  ['都京', []],
  ['дом у', ['In the description']],
  ['ДОМ', ['In the description']],
  ['у д', []],
  ['ab', [PLACED[5] as string]],
  ['BRULEE', ['In the description']],
  ['half\nsecond', []],
  ['zzqqxx', []],
  ['%%%', []],
  ['___', []],
  ['secret', []],
  ['neighbouring', []],
])('a search for %j finds what comes behind thousands of others: %j', async (needle, names) => {
  expect(await namesOf(needle)).toEqual(names);
  const [count] = await rowsOf(countStatement(spec(needle), undefined, 10_000));
  expect(count?.total).toBe(names.length);
});

test('a frequent word is found page by page, either way, as often as it stands there', async () => {
  for (const backwards of [false, true]) {
    const ids: string[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await rowsOf(
        pageStatement({ ...spec('interest'), size: 400, backwards, cursor }, ['name']),
      );
      const rows = page.slice(0, 400);
      ids.push(...rows.map(({ id }) => id));
      if (page.length < 401) break;
      cursor = encodeCursor(rows.at(-1) as object, { list: 'Task', order: spec('').order });
    }
    expect([ids.length, new Set(ids).size]).toEqual([1_500, 1_500]);
  }
});

interface Node {
  'Subplan Name'?: string;
  'Actual Loops': number;
  Plans?: Node[];
}

/** The parts of a search that were read. */
async function readParts(needle: string): Promise<string[]> {
  const { statement, values } = pageStatement(spec(needle), ['name']);
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement.text}`,
    values,
  );
  const found: string[] = [];
  const walk = (node: Node): void => {
    const name = node['Subplan Name'];
    const isRead =
      node['Actual Loops'] > 0 &&
      (node.Plans ?? []).some((each) => each['Actual Loops'] > 0 && !each['Subplan Name']);
    if (name?.startsWith('CTE ') === true && isRead) found.push(name.slice(4));
    node.Plans?.forEach(walk);
  };
  rows[0]?.['QUERY PLAN'].forEach(({ Plan: top }) => walk(top));
  return found.filter((name) => name === 'by_index' || name === 'in_order');
}

test('the index is asked where the first rows do not fill the page, and all others are read only where it cannot help', async () => {
  expect(await readParts('filler')).toEqual([]);
  expect(await readParts('zzqqxx')).toEqual(['by_index']);
  expect(await readParts('überprufung')).toEqual(['by_index']);
  expect(await readParts('京都')).toEqual(['by_index']);
  expect(await readParts('Дом')).toEqual(['by_index']);
  expect(await readParts('qz')).toEqual(['in_order']);
});

test('what the index finds is of the organisation, and nothing without one', async () => {
  const ask = "SELECT cardinality(pit_ops.search_task_ids('neighbouring', 10)) AS n";
  expect((await client.query(ask)).rows).toEqual([{ n: 0 }]);
  const stranger = new pg.Client({ connectionString: plan.database.appUrl });
  await stranger.connect();
  expect((await stranger.query(ask)).rows).toEqual([{ n: 0 }]);
  await expect(stranger.query('SELECT FROM pit_ops.task_text')).rejects.toThrow('permission denied');
  await stranger.end();
});
