import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { IMPORT, ImportService, type ShownImport } from '../../support/exchange/import-service.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { announce, put, sha256Of } from '../../support/worlds/announced-content.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';

const LIMIT_MS = 600_000;
const TASKS = 1_500;

let plan: Plan;
let folder: string;
/** Holds locks, so that an import stands where it is to be killed. */
let holder: pg.Client;
/** Takes up what is left. */
let other: ImportService;
let worker: PitProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pit-killed-import-'));
  const env = { PIT_FILES_URL: `file://${folder}` };
  other = await ImportService.open({}, env);
  plan = other.plan;
  holder = new pg.Client({ connectionString: plan.database.adminUrl });
  await holder.connect();
  worker = await PitProcess.start(plan.database, env);
}, LIMIT_MS);

afterAll(async () => {
  await worker?.kill();
  await holder?.end();
  await other?.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask<T>(query: string, variables: object): Promise<T> {
  const authorization = `Bearer ${await worker.token(plan.actor())}`;
  const response = await fetch(worker.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** Asks the process that is to be killed for the import of a plan; answers its id. */
async function request(name: string, dryRun: boolean): Promise<string> {
  const rows = Array.from({ length: TASKS }, (_, at) => `${at},${name} ${at},${at === 0 ? '' : at - 1}`);
  const content = `key,name,predecessors\n${rows.join('\n')}\n`;
  const { prepareUpload: upload } = await ask<{ prepareUpload: { uploadUrl: string; fileUrl: string } }>(
    'mutation ($input: PrepareUploadInput!) { prepareUpload(input: $input) { uploadUrl fileUrl } }',
    { input: announce(content, { mediaType: 'text/csv' }) },
  );
  await put(upload.uploadUrl, content, { 'content-type': 'text/csv' });
  const file = { fileUrl: upload.fileUrl, sha256: sha256Of(content), format: 'CSV', mapping: { plan: name } };
  const { importPlan } = await ask<{ importPlan: { import: { id: string } } }>(
    'mutation ($input: ImportPlanInput!) { importPlan(input: $input) { import { id } } }',
    { input: { ...file, dryRun } },
  );
  return importPlan.import.id;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 300_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(50);
  }
}

const over = (id: string): Promise<ShownImport> =>
  until('the import is over', async () => {
    const query = `query ($id: ID!) { planImport(id: $id) { ${IMPORT} } }`;
    const { planImport } = await other.ask<{ planImport: ShownImport }>(query, { id });
    return ['WAITING', 'RUNNING'].includes(planImport.state) ? undefined : planImport;
  });

const begun = (id: string): Promise<true> =>
  until('the import is begun', async () => {
    const sql = `SELECT FROM pit_ops.import_job WHERE id = $1 AND state = 'running'`;
    return (await plan.rows(sql, [id])).length > 0 ? true : undefined;
  });

/** Waits until a connection of the service waits for a lock with such a statement. */
const held = (statement: string): Promise<true> =>
  until(`${statement} waits for its lock`, async () => {
    const sql = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`;
    return (await plan.rows(sql, [`%${statement}%`])).length > 0 ? true : undefined;
  });

const hold = (sql: string): Promise<unknown> => holder.query(`BEGIN; ${sql}`);
const letGo = (): Promise<unknown> => holder.query('ROLLBACK');

/** All that the import of a plan leaves behind. */
const traces = (name: string) =>
  plan.rows(
    `SELECT (SELECT count(*) FROM pit.project WHERE name = $1)::int AS projects,
       (SELECT count(*) FROM pit.task WHERE name LIKE $1 || ' %')::int AS tasks,
       (SELECT count(*) FROM pit.task_dependency d JOIN pit.task t ON t.id = d.successor_task_id
          WHERE t.name LIKE $1 || ' %')::int AS links,
       (SELECT count(*) FROM pit_ops.imported_row WHERE plan_key = $1)::int AS rows`,
    [name],
  );
const NOTHING = [{ projects: 0, tasks: 0, links: 0, rows: 0 }];
const ALL = [{ projects: 1, tasks: TASKS, links: TASKS - 1, rows: 2 * TASKS + 1 }];

/** Moments at which the process that imports is killed; each leaves the import where another one can take it up. */
const MOMENTS: readonly (readonly [
  name: string,
  dryRun: boolean,
  reach: (id: string) => Promise<unknown>,
])[] = [
  ['as it begins to read', false, begun],
  [
    'in the transaction, where it makes tasks',
    false,
    async () => {
      await held('INSERT INTO pit.task');
    },
  ],
  [
    'in the transaction, when all is made but not committed',
    false,
    async (id) => {
      await held('INSERT INTO pit.task');
      await holder.query('ROLLBACK');
      await hold('LOCK TABLE pit.task_dependency IN SHARE MODE');
      await held('INSERT INTO pit.task_dependency');
      await begun(id);
    },
  ],
  [
    'in a dry run, as it notes how far it is',
    true,
    async () => {
      await held('INSERT INTO pit.task');
      await holder.query('ROLLBACK');
      await hold(`LOCK TABLE pit_ops.import_job IN SHARE MODE`);
      await held('UPDATE pit_ops.import_job');
    },
  ],
];

test.each(MOMENTS)(
  'an import whose process is killed %s leaves nothing half, and is done once by whoever takes it up',
  async (moment, dryRun, reach) => {
    const at = MOMENTS.findIndex(([each]) => each === moment);
    const name = `Killed at ${at}`;
    if (at > 0) await hold('LOCK TABLE pit.task IN SHARE MODE');
    const id = await request(name, dryRun);
    await reach(id);
    await worker.kill();
    expect(await traces(name)).toEqual(NOTHING);
    await letGo();
    const restarted = worker.restart();
    const done = await over(id);
    expect(done).toMatchObject({ state: 'DONE', report: { isNewProject: true, tasks: { made: TASKS } } });
    expect(await traces(name)).toEqual(dryRun ? NOTHING : ALL);
    await restarted;
    const again = await over(await request(name, false));
    const report = dryRun ? { tasks: { made: TASKS } } : { tasks: { made: 0, unchanged: TASKS } };
    expect(again).toMatchObject({ state: 'DONE', report: { isNewProject: dryRun, ...report } });
    expect(await traces(name)).toEqual(ALL);
  },
  LIMIT_MS,
);

test(
  'an import that ends its process time and again is given up, and says so',
  async () => {
    await hold('LOCK TABLE pit.task IN SHARE MODE');
    const id = await request('Deadly', false);
    await held('INSERT INTO pit.task');
    // As three processes have left it that were killed.
    await plan.rows('UPDATE pit_ops.import_job SET attempts = 3 WHERE id = $1', [id]);
    await worker.kill();
    await letGo();
    const told = await over(id);
    expect(told).toMatchObject({
      state: 'FAILED',
      error: { code: 'UNAVAILABLE' },
      project: null,
      report: null,
    });
    expect(await traces('Deadly')).toEqual(NOTHING);
  },
  LIMIT_MS,
);
