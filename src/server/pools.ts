import type pg from 'pg';
import { createPool } from '../db/pool.ts';

/** Four connections serve reads better than eight on two cores: fewer backends contend for them. */
const READ_CONNECTIONS = 4;
const WRITE_CONNECTIONS = 8;
/** Writers to one project follow each other: a hundred at once are a queue that moves, and no overload. */
const WRITE_WAIT_MS = 5_000;
/** Under the policies a statement takes longer to plan than to run, so each is planned once per connection. */
const PLAN_ONCE = ['plan_cache_mode=force_generic_plan'];
/** The connections of a service. */
export interface Pools {
  readPool: pg.Pool;
  writePool: pg.Pool;
}

/** Opens the pools of a service as the application role. @throws where that role is above the wall. */
export async function openPools(databaseUrl: string): Promise<Pools> {
  const settings = PLAN_ONCE;
  const readPool = createPool(databaseUrl, { max: READ_CONNECTIONS, name: 'pit-read', settings });
  await refuseUnsafeRole(readPool).catch(async (error: unknown) => {
    await readPool.end();
    throw error;
  });
  const write = { max: WRITE_CONNECTIONS, name: 'pit-write', waitMs: WRITE_WAIT_MS, settings };
  return { readPool, writePool: createPool(databaseUrl, write) };
}

/** Under a superuser or a BYPASSRLS role the tenant wall does not exist, so the service does not start. */
async function refuseUnsafeRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; unsafe: boolean }>(
    'SELECT rolname AS name, rolsuper OR rolbypassrls AS unsafe FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]?.unsafe !== false) {
    throw new Error(
      `DATABASE_URL connects as "${rows[0]?.name}", for whom row-level security is not in force. ` +
        'Give it the application role, and the owner in DATABASE_MIGRATION_URL.',
    );
  }
}
