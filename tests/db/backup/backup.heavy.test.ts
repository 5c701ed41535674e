import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { readDerivedKeys } from '../../../src/config/development-secret.ts';
import { openEmbedded, type EmbeddedDatabase } from '../../../src/db/setup/embedded.ts';
import { findPostmaster } from '../../../src/db/setup/embedded-cluster.ts';
import { migrate } from '../../../src/db/setup/migrate.ts';
import { makeRoles } from '../../../src/db/setup/open-database.ts';
import { sealAuditChains } from '../../../src/jobs/audit-seal.ts';
import { AuditHeads } from '../../../src/jobs/audit-heads.ts';
import { AuditSealer } from '../../../src/services/audit/audit-seal.ts';
import { faultsOf } from '../../support/postgres/amcheck.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const WRITERS = 4;
const SLOW_MS = 300_000;
const UPDATE = `mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { progressPercent } } }`;
const VERIFY = `query ($head: KeptAuditHead) { verifyAuditTrail(keptHead: $head) { holds faults { fault } head { seal hash records } } }`;

let folder: string;
let dataDir: string;
let heads: string;
let embedded: EmbeddedDatabase;
let plan: Plan;
let service: TestService;
let tasks: string[];
/** Percents that each writer was told are stored, in order. */
const acknowledged: number[][] = Array.from({ length: WRITERS }, () => []);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pit-backup-'));
  await chmod(folder, 0o711);
  [dataDir, heads] = [join(folder, 'data'), join(folder, 'heads.jsonl')];
  embedded = await openEmbedded(dataDir);
  await makeRoles(embedded);
  await migrate(embedded);
  const { appUrl, migrationUrl: ownerUrl, adminUrl } = embedded;
  plan = await Plan.within({ appUrl, ownerUrl, adminUrl, drop: () => Promise.resolve() });
  const project = await plan.project();
  const phase = await plan.phase(project);
  tasks = [];
  while (tasks.length < WRITERS) tasks.push(await plan.task(project, phase));
  await mkdir(join(dataDir, 'files', plan.orgId), { recursive: true });
  await mkdir(join(dataDir, 'files', 'incoming'));
  await writeFile(join(dataDir, 'files', plan.orgId, 'proof'), 'evidence of piles');
  await writeFile(join(dataDir, 'files', 'incoming', 'draft'), 'half of an upload');
  service = await startTestService(plan.database, { PIT_DATA_DIR: dataDir });
}, SLOW_MS);

afterAll(async () => {
  await service?.stop();
  await plan?.close();
  await embedded?.stop();
  await rm(folder, { recursive: true, force: true });
}, SLOW_MS);

/** A command as an operator runs it. */
function command(name: string, directory: string, ...words: string[]): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, script(name, words), { env: environment(directory) });
}

const script = (name: string, words: string[]): string[] => [
  '--import',
  'tsx',
  join(ROOT, 'scripts', `${name}.ts`),
  ...words,
];

const environment = (directory: string): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: '',
  DATABASE_MIGRATION_URL: '',
  PIT_DATA_DIR: directory,
  PIT_AUDIT_HEADS: heads,
  LOG_LEVEL: 'fatal',
});

