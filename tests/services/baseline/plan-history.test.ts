import fc from 'fast-check';
import pg from 'pg';
import { canonicalPlan } from '../../../src/domain/schedule/baseline/baseline-plan.ts';
import { planOf, readRecords } from '../../../src/services/baseline/plan-reading.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { ImportWorld } from '../exchange/nyc/import-world.ts';
import { dsf, lineWith } from '../exchange/nyc/import-source.ts';
import { PlanReader } from './read-plan.ts';

let api: PlanGraph;
let reader: PlanReader;

beforeAll(async () => {
  api = await PlanGraph.open();
  reader = new PlanReader(api.plan.pool, api.plan.actor());
});
afterAll(() => api.close());

interface Ids {
  readonly phase: string[];
  readonly work_package: string[];
  readonly task: string[];
  readonly task_dependency: string[];
}

/** Ids of what a project has or had. */
async function idsOf(projectId: string): Promise<Ids> {
  const ids = async (table: string): Promise<string[]> => {
    const rows = await api.plan.rows<{ id: string }>(
      `SELECT id FROM pit.${table} WHERE project_id = $1 ORDER BY id`,
      [projectId],
    );
    return rows.map(({ id }) => id);
  };
  return {
    phase: await ids('phase'),
    work_package: await ids('work_package'),
    task: await ids('task'),
    task_dependency: await ids('task_dependency'),
  };
}

type Action = (
  ids: Ids,
  pick: (list: readonly string[], at?: number) => string,
  n: number,
) => [string, object];

const day = (n: number): string => `2026-03-${String(1 + (n % 28)).padStart(2, '0')}`;

/** Something that is done to a plan, by numbers that choose to what. */
const ACTIONS: readonly Action[] = [
  (ids, pick, n) => [
    'createTask',
    { phaseId: pick(ids.phase), name: `Task ${n}`, startDate: day(n), durationDays: n % 9 },
  ],
  (ids, pick, n) => ['updateTask', { id: pick(ids.task), name: `Renamed ${n}`, startDate: day(n) }],
  (ids, pick, n) => ['updateTask', { id: pick(ids.task), capexCost: `${n}.10`, fyAllocation: 2026 }],
  (ids, pick) => ['moveTask', { id: pick(ids.task), workPackageId: pick(ids.work_package) }],
  (ids, pick, n) => ['createWorkPackage', { phaseId: pick(ids.phase), name: `Package ${n}` }],
  (_ids, _pick, n) => ['createPhase', { projectId: '', name: `Phase ${n}`, endDate: day(n) }],
  (ids, pick) => ['moveWorkPackage', { id: pick(ids.work_package), phaseId: pick(ids.phase) }],
  (ids, pick) => ['deletePhase', { id: pick(ids.phase), cascade: true }],
  (ids, pick) => ['restorePhase', { id: pick(ids.phase) }],
  (ids, pick) => ['deleteTask', { id: pick(ids.task) }],
  (ids, pick) => ['restoreTask', { id: pick(ids.task) }],
  (ids, pick) => ['addDependency', { predecessorId: pick(ids.task), successorId: pick(ids.task, 1) }],
  (ids, pick, n) => ['updateDependency', { id: pick(ids.task_dependency), lagDays: n % 5 }],
  (ids, pick) => ['removeDependency', { id: pick(ids.task_dependency) }],
  (ids, pick, n) => [
    'setTaskRule',
    { taskId: pick(ids.task), deadline: day(n), mode: n % 2 ? 'MANUAL' : 'AUTO' },
  ],
  (ids, pick) => ['startTask', { id: pick(ids.task) }],
  (ids, pick) => ['completeTask', { id: pick(ids.task) }],
  (ids, pick, n) => ['updateProgress', { taskId: pick(ids.task), percent: n % 100 }],
];

const chosen = fc.record({ action: fc.nat(ACTIONS.length - 1), at: fc.nat(1_000), n: fc.nat(500) });

/** Does it, whether or not it is refused; answers whether it had an effect. */
async function act(
  projectId: string,
  { action, at, n }: { action: number; at: number; n: number },
): Promise<boolean> {
  const ids = await idsOf(projectId);
  const pick = (list: readonly string[], more = 0): string =>
    list[(at + more) % Math.max(1, list.length)] ?? '00000000-0000-4000-8000-000000000000';
  const [name, input] = (ACTIONS[action] as Action)(ids, pick, n);
  const asked = 'projectId' in input ? { ...input, projectId } : input;
  const { errors } = await api.ask(name, asked, '__typename', api.plan.actor());
  return errors === undefined;
}

