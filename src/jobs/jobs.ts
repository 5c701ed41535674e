import { setMaxListeners } from 'node:events';
import type pg from 'pg';
import { logger } from '../logger.ts';
import { rollOverDays } from './day-roll-over.ts';
import { sealAuditChains, type AuditSealing } from './audit-seal.ts';
import type { FileStore } from '../services/evidence/file-store.ts';
import type { ProcessStatus } from '../services/maintenance/process-status.ts';
import { DeliveryJob, type DeliveryParts } from './deliveries.ts';
import { pause } from './pause.ts';
import { runQualityChecks } from './quality.ts';
import { ScheduleApplicationJob } from './schedule-applications.ts';
import { ScheduleJob } from './schedule.ts';
import { TimelineJob } from './timeline.ts';
import { clearUploads, forgetDeliveries, forgetEvents, keepPartitionsAhead } from './maintenance.ts';
import { WatchdogJob } from './watchdog.ts';

/** Work that is due again and again. */
interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Where given, the first run waits so long, so that it does not compete with the start of the service. */
  readonly firstAfterMs?: number;
  run(pool: pg.Pool, signal: AbortSignal): Promise<void>;
}

const SECOND = 1_000;

const MINUTE = 60 * SECOND;

const HOUR = 60 * MINUTE;

/** What the jobs work with beside the database. */
export interface JobParts {
  readonly audit: AuditSealing;
  readonly files: Pick<FileStore, 'read' | 'remove'>;
  /** By what messages and events leave the house. */
  readonly delivery: DeliveryParts;
  /** Told of each run. */
  readonly status?: ProcessStatus;
  /** Told how far the stored schedules are behind the plans, and how many deliveries are dead. */
  readonly metrics?: {
    watchSchedule(schedule: Pick<ScheduleJob, 'lagSeconds'>): void;
    watchDeliveries(deliveries: Pick<DeliveryJob, 'dead'>): void;
  };
}

/** Jobs that also hear of commits. */
interface WakingJobs {
  readonly schedule: ScheduleJob;
  readonly applications: ScheduleApplicationJob;
  readonly timeline: TimelineJob;
  readonly watchdog: WatchdogJob;
  readonly deliveries: DeliveryJob;
}

const jobsWith = (
  { audit, files }: JobParts,
  { schedule, applications, timeline, watchdog, deliveries }: WakingJobs,
): readonly Job[] => [
  { name: 'day roll-over', everyMs: MINUTE, run: rollOverDays },
  { name: 'schedule', everyMs: 15_000, run: (_, signal) => schedule.sweep(signal) },
  { name: 'schedule applications', everyMs: 15_000, run: (_, signal) => applications.sweep(signal) },
  { name: 'timeline', everyMs: MINUTE, firstAfterMs: MINUTE, run: (_, signal) => timeline.sweep(signal) },
  { name: 'deliveries', everyMs: SECOND, run: (_, signal) => deliveries.run(signal) },
  { name: 'watchdog', everyMs: MINUTE, firstAfterMs: 3 * MINUTE, run: (_, signal) => watchdog.tick(signal) },
  {
    name: 'quality',
    everyMs: MINUTE,
    firstAfterMs: 5 * MINUTE,
    run: runQualityChecks({ store: files, sealer: audit.sealer }),
  },
  { name: 'audit seal', everyMs: MINUTE, run: sealAuditChains(audit) },
  { name: 'event retention', everyMs: HOUR, run: forgetEvents },
  { name: 'delivery retention', everyMs: HOUR, firstAfterMs: MINUTE, run: forgetDeliveries },
  { name: 'abandoned uploads', everyMs: HOUR, firstAfterMs: MINUTE, run: clearUploads(files) },
  { name: 'progress partitions', everyMs: 24 * HOUR, run: keepPartitionsAhead },
];

/** The scheduled jobs that run. */
export interface RunningJobs {
  /** Starts nothing more, and resolves once what runs has come to its next stop. */
  stop(): Promise<void>;
}

/**
 * Starts the scheduled jobs. Each job runs at once, or after its first pause, and then again some time after it has ended, so
 * that none overtakes itself; a failure is logged, and the next turn tries again.
 */
export function startJobs(pool: pg.Pool, parts: JobParts): RunningJobs {
  const abort = new AbortController();
  // Each job listens while it pauses, and Node takes more than ten for a leak.
  setMaxListeners(0, abort.signal);
  const schedule = new ScheduleJob(pool);
  parts.metrics?.watchSchedule(schedule);
  const applications = new ScheduleApplicationJob(pool);
  const timeline = new TimelineJob(pool);
  const watchdog = new WatchdogJob(pool);
  const deliveries = new DeliveryJob(pool, parts.delivery);
  parts.metrics?.watchDeliveries(deliveries);
  const jobs = jobsWith(parts, { schedule, applications, timeline, watchdog, deliveries });
  const running = jobs.map((job) => repeat(job, pool, abort.signal, parts.status));
  return {
    stop: async () => {
      abort.abort();
      deliveries.close();
      const woken = [schedule, applications, timeline, watchdog];
      await Promise.all([...running, ...woken.map((job) => job.stop())]);
    },
  };
}

async function repeat(job: Job, pool: pg.Pool, signal: AbortSignal, status?: ProcessStatus): Promise<void> {
  if (job.firstAfterMs !== undefined) await pause(job.firstAfterMs, signal);
  while (!signal.aborted) {
    status?.jobStarted(job.name);
    let hasFailed = false;
    await job.run(pool, signal).catch((error: unknown) => {
      hasFailed = true;
      logger.error({ err: error, job: job.name }, 'a job failed');
    });
    status?.jobFinished(job.name, hasFailed);
    await pause(job.everyMs, signal);
  }
}
