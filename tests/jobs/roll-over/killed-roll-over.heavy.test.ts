import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clock } from '../../../src/clock.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { kept, orderedIds, plantProjects, rebuildAll } from './day-worlds.ts';

const PROCESS = fileURLToPath(new URL('../../support/processes/roll-over-process.ts', import.meta.url));
const FIRST = '2026-11-17';
const NEXT = '2026-11-24';

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

const turnedBy = async (): Promise<string | null> =>
  (
    await plan.rows<{ turned: string | null }>('SELECT turned_project_id AS turned FROM pit_ops.settled_day')
  )[0]?.turned ?? null;

test('a process killed while it rolls over leaves the rest to another, which comes to what a computation from scratch does', async () => {
  const projects = orderedIds(150);
  await plantProjects(plan, projects, 12);
  await rollOverDays(plan.pool);
  const child = fork(PROCESS, [plan.database.appUrl, NEXT], { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit');
  while ((await turnedBy()) === null || projects.indexOf((await turnedBy()) ?? '') < 5) await sleep(5);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);

  const turned = (await turnedBy()) ?? '';
  expect(projects.slice(5, -1)).toContain(turned);
  clock.today = () => NEXT;
  // Its lease is another's once it is out.
  await rollOverDays(plan.pool);
  expect(await turnedBy()).toBe(turned);
  await plan.rows('DELETE FROM pit_ops.job_lease');

  await plan.rows('DELETE FROM pit_ops.outbox');
  await Promise.all([rollOverDays(plan.pool), rollOverDays(plan.pool)]);
  const told = await plan.rows<{ id: string }>(
    `SELECT DISTINCT stream_id::text AS id FROM pit_ops.outbox ORDER BY 1`,
  );
  expect(told.map(({ id }) => id).filter((id) => id <= turned)).toEqual([]);
  const sets = await kept(plan);
  await rebuildAll(plan);
  expect(await kept(plan)).toEqual(sets);
}, 240_000);
