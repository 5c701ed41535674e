import {
  JOB_LEASES,
  SERVICE_QUEUES,
  SERVICE_STATE,
  type ServiceQueue,
} from '../../db/queries/maintenance/service-status-query.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import { requireRole, type Actor } from '../../domain/directory/actor.ts';
import { RESTRICTED_QUERIES } from '../../domain/directory/permissions.ts';
import type { JobRun, ProcessStatus } from './process-status.ts';

export type { ServiceQueue } from '../../db/queries/maintenance/service-status-query.ts';

/** A job, as this process has run it, and until when some process holds it. */
export interface ServiceJob extends JobRun {
  readonly leasedUntil: string | null;
}

/** How the process that answers, its database, and the work of the caller's organisation are doing. */
export interface ServiceStatus {
  readonly version: string;
  readonly startedAt: string;
  readonly openStreams: number;
  readonly migration: string;
  readonly databaseVersion: string;
  readonly isReadOnly: boolean;
  readonly today: string;
  readonly settledDay: string | null;
  readonly isDaySettled: boolean;
  readonly lastScanAt: string | null;
  readonly lastEventAt: string | null;
  /** Up to 10,001. */
  readonly deadDeliveries: number;
  readonly jobs: readonly ServiceJob[];
  readonly queues: readonly ServiceQueue[];
}

interface Reading {
  readonly actor: Actor;
  readonly process: ProcessStatus;
  today(): Promise<string>;
  rows<R extends object>(statement: Statement<R>, values?: readonly Value[]): Promise<R[]>;
}

/**
 * Reads how the service is doing, in one round trip.
 * @throws PitError FORBIDDEN to all but administrators, foremen and services.
 */
export async function readServiceStatus(reading: Reading): Promise<ServiceStatus> {
  requireRole(reading.actor, ...RESTRICTED_QUERIES.serviceStatus);
  const [[state], queues, leases, today] = await Promise.all([
    reading.rows(SERVICE_STATE),
    reading.rows(SERVICE_QUEUES),
    reading.rows(JOB_LEASES),
    reading.today(),
  ]);
  if (state === undefined) throw new Error('the database answers no state');
  const { version, startedAt, openStreams, jobs } = reading.process;
  const held = new Map(leases.map(({ name, leasedUntil }) => [name, leasedUntil]));
  return {
    ...state,
    version,
    startedAt,
    openStreams,
    today,
    isDaySettled: state.settledDay === today,
    jobs: jobs.map((job) => ({ ...job, leasedUntil: held.get(job.name) ?? null })),
    queues,
  };
}
