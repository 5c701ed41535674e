import fc from 'fast-check';
import pg from 'pg';
import { clock } from '../../../src/clock.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';
import { scanProject } from '../../../src/services/watchdog/watchdog.ts';
import { copyRows } from '../../support/postgres/copied-rows.ts';
import { cloneDatabase } from '../../support/postgres/database.ts';
import { ChangingPlan, change, type Change } from './changing-plan.ts';

/** What follows from scans, and is no fact. */
const FOLLOWS = [
  'pit.watchdog_alert',
  'pit_ops.watchdog_state',
  'pit_ops.alert_ack',
  'pit_ops.escalation',
  'pit.notification',
];
const real = { ...clock };

afterAll(() => Object.assign(clock, real));

/** Where an organisation is scanned. */
interface Way {
  readonly pool: pg.Pool;
  readonly orgId: string;
}

/** Scans the projects, and those that a scan says are due besides, until none is; answers how many alerts were written. */
async function scanAll({ pool, orgId }: Way, projects: readonly string[]): Promise<number> {
  let written = 0;
  const due = [...projects];
  for (let id = due.shift(); id !== undefined; id = due.shift()) {
    const projectId = id;
    const request = { name: 'watchdogScan', input: {} };
    const report = await runMutation(pool, systemActor(orgId), request, (tx) => scanProject(tx, projectId));
    written += report.raised + report.changed + report.resolved;
    due.push(...report.alsoDue);
  }
  return written;
}

/** What is open, as far as it says something. */
const OPEN = `
  SELECT project_id || ' ' || code || ' ' || severity || ' ' || message || ' ' || data::text AS line
  FROM pit.watchdog_alert WHERE resolved_at IS NULL ORDER BY line`;

async function openIn(plan: ChangingPlan): Promise<string[]> {
  return (await plan.plan.rows<{ line: string }>(OPEN)).map(({ line }) => line);
}

/** The alerts of a database in which nothing has ever been scanned, and that has the same facts. */
async function freshAlerts(plan: ChangingPlan): Promise<string[]> {
  const copy = await cloneDatabase();
  try {
    await copyRows(plan.plan.database.adminUrl, copy.adminUrl, FOLLOWS);
    const pool = createPool(copy.appUrl, { max: 2, name: 'test' });
    await scanAll({ pool, orgId: plan.plan.orgId }, plan.projects);
    await pool.end();
    const admin = new pg.Client(copy.adminUrl);
    await admin.connect();
    const { rows } = await admin.query<{ line: string }>(OPEN);
    await admin.end();
    return rows.map(({ line }) => line);
  } finally {
    await copy.drop();
  }
}

test('whatever was changed, and scanned in between, the alerts are those of a database that was never scanned before', async () => {
  const codes = new Map<string, number>();
  const made = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 25, maxLength: 50 }), async (changes: Change[]) => {
      clock.today = () => '2026-11-18';
      const plan = await ChangingPlan.open();
      try {
        const way = { pool: plan.plan.pool, orgId: plan.plan.orgId };
        for (const each of changes) {
          const isMade = await plan.make(each);
          if (isMade) made.set(each.verb, (made.get(each.verb) ?? 0) + 1);
          if (each.isScanned) await scanAll(way, [plan.projects[each.two % plan.projects.length]!]);
          if (each.verb === 'day') {
            const later = addDays(clock.today('UTC'), 1 + (each.number % 3));
            clock.today = () => later;
          }
        }
        await scanAll(way, plan.projects);
        expect(await scanAll(way, plan.projects)).toBe(0);
        const open = await openIn(plan);
        for (const line of open) codes.set(line.split(' ')[1]!, 1 + (codes.get(line.split(' ')[1]!) ?? 0));
        expect(open).toEqual(await freshAlerts(plan));
      } finally {
        await plan.close();
      }
    }),
    { numRuns: 10, seed: 20_261_130, endOnFailure: true, includeErrorInReport: true },
  );
  // Each kind of change was made, and most of what there is to find was found.
  expect([...made.keys()].sort()).toEqual([...ChangingPlan.verbs].sort());
  expect(codes.size).toBeGreaterThanOrEqual(14);
}, 900_000);
