import { WatchdogAlert } from '../../../entities/watchdog-alert.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import { decoderOf } from '../../db/connection/decode.ts';
import { summaryStatement } from '../../db/read/list-summary.ts';
import type { Condition } from '../../db/read/list-conditions.ts';
import type { AlertCode, AlertSeverity } from '../../domain/enums.ts';
import { PitError } from '../../domain/errors.ts';

/** Alerts that one grouping reads. */
const MOST_ALERTS = 100_000;

/** What open alerts are grouped by. */
export const AlertGrouping = { CODE: 'code', LEVEL: 'level', PROJECT: 'project' } as const;
export type AlertGrouping = (typeof AlertGrouping)[keyof typeof AlertGrouping];

const KEYS: Readonly<Record<AlertGrouping, string>> = {
  [AlertGrouping.CODE]: 'code',
  [AlertGrouping.LEVEL]: `CASE WHEN data ->> 'level' IN ('1', '2', '3', '4', '5') THEN data ->> 'level' END`,
  [AlertGrouping.PROJECT]: 'project_id::text',
};

/** Open alerts that are alike. Of code, level and project the one that they are grouped by is set. */
export interface AlertGroup {
  readonly code: AlertCode | null;
  readonly level: number | null;
  readonly projectId: string | null;
  /** The gravest among them. */
  readonly severity: AlertSeverity;
  readonly count: number;
  readonly projectCount: number;
  readonly oldestAt: string;
  readonly newestAt: string;
}

interface Reading {
  rows<R extends object>(statement: Statement<R>, values?: readonly Value[]): Promise<R[]>;
}

export interface AlertGroups {
  readonly by: AlertGrouping;
  /** Conditions on the alerts, beside that they are open. */
  readonly where: readonly Condition[];
  /** Groups that are answered at most. */
  readonly size: number;
}

const OPEN: Condition = { op: 'isNull', property: 'resolvedAt', value: true };

/**
 * Open alerts that the caller may see, by groups: those with the gravest alerts first, of these the largest; one statement.
 * @throws PitError LIMIT_EXCEEDED where there are more alerts than one grouping reads.
 */
export async function readAlertGroups(
  reading: Reading,
  { by, where, size }: AlertGroups,
): Promise<AlertGroup[]> {
  const time = decoderOf('timestamptz');
  const { statement, values } = summaryStatement({
    entity: WatchdogAlert,
    where: [OPEN, ...where],
    properties: ['id', 'projectId', 'code', 'severity', 'data', 'detectedAt'],
    most: MOST_ALERTS,
    columns: () => [
      { property: 'key', sql: KEYS[by] },
      { property: 'severity', sql: 'max(severity)' },
      { property: 'count', sql: 'count(*)', decode: Number },
      { property: 'projectCount', sql: 'count(DISTINCT project_id)', decode: Number },
      { property: 'oldestAt', sql: 'min(detected_at)', decode: time },
      { property: 'newestAt', sql: 'max(detected_at)', decode: time },
      { property: 'all', sql: 'sum(count(*)) OVER ()', decode: Number },
    ],
    groups: (parameter) =>
      `GROUP BY 1 ORDER BY max(severity) DESC, count(*) DESC, 1 LIMIT ${parameter(String(size), 'int')}`,
  });
  const rows = await reading.rows(statement, values);
  if (Number(rows[0]?.['all'] ?? 0) > MOST_ALERTS) {
    throw new PitError('LIMIT_EXCEEDED', 'There are too many open alerts to be grouped.', {
      field: 'filter',
      expected: `a filter that leaves at most ${MOST_ALERTS} open alerts`,
    });
  }
  return rows.map((row) => groupOf(by, row));
}

function groupOf(by: AlertGrouping, row: Readonly<Record<string, unknown>>): AlertGroup {
  const key = row['key'] as string | null;
  return {
    code: by === AlertGrouping.CODE ? (key as AlertCode) : null,
    level: by === AlertGrouping.LEVEL && key !== null ? Number(key) : null,
    projectId: by === AlertGrouping.PROJECT ? key : null,
    severity: row['severity'] as AlertSeverity,
    count: Number(row['count']),
    projectCount: Number(row['projectCount']),
    oldestAt: String(row['oldestAt']),
    newestAt: String(row['newestAt']),
  };
}
