import { decoderOf } from '../connection/decode.ts';
import type { Column } from './column.ts';

/** Columns that stand beside a table, one row or none for each of its rows. */
export interface JoinedColumns {
  /** Goes behind the table in FROM; its columns have names that the table does not have. */
  readonly sql: string;
  readonly columns: ReadonlyMap<string, Column>;
}

function column(property: string, sql: string, type: string, decode?: (text: string) => unknown): Column {
  return { property, sql, type, decode, nullable: true, words: undefined };
}

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
  columns: new Map(
    [
      column('earlyStart', 'early_start', 'date'),
      column('earlyFinish', 'early_finish', 'date'),
      { ...column('totalSlack', 'total_slack', 'int', Number), bounded: BOUNDED_SLACK },
      column('isCritical', 'is_critical', 'boolean', (text) => text === 't'),
      column('isOnLongestPath', 'is_on_longest_path', 'boolean', (text) => text === 't'),
    ].map((each) => [each.property, each]),
  ),
};

/** Each piece has its row, so that the index on what waits gives the order of the list. */
const WAITING: JoinedColumns = {
  sql: `JOIN (SELECT evidence_id AS waiting_id, waiting_since FROM pit_ops.evidence_standing)
    AS waiting ON waiting_id = id`,
  columns: new Map(
    [column('waitingSince', 'waiting_since', 'timestamptz', decoderOf('timestamptz'))].map((each) => [
      each.property,
      each,
    ]),
  ),
};

const counted = (property: string, sql: string, type = 'int'): Column => ({
  ...column(property, sql, type, Number),
  nullable: false,
});

/** Each project has its row, so that the indexes on them give the orders of the list. */
const FIGURES: JoinedColumns = {
  sql: `JOIN (SELECT project_id AS figures_id, health, overdue_task_count, open_alert_count, red_alert_count,
    yellow_alert_count, green_alert_count, level_1_alert_count, level_2_alert_count, level_3_alert_count,
    level_4_alert_count, level_5_alert_count FROM pit_ops.project_figures) AS figures ON figures_id = id`,
  columns: new Map(
    [
      counted('health', 'health', 'smallint'),
      counted('overdueTaskCount', 'overdue_task_count'),
      counted('openAlertCount', 'open_alert_count'),
      ...['red', 'yellow', 'green'].map((each) => counted(`${each}AlertCount`, `${each}_alert_count`)),
      ...[1, 2, 3, 4, 5].map((level) => counted(`level${level}AlertCount`, `level_${level}_alert_count`)),
    ].map((each) => [each.property, each]),
  ),
};

/** By the names of the types. */
export const JOINED: Readonly<Record<string, JoinedColumns>> = {
  Task: SCHEDULE,
  Evidence: WAITING,
  Project: FIGURES,
};
