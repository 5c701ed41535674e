import pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import { ScheduleJob } from '../../../src/jobs/schedule.ts';
import type { TestDatabase } from '../postgres/database.ts';

const MOST_SWEEPS = 20;

/** Stores the schedules of all projects, so that no request computes one. */
export async function storeSchedules(database: TestDatabase): Promise<void> {
  const pool = createPool(database.appUrl, { max: 1, name: 'test' });
  const job = new ScheduleJob(pool);
  // What meets a lock, or a time limit on a busy machine, is left to the next sweep.
  for (let turn = 0; turn === 0 || (await unscheduled(database)) > 0; turn += 1) {
    if (turn === MOST_SWEEPS) throw new Error(`the schedules are not stored after ${MOST_SWEEPS} sweeps`);
    await job.sweep();
  }
  await job.stop();
  await pool.end();
}

/** How many projects have no stored schedule. */
async function unscheduled(database: TestDatabase): Promise<number> {
  const admin = new pg.Client(database.adminUrl);
  await admin.connect();
  const { rows } = await admin.query<{ missing: number }>(
    `SELECT count(*)::int AS missing FROM pit.project p
     WHERE deleted_at IS NULL AND NOT EXISTS (SELECT FROM pit_ops.project_schedule s WHERE s.project_id = p.id)`,
  );
  await admin.end();
  return rows[0]?.missing ?? 0;
}
