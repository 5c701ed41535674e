import { bigint, boolean, date, nullable, text, timestamp } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

/** As of when the caller's organisation works, and what the database is; for operators. Dead deliveries count up to 10,001. */
export const SERVICE_STATE = statement(
  `SELECT migration, database_version, is_read_only, settled_day, last_scan_at, last_event_at, dead_deliveries
    FROM pit_ops.service_state()`,
  {
    migration: text,
    databaseVersion: text,
    isReadOnly: boolean,
    settledDay: nullable(date),
    lastScanAt: nullable(timestamp),
    lastEventAt: nullable(timestamp),
    deadDeliveries: bigint,
  },
);

/** What waits in the queues of the caller's organisation, up to 10,001 each, and since when. */
export const SERVICE_QUEUES = statement('SELECT name, depth, oldest_at FROM pit_ops.service_queues()', {
  name: text,
  depth: bigint,
  oldestAt: nullable(timestamp),
});

/** Jobs that some process holds now. */
export const JOB_LEASES = statement('SELECT name, leased_until FROM pit_ops.job_leases()', {
  name: text,
  leasedUntil: timestamp,
});

export type ServiceQueue = RowOfStatement<typeof SERVICE_QUEUES>;
