import fc from 'fast-check';
import pg from 'pg';
import { readCatalog } from '../../../../src/db/queries/conformance/catalog-query.ts';
import { checkDatabase } from '../../../../src/domain/conformance/conformance-checks.ts';
import { asActor, refusal, transaction, value } from '../as-actor.ts';
import { AccessWorld } from './access-world.ts';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.open();
});
afterAll(() => world?.close());

/** A second project of the organisation with a phase, and how to move tasks there. */
async function secondProject(): Promise<{ project: string; phase: string }> {
  const { ours, database } = world;
  return asActor(database.appUrl, ours.service, async (client) => {
    const project = await value<string>(
      client,
      `INSERT INTO pit.project (name, owner_id, division_id) VALUES ('Second', $1, $2) RETURNING id`,
      [ours.owner, ours.division],
    );
    const phase = await value<string>(
      client,
      `INSERT INTO pit.phase (project_id, name, owner_id) VALUES ($1, 'Phase', $2) RETURNING id`,
      [project, ours.owner],
    );
    return { project, phase };
  });
}

test('each place counts: owner, and twice among the assignees, and none in an empty list', async () => {
  const { task, other, owner } = world.ours;
  const set = (what: string): Promise<void> =>
    world.change(`UPDATE pit.task SET ${what} WHERE id = '${task}'`);
  await set(`owner_id = '${other}', assignees = '["${other}", "${other}", "${owner}"]'`);
  expect(await world.pieces(other)).toBe(3);
  await set(`assignees = '["${other}"]'`);
  expect(await world.pieces(other)).toBe(2);
  await set(`assignees = (SELECT jsonb_agg('${other}'::text) FROM generate_series(1, 50))`);
  expect(await world.pieces(other)).toBe(51);
  await set(`assignees = '[]'`);
  expect(await world.pieces(other)).toBe(1);
  await set(`owner_id = '${owner}'`);
  expect(await world.pieces(other)).toBe(0);
  expect(await world.wrong()).toBe(0);
});

test('a task that moves to another project takes the work in its live subtasks along', async () => {
  const { ours } = world;
  const { project, phase } = await secondProject();
  await world
    .change(
      `UPDATE pit.subtask SET owner_id = '${ours.other}' WHERE id = '${ours.subtask}'`,
      `INSERT INTO pit.subtask (task_id, name, owner_id, deleted_at) VALUES ('${ours.task}', 'Gone', '${ours.other}', now())`,
      `DELETE FROM pit.task_dependency`,
      `UPDATE pit.task SET project_id = '${project}', phase_id = '${phase}', work_package_id = NULL WHERE id = '${ours.task}'`,
    )
    .catch((error: unknown) => {
      throw error;
    });
  expect([await world.pieces(ours.other), await world.pieces(ours.other, project)]).toEqual([0, 1]);
  expect(await world.wrong()).toBe(0);
  await world.change(
    `UPDATE pit.task SET project_id = '${ours.project}', phase_id = '${ours.phase}' WHERE id = '${ours.task}'`,
    `UPDATE pit.subtask SET owner_id = NULL WHERE task_id = '${ours.task}'`,
  );
  expect([await world.pieces(ours.other), await world.pieces(ours.other, project)]).toEqual([0, 0]);
  expect(await world.wrong()).toBe(0);
});

