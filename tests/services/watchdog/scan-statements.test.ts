import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { RequestTelemetry } from '../../../src/request-telemetry.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';
import { watchProject } from '../../../src/services/watchdog/scan-runs.ts';
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

/** How many statements a scan sends, and how many alerts it raises. */
async function scan(projectId: string): Promise<{ statements: number; raised: number }> {
  const tally = new RequestTelemetry('');
  const request = { name: 'watchdogScan', input: {}, tally };
  const { raised } = await runMutation(plan.pool, systemActor(plan.orgId), request, (tx) =>
    watchProject(tx, projectId),
  );
  return { statements: tally.statements, raised };
}

/** A project of which each task is late, critical and silent, with its evidence, its subtask, its links and its risk. */
async function troubled(tasks: number): Promise<string> {
  const project = await plan.project({ start_date: '2026-11-02' });
  const phase = await plan.phase(project);
  const dates = { status: 'overdue', start_date: '2026-11-02', end_date: '2026-11-06', duration_days: 5 };
  let before: string | undefined;
  for (let n = 0; n < tasks; n += 1) {
    const created_at = '2026-11-01T12:00:00Z';
    const work = { ...dates, progress_percent: 10, created_at, linked_risk_mitigation_pct: 10 };
    const task = await plan.task(project, phase, work);
    await plan.subtask(task, { status: 'active', start_date: '2026-11-02', created_at });
    await plan.evidence({ task_id: task }, 'rejected');
    await plan.insert('risk_link', { task_id: task, risk_id: crypto.randomUUID(), link_type: 'residual' });
    const link = { project_id: project, predecessor_task_id: before, successor_task_id: task };
    if (before !== undefined) await plan.insert('task_dependency', link);
    before = task;
  }
  return project;
}

test('a scan takes as many statements for sixty troubled tasks as for three, when it writes their alerts and afterwards', async () => {
  const [few, many] = [await troubled(3), await troubled(60)];
  const first = [await scan(few), await scan(many)];
  expect(first[1]!.raised - first[0]!.raised).toBeGreaterThan(3 * 57);
  expect(first[1]!.statements).toBe(first[0]!.statements);
  const second = [await scan(few), await scan(many)];
  expect(second.map(({ raised }) => raised)).toEqual([0, 0]);
  expect(second[1]!.statements).toBe(second[0]!.statements);
  expect(second[0]!.statements).toBeLessThan(first[0]!.statements);
});
