import pg from 'pg';
import type { ActorRole } from '../../../src/domain/enums.ts';

/** What the service tells the database about who asks. */
export interface DatabaseActor {
  readonly org: string;
  readonly user: string;
  readonly role: ActorRole;
  readonly divisions?: readonly string[];
  /** With a reason the transaction takes the foreman's role, as an override does. */
  readonly reason?: string;
}

/** Runs work in one transaction as the service would for this actor, and commits. */
export async function asActor<T>(
  url: string,
  actor: DatabaseActor,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return transaction(url, async (client) => {
    await client.query(
      `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true),
         set_config('app.role', $3, true), set_config('app.division_ids', $4, true),
         set_config('app.override_reason', $5, true)`,
      [actor.org, actor.user, actor.role, (actor.divisions ?? []).join(','), actor.reason ?? ''],
    );
    if (actor.reason !== undefined) {
      await client.query('SELECT pit_ops.record_override()');
      await client.query('SET LOCAL ROLE pit_foreman');
    }
    return work(client);
  });
}

/** Runs work in one transaction without any context. */
export async function transaction<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}

/** What the database said no with: its SQLSTATE, and the constraint where there is one. */
export async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return [error.code, error.constraint].filter(Boolean).join(' ');
  }
  return 'accepted';
}

/** The first column of the first row. */
export async function value<T>(client: pg.ClientBase, sql: string, values: unknown[] = []): Promise<T> {
  const { rows } = await client.query<unknown[]>({ text: sql, values, rowMode: 'array' });
  return rows[0]?.[0] as T;
}
