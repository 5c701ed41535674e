import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { dsf, lineWith } from '../../services/exchange/nyc/import-source.ts';
import { ImportWorld } from '../../services/exchange/nyc/import-world.ts';

const LIMIT_MS = 600_000;
const SCRIPT = fileURLToPath(new URL('../../../scripts/import.ts', import.meta.url));
const ORG = '00000000-0000-4000-8000-00000000000a';
/** Projects of the list, each with two phases that have a task each. */
const PROJECTS = 600;

let world: ImportWorld;
let path: string;
/** Holds locks, so that the command stands where it is to be killed. */
let holder: pg.Client;

beforeAll(async () => {
  world = await ImportWorld.open();
  await world.addOrganisation(ORG);
  const lines = Array.from({ length: PROJECTS }, (_, at) => [
    lineWith(dsf(at)),
    lineWith({ ...dsf(at), 'Project Phase Name': 'Construction', 'Project Budget Amount': `${at}` }),
  ]);
  path = await world.file(...lines.flat());
  holder = new pg.Client({ connectionString: world.database.adminUrl });
  await holder.connect();
}, LIMIT_MS);

afterAll(async () => {
  await holder?.end();
  await world?.close();
});

interface Command {
  readonly child: ChildProcess;
  /** Its exit code, null where a signal ended it, and what it printed. */
  readonly over: Promise<readonly [code: number | null, out: string]>;
}

function start(): Command {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, path, '--org', ORG], {
    env: {
      ...process.env,
      DATABASE_URL: world.database.appUrl,
      DATABASE_MIGRATION_URL: world.database.ownerUrl,
    },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (out += text.toString()));
  return { child, over: once(child, 'close').then(([code]) => [code as number | null, out] as const) };
}

async function until(what: string, sql: string, isReached: (count: number) => boolean): Promise<void> {
  const end = Date.now() + 300_000;
  while (!isReached(Number(await world.value(sql)))) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(20);
  }
}

const SESSIONS = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pit-import'`;
const present = () => until('the command is there', SESSIONS, (count) => count > 0);
const gone = () => until('nothing of the command is left', SESSIONS, (count) => count === 0);
const held = (statement: string) =>
  until(
    `${statement} waits for its lock`,
    `${SESSIONS} AND wait_event_type = 'Lock' AND query LIKE '%${statement}%'`,
    (count) => count > 0,
  );

/** All that an import leaves behind. */
const counts = async (): Promise<object> => {
  const [row] = await world.rows(`SELECT (SELECT count(*) FROM pit.project)::int AS projects,
    (SELECT count(*) FROM pit.phase)::int AS phases, (SELECT count(*) FROM pit.task)::int AS tasks,
    (SELECT count(*) FROM pit.division)::int AS divisions, (SELECT count(*) FROM pit.cost_snapshot)::int AS snapshots,
    (SELECT count(*) FROM pit.task_progress_log)::int AS steps`);
  return row ?? {};
};

/** The tables whose lock holds the command, in the order in which it comes to them; null where it only begins. */
const MOMENTS: readonly (readonly [moment: string, table: string | null])[] = [
  ['as it connects', null],
  ['as it makes projects', 'project'],
  ['as it makes tasks', 'task'],
  ['when all but the costs is made', 'cost_snapshot'],
];

test(
  'the command that imports a list, killed at any moment, leaves nothing, and run again makes all of it, once',
  async () => {
    const [empty, before] = [await counts(), await world.traces()];
    for (const [, table] of MOMENTS) {
      if (table !== null) await holder.query(`BEGIN; LOCK TABLE pit.${table} IN SHARE MODE`);
      const { child, over } = start();
      await (table === null ? present() : held(`INSERT INTO pit.${table}`));
      child.kill('SIGKILL');
      expect((await over)[0]).toBe(null);
      if (table !== null) await holder.query('ROLLBACK');
      await gone();
      expect([await counts(), await world.traces()]).toEqual([empty, before]);
    }

    const [code, out] = await start().over;
    expect([code, out]).toEqual([0, expect.stringContaining(`Tasks     made ${2 * PROJECTS}, updated 0`)]);
    const all = await counts();
    expect(all).toMatchObject({
      projects: PROJECTS,
      phases: 2 * PROJECTS,
      tasks: 2 * PROJECTS,
      snapshots: PROJECTS,
    });
    const after = await world.traces();
    const [again, said] = await start().over;
    expect([again, said]).toEqual([0, expect.stringContaining('made 0, updated 0')]);
    expect([await counts(), await world.traces()]).toEqual([all, after]);
  },
  LIMIT_MS,
);

test(
  'while one command imports a list into an organisation another one says so and changes nothing',
  async () => {
    const before = await counts();
    await holder.query(`BEGIN; LOCK TABLE pit.division IN ACCESS EXCLUSIVE MODE`);
    const first = start();
    await held('pit.division');
    const [code, out] = await start().over;
    expect([code, out]).toEqual([
      1,
      expect.stringContaining('another import of this organisation is running'),
    ]);
    await holder.query('ROLLBACK');
    expect((await first.over)[0]).toBe(0);
    expect(await counts()).toEqual(before);
  },
  LIMIT_MS,
);
