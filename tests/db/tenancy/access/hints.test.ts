import type pg from 'pg';
import { Project } from '../../../../entities/project.ts';
import { Task } from '../../../../entities/task.ts';
import type { PageSpec } from '../../../../src/context.ts';
import { clock } from '../../../../src/clock.ts';
import { integer, nullable, text } from '../../../../src/db/connection/column-types.ts';
import { step } from '../../../../src/db/connection/pipeline.ts';
import { createPool } from '../../../../src/db/connection/pool.ts';
import { statement } from '../../../../src/db/connection/statement.ts';
import { MOST_FEW_PROJECTS, SEES_FEW } from '../../../../src/db/read/hints/few-projects.ts';
import { readCount, readPage } from '../../../../src/db/read/keyset-page.ts';
import { countStatement, pageStatement } from '../../../../src/db/read/keyset-statement.ts';
import { summaryStatement } from '../../../../src/db/read/list-summary.ts';
import { TenantReadBatch } from '../../../../src/db/read/tenant-read-batch.ts';
import { withTenantTransaction } from '../../../../src/db/write/tenant-transaction.ts';
import type { Actor } from '../../../../src/domain/directory/actor.ts';
import { asActor, value, type DatabaseActor } from '../as-actor.ts';
import { AccessWorld, THROUGH_PROJECT } from './access-world.ts';

let world: AccessWorld;
let pool: pg.Pool;
const real = { ...clock };
beforeAll(async () => {
  world = await AccessWorld.open();
  pool = createPool(world.database.appUrl, { max: 2, name: 'test', waitMs: 5_000 });
});
afterEach(() => {
  Object.assign(clock, real);
});
afterAll(async () => {
  await pool?.end();
  await world?.close();
});

const actorOf = ({ user, role, divisions = [] }: DatabaseActor): Actor => ({
  orgId: world.ours.id,
  userId: user,
  role,
  divisionIds: divisions,
});
const reader = (actor: DatabaseActor): TenantReadBatch => new TenantReadBatch(pool, actorOf(actor));
const list = (entity: typeof Task | typeof Project): PageSpec => ({
  entity,
  where: [],
  order: [{ property: 'name', descending: false }],
  size: 20,
  backwards: false,
});

const WHOLE = statement(`SELECT current_setting('app.whole', true) AS whole, 1 AS mark`, {
  whole: nullable(text),
  mark: integer,
});
const OVER_WHOLE_SETS = { ...WHOLE, readsWholeSets: true };

test('statements that read whole sets are told so, and those of the same batch are not, whichever comes first', async () => {
  const batch = reader(world.ours.member);
  const answers = await Promise.all(
    [OVER_WHOLE_SETS, WHOLE, OVER_WHOLE_SETS, WHOLE].map(
      async (each) => (await batch.rows(each))[0]?.whole || null,
    ),
  );
  expect(answers).toEqual(['on', null, 'on', null]);
  expect((await reader(world.ours.member).rows(WHOLE))[0]?.whole || null).toBeNull();
});

test('in a transaction that writes they are told so as well, each by itself, and those around them are not', async () => {
  const heard = await withTenantTransaction(pool, actorOf(world.ours.member), async (tx) => {
    const first = await tx.run(OVER_WHOLE_SETS);
    const second = await tx.run(WHOLE);
    const piped = await tx.pipeline([step(WHOLE), step(OVER_WHOLE_SETS), step(OVER_WHOLE_SETS), step(WHOLE)]);
    return [first.rows, second.rows, ...piped].flat();
  });
  expect(heard.map(({ whole }) => whole || null)).toEqual(['on', null, null, 'on', 'on', null]);
});

test('counts and summaries over a whole organisation read whole sets; pages, and what hangs on a record, do not', () => {
  const summary = summaryStatement({
    entity: Task,
    where: [],
    properties: ['id'],
    most: 10,
    columns: () => [{ property: 'n', sql: 'count(*)' }],
  });
  expect(
    [countStatement(list(Task), undefined, undefined, true), summary].map(
      (each) => each.statement.readsWholeSets,
    ),
  ).toEqual([true, true]);
  const parent = { property: 'phaseId' };
  const single = [
    pageStatement(list(Task), []),
    pageStatement(list(Task), [], parent),
    countStatement(list(Task), parent),
  ];
  expect(single.map((each) => each.statement.readsWholeSets)).toEqual([undefined, undefined, undefined]);
});

