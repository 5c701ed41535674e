import { parseArgs } from 'node:util';
import pg from 'pg';
import { createPool } from '../src/db/connection/pool.ts';
import { withTenantTransaction } from '../src/db/write/tenant-transaction.ts';
import { systemActor } from '../src/domain/directory/actor.ts';
import { DEMO_ORGANISATION, OTHER_ORGANISATION } from '../src/services/demo/demo-directory.ts';
import { DEMO_ADMIN, OTHER_ADMIN } from '../src/services/demo/demo.ts';
import { syncDirectory } from '../src/services/directory/directory.ts';
import { withRules } from '../src/services/transaction/mutation-transaction.ts';
import { startAttacked, withEmptyGround, type Attacked } from './attacks/ground.ts';
import { UsageError } from './options.ts';

/** Records that one INSERT makes. */
const RECORDS_AT_ONCE = 50_000;
/** A tenth of the records is another organisation's, which the verification must not read. */
const OTHERS_SHARE = 0.1;
const MOST_RECORDS = 20_000_000;
const SEAL_PATIENCE_MS = 3_600_000;

/** `$1` records of the organisation `$2` by its user `$3`, as the trigger writes them: some 430 bytes each. */
const WRITE_RECORDS = `
  WITH made AS (
    INSERT INTO pit.audit_log (org_id, user_id, action, table_name, record_id, before_state, after_state, created_at)
    SELECT $2, $3, 'UPDATE', 'task', gen_random_uuid(), state, state || '{"progress_percent": 50}', clock_timestamp()
    FROM generate_series(1, $1::int) AS number, LATERAL (SELECT jsonb_build_object('id', gen_random_uuid(),
      'name', 'Task ' || number, 'status', 'active', 'org_id', $2::uuid, 'owner_id', $3::uuid, 'progress_percent', 0)) AS task (state)
    RETURNING id, org_id)
  INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role) SELECT id, org_id, 'pit_app' FROM made`;
const IN_NO_SEAL = 'SELECT count(*)::int AS count FROM pit_ops.audit_detail WHERE digest IS NULL';
/** The bare work: every digest of the organisation made again in one statement. */
const BARE = `
  SELECT count(*) FILTER (WHERE detail.digest <> pit_ops.audit_digest(log, detail))::int AS altered
  FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id WHERE detail.org_id = $1`;
const VERIFY = `query Verify($after: String, $limit: Int) {
  verifyAuditTrail(after: $after, limit: $limit) { holds nextCursor recordsRead faults { fault } head { records } }
}`;

interface Verdict {
  holds: boolean;
  nextCursor: string | null;
  recordsRead: number;
  faults: { fault: string }[];
  head: { records: number } | null;
}

/**
 * Verifies the audit trail of an organisation with many records over the graph, range by range, while a tenth as many
 * belong to another, and prints the longest request and the whole against one bare statement without limits.
 *
 * @param args `--records <n>` (200,000) and `--limit <n>`, the records of one request (50,000).
 */
export async function benchAuditTrail(args: readonly string[]): Promise<void> {
  const { records, limit } = readArguments(args);
  await withEmptyGround(async (ground) => {
    await announce(ground.appUrl);
    await withClient(ground.adminUrl, async (admin) => {
      await writeRecords(admin, records);
      const service = await startAttacked(ground);
      try {
        await untilSealed(admin);
        const own = await verify(service, limit);
        const bareMs = await timed(() => admin.query(BARE, [DEMO_ADMIN.orgId]));
        report(own, bareMs);
      } finally {
        await service.stop();
      }
    });
  });
}

