import { decoderOf } from '../connection/decode.ts';
import type { Column, SortColumn } from './column.ts';

/** Columns that stand beside a table, one row or none for each of its rows. */
export interface JoinedColumns {
  /** Goes behind the table in FROM; its columns have names that the table does not have. */
  readonly sql: string;
  readonly columns: ReadonlyMap<string, Column>;
}

/**
 * Columns beside a table, with a row for each of its rows, and an index for each order that ends in the row's id: a list in
 * such an order is read along the index, and its rows are looked up one by one.
 */
export interface Driver extends JoinedColumns {
  /** The row's id, by its name in SQL. */
  readonly key: string;
  /** What rows can be ordered by, by the names of the properties. */
  readonly orders: ReadonlyMap<string, SortColumn>;
}

function column(property: string, sql: string, type: string, decode?: (text: string) => unknown): Column {
  return { property, sql, type, decode, nullable: true, words: undefined };
}

const byProperty = (columns: readonly Column[]): ReadonlyMap<string, Column> =>
  new Map(columns.map((each) => [each.property, each]));

/** A driver whose rows are ordered by its columns. */
function driverOf(key: string, sql: string, columns: readonly Column[]): Driver {
  return { key, sql, columns: byProperty(columns), orders: byProperty(columns) };
}

/** A driver that orders rows by what stands for their columns, and has no columns of its own. */
function orderOnly(key: string, sql: string, orders: Readonly<Record<string, SortColumn>>): Driver {
  return { key, sql, columns: new Map(), orders: new Map(Object.entries(orders)) };
}

const isTrue = (text: string): boolean => text === 't';

/**
 * No index serves it: joined to tasks that are found otherwise, the index of a project's slack would be searched from the
 * bound on for each of them, as if a project had few tasks (ten thousand tasks of one project: 5 s instead of 0.1 s).
 */
const BOUNDED_SLACK = '(total_slack + 0)';

/** A project's tasks are found by its own index, which is why its id stands in the condition too. */
const SCHEDULE: JoinedColumns = {
  sql: `LEFT JOIN (SELECT task_id AS scheduled_id, project_id AS scheduled_in, early_start, early_finish, total_slack,
    is_critical, is_on_longest_path FROM pit_ops.task_schedule) AS schedule
    ON scheduled_id = id AND scheduled_in = project_id`,
  columns: byProperty([
    column('earlyStart', 'early_start', 'date'),
    column('earlyFinish', 'early_finish', 'date'),
    { ...column('totalSlack', 'total_slack', 'int', Number), bounded: BOUNDED_SLACK },
    column('isCritical', 'is_critical', 'boolean', isTrue),
    column('isOnLongestPath', 'is_on_longest_path', 'boolean', isTrue),
  ]),
};

/** The same of all tasks of an organisation, of those without a schedule too. */
const SLACK = driverOf(
  'slack_id',
  `JOIN (SELECT task_id AS slack_id, total_slack AS slack, early_start AS slack_start, is_critical AS slack_critical
    FROM pit_ops.task_slack) AS slacks ON slack_id = id`,
  [
    column('totalSlack', 'slack', 'int', Number),
    column('earlyStart', 'slack_start', 'date'),
    column('isCritical', 'slack_critical', 'boolean', isTrue),
  ],
);

/** The place of a value of an enum, which is a parameter. */
const ranked = (name: string, type: string): SortColumn => ({
  sql: name,
  type: `pit.${type}`,
  nullable: false,
  placeOf: (value) => `array_position(enum_range(NULL::pit.${type}), ${value})::smallint`,
});

/** Comparisons of enums are no conditions of an index under row-level security; those of their places are. */
const RANK = orderOnly(
  'ranked_id',
  `JOIN (SELECT task_id AS ranked_id, status AS status_rank, priority AS priority_rank
    FROM pit_ops.task_rank) AS ranks ON ranked_id = id`,
  {
    status: ranked('status_rank', 'task_status_enum'),
    priority: ranked('priority_rank', 'task_priority_enum'),
  },
);

/** Each piece has its row, so that the index on what waits gives the order of the list. */
const WAITING = driverOf(
  'waiting_id',
  `JOIN (SELECT evidence_id AS waiting_id, waiting_since FROM pit_ops.evidence_standing)
    AS waiting ON waiting_id = id`,
  [column('waitingSince', 'waiting_since', 'timestamptz', decoderOf('timestamptz'))],
);

const counted = (property: string, sql: string, type = 'int'): Column => ({
  ...column(property, sql, type, Number),
  nullable: false,
});

/** Each project has its row, so that the indexes on them give the orders of the list. */
const FIGURES = driverOf(
  'figures_id',
  `JOIN (SELECT project_id AS figures_id, health, overdue_task_count, open_alert_count, red_alert_count,
    yellow_alert_count, green_alert_count, level_1_alert_count, level_2_alert_count, level_3_alert_count,
    level_4_alert_count, level_5_alert_count FROM pit_ops.project_figures) AS figures ON figures_id = id`,
  [
    counted('health', 'health', 'smallint'),
    counted('overdueTaskCount', 'overdue_task_count'),
    counted('openAlertCount', 'open_alert_count'),
    ...['red', 'yellow', 'green'].map((each) => counted(`${each}AlertCount`, `${each}_alert_count`)),
    ...[1, 2, 3, 4, 5].map((level) => counted(`level${level}AlertCount`, `level_${level}_alert_count`)),
  ],
);

/** What a project has in hundredths: `numeric` is no condition of an index under row-level security either. */
const hundredths = (name: string): SortColumn => ({
  sql: name,
  type: 'numeric',
  nullable: false,
  placeOf: (value) => `(${value} * 100)::bigint`,
});

const SUMS = orderOnly(
  'summed_id',
  `JOIN (SELECT project_id AS summed_id, capex AS capex_hundredths, opex AS opex_hundredths,
    risk_impact AS impact_hundredths, risk_mitigation AS mitigation_hundredths FROM pit_ops.project_rank) AS sums ON summed_id = id`,
  {
    capexTotal: hundredths('capex_hundredths'),
    opexTotal: hundredths('opex_hundredths'),
    riskImpactScore: hundredths('impact_hundredths'),
    riskMitigationPercent: hundredths('mitigation_hundredths'),
  },
);

/** By the names of the types. */
export const JOINED: Readonly<Record<string, JoinedColumns>> = {
  Task: SCHEDULE,
  Evidence: WAITING,
  Project: FIGURES,
};

/** By the names of the types. */
export const DRIVERS: Readonly<Record<string, readonly Driver[]>> = {
  Task: [SLACK, RANK],
  Evidence: [WAITING],
  Project: [FIGURES, SUMS],
};
