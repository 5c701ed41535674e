import { Project } from '../../../entities/project.ts';
import { summaryStatement, type ListSummary, type SummaryColumn } from '../../db/read/list-summary.ts';
import { columnOf, tableOf } from '../../db/read/table.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { AlertSeverity, Health, ProjectLifecycle } from '../../domain/enums.ts';

/** Projects that one summary reads. */
export const MOST_PROJECTS = 20_000;

/** Reads rows as the caller, whose projects are summed up. */
interface Reading {
  rows<R extends object>(statement: Statement<R>, values?: readonly Value[]): Promise<R[]>;
}

/** Which days are soon: from today to some day, both included. */
export interface ComingDays {
  readonly today: CivilDate;
  readonly upto: CivilDate;
}

/** What the projects of a list come to. Counts of words have each word, also those that no project has. */
export interface Portfolio {
  readonly projectCount: number;
  /** False where there are more projects than one summary reads. */
  readonly isComplete: boolean;
  readonly byStatus: readonly { readonly status: ProjectLifecycle; readonly count: number }[];
  readonly byHealth: readonly { readonly health: Health; readonly count: number }[];
  readonly overdueTaskCount: number;
  readonly overdueProjectCount: number;
  readonly endingSoonCount: number;
  readonly openAlerts: readonly { readonly severity: AlertSeverity; readonly count: number }[];
  /** The gravest first; null for alerts that state no level. Levels without any are left out. */
  readonly openAlertsByLevel: readonly { readonly level: number | null; readonly count: number }[];
  /** Amounts as decimal strings. */
  readonly capexTotal: string;
  readonly opexTotal: string;
}

const STATUSES = Object.values(ProjectLifecycle);
/** By the ranks under which the figures keep them. */
const HEALTHS: readonly Health[] = [Health.GREEN, Health.AMBER, Health.RED];
const SEVERITIES = [AlertSeverity.RED, AlertSeverity.AMBER, AlertSeverity.GREEN] as const;
const LEVELS = [1, 2, 3, 4, 5] as const;
const ALERTS_OF: Readonly<Record<AlertSeverity, string>> = {
  [AlertSeverity.RED]: 'redAlertCount',
  [AlertSeverity.AMBER]: 'yellowAlertCount',
  [AlertSeverity.GREEN]: 'greenAlertCount',
};
const SUMMED = [
  'overdueTaskCount',
  'openAlertCount',
  ...Object.values(ALERTS_OF),
  ...LEVELS.map((level) => `level${level}AlertCount`),
];
const READ = ['id', 'status', 'endDate', 'capexTotal', 'opexTotal', 'health', ...SUMMED];

const count = (property: string, condition: string): SummaryColumn => ({
  property,
  sql: `count(*) FILTER (WHERE ${condition})`,
  decode: Number,
});
const sqlOf = (property: string): string => columnOf(tableOf(Project), property).sql;

/**
 * What the projects that the caller may see and that meet the conditions come to, in one statement; health as of the last
 * turn of the day and all changes since.
 */
export async function readPortfolio(
  reading: Reading,
  list: Pick<ListSummary, 'where' | 'areDeleted'>,
  { today, upto }: ComingDays,
): Promise<Portfolio> {
  const { statement, values } = summaryStatement({
    ...list,
    entity: Project,
    properties: READ,
    most: MOST_PROJECTS,
    columns: (parameter) => [
      { property: 'projects', sql: 'count(*)', decode: Number },
      ...STATUSES.map((status) => count(`status_${status}`, `status = '${status}'`)),
      ...HEALTHS.map((health, rank) => count(`health_${health}`, `health = ${rank}`)),
      ...SUMMED.map((each) => ({ property: each, sql: `coalesce(sum(${sqlOf(each)}), 0)`, decode: Number })),
      count('overdueProjects', 'overdue_task_count > 0'),
      count(
        'endingSoon',
        `status NOT IN ('completed', 'archived') AND end_date BETWEEN ${parameter(today, 'date')} AND ${parameter(upto, 'date')}`,
      ),
      { property: 'capex', sql: 'coalesce(sum(capex_total), 0.00)' },
      { property: 'opex', sql: 'coalesce(sum(opex_total), 0.00)' },
    ],
  });
  const [row] = await reading.rows(statement, values);
  return portfolioOf(row ?? {});
}

function portfolioOf(row: Readonly<Record<string, unknown>>): Portfolio {
  const number = (property: string): number => Number(row[property] ?? 0);
  const levels = LEVELS.map((level) => ({ level, count: number(`level${level}AlertCount`) }));
  const stated = levels.reduce((sum, level) => sum + level.count, 0);
  const unstated = { level: null, count: number('openAlertCount') - stated };
  return {
    projectCount: number('projects'),
    isComplete: number('projects') <= MOST_PROJECTS,
    byStatus: STATUSES.map((status) => ({ status, count: number(`status_${status}`) })),
    byHealth: HEALTHS.map((health) => ({ health, count: number(`health_${health}`) })),
    overdueTaskCount: number('overdueTaskCount'),
    overdueProjectCount: number('overdueProjects'),
    endingSoonCount: number('endingSoon'),
    openAlerts: SEVERITIES.map((severity) => ({ severity, count: number(ALERTS_OF[severity]) })),
    openAlertsByLevel: [...levels, unstated].filter((level) => level.count > 0),
    capexTotal: String(row['capex']),
    opexTotal: String(row['opex']),
  };
}
