import { TenantReadBatch } from '../src/db/read/tenant-read-batch.ts';
import { BaselineKind } from '../src/domain/enums.ts';
import { setBaseline } from '../src/services/baseline/baselines.ts';
import { readPlanAt } from '../src/services/baseline/plan-reading.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { asAdmin, makePlan } from './large-plan.ts';
import { onStage, printTitle, printTook, timeRuns } from './schedule-stage.ts';

const TASKS = 10_000;
/** Versions of each task that the audit log has, the first included. */
const VERSIONS = 5;
const RUNS = 3;
/** The newest version of each task, out of the audit log. */
const BARE = `
  SELECT count(state) FROM (SELECT DISTINCT ON (l.record_id) l.after_state AS state
    FROM pit.audit_log l JOIN pit_ops.audit_detail d ON d.audit_log_id = l.id
    WHERE l.org_id = $1 AND l.table_name = 'task' ORDER BY l.record_id, d.seq DESC) newest`;

/** The plan of 10,000 tasks of five versions each, rebuilt from the audit log. */
export async function timeBaselines(rounds: number): Promise<void> {
  await onStage(async ({ ground, pool, run }) => {
    const projectId = await makePlan(ground.adminUrl, { tasks: TASKS, links: 15_000 });
    const bare = await asAdmin(ground.adminUrl, async (admin) => {
      for (let version = 2; version <= VERSIONS; version += 1)
        await admin.query('UPDATE pit.task SET description = $2 WHERE project_id = $1', [
          projectId,
          `v${version}`,
        ]);
      await admin.query('VACUUM (ANALYZE)');
      return timeRuns(RUNS * rounds, () => admin.query(BARE, [DEMO_ADMIN.orgId]));
    });
    printTitle(`${TASKS} tasks, ${VERSIONS} versions each`, 'the bare DISTINCT ON of the tasks');
    printTook('the bare statement', bare, bare.median);
    const fields = { project: 'projectId', at: 'at' };
    const asOf = await timeRuns(RUNS * rounds, () =>
      readPlanAt(new TenantReadBatch(pool, DEMO_ADMIN), projectId, null, fields),
    );
    printTook('planAsOf', asOf, bare.median);
    let count = 0;
    const set = await timeRuns(RUNS * rounds, () => {
      count += 1;
      const kind = count === 1 ? BaselineKind.ORIGINAL : BaselineKind.REVISED;
      const input = { projectId, name: `Baseline ${count}`, kind, reason: 'Measured.' };
      return run((tx) => setBaseline(tx, input), DEMO_ADMIN);
    });
    printTook('setBaseline', set, bare.median);
  });
}
