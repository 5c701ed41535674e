import { clock } from '../../../src/clock.ts';
import { ALERT_TO_ACKNOWLEDGE } from '../../../src/db/queries/watchdog/acknowledgement-query.ts';
import { acknowledgeAlert, rescanProject } from '../../../src/services/watchdog/acknowledgement.ts';
import { WatchdogJob } from '../../../src/jobs/watchdog.ts';
import { wantScan } from '../../../src/services/watchdog/scan-requests.ts';
import { asActor } from '../../db/tenancy/as-actor.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };

beforeAll(async () => {
  plan = await Plan.open();
  clock.today = () => '2026-11-18';
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

async function alert(values: object = {}): Promise<{ project: string; alertId: string }> {
  const project = await plan.project();
  const task = await plan.task(project, await plan.phase(project));
  const about = { code: 'stalled_task', severity: 'yellow', message: 'It stands still.' };
  const data = { level: 3, subject: task, subjectType: 'task' };
  return {
    project,
    alertId: await plan.insert('watchdog_alert', { project_id: project, ...about, data, ...values }),
  };
}

const acknowledgements = (alertId: string) =>
  plan.rows<{ user_id: string; note: string | null }>(
    'SELECT user_id, note FROM pit_ops.alert_ack WHERE alert_id = $1',
    [alertId],
  );

test('an alert is taken once, by whoever was first, is announced, and stands in the audit log', async () => {
  const { project, alertId } = await alert();
  const [first, second] = [plan.actor(plan.worker), plan.actor(plan.sponsor)];
  await plan.run((tx) => acknowledgeAlert(tx, { alertId, note: 'I look into it.' }), { actor: first });
  await plan.run((tx) => acknowledgeAlert(tx, { alertId, note: 'So do I.' }), { actor: second });
  expect(await acknowledgements(alertId)).toEqual([{ user_id: plan.worker, note: 'I look into it.' }]);
  const told = await plan.rows(
    `SELECT payload FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.watchdog.alert'`,
    [project],
  );
  expect(told).toEqual([{ payload: { projectId: project, alertId } }]);
  const audited = await plan.rows(
    `SELECT user_id, after_state ->> 'note' AS note FROM pit.audit_log WHERE table_name = 'alert_ack' AND after_state ->> 'alert_id' = $1`,
    [alertId],
  );
  expect(audited).toEqual([{ user_id: plan.worker, note: 'I look into it.' }]);
});

test('of two at once one takes it', async () => {
  const { alertId } = await alert();
  const people = [plan.owner, plan.sponsor, plan.worker];
  await Promise.all(
    people.map((id) => plan.run((tx) => acknowledgeAlert(tx, { alertId }), { actor: plan.actor(id) })),
  );
  expect(await acknowledgements(alertId)).toHaveLength(1);
});

test.each<[string, object, string, object]>([
  ['somebody who has nothing to do with it', {}, 'helper', { code: 'FORBIDDEN' }],
  [
    'anybody once it is resolved',
    { resolved_at: '2026-11-17T00:00:00Z', detected_at: '2026-11-16T00:00:00Z' },
    'owner',
    { code: 'CONFLICT' },
  ],
])('an alert is not taken by %s', async (_, values, person, refusal) => {
  const { alertId } = await alert(values);
  const actor = plan.actor(person === 'owner' ? plan.owner : plan.helper);
  await expect(plan.run((tx) => acknowledgeAlert(tx, { alertId }), { actor })).rejects.toMatchObject(refusal);
  expect(await acknowledgements(alertId)).toEqual([]);
});

test.each(['  ', 'x'.repeat(2_001)])('a note that is none is refused, and nothing is taken', async (note) => {
  const { alertId } = await alert();
  await expect(plan.run((tx) => acknowledgeAlert(tx, { alertId, note }))).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    detail: { field: 'input.note' },
  });
  expect(await acknowledgements(alertId)).toEqual([]);
});

test('an alert of another organisation is not there', async () => {
  const { alertId } = await alert();
  const other = await plan.neighbour();
  const taken = other.run((tx) => acknowledgeAlert(tx, { alertId }));
  await expect(taken).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('who may plan a project may have it looked at, and it is looked at at once', async () => {
  const project = await plan.project();
  await plan.task(project, await plan.phase(project), { status: 'overdue', end_date: '2026-11-17' });
  const refused = plan.run((tx) => rescanProject(tx, { id: project }), { actor: plan.actor(plan.helper) });
  await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const job = new WatchdogJob(plan.pool, { quiet: 3_600_000, longest: 3_600_000, busy: 20 });
  const { projectId } = await plan.run((tx) => rescanProject(tx, { id: project }));
  wantScan(plan.pool, { orgId: plan.orgId, projectId, isUrgent: true });
  const open = () => plan.rows('SELECT FROM pit.watchdog_alert WHERE project_id = $1', [project]);
  while ((await open()).length === 0) await new Promise((next) => setTimeout(next, 20));
  await job.stop();
});

test('the task that an alert is about is looked up, and not searched for among all of its project', async () => {
  const { project, alertId } = await alert();
  const [phase] = await plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
    project,
  ]);
  await plan.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id)
     SELECT $1, $2, $3, 'Task ' || n, $4 FROM generate_series(1, 3000) n`,
    [plan.orgId, project, phase?.id, plan.worker],
  );
  await plan.rows('ANALYZE pit.task');
  const owner = { org: plan.orgId, user: plan.owner, role: 'member' } as const;
  const lines = await asActor(plan.database.appUrl, owner, async (client) => {
    const text = `EXPLAIN (ANALYZE, TIMING off) ${ALERT_TO_ACKNOWLEDGE.text}`;
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(text, [alertId]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(lines).toMatch(/Index Scan using \S+ on task t [^\n]*\n +Index Cond: [^\n]*\bid = a\.subject_id/);
  expect(lines).not.toMatch(/(Seq|Bitmap Heap) Scan on task t/);
});

test.each([{}, { subject: 'nonsense' }, { subject: null }, { subject: 7 }])(
  'an alert that is about no task is taken all the same: %j',
  async (data) => {
    const { alertId } = await alert({ data });
    await plan.run((tx) => acknowledgeAlert(tx, { alertId }));
    expect(await acknowledgements(alertId)).toEqual([{ user_id: plan.owner, note: null }]);
  },
);
