import fc from 'fast-check';
import { withTenantTransaction } from '../../../../src/db/write/tenant-transaction.ts';
import { ActorRole } from '../../../../src/domain/enums.ts';
import { PlanFormat, type ListedPlan } from '../../../../src/domain/exchange/plan-document.ts';
import { PlanWarnings } from '../../../../src/domain/exchange/plan-warnings.ts';
import { applyPlan } from '../../../../src/services/exchange/apply/apply-plan.ts';
import { applyListed } from '../../../../src/services/exchange/listed/apply-listed.ts';
import type { ListReport } from '../../../../src/services/exchange/listed/list-report.ts';
import { findPlanImporter } from '../../../../src/services/exchange/plan-importer.ts';
import { findImporter } from '../../../../src/services/exchange/importer.ts';
import type { Tx } from '../../../../src/services/transaction/command.ts';
import { withRules } from '../../../../src/services/transaction/mutation-transaction.ts';
import { anyList, listedPlan, listedTask } from '../../../support/exchange/any-listed.ts';
import { ImportWorld, TODAY } from '../nyc/import-world.ts';

const IN_SETS = '00000000-0000-4000-8000-00000000000a';
const ONE_BY_ONE = '00000000-0000-4000-8000-00000000000b';

let world: ImportWorld;

beforeAll(async () => {
  world = await ImportWorld.open();
  for (const id of [IN_SETS, ONE_BY_ONE]) await world.addOrganisation(id);
});

afterAll(() => world.close());

/** Brings a list in; answers what came of it, and by how many statements. */
async function inSets(plans: readonly ListedPlan[]): Promise<{ report: ListReport; statements: number }> {
  const importer = await findImporter(world.pool, IN_SETS);
  return withTenantTransaction(world.pool, importer, async (opened) => {
    let statements = 0;
    const run: Tx['run'] = (...call) => {
      statements += 1;
      return opened.run(...call);
    };
    const report = await applyListed({ ...withRules(opened), today: TODAY, run }, plans);
    return { report, statements };
  });
}

/** Brings the same plans in as files would that hold one each. */
async function oneByOne(plans: readonly ListedPlan[]): Promise<void> {
  const importer = await findPlanImporter(world.pool, ONE_BY_ONE);
  const warnings = new PlanWarnings();
  const choices = { projectId: null, isDryRun: false, warnings, onStep: () => Promise.resolve() };
  for (const { listing: _, ...plan } of plans) {
    await withTenantTransaction(world.pool, importer, (tx) =>
      applyPlan({ ...withRules(tx), today: TODAY }, { ...plan, format: PlanFormat.CSV }, choices),
    );
  }
}

/** All rows of the projects whose names begin so, without ids and times; and how many rows the audit log has made. */
async function rowsOf(orgId: string, name: string): Promise<unknown> {
  const project = `SELECT id FROM pit.project WHERE org_id = $1 AND name LIKE $2 || ' %'`;
  const [rows] = await world.rows(
    `SELECT
       (SELECT json_agg(json_build_array(p.name, p.code, p.description, p.start_date, p.end_date, p.progress_percent,
          p.capex_total, p.opex_total) ORDER BY p.name) FROM pit.project p WHERE p.id IN (${project})) AS projects,
       (SELECT json_agg(json_build_array(p.name, f.name, f.description, f.order_index, f.start_date, f.end_date, f.progress_percent,
          f.capex_total, f.opex_total) ORDER BY p.name, f.name)
          FROM pit.phase f JOIN pit.project p ON p.id = f.project_id WHERE p.id IN (${project})) AS phases,
       (SELECT json_agg(json_build_array(p.name, f.name, t.name, t.description, t.start_date, t.end_date, t.duration_days, t.capex_cost,
          t.opex_cost, t.status, t.progress_percent, t.task_type, t.requires_evidence, t.order_index, a.actual_start, a.actual_finish,
          a.remaining_days, a.source) ORDER BY p.name, f.name, t.name)
          FROM pit.task t JOIN pit.phase f ON f.id = t.phase_id JOIN pit.project p ON p.id = t.project_id
          LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id WHERE p.id IN (${project})) AS tasks,
       (SELECT json_agg(json_build_array(t.name, l.old_progress_percent, l.new_progress_percent, l.new_status, l.source)
          ORDER BY p.name, t.name) FROM pit.task_progress_log l JOIN pit.task t ON t.id = l.task_id
          JOIN pit.project p ON p.id = t.project_id WHERE p.id IN (${project})) AS progress,
       (SELECT json_agg(json_build_array(made.table_name, made.rows) ORDER BY made.table_name) FROM (
          SELECT table_name, count(*)::int AS rows FROM pit.audit_log
          WHERE org_id = $1 AND action = 'INSERT' AND table_name IN ('project', 'phase', 'task')
            AND record_id::uuid IN (SELECT id FROM pit.task WHERE project_id IN (${project})
              UNION ALL SELECT id FROM pit.phase WHERE project_id IN (${project}) UNION ALL ${project})
          GROUP BY table_name) AS made) AS audited`,
    [orgId, name],
  );
  return rows;
}

