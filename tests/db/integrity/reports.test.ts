import type pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import { withTenantTransaction } from '../../../src/db/write/tenant-transaction.ts';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { splitByFiscalYear } from '../../../src/domain/cost/cost.ts';
import {
  calendarRuleOf,
  parseOrganisationSettings,
} from '../../../src/domain/directory/organisation-settings.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { withRules } from '../../../src/services/transaction/mutation-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor } from '../tenancy/as-actor.ts';
import { makeOrganisation, type Organisation } from '../tenancy/two-organisations.ts';

let database: TestDatabase;
let pool: pg.Pool;
let ours: Organisation;
let theirs: Organisation;

beforeAll(async () => {
  database = await cloneDatabase();
  pool = createPool(database.appUrl, { max: 1, name: 'test' });
  ours = await makeOrganisation(database.appUrl, 'a');
  theirs = await makeOrganisation(database.appUrl, 'b');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const read = (sql: string, actor = ours.member): Promise<Record<string, unknown>[]> =>
  asActor(database.appUrl, actor, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

const write = (sql: string, values: unknown[]): Promise<unknown> =>
  asActor(database.appUrl, ours.member, (client) => client.query(sql, values));

test('progress counts the live tasks of a project', async () => {
  await write(`UPDATE pit.task SET status = 'completed', progress_percent = 100 WHERE id = $1`, [ours.task]);
  await write(`UPDATE pit.task SET status = 'overdue', progress_percent = 25 WHERE id = $1`, [
    ours.secondTask,
  ]);
  expect(await read('SELECT * FROM pit_ops.project_progress')).toEqual([
    {
      org_id: ours.id,
      project_id: ours.project,
      name: 'Project',
      status: 'active',
      progress_percent: 0,
      tasks: 2,
      completed_tasks: 1,
      overdue_tasks: 1,
      blocked_tasks: 0,
      mean_task_progress: '62.50',
    },
  ]);
});

test('mitigation counts progress, and where evidence is required only what was accepted', async () => {
  /** As the report says it once the service has settled the project. */
  const mitigation = async (): Promise<unknown> => {
    const { org: orgId, user: userId, divisions } = ours.member;
    const actor = { orgId, userId, role: 'member', divisionIds: divisions ?? [] } as const;
    await withTenantTransaction(pool, actor, async (tx) => rebuildRollups(withRules(tx), ours.project));
    const [row] = await read('SELECT mitigation_percent FROM pit_ops.project_risk_mitigation');
    return row?.['mitigation_percent'];
  };
  await write('UPDATE pit.task SET linked_risk_mitigation_pct = 30, requires_evidence = true WHERE id = $1', [
    ours.task,
  ]);
  await write('UPDATE pit.subtask SET progress_percent = 50 WHERE id = $1', [ours.subtask]);
  await write('UPDATE pit.task SET linked_risk_mitigation_pct = 10 WHERE id = $1', [ours.secondTask]);
  // (30 * 0 + 10 * 25 %) / 40
  expect(await mitigation()).toBe('6.25');
  await write(
    `INSERT INTO pit.evidence_review (evidence_id, reviewer_id, decision) VALUES ($1, $2, 'accepted')`,
    [ours.evidence, ours.other],
  );
  // (30 * 50 % + 10 * 25 %) / 40
  expect(await mitigation()).toBe('43.75');
});

test('a project that nothing was accepted in has achieved nothing, not an unknown', async () => {
  await asActor(database.appUrl, theirs.member, (client) =>
    client.query(
      'UPDATE pit.task SET linked_risk_mitigation_pct = 5, requires_evidence = true, progress_percent = 80',
    ),
  );
  expect(await read('SELECT mitigation_percent FROM pit_ops.project_risk_mitigation', theirs.member)).toEqual(
    [{ mitigation_percent: '0.00' }],
  );
});

describe('cost per financial year', () => {
  const costs = (): Promise<unknown[]> =>
    read('SELECT financial_year AS year, capex, opex FROM pit_ops.project_cost_per_year ORDER BY 1');

  beforeAll(() => write('UPDATE pit.task SET end_date = NULL, start_date = NULL WHERE id = $1', [ours.task]));

  test('follows the allocation, where there is one', async () => {
    await write(
      'UPDATE pit.task SET capex_cost = 100.10, opex_cost = 7, fy_allocation = 2031 WHERE id = $1',
      [ours.task],
    );
    expect(await costs()).toEqual([{ year: 2031, capex: '100.10', opex: '7.00' }]);
  });

  test('without dates and allocation belongs to no year', async () => {
    await write('UPDATE pit.task SET fy_allocation = NULL WHERE id = $1', [ours.task]);
    expect(await costs()).toEqual([{ year: null, capex: '100.10', opex: '7.00' }]);
  });

  const plans: { how: string; settings: object; start: string; end: string; cost: string }[] = [
    { how: 'across years', settings: {}, start: '2025-11-03', end: '2027-02-10', cost: '1000.01' },
    {
      how: 'across a year that begins in April',
      settings: { fyStartMonth: 4 },
      start: '2025-03-28',
      end: '2026-04-02',
      cost: '99.99',
    },
    {
      how: 'on days that are worked on',
      settings: { workingDays: [1, 2, 6] },
      start: '2025-12-01',
      end: '2026-01-31',
      cost: '0.05',
    },
    {
      how: 'without holidays',
      settings: { holidays: ['2025-12-31', '2026-01-01', '2026-01-03'] },
      start: '2025-12-29',
      end: '2026-01-09',
      cost: '10.00',
    },
    {
      how: 'on every day',
      settings: { calendar: 'calendar' },
      start: '2025-12-30',
      end: '2026-01-03',
      cost: '1.00',
    },
    { how: 'without a working day', settings: {}, start: '2025-12-27', end: '2025-12-28', cost: '3.33' },
    {
      how: 'without a working day, over a new year',
      settings: { holidays: ['2026-12-31', '2027-01-01'] },
      start: '2026-12-31',
      end: '2027-01-03',
      cost: '4.00',
    },
  ];

  /** Settings merge: null takes back what the test before has set. */
  const DEFAULTS = { fyStartMonth: null, workingDays: null, holidays: null, calendar: null };

  test.each(plans)('is split $how as the service splits it', async ({ settings, start, end, cost }) => {
    await asActor(database.appUrl, ours.service, (client) =>
      client.query('SELECT pit_ops.sync_directory($1)', [
        { organisation: { id: ours.id, name: 'A', settings: { ...DEFAULTS, ...settings } } },
      ]),
    );
    await write(
      'UPDATE pit.task SET start_date = $2, end_date = $3, capex_cost = $4, opex_cost = 0 WHERE id = $1',
      [ours.task, start, end, cost],
    );
    const complete = parseOrganisationSettings(settings);
    const shares = splitByFiscalYear(
      BigInt(cost.replace('.', '')),
      { fyAllocation: null, start, end },
      new WorkCalendar(calendarRuleOf(complete)),
      complete.fyStartMonth,
    );
    const expected = shares.map(({ fiscalYear, cents }) => ({
      year: fiscalYear,
      capex: (Number(cents) / 100).toFixed(2),
      opex: '0.00',
    }));
    expect(await costs()).toEqual(expected);
  });
});
