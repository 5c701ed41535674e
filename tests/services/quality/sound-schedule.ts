import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { setBaseline } from '../../../src/services/baseline/baselines.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';

/** A schedule in which all fourteen points pass, by the ids of its tasks. */
export interface SoundSchedule {
  readonly project: string;
  /** Completed on the day on which the baseline has them. */
  readonly due: readonly string[];
  /** Completed too, and in no baseline. */
  readonly extra: string;
  /** Follow each other. */
  readonly chain: readonly string[];
  /** Lie beside the chain, between its first and its last. */
  readonly beside: readonly string[];
  /** Of the chain, in its order. */
  readonly links: readonly string[];
}

const calendar = new WorkCalendar();
const DUE = 20;
const CHAIN = 22;
const CHAIN_DAYS = 3;
const BESIDE_DAYS = 44;
const DONE_ON = '2026-11-10';
/** So late that nothing is upcoming yet on the day of the tests. */
const BEGINS = '2026-11-30';

/** 24 open tasks with 25 links, in phases without packages; 21 completed ones before them, 20 of these in the baseline. */
export async function soundSchedule(plan: Plan): Promise<SoundSchedule> {
  const lastDay = calendar.endFromDuration(BEGINS, CHAIN * CHAIN_DAYS);
  const span = { start_date: DONE_ON, end_date: lastDay, progress_percent: 47 };
  const project = await plan.project(span);
  const phase = await plan.phase(project, span);
  const open = (start: string, days: number) =>
    plan.task(project, phase, {
      start_date: start,
      end_date: calendar.endFromDuration(start, days),
      duration_days: days,
      assignees: JSON.stringify([plan.helper]),
    });
  const due = await times(DUE, () => completed(plan, project, phase));
  const chain = await times(CHAIN, (n) => open(calendar.addWorkingDays(BEGINS, n * CHAIN_DAYS), CHAIN_DAYS));
  const beside = await times(2, () => open(calendar.addWorkingDays(BEGINS, CHAIN_DAYS), BESIDE_DAYS));
  const links = await times(CHAIN - 1, (n) => link(plan, project, chain[n]!, chain[n + 1]!));
  for (const each of beside) {
    await link(plan, project, chain[0]!, each);
    await link(plan, project, each, chain.at(-1)!);
  }
  await plan.run((tx) =>
    setBaseline(tx, { projectId: project, name: 'As planned', kind: 'original', makeCurrent: true }),
  );
  const extra = await completed(plan, project, phase);
  return { project, due, extra, chain, beside, links };
}

async function completed(plan: Plan, project: string, phase: string): Promise<string> {
  const days = { start_date: DONE_ON, end_date: DONE_ON, duration_days: 1 };
  const task = await plan.task(project, phase, { ...days, status: 'completed', progress_percent: 100 });
  const actual = { task_id: task, project_id: project, actual_start: DONE_ON, actual_finish: DONE_ON };
  await plan.insertBeside('task_actual', actual, 'task_id');
  return task;
}

function link(plan: Plan, project: string, before: string, after: string): Promise<string> {
  const ends = { predecessor_task_id: before, successor_task_id: after };
  return plan.insert('task_dependency', { project_id: project, ...ends });
}

async function times<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let n = 0; n < count; n++) made.push(await make(n));
  return made;
}
