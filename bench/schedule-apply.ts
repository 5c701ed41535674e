import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { Loaders } from '../src/db/read/loaders.ts';
import { TenantReadBatch } from '../src/db/read/tenant-read-batch.ts';
import { ScheduleApplicationJob } from '../src/jobs/schedule-applications.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { applySchedule, MOST_TASKS_OF_JOB } from '../src/services/schedule/preview/apply-schedule.ts';
import { readPreview, tokenOf } from '../src/services/schedule/preview/project-preview.ts';
import { ScheduleTokens } from '../src/services/schedule/preview/schedule-tokens.ts';
import { asAdmin, makePlan, taskId } from './large-plan.ts';
import { onStage, printTitle, printTook, timeRuns, type Stage } from './schedule-stage.ts';

const TASKS = 1_000;
const RUNS = 5;

/** 1,000 tasks that all follow one; it is moved, and the schedule applied. */
export async function timeApplication(rounds: number): Promise<void> {
  await onStage(async (stage) => {
    const projectId = await makePlan(stage.ground.adminUrl, { tasks: TASKS, links: TASKS, isFan: true });
    await stage.refresh();
    const bare = await timeBareUpdate(stage, projectId, RUNS * rounds);
    printTitle(
      `${TASKS} tasks that follow one`,
      'one bare UPDATE of all, with its audit records, rolled back',
    );
    printTook('the bare UPDATE', bare, bare.median);
    await timeApply(stage, projectId, { runs: RUNS * rounds, bare: bare.median });
  });
}

/** As many tasks as a job moves in one transaction, all behind one; once, since it takes minutes. */
export async function timeLargeApplication(): Promise<void> {
  await onStage(async ({ ground, pool, run, refresh }) => {
    const plan = { tasks: MOST_TASKS_OF_JOB, links: MOST_TASKS_OF_JOB, isFan: true };
    const projectId = await makePlan(ground.adminUrl, plan);
    await refresh();
    const tokens = new ScheduleTokens(randomBytes(32));
    const preview = { projectId, tasks: [{ taskId: taskId(0), startDate: '2027-02-01' }] };
    const loaders = new Loaders(new TenantReadBatch(pool, DEMO_ADMIN));
    const token = tokenOf(await readPreview({ loaders, actor: DEMO_ADMIN }, preview), tokens);
    const job = new ScheduleApplicationJob(pool);
    printTitle(`${plan.tasks} tasks that follow one`, 'the answer that it is under way');
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
    const asked = await timeRuns(
      1,
      () => run((tx) => applySchedule(tx, { preview, token }, tokens), DEMO_ADMIN),
      undefined,
      0,
    );
    printTook('applySchedule: state RUNNING', asked, asked.median);
    const applied = await timeRuns(1, () => job.idle(), undefined, 0);
    printTook('the job, until all is stored', applied, asked.median);
    clearInterval(watch);
    await job.stop();
    const [application] = await asAdmin(ground.adminUrl, async (admin) => {
      const { rows } = await admin.query<{ state: string; changed: number | null }>(
        'SELECT state, changed_task_count AS changed FROM pit_ops.schedule_application',
      );
      return rows;
    });
    console.log(
      `${application?.state}: ${application?.changed} tasks; at most ${Math.round(most / 2 ** 20)} MB`,
    );
    if (application?.changed !== plan.tasks) process.exitCode = 1;
  });
}

function timeBareUpdate({ ground }: Stage, projectId: string, runs: number) {
  return asAdmin(ground.adminUrl, (admin: pg.Client) =>
    timeRuns(runs, async () => {
      await admin.query('BEGIN');
      await admin.query(
        `UPDATE pit.task SET start_date = date '2027-03-01', end_date = date '2027-04-01' WHERE project_id = $1`,
        [projectId],
      );
      await admin.query('ROLLBACK');
    }),
  );
}

async function timeApply(
  { pool, run, refresh }: Stage,
  projectId: string,
  { runs, bare }: { readonly runs: number; readonly bare: number },
): Promise<void> {
  const tokens = new ScheduleTokens(randomBytes(32));
  let token = '';
  let changed = 0;
  const inputOf = (n: number) => ({
    projectId,
    tasks: [
      { taskId: taskId(0), startDate: new Date(Date.UTC(2027, 1, 1 + 7 * n)).toISOString().slice(0, 10) },
    ],
  });
  const took = await timeRuns(
    runs,
    async (n) => {
      const input = { preview: inputOf(n), token };
      const applied = await run((tx) => applySchedule(tx, input, tokens), DEMO_ADMIN);
      changed = applied.changedTaskCount;
    },
    async (n) => {
      await refresh();
      const loaders = new Loaders(new TenantReadBatch(pool, DEMO_ADMIN));
      token = tokenOf(await readPreview({ loaders, actor: DEMO_ADMIN }, inputOf(n)), tokens);
    },
  );
  printTook(`applySchedule: ${changed} tasks written`, took, bare);
}
