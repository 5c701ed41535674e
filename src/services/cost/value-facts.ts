import {
  ACTUAL_COSTS,
  BASELINE_BUDGET,
  EARNING_SUBTASKS,
  EARNING_TASKS,
  EVIDENCE_DECISIONS,
  HELD_BASELINES,
  REPORTED_PROGRESS,
} from '../../db/queries/cost/earned-value-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { TenantReadBatch } from '../../db/read/tenant-read-batch.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { BudgetedWork } from '../../domain/cost/planned-value.ts';
import type { AskedDay, EarningTask } from '../../domain/cost/earned-progress.ts';
import { toCents } from '../../domain/money.ts';
import { groupBy, provenTasks, reportsOf } from './value-reports.ts';
import type { CostReader, ValueGround } from './value-ground.ts';

/** What a project's value is computed from, for some days. */
export interface ValueFacts {
  /** The baseline that it is held to; null where the plan itself is the measure. */
  readonly baselineId: string | null;
  readonly work: readonly BudgetedWork[];
  readonly tasks: readonly EarningTask[];
  readonly days: readonly AskedDay[];
  /** What had been spent at the end of each of these days, and by which moment; null where nothing was recorded. */
  readonly spent: readonly (Spent | null)[];
}

interface Spent {
  readonly cents: bigint;
  readonly capturedAt: string;
}

type Task = RowOfStatement<typeof EARNING_TASKS>;
type Budget = RowOfStatement<typeof BASELINE_BUDGET>;

/**
 * Reads what the value of a visible project at the end of some days is made of; all projects of a tick in one round trip.
 * @param days in order, none after today.
 */
export function readValueFacts(
  reader: CostReader,
  projectId: string,
  days: readonly CivilDate[],
  ground: ValueGround,
): Promise<ValueFacts> {
  const loader = reader.loaders.custom<ValueFacts>('valueFacts', async (keys, batch) => {
    const asked = keys.map((key) => {
      const [id = '', ...wanted] = key.split(' ');
      return { id, wanted };
    });
    const all = [...new Set(asked.flatMap(({ wanted }) => wanted))].sort();
    const rows = await readRows(batch, [...new Set(asked.map(({ id }) => id))], all, ground);
    return asked.map(({ id, wanted }) => factsOf(rows, id, { all, wanted }, ground));
  });
  return loader.load([projectId, ...days].join(' '));
}

type Rows = Awaited<ReturnType<typeof readRows>>;

async function readRows(
  batch: TenantReadBatch,
  ids: readonly string[],
  days: readonly CivilDate[],
  { timeZone, costs }: ValueGround,
) {
  const [baselines, budgets, tasks, subtasks, reports, decisions, spent] = await Promise.all([
    batch.rows(HELD_BASELINES, [ids]),
    batch.rows(BASELINE_BUDGET, [ids]),
    batch.rows(EARNING_TASKS, [ids, timeZone]),
    batch.rows(EARNING_SUBTASKS, [ids]),
    batch.rows(REPORTED_PROGRESS, [ids, timeZone, days]),
    costs.evNeedsEvidence ? batch.rows(EVIDENCE_DECISIONS, [ids, timeZone]) : [],
    batch.rows(ACTUAL_COSTS, [ids, days, timeZone]),
  ]);
  return {
    baselines: new Map(baselines.map((row) => [row.projectId, row.id])),
    budgets: groupBy(budgets, ({ projectId }) => projectId),
    tasks: groupBy(tasks, ({ projectId }) => projectId),
    subtasks: groupBy(subtasks, ({ taskId }) => taskId),
    reported: reportsOf(reports, days.length),
    proven: costs.evNeedsEvidence ? provenTasks(decisions, days) : null,
    spent: groupBy(spent, (row) => row.projectId),
  };
}

function factsOf(
  rows: Rows,
  projectId: string,
  { all, wanted }: { readonly all: readonly CivilDate[]; readonly wanted: readonly CivilDate[] },
  { today }: ValueGround,
): ValueFacts {
  const places = new Map(all.map((on, at) => [on, at]));
  const days = wanted.map((on) => ({ on, at: places.get(on) ?? -1, isPast: on < today }));
  const unproven = all.map(() => false);
  const earning = (task: Task, cents: bigint): EarningTask => ({
    cents,
    progress: task.progressPercent,
    actualStart: task.actualStart,
    actualFinish: task.actualFinish,
    createdOn: task.createdOn,
    reported: rows.reported.get(task.id),
    subtasks: (rows.subtasks.get(task.id) ?? []).map(({ id, progressPercent }) => ({
      progress: progressPercent,
      reported: rows.reported.get(id),
    })),
    isProven:
      rows.proven !== null && task.requiresEvidence ? (rows.proven.get(task.id) ?? unproven) : undefined,
  });
  const byPlace = new Map((rows.spent.get(projectId) ?? []).map((row) => [row.day - 1, row]));
  const baselineId = rows.baselines.get(projectId) ?? null;
  const tasks = rows.tasks.get(projectId) ?? [];
  return {
    baselineId,
    ...(baselineId === null
      ? planned(tasks, earning)
      : budgeted(rows.budgets.get(projectId) ?? [], tasks, earning)),
    days,
    spent: days.map(({ at }) => {
      const row = byPlace.get(at);
      return row === undefined ? null : { cents: toCents(row.spent), capturedAt: row.capturedAt };
    }),
  };
}

type Measured = Pick<ValueFacts, 'work' | 'tasks'>;
type Earning = (task: Task, cents: bigint) => EarningTask;

const workOf = ({ cost, startDate, endDate }: Task | Budget): BudgetedWork => ({
  cents: toCents(cost),
  start: startDate,
  end: endDate,
});

function planned(tasks: readonly Task[], earning: Earning): Measured {
  return { work: tasks.map(workOf), tasks: tasks.map((task) => earning(task, toCents(task.cost))) };
}

/** Work that is not in the plan any more earns nothing; work that the baseline does not know has no budget in it. */
function budgeted(budgets: readonly Budget[], tasks: readonly Task[], earning: Earning): Measured {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return {
    work: budgets.map(workOf),
    tasks: budgets.flatMap(({ taskId, cost }) => {
      const task = byId.get(taskId);
      return task === undefined ? [] : [earning(task, toCents(cost))];
    }),
  };
}
