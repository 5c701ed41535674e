import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { asAdmin } from './large-plan.ts';
import { onStage } from './schedule-stage.ts';

const PROCESS = fileURLToPath(new URL('schedule-memory-process.ts', import.meta.url));
const HEAP = 512;
const PROJECTS = 1_000;
const TASKS = 300;

/** 1,000 projects, each a chain of tasks: more than is kept at hand. Nothing of it is audited, to be there sooner. */
const WORLD = `
  WITH project AS (
    INSERT INTO pit.project (org_id, name, owner_id) SELECT $1, 'Project ' || n, $2 FROM generate_series(1, $3::int) n RETURNING id
  ), phase AS (
    INSERT INTO pit.phase (org_id, project_id, owner_id, name, order_index) SELECT $1, id, $2, 'Phase', 0 FROM project RETURNING id, project_id
  ), task AS (
    INSERT INTO pit.task (org_id, project_id, phase_id, owner_id, name, duration_days, order_index)
    SELECT $1, project_id, id, $2, 'Task ' || n, 1 + n % 9, n FROM phase, generate_series(0, $4::int - 1) n
    RETURNING id, project_id, order_index
  ) INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
    SELECT $1, a.project_id, a.id, b.id FROM task a
    JOIN task b ON b.project_id = a.project_id AND b.order_index IN (a.order_index + 1, a.order_index + 7)`;

/**
 * Has a process with a heap of 512 MB schedule 1,000 projects again and again, one change each. Exit code 1 where what it
 * holds grows from round to round, or a cache beyond its bound.
 */
export async function watchMemory(rounds: number): Promise<void> {
  await onStage(async ({ ground }) => {
    await asAdmin(ground.adminUrl, async (admin) => {
      for (const table of ['project', 'phase', 'task', 'task_dependency'])
        await admin.query(`ALTER TABLE pit.${table} DISABLE TRIGGER USER`);
      await admin.query(WORLD, [DEMO_ADMIN.orgId, DEMO_ADMIN.userId, PROJECTS, TASKS]);
      for (const table of ['project', 'phase', 'task', 'task_dependency'])
        await admin.query(`ALTER TABLE pit.${table} ENABLE TRIGGER USER`);
      await admin.query('SELECT pit_ops.refill_project_access()');
      await admin.query('VACUUM (ANALYZE)');
    });
    console.log(`${PROJECTS} projects of ${TASKS} tasks, heap of ${HEAP} MB, ${rounds + 1} rounds`);
    const execArgv = [`--max-old-space-size=${HEAP}`, '--expose-gc', '--import', 'tsx'];
    const child = fork(PROCESS, [ground.appUrl, String(rounds)], { execArgv });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) process.exitCode = 1;
  });
}
