import pg from 'pg';
import { clock } from '../../src/clock.ts';
import { createPool } from '../../src/db/connection/pool.ts';
import { TenantReadBatch } from '../../src/db/read/tenant-read-batch.ts';
import { ROLLED_OVER } from '../../src/db/queries/maintenance/day-roll-over-query.ts';
import { migrate } from '../../src/db/setup/migrate.ts';
import { systemActor } from '../../src/domain/directory/actor.ts';
import { sealAuditChains } from '../../src/jobs/audit-seal.ts';
import { rollOverDays } from '../../src/jobs/day-roll-over.ts';
import { NEVER_STOPPED } from '../../src/jobs/job-lease.ts';
import { forgetEvents, keepPartitionsAhead } from '../../src/jobs/maintenance.ts';
import { AuditSealer } from '../../src/services/audit/audit-seal.ts';
import { verifyAuditTrail } from '../../src/services/audit/audit-trail.ts';
import { listOrganisations } from '../../src/services/directory/platform.ts';
import { withClient } from '../dataset.ts';
import { DAY } from './dataset.ts';
import type { Urls } from './measure.ts';

/** What a step of the service's own work costs. */
export interface StepCost {
  readonly name: string;
  /** Pages of the database that were touched. */
  readonly buffers: number;
  /** Rows that were written. */
  readonly written: number;
  readonly transactions: number;
  /** How long the longest transaction was seen open: as long may a request wait that wants the same rows. */
  readonly longestMs: number;
  readonly ms: number;
}

interface Step {
  readonly name: string;
  run(pool: pg.Pool): Promise<unknown>;
}

/** Records as the trigger would have made them, and an old event of every task: both grow with the plan. */
const BESIDE: readonly string[] = [
  `INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role) SELECT id, org_id, 'pit_app' FROM pit.audit_log ORDER BY created_at, id`,
  `INSERT INTO pit_ops.outbox (org_id, stream_id, seq, topic, payload, actor_id, created_at)
   SELECT org_id, project_id, row_number() OVER (PARTITION BY project_id ORDER BY id), 'pit.task.updated', '{}', owner_id, now() - interval '60 days'
   FROM pit.task`,
  `INSERT INTO pit_ops.event_stream (org_id, stream_id, last_seq) SELECT org_id, stream_id, max(seq) FROM pit_ops.outbox GROUP BY 1, 2`,
  `ANALYZE pit_ops.audit_detail, pit_ops.outbox`,
];

const SEALER = new AuditSealer(Buffer.alloc(32, 'bench'));
const NEXT_DAY = '2026-11-24';

const stepsOf = ({ adminUrl, appUrl }: Urls): readonly Step[] => [
  { name: 'start: migrations, of which none is due', run: () => migrate({ migrationUrl: adminUrl, appUrl }) },
  { name: 'start: organisations', run: listOrganisations },
  { name: 'partitions of the progress log', run: keepPartitionsAhead },
  { name: 'roll-over of the first day', run: (pool) => turnTo(DAY, pool) },
  { name: 'roll-over of the day after', run: (pool) => turnTo(NEXT_DAY, pool) },
  { name: 'roll-over once all is up to date', run: (pool) => turnTo(NEXT_DAY, pool) },
  { name: 'retention of events', run: (pool) => forgetEvents(pool, NEVER_STOPPED, 30) },
  { name: 'retention with nothing to forget', run: (pool) => forgetEvents(pool, NEVER_STOPPED, 30) },
  {
    name: 'audit seal',
    run: (pool) =>
      sealAuditChains({ sealer: SEALER, heads: { keep: () => Promise.resolve() } })(pool, NEVER_STOPPED),
  },
  { name: 'verifyAuditTrail', run: verifyAll },
];

/**
 * What the service's own steps cost on a copy of a database that was filled, one after the other.
 *
 * @param urls of the copy, which is changed.
 * @param only measures those alone whose names hold it; all are run.
 */
export async function measureSteps(urls: Urls, only = ''): Promise<StepCost[]> {
  return withClient(urls.adminUrl, async (admin) => {
    for (const statement of BESIDE) await admin.query(statement);
    const costs: StepCost[] = [];
    for (const step of stepsOf(urls)) {
      const cost = await costOf(step, urls, admin);
      if (step.name.includes(only)) costs.push(cost);
    }
    return costs;
  });
}