function readArguments(args: readonly string[]): { records: number; limit: number } {
  try {
    const options = {
      records: { type: 'string', default: '200000' },
      limit: { type: 'string', default: '50000' },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const [records, limit] = [Number(values.records), Number(values.limit)];
    const isFine = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
    if (isFine(records, MOST_RECORDS) && isFine(limit, 200_000)) return { records, limit };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  throw new UsageError(`--records takes whole numbers up to ${MOST_RECORDS}, --limit up to 200000`);
}

/** Both organisations and their administrators. */
export async function announce(appUrl: string): Promise<void> {
  const pool = createPool(appUrl, { max: 1, name: 'audit-bench' });
  for (const directory of [DEMO_ORGANISATION, OTHER_ORGANISATION]) {
    await withTenantTransaction(pool, systemActor(directory.organisation.id), (tx) =>
      syncDirectory(withRules(tx), directory),
    );
  }
  await pool.end();
}

async function writeRecords(admin: pg.Client, records: number): Promise<void> {
  const others = Math.ceil(records * OTHERS_SHARE);
  const begun = performance.now();
  for (const [actor, count] of [
    [DEMO_ADMIN, records - others],
    [OTHER_ADMIN, others],
  ] as const) {
    await admin.query(`SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false)`, [
      actor.orgId,
      actor.userId,
    ]);
    for (let left = count; left > 0; left -= RECORDS_AT_ONCE)
      await admin.query(WRITE_RECORDS, [Math.min(left, RECORDS_AT_ONCE), actor.orgId, actor.userId]);
  }
  await admin.query('VACUUM (ANALYZE) pit.audit_log, pit_ops.audit_detail');
  console.log(`written    ${records} records in ${seconds(performance.now() - begun)} s`);
}

/** The service seals on its own: a run each minute, which goes on until nothing is left. */
async function untilSealed(admin: pg.Client): Promise<void> {
  const begun = performance.now();
  for (let said = 0; ;) {
    const { rows } = await admin.query<{ count: number }>(IN_NO_SEAL);
    const count = rows[0]?.count ?? 0;
    const passed = performance.now() - begun;
    if (count === 0) return console.log(`sealed     in ${seconds(passed)} s, by the service's job`);
    if (passed > SEAL_PATIENCE_MS) throw new Error(`${count} records are in no seal after an hour`);
    if (passed - said > 30_000) console.log(`sealing    ${count} records to go`);
    if (passed - said > 30_000) said = passed;
    await admin.query('SELECT pg_sleep(1)');
  }
}

interface Walk {
  requests: number[];
  records: number;
  sealed: number;
  faults: string[];
}

async function verify(service: Attacked, limit: number): Promise<Walk> {
  const walk: Walk = { requests: [], records: 0, sealed: 0, faults: [] };
  let after: string | null = null;
  do {
    const begun = performance.now();
    const verdict: Verdict = await ask(service, { after, limit });
    walk.requests.push(performance.now() - begun);
    walk.records += verdict.recordsRead;
    walk.sealed = verdict.head?.records ?? 0;
    walk.faults.push(...verdict.faults.map(({ fault }) => fault));
    after = verdict.nextCursor;
  } while (after !== null);
  return walk;
}

async function ask(service: Attacked, variables: { after: string | null; limit: number }): Promise<Verdict> {
  const response = await fetch(`http://127.0.0.1:${service.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${service.attacker}` },
    body: JSON.stringify({ query: VERIFY, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { verifyAuditTrail: Verdict };
    errors?: unknown;
  };
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.verifyAuditTrail;
}

function report({ requests, records, sealed, faults }: Walk, bareMs: number): void {
  const whole = requests.reduce((sum, each) => sum + each, 0);
  const slowest = Math.max(...requests);
  console.log(
    `verified   ${sealed} sealed records, ${records} read (each once in its seal and once in the log), ${requests.length} requests in ${seconds(whole)} s`,
  );
  console.log(`slowest    ${seconds(slowest)} s for one request`);
  console.log(
    `bare       ${seconds(bareMs)} s for one statement over all digests; ratio ${(whole / bareMs).toFixed(2)}`,
  );
  console.log(`faults     ${faults.length === 0 ? 'none: the chain holds' : faults.slice(0, 5).join('; ')}`);
  if (faults.length > 0) process.exitCode = 1;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function withClient(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET statement_timeout = 0; SET transaction_timeout = 0');
    await use(client);
  } finally {
    await client.end();
  }
}