test('rows that go for good take their work along, and no table is emptied', async () => {
  const { ours, admin } = world;
  await admin.query('BEGIN');
  try {
    await admin.query(
      `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.role', 'service', true)`,
      [ours.id, ours.owner],
    );
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO pit.task (project_id, phase_id, name, owner_id, assignees)
       SELECT $1, $2, 'Task ' || n, $3::uuid, jsonb_build_array($3::uuid) FROM generate_series(1, 3) AS n RETURNING id`,
      [ours.project, ours.phase, ours.other],
    );
    const ids = rows.map(({ id }) => id);
    await admin.query(
      `INSERT INTO pit.subtask (task_id, name, owner_id) SELECT id, 'Step', $2 FROM unnest($1::uuid[]) AS id`,
      [ids, ours.other],
    );
    expect(await world.pieces(ours.other)).toBe(9);
    await admin.query(
      `WITH gone AS (DELETE FROM pit.subtask WHERE task_id = ANY ($1)) DELETE FROM pit.task WHERE id = ANY ($1)`,
      [ids],
    );
    expect([await world.pieces(ours.other), await world.wrong()]).toEqual([0, 0]);
    for (const table of ['task', 'subtask', 'phase', 'work_package']) {
      await admin.query('SAVEPOINT emptied');
      expect([table, await refusal(admin.query(`TRUNCATE pit.${table} CASCADE`))]).toEqual([table, '42501']);
      await admin.query('ROLLBACK TO emptied');
    }
  } finally {
    await admin.query('ROLLBACK');
  }
});

test('the application neither writes the counts nor calls what keeps them', async () => {
  const { ours, database } = world;
  const attempts = [
    `INSERT INTO pit_ops.project_access (user_id, project_id, pieces) VALUES ('${ours.other}', '${ours.project}', 1)`,
    'UPDATE pit_ops.project_access SET pieces = 9',
    'DELETE FROM pit_ops.project_access',
    'TRUNCATE pit_ops.project_access',
    `SELECT pit_ops.count_subtasks(ARRAY['${ours.subtask}'::uuid])`,
    'SELECT count(*) FROM pit_ops.subtask_access',
    `SELECT pit_ops.change_access(ARRAY['${ours.id}'::uuid], ARRAY['${ours.other}'::uuid], ARRAY['${ours.project}'::uuid], ARRAY[1])`,
    'SELECT pit_ops.refill_project_access()',
    'SELECT pit_ops.rebuild_project_access()',
    'SELECT pit_ops.count_wrong_access()',
    `SELECT pit_ops.sees_project('${ours.project}')`,
    'SELECT pit_ops.keep_access()',
    'SELECT pit_ops.note_access()',
  ];
  for (const actor of [
    ours.service,
    ours.member,
    { ...ours.member, role: 'admin', reason: 'Audit' } as const,
  ]) {
    for (const attempt of attempts) {
      const code = await refusal(asActor(database.appUrl, actor, (client) => client.query(attempt)));
      expect([attempt, actor.role, code]).toEqual([attempt, actor.role, '42501']);
    }
  }
});

test('counts that somebody has changed are found by the check of the database, either way, and the owner rebuilds them', async () => {
  const { ours, admin, database } = world;
  const unmet = (): Promise<string[]> =>
    transaction(database.ownerUrl, async (client) => {
      const demands = checkDatabase(await readCatalog(client));
      return demands.filter(({ met }) => !met).map(({ name }) => name);
    });
  expect(await unmet()).toEqual([]);
  await admin.query(
    `INSERT INTO pit_ops.project_access (org_id, user_id, project_id, pieces) VALUES ($1, $2, $3, 1)`,
    [ours.id, ours.other, ours.project],
  );
  expect([await world.wrong(), await unmet()]).toEqual([1, ['access.project']]);
  await admin.query('UPDATE pit_ops.project_access SET pieces = pieces + 1 WHERE user_id = $1', [ours.owner]);
  await admin.query('DELETE FROM pit_ops.project_access WHERE user_id = $1', [ours.owner]);
  expect(await unmet()).toEqual(['access.project']);
  await transaction(database.ownerUrl, async (client) => {
    await client.query('SET LOCAL ROLE pit_owner');
    await client.query('SELECT pit_ops.rebuild_project_access()');
  });
  expect([await world.wrong(), await unmet()]).toEqual([0, []]);
});

/** A change of the plan at random, by numbers. */
type Change = readonly [kind: number, row: number, who: number, more: number];
const changes = fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.nat(5), fc.nat(5)), {
  minLength: 5,
  maxLength: 25,
});

const WORK = ['task', 'subtask', 'phase', 'work_package'] as const;

test('whatever happens to a plan, in one transaction or many, rolled back or not, the counts are those from scratch', async () => {
  const { ours, admin } = world;
  const { project, phase } = await secondProject();
  const users = `(ARRAY['${ours.owner}', '${ours.other}', '${ours.owner}', '${ours.other}', NULL, NULL]::uuid[])`;
  const act = `SELECT set_config('app.org_id', '${ours.id}', true), set_config('app.user_id', '${ours.owner}', true),
    set_config('app.role', 'service', true)`;
  const row = (table: string, n: number): string =>
    `(SELECT id FROM pit.${table} ORDER BY created_at, id OFFSET ${n} % (SELECT count(*) FROM pit.${table}) LIMIT 1)`;
  const sql = ([kind, n, who, more]: Change): string => {
    const table = WORK[more % 4] as (typeof WORK)[number];
    const user = `coalesce(${users}[${who + 1}], '${ours.owner}')`;
    if (kind === 0)
      return `INSERT INTO pit.task (project_id, phase_id, name, owner_id, assignees) VALUES ('${ours.project}', '${ours.phase}',
        'T', ${user}, (SELECT coalesce(jsonb_agg(u), '[]') FROM unnest(${users}[1:${more}]) AS u))`;
    if (kind === 1)
      return `INSERT INTO pit.subtask (task_id, name, owner_id) SELECT ${row('task', n)}, 'S', ${users}[k] FROM generate_series(1, ${more}) AS k`;
    if (kind === 2) return `UPDATE pit.${table} SET owner_id = ${user} WHERE id = ${row(table, n)}`;
    if (kind === 3)
      return `UPDATE pit.${table} SET deleted_at = CASE WHEN deleted_at IS NULL THEN now() END WHERE id = ${row(table, n)}`;
    if (kind === 4)
      return `UPDATE pit.task SET assignees = (SELECT coalesce(jsonb_agg(u), '[]') FROM unnest(${users}[${who}:4]) AS u) WHERE id = ${row('task', n)}`;
    if (kind === 5)
      return `UPDATE pit.task SET (project_id, phase_id, work_package_id) = (SELECT '${project}'::uuid, '${phase}'::uuid, NULL::uuid)
        WHERE id = ${row('task', n)}`;
    if (kind === 6)
      return `UPDATE pit.task SET (project_id, phase_id, work_package_id) = (SELECT '${ours.project}'::uuid, '${ours.phase}'::uuid, NULL::uuid)
        WHERE id = ${row('task', n)}`;
    if (kind === 7)
      return `UPDATE pit.subtask SET task_id = ${row('task', who)} WHERE id = ${row('subtask', n)}`;
    if (kind === 8) return `UPDATE pit.${table} SET deleted_at = now() WHERE deleted_at IS NULL`;
    // Both rows of a subtask at once.
    if (kind === 9)
      return `WITH steps AS (UPDATE pit.subtask SET owner_id = ${user}, deleted_at = CASE WHEN deleted_at IS NULL THEN now() END
        WHERE task_id = ${row('task', n)}) UPDATE pit.task SET deleted_at = CASE WHEN deleted_at IS NULL THEN now() END,
        project_id = '${project}', phase_id = '${phase}', work_package_id = NULL WHERE id = ${row('task', n)}`;
    if (kind === 10)
      return `WITH steps AS (UPDATE pit.subtask SET task_id = ${row('task', who)} WHERE task_id = ${row('task', n)})
        UPDATE pit.task SET deleted_at = now() WHERE id = ${row('task', n)}`;
    return `UPDATE pit.task SET progress_percent = ${n} WHERE id = ${row('task', n)}`;
  };
  await world.change('DELETE FROM pit.task_dependency');
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(changes, fc.boolean(), async (done, isKept) => {
      await admin.query(`BEGIN; ${act}`);
      for (const change of done) await attempted(admin, sql(change));
      const within = await world.wrong();
      counted += (await world.pieces(ours.owner)) + (await world.pieces(ours.other, project));
      await admin.query(isKept ? 'COMMIT' : 'ROLLBACK');
      return within === 0 && (await world.wrong()) === 0;
    }),
    { numRuns: 15 },
  );
  expect(counted).toBeGreaterThan(0);
});

/** What the rules of the plan refuse is left undone. */
async function attempted(client: pg.Client, sql: string): Promise<void> {
  await client.query('SAVEPOINT attempt');
  try {
    await client.query(sql);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !/^23/.test(error.code ?? '')) throw error;
    await client.query('ROLLBACK TO attempt');
  }
}