interface Counts {
  readonly buffers: number;
  readonly written: number;
  readonly transactions: number;
}

/** Sessions report what they did when they end, so each step has a pool of its own. */
async function costOf(step: Step, { appUrl }: Urls, admin: pg.Client): Promise<StepCost> {
  const before = await countsOf(admin);
  const watch = new TransactionWatch(admin);
  const pool = createPool(appUrl, { max: 4, name: 'scale' });
  const started = performance.now();
  try {
    await step.run(pool);
  } finally {
    await pool.end();
  }
  const ms = performance.now() - started;
  const longestMs = await watch.stop();
  const after = await countsOf(admin);
  return {
    name: step.name,
    buffers: after.buffers - before.buffers,
    written: after.written - before.written,
    transactions: after.transactions - before.transactions,
    longestMs,
    ms,
  };
}

/** Of this database by every session that is over, without what the asking session has done. */
async function countsOf(admin: pg.Client): Promise<Counts> {
  await admin.query(`SELECT pg_stat_force_next_flush(), pg_sleep(0.3)`);
  const { rows } = await admin.query<Counts>(
    `SELECT (blks_hit + blks_read)::float8 AS buffers, (tup_inserted + tup_updated + tup_deleted)::float8 AS written,
       (xact_commit + xact_rollback)::float8 AS transactions FROM pg_stat_database WHERE datname = current_database()`,
  );
  return rows[0] as Counts;
}

/** Looks every 20 ms how long the transactions of the service have been open. */
class TransactionWatch {
  private longestMs = 0;
  private isOver = false;
  private readonly client: pg.Client;
  private readonly watching: Promise<void>;

  constructor(admin: pg.Client) {
    // From another database, so that its statements do not count.
    this.client = new pg.Client({ ...connectionOf(admin), database: 'postgres' });
    this.watching = this.watch(admin.database ?? '');
  }

  async stop(): Promise<number> {
    this.isOver = true;
    await this.watching;
    return this.longestMs;
  }

  private async watch(database: string): Promise<void> {
    await this.client.connect();
    while (!this.isOver) {
      const { rows } = await this.client.query<{ ms: number | null }>(
        `SELECT max(extract(epoch FROM clock_timestamp() - xact_start) * 1000)::float8 AS ms FROM pg_stat_activity
         WHERE datname = $1 AND usename = 'pit_app'`,
        [database],
      );
      this.longestMs = Math.max(this.longestMs, rows[0]?.ms ?? 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await this.client.end();
  }
}

function connectionOf({ host, port, user, password }: pg.Client): pg.ClientConfig {
  return { host, port, user: user ?? '', password: password ?? '' };
}

/** Turns every organisation to a day. A failure is logged by the job, and must not count as a cheap step. */
async function turnTo(today: string, pool: pg.Pool): Promise<void> {
  const real = { ...clock };
  clock.today = () => today;
  try {
    await rollOverDays(pool);
    for (const orgId of await listOrganisations(pool)) {
      const [row] = await new TenantReadBatch(pool, systemActor(orgId)).rows(ROLLED_OVER);
      if (row?.day !== today) throw new Error(`an organisation was not rolled over to ${today}`);
    }
  } finally {
    Object.assign(clock, real);
  }
}

/** The whole trail of the largest organisation, request by request. */
async function verifyAll(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(`SELECT md5('org1')::uuid::text AS id`);
  const actor = systemActor(rows[0]?.id ?? '');
  let after: string | null = null;
  do {
    const batch = new TenantReadBatch(pool, actor);
    const reading: Parameters<typeof verifyAuditTrail>[0] = {
      actor,
      auditSealer: SEALER,
      rows: (statement, values) => batch.rows(statement, values),
    };
    const verdict = await verifyAuditTrail(reading, { after });
    if (!verdict.holds) throw new Error(`the trail does not hold: ${verdict.faults[0]?.fault ?? 'unknown'}`);
    after = verdict.nextCursor;
  } while (after !== null);
}
