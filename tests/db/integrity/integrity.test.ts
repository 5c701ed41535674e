import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor, refusal, transaction, value } from '../tenancy/as-actor.ts';
import { makeOrganisation, type Organisation } from '../tenancy/two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
});

afterAll(() => database.drop());

const run = (sql: string, values: unknown[] = []): Promise<pg.QueryResult> =>
  asActor(database.appUrl, ours.member, (client) => client.query(sql, values));

describe('updated_at', () => {
  test('every table that has it keeps it', async () => {
    const without = await transaction(database.adminUrl, async (client) => {
      const { rows } = await client.query(
        `SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relnamespace = 'pit'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'updated_at'
           AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'touch_row')`,
      );
      return rows as unknown[];
    });
    expect(without).toEqual([]);
  });

  test('strictly increases, however fast the writers', async () => {
    const seen = await asActor(database.appUrl, ours.member, async (client) => {
      const times: string[] = [];
      for (let turn = 0; turn < 200; turn++) {
        times.push(
          await value(
            client,
            `UPDATE pit.task SET order_index = order_index + 1 WHERE id = $1
             RETURNING to_char(updated_at, 'YYYY-MM-DD HH24:MI:SS.US')`,
            [ours.task],
          ),
        );
      }
      return times;
    });
    expect(new Set(seen).size).toBe(200);
    expect([...seen].sort()).toEqual(seen);
    expect(seen.every((time) => time.endsWith('000'))).toBe(true);
  });

  test('of twenty writers who read the same version, one wins', async () => {
    const version = await asActor(database.appUrl, ours.member, (client) =>
      value<Date>(client, 'SELECT updated_at FROM pit.task WHERE id = $1', [ours.task]),
    );
    const write = (): Promise<pg.QueryResult> =>
      run('UPDATE pit.task SET progress_percent = 10 WHERE id = $1 AND updated_at = $2', [
        ours.task,
        version,
      ]);
    const results = await Promise.all(Array.from({ length: 20 }, write));
    expect(results.map((result) => result.rowCount).sort()).toEqual([...Array<number>(19).fill(0), 1]);
  });
});

describe('evidence', () => {
  const review = (decision: string): Promise<unknown> =>
    run('INSERT INTO pit.evidence_review (evidence_id, reviewer_id, decision) VALUES ($1, $2, $3)', [
      ours.evidence,
      ours.other,
      decision,
    ]);
  const change = (): Promise<string> =>
    refusal(run(`UPDATE pit.evidence SET metadata = '{"a": 1}' WHERE id = $1`, [ours.evidence]));

  test('is final once its latest review has accepted it, deletion included', async () => {
    expect(await change()).toBe('accepted');
    await review('rejected');
    expect(await change()).toBe('accepted');
    await review('accepted');
    expect(await change()).toBe('23514 evidence_accepted_is_final');
    expect(await refusal(run('UPDATE pit.evidence SET deleted_at = now()'))).toBe(
      '23514 evidence_accepted_is_final',
    );
    await review('needs_clarification');
    expect(await change()).toBe('accepted');
  });

  test('is not changed by who came before an acceptance that commits first', async () => {
    const reviewer = new pg.Client({ connectionString: database.appUrl });
    await reviewer.connect();
    await reviewer.query(`BEGIN; SELECT set_config('app.org_id', '${ours.id}', true),
      set_config('app.user_id', '${ours.owner}', true), set_config('app.role', 'member', true)`);
    await reviewer.query(
      `INSERT INTO pit.evidence_review (evidence_id, reviewer_id, decision) VALUES ($1, $2, 'accepted')`,
      [ours.evidence, ours.owner],
    );
    const waiting = change();
    await reviewer.query('SELECT pg_sleep(0.2)');
    await reviewer.query('COMMIT');
    await reviewer.end();
    expect(await waiting).toBe('23514 evidence_accepted_is_final');
  });

  test('keeps its verdicts: a decided review is not decided again', async () => {
    expect(
      await refusal(run(`UPDATE pit.evidence_review SET decision = 'accepted' WHERE decision = 'rejected'`)),
    ).toBe('23514 evidence_review_decided_is_final');
    expect(
      await refusal(run(`UPDATE pit.evidence_review SET ai_score = 7 WHERE decision = 'rejected'`)),
    ).toBe('accepted');
    expect(
      await refusal(run(`UPDATE pit.evidence_review SET decision = 'rejected' WHERE decision = 'pending'`)),
    ).toBe('accepted');
  });
});

describe('records that stay', () => {
  test.each(['audit_log', 'task_progress_log'])('%s is append-only, even for a superuser', async (table) => {
    const attempt = (sql: string): Promise<string> =>
      refusal(asActor(database.adminUrl, ours.service, (client) => client.query(sql)));
    expect(await attempt(`UPDATE pit.${table} SET org_id = org_id`)).toBe('42501');
    expect(await attempt(`DELETE FROM pit.${table}`)).toBe('42501');
    expect(await attempt(`TRUNCATE pit.${table}`)).toBe('42501');
    expect(await attempt(`SET LOCAL session_replication_role = replica; DELETE FROM pit.${table}`)).toBe(
      '42501',
    );
  });

  test.each([
    'evidence',
    'evidence_review',
    'cost_snapshot',
    'watchdog_alert',
    'watchdog_scan_log',
    'qa_result',
  ])('%s is never removed, even by a superuser', async (table) => {
    const attempt = (sql: string): Promise<string> =>
      refusal(asActor(database.adminUrl, ours.service, (client) => client.query(sql)));
    expect(await attempt(`DELETE FROM pit.${table}`)).toBe('42501');
    expect(await attempt(`TRUNCATE pit.${table} CASCADE`)).toBe('42501');
  });
});