async function plantedProject(): Promise<string> {
  const projectId = await api.make('Project', { name: 'Changing' });
  const { phase } = await idsOf(projectId);
  for (const name of ['A', 'B', 'C']) {
    await api.make('Task', { phaseId: phase[0], name, startDate: '2026-03-02', durationDays: 3 });
  }
  return projectId;
}

test('after any mutations the plan rebuilt from the audit log is the one in the tables, and earlier ones stay as they were', async () => {
  let effects = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(chosen, { minLength: 12, maxLength: 16 }), async (steps) => {
      const projectId = await plantedProject();
      const then = await reader.then(projectId);
      const kept: { cut: typeof then.cut; stored: string }[] = [];
      for (const each of steps) {
        if (await act(projectId, each)) effects += 1;
        const stored = await reader.stored(projectId);
        const now = await reader.then(projectId);
        expect(canonicalPlan(now.plan)).toBe(stored);
        kept.push({ cut: now.cut, stored });
      }
      for (const { cut, stored } of [{ cut: then.cut, stored: canonicalPlan(then.plan) }, ...kept]) {
        const plan = planOf(await reader.read((reading) => readRecords(reading, projectId, cut)), projectId);
        expect(plan === null ? null : canonicalPlan(plan)).toBe(stored);
      }
    }),
    { numRuns: 6 },
  );
  expect(effects).toBeGreaterThan(20);
});

test('a plan made by a file, and by a newer file, is rebuilt as the tables have it', async () => {
  const world = await ImportWorld.open();
  try {
    const org = '00000000-0000-4000-8000-00000000000a';
    await world.addOrganisation(org);
    const design = { 'Project Phase Name': 'Design' };
    await world.import(
      org,
      await world.file(lineWith({ ...dsf(20), ...design }), lineWith({ ...dsf(21), ...design })),
    );
    const complete = { 'Project Status Name': 'Complete', 'Project Phase Actual End Date': '12/1/2024' };
    await world.import(org, await world.file(lineWith({ ...dsf(20), ...design, ...complete })));
    const projects = await world.rows<{ id: string }>('SELECT id FROM pit.project WHERE org_id = $1', [org]);
    expect(projects.length).toBeGreaterThan(0);
    const service = {
      userId: '00000000-0000-0000-0000-0000000000ff',
      orgId: org,
      role: 'service',
      divisionIds: [],
    };
    const imported = new PlanReader(world.pool, service as never);
    for (const { id } of projects) expect(await imported.rebuilt(id)).toBe(await imported.stored(id));
  } finally {
    await world.close();
  }
});

/** A connection that writes as the owner of the plan and holds its transaction open. */
async function openWriter(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: api.plan.database.adminUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(
    `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.role', 'admin', true)`,
    [api.plan.orgId, api.plan.owner],
  );
  return client;
}

const rename = (client: Pick<pg.Client, 'query'>, id: string, name: string): Promise<unknown> =>
  client.query('UPDATE pit.task SET name = $2 WHERE id = $1', [id, name]);

async function twoTasks(): Promise<{ projectId: string; first: string; second: string }> {
  const projectId = await api.plan.project();
  const phaseId = await api.plan.phase(projectId);
  const [first, second] = [await api.plan.task(projectId, phaseId), await api.plan.task(projectId, phaseId)];
  return { projectId, first, second };
}

const namesIn = (plan: string): string[] => (JSON.parse(plan) as { tasks: { name: string[] } }).tasks.name;

test('a transaction that has written but not committed is not seen, then or ever after, though others wrote later', async () => {
  const { projectId, first, second } = await twoTasks();
  const slow = await openWriter();
  await rename(slow, first, 'Slow');
  await api.plan.rows('UPDATE pit.task SET name = $2 WHERE id = $1', [second, 'Quick']);
  const then = await reader.then(projectId);
  await slow.query('COMMIT');
  await slow.end();
  expect(namesIn(canonicalPlan(then.plan)).sort()).toEqual(['Quick', 'Task']);
  const again = planOf(await reader.read((reading) => readRecords(reading, projectId, then.cut)), projectId);
  expect(again && canonicalPlan(again)).toBe(canonicalPlan(then.plan));
  expect(namesIn(await reader.rebuilt(projectId)).sort()).toEqual(['Quick', 'Slow']);
});

