import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';

const PATIENCE_MS = 5_000;

/**
 * Whether what `pool` notifies is heard over a session of `listenUrl`: not behind a pooler that lends its connections for
 * single transactions, where LISTEN is accepted and without effect; nor in another database.
 * The word comes from the pool, since even a pooler passes on what a session tells itself.
 *
 * @param signal ends the waiting; the answer is then false.
 * @throws the driver's error where one of the two cannot be reached.
 */
export async function hearsNotifications(
  listenUrl: string,
  pool: pg.Pool,
  signal: AbortSignal,
): Promise<boolean> {
  const channel = `pit_listen_check_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({
    connectionString: listenUrl,
    application_name: 'pit-listen-check',
    connectionTimeoutMillis: PATIENCE_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
    const waiting = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const heard = once(client, 'notification', { signal: waiting }).then(
      () => true,
      () => false,
    );
    await pool.query('SELECT pg_notify($1, $2)', [channel, '']);
    return await heard;
  } finally {
    await client.end();
  }
}