/** Kills a command as soon as something is there that it makes on its way. */
async function killed(
  name: string,
  directory: string,
  word: string,
  isUnderWay: () => boolean,
): Promise<void> {
  const child = spawn(process.execPath, script(name, [word]), {
    env: environment(directory),
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while (!isUnderWay()) await sleep(2);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
}

/** Writes progress through the service, one value after the other, until it is told to stop. */
async function write(writer: number, signal: AbortSignal): Promise<void> {
  const token = await service.token(plan.actor());
  for (let percent = 1; !signal.aborted; percent = (percent % 99) + 1) {
    const input = { taskId: tasks[writer], percent };
    const { body } = await service.query(token, UPDATE, { input });
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
    acknowledged[writer]?.push(percent);
  }
}

/** Checkpoints, new segments of the log, and tables that come and go: what a copy meets at its worst. */
async function disturb(signal: AbortSignal): Promise<void> {
  const client = new pg.Client(embedded.adminUrl);
  await client.connect();
  for (let round = 0; !signal.aborted; round += 1) {
    await client.query(
      `CREATE TABLE public.passing_${round} AS SELECT n, repeat('x', 200) FROM generate_series(1, 5000) n`,
    );
    await client.query(`CREATE INDEX ON public.passing_${round} (n)`);
    if (round % 2 === 0) await client.query(`DROP TABLE public.passing_${round}`);
    await client.query(round % 3 === 0 ? 'CHECKPOINT' : 'SELECT pg_switch_wal()');
  }
  await client.end();
}

const sealer = (directory: string): AuditSealer =>
  new AuditSealer(readDerivedKeys({ secret: null, dataDir: directory }).of('auditSeal'));

async function ask<T extends object>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

test(
  'a backup made while four write holds all that was acknowledged before it, restores whole, proves its audit chain, and serves',
  async () => {
    const stopping = new AbortController();
    const writing = Promise.all(acknowledged.map((_, writer) => write(writer, stopping.signal)));
    const disturbing = disturb(stopping.signal);
    while (acknowledged.some((each) => each.length < 5)) await sleep(10);
    const auditHeads = await AuditHeads.open(heads);
    await sealAuditChains({ sealer: sealer(dataDir), heads: auditHeads })(plan.pool, { aborted: false });
    const before = acknowledged.map((each) => each.length);

    const backup = join(folder, 'backup');
    const { stdout } = await command('backup', dataDir, backup);
    const during = acknowledged.map((each) => each.length);
    stopping.abort();
    await Promise.all([writing, disturbing]);
    expect(stdout).toMatch(/^backed up +\d+ files/);
    for (const [writer, count] of during.entries()) expect(count).toBeGreaterThan(before[writer] ?? 0);

    expect((await command('restore', folder, backup, '--check')).stdout).toMatch(/^whole: /);
    const restored = join(folder, 'restored');
    await command('restore', restored, backup);
    expect((await command('qa', restored)).stdout).toContain('the database is as specified');

    const copy = await openEmbedded(restored);
    try {
      for (const [writer, task] of tasks.entries()) {
        const stored = await ask<{ percent: number }>(
          copy.adminUrl,
          'SELECT new_progress_percent::int AS percent FROM pit.task_progress_log WHERE task_id = $1 ORDER BY created_at, id',
          [task],
        );
        const percents = stored.map(({ percent }) => percent);
        expect(percents.length).toBeGreaterThanOrEqual(before[writer] ?? 0);
        // One that was stored and not yet acknowledged may be the last.
        const said = acknowledged[writer] ?? [];
        expect(percents.slice(0, said.length)).toEqual(said.slice(0, percents.length));
      }
      expect(await readFile(join(restored, 'files', plan.orgId, 'proof'), 'utf8')).toBe('evidence of piles');
      expect(readdirSync(join(restored, 'files', 'incoming'))).toEqual([]);
      expect(await faultsOf(copy.adminUrl)).toEqual([]);
      await proveAndWrite(copy, restored);
    } finally {
      await copy.stop();
    }
  },
  SLOW_MS,
);

/** The restored installation, served with the secrets that were restored. */
async function proveAndWrite(copy: EmbeddedDatabase, directory: string): Promise<void> {
  const served = await startTestService({ appUrl: copy.appUrl }, { PIT_DATA_DIR: directory });
  try {
    const token = await served.token(plan.actor(plan.owner, 'admin'));
    const lines = (await readFile(join(directory, 'audit-heads.jsonl'), 'utf8')).trim().split('\n');
    const kept = lines.map((line) => JSON.parse(line) as { orgId: string; seal: number; hash: string });
    const last = kept.findLast(({ orgId }) => orgId === plan.orgId);
    const head = { seal: last?.seal, hash: last?.hash };
    expect(head.seal).toBeGreaterThan(0);
    const { body } = await served.query(token, VERIFY, { head });
    expect(body).toMatchObject({ data: { verifyAuditTrail: { holds: true, faults: [] } } });
    const input = { taskId: tasks[0], percent: 100 };
    expect((await served.query(token, UPDATE, { input })).body.errors).toBeUndefined();
  } finally {
    await served.stop();
  }
}

test(
  'a backup that is killed in the middle leaves no backup, and the next removes what it left',
  async () => {
    const place = join(folder, 'interrupted');
    const drafts = (): string[] =>
      readdirSync(folder).filter((name) => name.startsWith('interrupted.partial-'));
    const cluster = (): boolean =>
      drafts().some((draft) => existsSync(join(folder, draft, 'postgres', 'data', 'base')));
    await killed('backup', dataDir, place, cluster);
    expect(existsSync(place)).toBe(false);
    const [draft = ''] = drafts();
    const attempt = command('restore', join(folder, 'half'), join(folder, draft));
    await expect(attempt).rejects.toThrow('it has no backup.json');
    await command('backup', dataDir, place);
    expect(drafts()).toEqual([]);
    const slots = await ask(embedded.adminUrl, 'SELECT slot_name FROM pg_replication_slots');
    expect(slots).toEqual([]);
  },
  SLOW_MS,
);

test(
  'a restore that is killed in the middle is done again, also where the account of PostgreSQL cannot enter the folder',
  async () => {
    const closed = await mkdtemp(join(tmpdir(), 'pit-closed-'));
    const target = join(closed, 'data');
    const backup = join(folder, 'interrupted');
    const underWay = (): boolean =>
      existsSync(target) && readdirSync(target).some((name) => name.startsWith('restoring-'));
    await killed('restore', target, backup, underWay);
    await command('restore', target, backup);
    const copy = await openEmbedded(target);
    try {
      const tables = await ask(copy.appUrl, `SELECT FROM pg_tables WHERE schemaname = 'pit'`);
      expect(tables.length).toBeGreaterThan(20);
      await expect(command('restore', target, backup)).rejects.toThrow(
        'Nothing is restored over what is there',
      );
    } finally {
      const [where] = await ask<{ data: string }>(
        copy.adminUrl,
        `SELECT current_setting('data_directory') AS data`,
      );
      await copy.stop();
      await rm(closed, { recursive: true });
      if (where?.data.startsWith('/var/lib/pit-') === true)
        await rm(dirname(where.data), { recursive: true });
    }
  },
  SLOW_MS,
);

test(
  'a restore over a server that runs is refused, and says which process it is',
  async () => {
    const running = await findPostmaster({ data: join(dataDir, 'postgres', 'data') });
    const attempt = command('restore', dataDir, join(folder, 'interrupted'));
    await expect(attempt).rejects.toThrow(`is in use: PostgreSQL runs there (process ${running?.pid})`);
  },
  SLOW_MS,
);

test(
  'tablespaces and other links are refused rather than left out',
  async () => {
    await appendFile(join(dataDir, 'files', plan.orgId, 'target'), 'elsewhere');
    const link = join(dataDir, 'files', plan.orgId, 'link');
    await symlink(join(dataDir, 'files', plan.orgId, 'target'), link);
    const attempt = command('backup', dataDir, join(folder, 'linked'));
    await expect(attempt).rejects.toThrow('is a symbolic link');
    await rm(link);
    expect(existsSync(join(folder, 'linked'))).toBe(false);
  },
  SLOW_MS,
);