test('a transaction that wrote before and after a moment is not half seen at it', async () => {
  const { projectId, first, second } = await twoTasks();
  const writer = await openWriter();
  await rename(writer, first, 'Half');
  await api.plan.rows('SELECT pg_sleep(0.01)');
  const [moment] = await api.plan.rows<{ at: Date }>('SELECT clock_timestamp() AS at');
  await api.plan.rows('SELECT pg_sleep(0.01)');
  await rename(writer, second, 'Other half');
  await writer.query('COMMIT');
  await writer.end();
  const at = moment?.at.toISOString() ?? '';
  expect(namesIn(await reader.rebuilt(projectId, at))).toEqual(['Task', 'Task']);
  expect(namesIn(await reader.rebuilt(projectId)).sort()).toEqual(['Half', 'Other half']);
});

test('two commits within one millisecond are told apart', async () => {
  const { projectId, first } = await twoTasks();
  const before = await reader.then(projectId);
  await api.plan.rows('UPDATE pit.task SET name = $2 WHERE id = $1', [first, 'Next']);
  // As if both had come in the millisecond of the former.
  await api.plan
    .rows(`BEGIN; SET LOCAL session_replication_role = replica; ALTER TABLE pit.audit_log DISABLE TRIGGER refuse_change;
    UPDATE pit.audit_log SET created_at = (SELECT max(log.created_at) FROM pit.audit_log AS log
      WHERE log.record_id = audit_log.record_id AND log.action = 'INSERT') WHERE record_id = '${first}';
    ALTER TABLE pit.audit_log ENABLE ALWAYS TRIGGER refuse_change; COMMIT`);
  const after = await reader.then(projectId);
  expect([namesIn(canonicalPlan(before.plan)), namesIn(canonicalPlan(after.plan)).sort()]).toEqual([
    ['Task', 'Task'],
    ['Next', 'Task'],
  ]);
  const again = planOf(
    await reader.read((reading) => readRecords(reading, projectId, before.cut)),
    projectId,
  );
  expect(again && canonicalPlan(again)).toBe(canonicalPlan(before.plan));
});

test('a dependency that is gone for good, and a task that has moved to another project, are in the plans before', async () => {
  const { projectId, first, second } = await twoTasks();
  const link = await api.plan.insert('task_dependency', {
    project_id: projectId,
    predecessor_task_id: first,
    successor_task_id: second,
  });
  const before = await reader.then(projectId);
  await api.plan.rows('DELETE FROM pit.task_dependency WHERE id = $1', [link]);
  const elsewhere = await api.plan.project();
  const phase = await api.plan.phase(elsewhere);
  await api.plan.rows('UPDATE pit.task SET project_id = $2, phase_id = $3 WHERE id = $1', [
    first,
    elsewhere,
    phase,
  ]);
  expect(before.plan.links.id).toEqual([link]);
  const again = planOf(
    await reader.read((reading) => readRecords(reading, projectId, before.cut)),
    projectId,
  );
  expect(again && canonicalPlan(again)).toBe(canonicalPlan(before.plan));
  const now = await reader.then(projectId);
  expect([now.plan.links.id, now.plan.tasks.id]).toEqual([[], [second]]);
  expect((await reader.then(elsewhere)).plan.tasks.id).toEqual([first]);
});

test('whoever does not see a project reads nothing of its past, also at the door of the database', async () => {
  const division = await api.plan.insert('division', { id: crypto.randomUUID(), name: 'Closed' });
  const projectId = await api.plan.project({ division_id: division });
  const stranger = new PlanReader(api.plan.pool, api.plan.actor(api.plan.helper));
  await expect(stranger.then(projectId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const client = await openWriter();
  await client.query(`SELECT set_config('app.user_id', $1, true), set_config('app.role', 'member', true)`, [
    api.plan.helper,
  ]);
  const { rows } = await client.query(
    `SELECT * FROM pit_ops.plan_records($1, 9223372036854775807, '{}', false)`,
    [projectId],
  );
  const moments = await client.query(`SELECT * FROM pit_ops.plan_moment($1, 'infinity')`, [projectId]);
  await client.end();
  expect([rows, moments.rows]).toEqual([[], []]);
  const neighbour = await api.plan.neighbour();
  const other = new PlanReader(api.plan.pool, neighbour.actor());
  await expect(other.then(projectId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
