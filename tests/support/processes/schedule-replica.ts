// A process that computes the schedules of one organisation when it is told to, with what it keeps at hand to itself.
import { clock } from '../../../src/clock.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { planReads } from '../../../src/services/schedule/resident-plans.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';

const [appUrl = '', orgId = ''] = process.argv.slice(2);
const pool = createPool(appUrl, { max: 2, name: 'replica' });

async function refresh(today: string): Promise<object> {
  clock.today = () => today;
  const done = await runMutation(pool, systemActor(orgId), { name: 'schedule', input: {} }, async (tx) =>
    refreshSchedules(tx, await staleProjects(tx, { limit: 100 })),
  );
  return { done, reads: planReads() };
}

process.on('message', (today: string) => {
  refresh(today).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => void pool.end());
process.send?.({ ready: true });
