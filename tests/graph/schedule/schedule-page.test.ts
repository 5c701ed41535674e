import { readFile } from 'node:fs/promises';
import { clock } from '../../../src/clock.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const PAGE = new URL('../../../docs/schedule.md', import.meta.url);
const real = { ...clock };

let plan: Plan;
let service: TestService;

beforeAll(async () => {
  clock.today = () => '2026-01-05';
  plan = await Plan.open();
  service = await startTestService(plan.database);
});
afterAll(async () => {
  Object.assign(clock, real);
  await service?.stop();
  await plan?.close();
});

/** Three tasks of five days, each behind the one before it, from a Monday on. */
async function plant(): Promise<{ project: string; task: string }> {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const ids: string[] = [];
  for (const [n, name] of ['ground', 'walls', 'roof'].entries()) {
    const day = (at: number) => new Date(Date.UTC(2026, 2, 2 + n * 7 + at)).toISOString().slice(0, 10);
    const dates = { start_date: day(0), end_date: day(4), duration_days: 5, capex_cost: 1_000 };
    ids.push(await plan.task(project, phase, { name, ...dates }));
  }
  for (const n of [0, 1]) {
    const ends = { predecessor_task_id: ids[n], successor_task_id: ids[n + 1] };
    const dependency_type = 'finish_to_start';
    await plan.insert('task_dependency', { project_id: project, dependency_type, ...ends });
  }
  return { project, task: ids[0]! };
}

type Data = Record<string, Record<string, never>>;

test('the operations of the page, pasted one after the other, are the story that it tells', async () => {
  const page = await readFile(PAGE, 'utf8');
  const operations = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, text]) => text!);
  const ids: Record<string, string> = { ...(await plant()), user: plan.sponsor, application: plan.orgId };
  ids['moment'] = new Date().toISOString();
  const token = await service.token(plan.actor());
  const answers = new Map<string, unknown>();
  for (const operation of operations) {
    const text = operation.replaceAll(/<(\w+)>/g, (_, name: string) => ids[name] ?? `no ${name}`);
    expect(text).not.toMatch(/no \w+|"\.\.\."/);
    const { body } = await service.query(token, text);
    expect([text, body.errors]).toEqual([text, undefined]);
    const data = body.data as Data;
    const [name = ''] = Object.keys(data);
    answers.set(name, data[name]);
    ids['token'] = (data['previewSchedule']?.['token'] as string | undefined) ?? ids['token'] ?? '';
    const baseline = data['setBaseline']?.['baseline'] as { id: string } | undefined;
    if (baseline !== undefined) ids['baseline'] ??= baseline.id;
  }
  expect(answers.get('previewSchedule')).toMatchObject({
    before: { finish: '2026-03-20' },
    after: { finish: '2026-04-03', finishVarianceDays: 10 },
    moved: { totalCount: 3 },
  });
  expect(answers.get('applySchedule')).toMatchObject({
    state: 'APPLIED',
    changedTaskCount: 3,
    project: { endDate: '2026-04-03' },
  });
  expect(answers.get('compareBaselines')).toMatchObject({
    finishBefore: '2026-03-20',
    finishAfter: '2026-04-03',
    finishShiftDays: 10,
    movedCount: 3,
  });
  expect(answers.get('project')).toMatchObject({ promisedFinish: '2026-03-20' });
  expect(answers.get('verifyBaseline')).toMatchObject({ holds: true, faults: [] });
  expect(answers.get('scheduleApplication')).toBeNull();
  expect(answers.size).toBe(8);
});