test('plans that come in sets have the rows, roll-ups and records that they have one by one', async () => {
  for (const [at, drawn] of fc.sample(anyList('List'), { numRuns: 6, seed: 77 }).entries()) {
    const name = `List${at}`;
    const plans = drawn.map((plan) => renamed(plan, plan.name.replace('List', name)));
    await inSets(plans);
    await oneByOne(plans);
    const rows = await rowsOf(IN_SETS, name);
    expect(rows).toMatchObject({
      tasks: expect.any(Array),
      audited: [['phase'], ['project'], ['task']].map((each) => expect.arrayContaining(each)),
    });
    expect(rows).toEqual(await rowsOf(ONE_BY_ONE, name));
  }
}, 120_000);

function renamed(plan: ListedPlan, name: string): ListedPlan {
  const tasks = plan.tasks.map((task) => ({ ...task, key: task.key.replace(plan.name, name) }));
  return { ...plan, key: name, name, tasks };
}

test('a list of sixty plans takes the statements of one of two', async () => {
  const list = (name: string, count: number): ListedPlan[] =>
    Array.from({ length: count }, (_, at) =>
      listedPlan(`${name} ${at}`, { phases: 2, tasks: [listedTask(1), listedTask(2)] }),
    );
  const [few, many] = [await inSets(list('Few', 2)), await inSets(list('Many', 60))];
  expect(many.report).toMatchObject({ made: { projects: 60, phases: 120, tasks: 120 } });
  expect(many.statements).toBe(few.statements);
  expect(await inSets(list('Many', 60))).toMatchObject({
    report: { made: { projects: 0, phases: 0, tasks: 0, costSnapshots: 0 }, unchanged: 120 },
  });
});

test('whoever a list names answers for its project, if active here, and else whoever imports', async () => {
  await world.addUser(IN_SETS, ActorRole.MEMBER);
  const plans = ['MEMBER@example.org', 'nobody@example.org', null].map((ownerEmail, at) => {
    const plan = listedPlan(`Owned ${at}`, { phases: 1, tasks: [listedTask(1)] });
    return { ...plan, listing: { ...plan.listing, ownerEmail, divisionName: 'North' } };
  });
  expect(await inSets(plans)).toMatchObject({ report: { made: { projects: 3, divisions: 1 } } });
  const rows = await world.rows(
    `SELECT u.email, d.name AS division FROM pit.project p JOIN pit."user" u ON u.id = p.owner_id
     JOIN pit.division d ON d.id = p.division_id WHERE p.name LIKE 'Owned %' ORDER BY p.name`,
  );
  expect(rows).toEqual(
    ['member', 'admin', 'admin'].map((who) => ({ email: `${who}@example.org`, division: 'North' })),
  );
});

test('a plan that says what no list says is refused, and with it the list', async () => {
  const [fit, unfit] = ['Fit', 'Unfit'].map((name) =>
    listedPlan(name, { phases: 1, tasks: [listedTask(1), listedTask(2)] }),
  ) as [ListedPlan, ListedPlan];
  const before = await world.traces();
  const tasks = unfit.tasks.map((task) => ({ ...task, deadline: '2025-01-31' }));
  await expect(inSets([fit, { ...unfit, tasks }])).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    detail: { field: 'file: line 1', actual: 'deadline' },
  });
  expect(await world.traces()).toEqual(before);
});
