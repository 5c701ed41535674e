import { sealRecords } from '../../../src/services/audit/audit-sealing.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { TEST_SEALER } from '../../support/processes/graph.ts';

interface Verdict {
  holds: boolean;
  sha256: string;
  rebuiltSha256: string | null;
  storedSha256: string;
  recordCount: number;
  sealedCount: number;
  isSealed: boolean;
  faultCount: number;
  faults: object[];
}

let api: PlanGraph;
let projectId: string;
let taskId: string;
let baselineId: string;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());
beforeEach(async () => {
  projectId = await api.make('Project', { name: 'Bridge' });
  const [phase] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
    projectId,
  ]);
  taskId = await api.make('Task', {
    phaseId: phase?.id,
    name: 'Pier',
    startDate: '2026-03-02',
    durationDays: 3,
  });
  const input = { projectId, name: 'Plan', kind: 'ORIGINAL' };
  const payload = await api.done<{ baseline: { id: string } }>('setBaseline', input, 'baseline { id }');
  baselineId = payload.baseline.id;
});

async function verdict(): Promise<Verdict> {
  const query = `query ($id: ID!) { verifyBaseline(baselineId: $id) { holds sha256 rebuiltSha256 storedSha256 recordCount sealedCount
    isSealed faultCount faults { table recordId fields fault auditLogId sequence seal isAsSealed } } }`;
  const { data, errors } = await api.graph.ask(api.plan.actor(), query, { id: baselineId });
  expect(errors).toBeUndefined();
  return data?.['verifyBaseline'] as Verdict;
}

const seal = () => sealRecords(api.plan.pool, api.plan.orgId, TEST_SEALER, { aborted: false });

/** As a superuser does, who puts the triggers aside. */
async function tamper(sql: string): Promise<void> {
  await api.plan.rows(`BEGIN; SET LOCAL session_replication_role = replica;
    ALTER TABLE pit.audit_log DISABLE TRIGGER refuse_change; ALTER TABLE pit_ops.audit_detail DISABLE TRIGGER refuse_change;
    ALTER TABLE pit_ops.baseline_plan DISABLE TRIGGER refuse_change; ALTER TABLE pit_ops.baseline_task DISABLE TRIGGER refuse_change;
    ${sql};
    ALTER TABLE pit.audit_log ENABLE ALWAYS TRIGGER refuse_change; ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_change;
    ALTER TABLE pit_ops.baseline_plan ENABLE ALWAYS TRIGGER refuse_change;
    ALTER TABLE pit_ops.baseline_task ENABLE ALWAYS TRIGGER refuse_change; COMMIT`);
}

const edit = (value: string): string =>
  `UPDATE pit.audit_log SET after_state = jsonb_set(after_state, '{end_date}', '"${value}"')
   WHERE table_name = 'task' AND record_id = '${taskId}'`;

test('a baseline holds, whatever has changed since, and says how much of it the seals cover', async () => {
  await api.done('updateTask', { id: taskId, name: 'Pillar' }, '__typename');
  const unsealed = await verdict();
  expect(unsealed).toMatchObject({ holds: true, isSealed: false, faultCount: 0, faults: [] });
  expect([unsealed.rebuiltSha256, unsealed.storedSha256]).toEqual([unsealed.sha256, unsealed.sha256]);
  await seal();
  const sealed = await verdict();
  expect(sealed).toMatchObject({ holds: true, isSealed: true, recordCount: unsealed.recordCount });
  expect(sealed.sealedCount).toBe(sealed.recordCount);
});

test("a superuser's edit of a sealed audit record behind the trigger is named, with the seal that it breaks", async () => {
  await seal();
  await tamper(edit('2026-02-27'));
  const found = await verdict();
  expect(found).toMatchObject({ holds: false, isSealed: false, storedSha256: found.sha256 });
  expect(found.rebuiltSha256).not.toBe(found.sha256);
  const record = { table: 'task', recordId: taskId, seal: expect.any(Number) as number, isAsSealed: false };
  expect(found.faults).toEqual([
    expect.objectContaining({ ...record, fields: ['end'], auditLogId: expect.any(String) as string }),
    expect.objectContaining({ ...record, fault: 'the audit record is altered since it was sealed' }),
  ]);
});

test('an edit before the seal is named all the same, since the hash was kept', async () => {
  await tamper(edit('2026-02-27'));
  await seal();
  const found = await verdict();
  expect(found).toMatchObject({ holds: false, isSealed: true, faultCount: 1 });
  expect(found.faults).toEqual([
    expect.objectContaining({ table: 'task', recordId: taskId, fields: ['end'], isAsSealed: true }),
  ]);
});

test('an audit record that is taken away is named', async () => {
  await tamper(`DELETE FROM pit.audit_log WHERE table_name = 'task' AND record_id = '${taskId}'`);
  const found = await verdict();
  expect(found.holds).toBe(false);
  expect(found.faults).toEqual([
    expect.objectContaining({ table: 'task', recordId: taskId, fields: [], auditLogId: null }),
  ]);
});

test('an edit of the stored plan, and of what it shows of a task, is named', async () => {
  await tamper(
    `UPDATE pit_ops.baseline_plan SET plan = jsonb_set(plan, '{tasks,name,0}', '"Other"') WHERE baseline_id = '${baselineId}'`,
  );
  const plan = await verdict();
  expect(plan).toMatchObject({ holds: false, rebuiltSha256: plan.sha256 });
  expect(plan.storedSha256).not.toBe(plan.sha256);
  expect(plan.faults).toEqual([
    expect.objectContaining({ table: 'task', recordId: taskId, fields: ['name'] }),
  ]);
  await tamper(`UPDATE pit_ops.baseline_plan SET plan = jsonb_set(plan, '{tasks,name,0}', '"Pier"') WHERE baseline_id = '${baselineId}';
    UPDATE pit_ops.baseline_task SET end_date = '2026-02-27' WHERE baseline_id = '${baselineId}'`);
  const task = await verdict();
  expect(task).toMatchObject({ holds: false, storedSha256: task.sha256, rebuiltSha256: task.sha256 });
  expect(task.faults).toEqual([expect.objectContaining({ table: 'baseline_task', recordId: taskId })]);
});
