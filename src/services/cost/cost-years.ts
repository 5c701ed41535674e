import { Project } from '../../../entities/project.ts';
import { COST_PER_YEAR, COSTED_TASKS } from '../../db/queries/cost/cost-year-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { summaryStatement, type ListSummary } from '../../db/read/list-summary.ts';
import { fiscalYearWindow, splitByFiscalYear } from '../../domain/cost/cost.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { fromCents, toCents, type Money } from '../../domain/money.ts';
import { groupBy } from './value-reports.ts';
import { readValueGround, type CostReader, type ValueGround } from './value-ground.ts';

/** Projects that one answer adds up. */
const MOST_PROJECTS = 20_000;

/** Planned cost of one financial year; no year, and no days of it, is the cost of work without dates. */
export interface YearCost {
  readonly fiscalYear: number | null;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
  readonly capex: Money;
  readonly opex: Money;
}

/** Planned cost of a visible project by financial year, in order, that of work without dates last. */
export async function readCostYears(reader: CostReader, projectId: string): Promise<YearCost[]> {
  const ground = await readValueGround(reader);
  const loader = reader.loaders.custom<YearCost[]>('costYears', async (ids, batch) => {
    const tasks = await batch.rows(COSTED_TASKS, [ids]);
    const byProject = groupBy(tasks, (task) => task.projectId);
    return ids.map((id) => yearsOf(byProject.get(id) ?? [], ground));
  });
  return loader.load(projectId);
}

/** What the projects of a list, that the caller may see, are planned to cost in each financial year. */
export interface PortfolioCost {
  /** False where there are more projects than one answer adds up. */
  readonly isComplete: boolean;
  readonly projectCount: number;
  readonly years: readonly YearCost[];
}

/** @param list which projects. */
export async function readPortfolioCostYears(
  reader: CostReader,
  list: Pick<ListSummary, 'where' | 'areDeleted'>,
): Promise<PortfolioCost> {
  const { statement, values } = summaryStatement({
    ...list,
    entity: Project,
    properties: ['id'],
    most: MOST_PROJECTS,
    columns: () => [{ property: 'ids', sql: 'array_agg(id)' }],
  });
  const [ground, [row]] = await Promise.all([readValueGround(reader), reader.rows(statement, values)]);
  const listed = (row as { ids?: string | null } | undefined)?.ids ?? null;
  const ids = listed === null ? [] : listed.slice(1, -1).split(',');
  const years = ids.length === 0 ? [] : await reader.rows(COST_PER_YEAR, [ids.slice(0, MOST_PROJECTS)]);
  return {
    isComplete: ids.length <= MOST_PROJECTS,
    projectCount: Math.min(ids.length, MOST_PROJECTS),
    years: years.map(({ financialYear, capex, opex }) => ({
      ...daysOf(financialYear, ground),
      capex,
      opex,
    })),
  };
}

interface YearSum {
  capex: bigint;
  opex: bigint;
}

function yearsOf(tasks: readonly RowOfStatement<typeof COSTED_TASKS>[], ground: ValueGround): YearCost[] {
  const sums = new Map<number | null, YearSum>();
  for (const task of tasks) addTask(sums, task, ground);
  return inOrder(sums, ground);
}

function addTask(
  sums: Map<number | null, YearSum>,
  task: RowOfStatement<typeof COSTED_TASKS>,
  { calendar, settings }: ValueGround,
): void {
  const { fyAllocation, startDate: start, endDate: end } = task;
  for (const kind of ['capex', 'opex'] as const) {
    const cents = toCents(task[`${kind}Cost`]);
    if (cents === 0n) continue;
    const shares = splitByFiscalYear(cents, { fyAllocation, start, end }, calendar, settings.fyStartMonth);
    for (const share of shares) {
      const sum = sums.get(share.fiscalYear) ?? { capex: 0n, opex: 0n };
      sum[kind] += share.cents;
      sums.set(share.fiscalYear, sum);
    }
  }
}

function inOrder(sums: ReadonlyMap<number | null, YearSum>, ground: ValueGround): YearCost[] {
  return [...sums]
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([fiscalYear, { capex, opex }]) => ({
      ...daysOf(fiscalYear, ground),
      capex: fromCents(capex),
      opex: fromCents(opex),
    }));
}

function daysOf(fiscalYear: number | null, { settings }: ValueGround): Omit<YearCost, 'capex' | 'opex'> {
  if (fiscalYear === null) return { fiscalYear, start: null, end: null };
  return { fiscalYear, ...fiscalYearWindow(fiscalYear, settings.fyStartMonth) };
}
