import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clock } from '../../../src/clock.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { createSeries } from '../../../src/services/recurrence/series.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const PROCESS = fileURLToPath(new URL('../../support/processes/roll-over-process.ts', import.meta.url));
const FIRST = '2026-11-02';
const NEXT = '2026-11-24';
const PROJECTS = 60;

let plan: Plan;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => FIRST;
  plan = await Plan.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

/** Projects with a weekly series each. */
async function plantSeries(): Promise<string[]> {
  const projects: string[] = [];
  for (let at = 0; at < PROJECTS; at++) {
    const project = await plan.project();
    const phase = await plan.phase(project);
    const dates = { start_date: FIRST, end_date: FIRST, duration_days: 1 };
    const taskId = await plan.task(project, phase, { ...dates, linked_risk_mitigation_pct: '40' });
    await plan.run((tx) => rebuildRollups(tx, project));
    await plan.run((tx) => createSeries(tx, { taskId, rule: 'FREQ=WEEKLY' }));
    projects.push(project);
  }
  return projects;
}

const made = async (): Promise<number> =>
  Number(
    (
      await plan.rows<{ made: string }>(
        `SELECT count(DISTINCT series_id) AS made FROM pit_ops.occurrence WHERE nominal_on > '2026-11-02'`,
      )
    )[0]?.made,
  );

/** Nominal dates with what became of each and whether it has a task, one line for each series. */
const histories = (): Promise<{ rows: string }[]> =>
  plan.rows(
    `SELECT string_agg(o.nominal_on || ' ' || o.outcome || CASE WHEN t.id IS NULL THEN '' ELSE ' made' END, ', ' ORDER BY o.nominal_on) AS rows
     FROM pit_ops.occurrence o LEFT JOIN pit.task t ON t.id = o.task_id AND t.deleted_at IS NULL GROUP BY o.series_id`,
  );

test('a process killed while it makes occurrences leaves each date either made with its task or not at all, and another makes the rest', async () => {
  const projects = await plantSeries();
  const child = fork(PROCESS, [plan.database.appUrl, NEXT], { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit');
  while ((await made()) < 5) await sleep(3);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(await made()).toBeLessThan(PROJECTS);

  const whole =
    '2026-11-02 open made, 2026-11-09 missed, 2026-11-16 missed, 2026-11-23 open made, 2026-11-30 open made';
  const states = new Set((await histories()).map(({ rows }) => rows));
  expect([...states].sort()).toEqual(['2026-11-02 open made', whole]);

  clock.today = () => NEXT;
  await plan.rows('DELETE FROM pit_ops.job_lease');
  await Promise.all([rollOverDays(plan.pool), rollOverDays(plan.pool)]);
  await rollOverDays(plan.pool);
  expect(await histories()).toEqual(projects.map(() => ({ rows: whole })));
  const tasks = await plan.rows(`SELECT id FROM pit.task`);
  expect(tasks).toHaveLength(3 * PROJECTS);
  for (const project of [projects[0] ?? '', projects.at(-1) ?? '']) {
    const { stored, fresh } = await storedAndFresh(plan, project, { today: NEXT, weighting: 'equal' });
    expect(stored).toEqual(fresh);
  }
}, 240_000);
