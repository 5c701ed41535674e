// The process of `bench -- schedule --only memory` whose memory is watched.
import { cacheUses } from '../src/bounded-cache.ts';
import { uuid } from '../src/db/connection/column-types.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { statement } from '../src/db/connection/statement.ts';
import { systemActor, type Actor } from '../src/domain/directory/actor.ts';
import { ScheduleJob } from '../src/jobs/schedule.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { updateTask } from '../src/services/plan/tasks/task-update.ts';
import { refreshSchedules, staleProjects } from '../src/services/schedule/refresh-schedules.ts';
import { loadPlans, planReads, plansWithin } from '../src/services/schedule/resident-plans.ts';
import type { Command } from '../src/services/transaction/command.ts';
import { runMutation } from '../src/services/transaction/mutation-transaction.ts';

const [appUrl = '', rounds = '1'] = process.argv.slice(2);
const { orgId } = DEMO_ADMIN;
const pool = createPool(appUrl, { max: 2, name: 'memory-bench' });
const run = <T extends object>(verb: Command<T>, actor: Actor = systemActor(orgId)): Promise<T> =>
  runMutation(pool, actor, { name: 'bench', input: {} }, verb);
const PROJECTS = statement('SELECT id FROM pit.project WHERE deleted_at IS NULL ORDER BY id', { id: uuid });
/** Projects whose change is stored together. */
const TOGETHER = 5;
/** How much more than after the first round of changes may be held after the last. */
const MOST_GROWTH = 1.1;

const MEGABYTE = 1024 * 1024;

/** Megabytes that are in use once everything is collected that can be. */
function held(what: string): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const [heap, arrays, all] = [heapUsed, arrayBuffers, rss].map((bytes) => (bytes / MEGABYTE).toFixed(0));
  console.log(`${what.padEnd(28)} heap ${heap} MB, arrays ${arrays} MB, process ${all} MB`);
  return heapUsed + arrayBuffers;
}

held('nothing at hand');
const job = new ScheduleJob(pool);
await job.sweep();
await job.stop();
held('all computed once');
const { ids } = await run(async (tx) => ({ ids: (await tx.run(PROJECTS)).rows.map(({ id }) => id) }));
const after: number[] = [];
for (let round = 0; round <= Number(rounds); round += 1) {
  for (let at = 0; at < ids.length; at += TOGETHER) {
    const some = ids.slice(at, at + TOGETHER);
    for (const projectId of some) await change(projectId, round);
    await run(async (tx) => refreshSchedules(tx, await staleProjects(tx, { among: some, limit: TOGETHER })));
  }
  after.push(held(`round ${round + 1} of changes`));
}
const { whole, patched } = planReads();
console.log(`plans read whole ${whole}, patched ${patched}`);
for (const { name, entries, size, bound } of cacheUses().filter((use) => use.entries > 0))
  console.log(`${name.padEnd(28)} ${entries} entries, ${size} of ${bound}`);
const isBound = cacheUses().every(({ size, bound }) => size <= bound);
const isFlat = after.at(-1)! <= MOST_GROWTH * after[0]!;
console.log(isBound && isFlat ? 'flat: held' : 'FAILED');
await pool.end();
process.exitCode = isBound && isFlat ? 0 : 1;

/** One task takes another time, as somebody changes it. */
async function change(projectId: string, round: number): Promise<void> {
  const { id } = await run(async (tx) => {
    const loaded = await loadPlans(plansWithin(tx), [{ projectId }], 1_000);
    return { id: loaded.get(projectId)!.plan.facts.tasks.ids[0]! };
  });
  await run((tx) => updateTask(tx, { id, durationDays: 2 + (round % 5) }), DEMO_ADMIN);
}
