import pg from 'pg';
import { PlanWarnings } from '../../../src/domain/exchange/plan-warnings.ts';
import { DEFAULT_MAPPING } from '../../../src/domain/exchange/csv/csv-mapping.ts';
import { applyPlan } from '../../../src/services/exchange/apply/apply-plan.ts';
import { readPlan } from '../../../src/services/exchange/read-plan.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';
import { ImportService } from '../../support/exchange/import-service.ts';

let api: ImportService;
let admin: pg.Client;

beforeAll(async () => {
  api = await ImportService.open();
  admin = new pg.Client({ connectionString: api.plan.database.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  await admin?.end();
  await api?.close();
});

/** Enough for several batches, so that there is a step after the first. */
const table = (plan: string): string =>
  `name\n${Array.from({ length: 1_200 }, (_, at) => `${plan} ${at}`).join('\n')}\n`;

/** Asks for an import that comes as far as its tasks, and waits there until the lock is given back. */
async function heldAtTasks(plan: string): Promise<string> {
  const file = await api.upload(table(plan));
  await admin.query('BEGIN; LOCK TABLE pit.task IN SHARE MODE');
  const id = await api.request({ ...file, format: 'CSV', dryRun: false, mapping: { plan } });
  const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (;;) {
    const { rows } = await admin.query(waiting);
    if (rows.length > 0) return id;
    await new Promise((done) => setTimeout(done, 50));
  }
}

const projectsCalled = (name: string) =>
  api.plan.rows<{ id: string }>('SELECT id FROM pit.project WHERE name = $1', [name]);

test('an import that is given up in the middle stores nothing, and says so', async () => {
  const id = await heldAtTasks('Given up');
  await api.ask(
    'mutation ($input: CancelImportInput!) { cancelImport(input: $input) { import { id isCancelled } } }',
    {
      input: { id },
    },
  );
  await admin.query('ROLLBACK');
  const told = await api.follow(id);
  expect(told.at(-1)).toMatchObject({ state: 'CANCELLED', isCancelled: true, project: null, report: null });
  expect(await projectsCalled('Given up')).toEqual([]);
});

test('an import whose connection dies in the middle stores nothing half, and is done once by the next look', async () => {
  const id = await heldAtTasks('Broken off');
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  await admin.query('ROLLBACK');
  const { planImport } = await api.ask<{ planImport: { state: string } }>(
    'query ($id: ID!) { planImport(id: $id) { state } }',
    { id },
  );
  expect(['RUNNING', 'DONE']).toContain(planImport.state);
  const told = await api.follow(id);
  expect(told.at(-1)).toMatchObject({
    state: 'DONE',
    report: { isNewProject: true, tasks: { made: 1_200 } },
  });
  expect(await projectsCalled('Broken off')).toHaveLength(1);
});

test('two imports of one new plan at once make one project of it', async () => {
  const pool = new pg.Pool({ connectionString: api.plan.database.appUrl, max: 4 });
  const bring = () =>
    runMutation(pool, api.plan.actor(), { name: 'importPlan', input: {} }, async (tx) => {
      const warnings = new PlanWarnings();
      async function* content(): AsyncGenerator<Buffer> {
        yield Buffer.from('name\nOne\nTwo\n');
      }
      const plan = await readPlan(
        { format: 'csv', content: content(), name: 'At once', csv: DEFAULT_MAPPING },
        tx,
        warnings,
      );
      const onStep = () => Promise.resolve();
      return applyPlan(tx, plan, { projectId: null, isDryRun: false, warnings, onStep });
    });
  try {
    const reports = await Promise.all([bring(), bring(), bring()]);
    expect(reports.map(({ isNewProject, counts }) => [isNewProject, counts.tasks.made]).sort()).toEqual([
      [false, 0],
      [false, 0],
      [true, 2],
    ]);
    expect(await projectsCalled('At once')).toHaveLength(1);
  } finally {
    await pool.end();
  }
});
