import type pg from 'pg';

const TRY = `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken`;
const RELEASE = `SELECT pg_advisory_unlock(hashtextextended($1, 0))`;

/**
 * Runs `work` while this process alone, of all that share the database, holds the lock. Where another holds it,
 * nothing is done. The lock hangs on a connection and goes with it.
 *
 * @returns whether the lock was to be had.
 */
export async function withAdvisoryLock(
  pool: pg.Pool,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>(TRY, [name]);
    if (rows[0]?.taken !== true) return false;
    try {
      await work();
    } finally {
      await client.query(RELEASE, [name]);
    }
    return true;
  } finally {
    client.release();
  }
}