/** What each actor sees of each table, with the settings as given. */
async function seen(actor: DatabaseActor, settings: Record<string, string>): Promise<unknown[]> {
  return asActor(world.database.appUrl, actor, async (client) => {
    for (const [name, setting] of Object.entries(settings))
      await client.query('SELECT set_config($1, $2, true)', [name, setting]);
    const counts = [];
    for (const table of THROUGH_PROJECT)
      counts.push([table, await value(client, `SELECT count(*)::int FROM ${table}`)]);
    return counts;
  });
}

test('what is said of whole sets changes no row, whatever it says', async () => {
  const { member, service, division } = world.ours;
  const actors: DatabaseActor[] = [
    member,
    service,
    world.stranger,
    { ...world.stranger, divisions: [division] },
    { ...member, divisions: [] },
    { ...world.stranger, role: 'foreman', reason: 'Incident 42' },
  ];
  for (const actor of actors) {
    const plain = await seen(actor, {});
    for (const whole of ['on', "'; --"])
      expect([whole, await seen(actor, { 'app.whole': whole })]).toEqual([whole, plain]);
  }
});

/** Ids of the projects and tasks that lists of the service show, and their totals. */
async function listed(actor: DatabaseActor): Promise<unknown> {
  const asked = { properties: ['id'], signature: 'id' };
  const batch = reader(actor);
  const page = async (entity: typeof Task | typeof Project): Promise<unknown> => ({
    ids: (await readPage<Task>(batch, list(entity), asked)).rows.map(({ id }) => id),
    total: await readCount(batch, list(entity)),
  });
  return { projects: await page(Project), tasks: await page(Task) };
}

test('an outdated answer of how many projects somebody sees costs no row: new ones are listed, lost ones are not', async () => {
  const { ours, stranger } = world;
  const nothing = { projects: { ids: [], total: 0 }, tasks: { ids: [], total: 0 } };
  expect(await listed(stranger)).toEqual(nothing);
  await world.change(`UPDATE pit.task SET owner_id = '${ours.other}' WHERE id = '${ours.task}'`);
  const all = await listed(ours.member);
  expect(await listed(stranger)).toEqual(all);
  await world.change(
    `INSERT INTO pit.project (name, owner_id, division_id) SELECT 'P' || n, '${ours.other}', '${ours.division}'
       FROM generate_series(1, ${MOST_FEW_PROJECTS + 1}) AS n`,
  );
  const many = (await listed(stranger)) as { projects: { total: number } };
  expect(many.projects.total).toBe(MOST_FEW_PROJECTS + 2);
  // A minute on the answer is asked for again.
  const now = clock.now().getTime();
  clock.now = () => new Date(now + 61_000);
  expect(await listed(stranger)).toEqual(many);
  await world.change(
    `UPDATE pit.project SET owner_id = '${ours.owner}' WHERE owner_id = '${ours.other}'`,
    `UPDATE pit.task SET owner_id = '${ours.owner}' WHERE id = '${ours.task}'`,
  );
  expect(await listed(stranger)).toEqual(nothing);
});

test('few is asked of who is hidden something from and sees at most so many projects, and the list of few is what they see', async () => {
  const { ours, stranger } = world;
  const south = 'aaaaaaaa-0000-4000-8000-000000000099';
  await world.change(
    `SELECT pit_ops.sync_directory('${JSON.stringify({ divisions: [{ id: south, name: 'South' }] })}')`,
  );
  const few = async (actor: DatabaseActor): Promise<unknown> => {
    const answer = await asActor(world.database.appUrl, actor, async (client) => ({
      few: await value(client, SEES_FEW.text, [MOST_FEW_PROJECTS]),
      listed: await value(
        client,
        'SELECT array_agg(id ORDER BY id) FROM pit_ops.ctx_few_projects() AS few (id)',
      ),
      seen: await value(client, 'SELECT array_agg(id ORDER BY id) FROM pit.project'),
    }));
    expect(answer.listed).toEqual(answer.seen);
    return answer.few;
  };
  expect(await few(stranger)).toBe(true);
  expect(await few({ ...stranger, divisions: [south] })).toBe(true);
  // The division has 66 projects by now.
  expect(await few({ ...stranger, divisions: [ours.division] })).toBe(false);
  expect(await few({ ...stranger, divisions: [ours.division, south] })).toBe(false);
  expect(await few(ours.service)).toBe(false);
  expect(await few({ ...stranger, role: 'admin', reason: 'Incident 42' })).toBe(false);
});
