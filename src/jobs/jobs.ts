import { setMaxListeners } from 'node:events';
import type pg from 'pg';
import { logger } from '../logger.ts';
import { rollOverDays } from './day-roll-over.ts';
import { sealAuditChains, type AuditSealing } from './audit-seal.ts';
import type { FileStore } from '../services/evidence/file-store.ts';
import type { ProcessStatus } from '../services/maintenance/process-status.ts';
import { AdviceJob, type AdviceParts } from './advice/advice-job.ts';
import { DeliveryJob, type DeliveryParts } from './deliveries.ts';
import { ExportJob, type ExportPlace } from './exchange/exports.ts';
import { ImportJob } from './exchange/imports.ts';
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
  /** Where exports are put; none are written without. */
  readonly exports?: ExportPlace;
  /** By what messages and events leave the house. */
  readonly delivery: DeliveryParts;
  /** By what models are asked; absent where none is. */
  readonly advice?: AdviceParts;
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
  readonly imports: ImportJob;
  readonly exports: ExportJob | undefined;
  readonly timeline: TimelineJob;
  readonly watchdog: WatchdogJob;
  readonly deliveries: DeliveryJob;
}

const jobsWith = (
  { audit, files }: JobParts,
  { schedule, applications, imports, exports, timeline, watchdog, deliveries }: WakingJobs,
): readonly Job[] => [
  { name: 'day roll-over', everyMs: MINUTE, run: rollOverDays },
  { name: 'schedule', everyMs: 15_000, run: (_, signal) => schedule.sweep(signal) },
  { name: 'schedule applications', everyMs: 15_000, run: (_, signal) => applications.sweep(signal) },
  { name: 'plan imports', everyMs: 15_000, run: (_, signal) => imports.sweep(signal) },
  { name: 'plan exports', everyMs: 15_000, run: async (_, signal) => exports?.sweep(signal) },
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

/** Jobs that ask models, where the operator has set some up. */
const adviceJobs = (advice: AdviceJob): readonly Job[] => [
  { name: 'advice', everyMs: SECOND, run: (_, signal) => advice.run(signal) },
  {
    name: 'evidence advice',
    everyMs: MINUTE,
    firstAfterMs: MINUTE,
    run: (_, signal) => advice.score(signal),
  },
  { name: 'proposal expiry', everyMs: HOUR, firstAfterMs: MINUTE, run: (_, signal) => advice.expire(signal) },
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
  const imports = new ImportJob(pool, parts.files);
  const exports = parts.exports === undefined ? undefined : new ExportJob(pool, parts.exports);
  const timeline = new TimelineJob(pool);
  const watchdog = new WatchdogJob(pool, undefined, parts.advice?.rules ?? null);
  const deliveries = new DeliveryJob(pool, parts.delivery);
  parts.metrics?.watchDeliveries(deliveries);
  const jobs = jobsWith(parts, { schedule, applications, imports, exports, timeline, watchdog, deliveries });
  const advising =
    parts.advice === undefined
      ? []
      : adviceJobs(new AdviceJob(pool, { ...parts.advice, files: parts.files }));
  const running = [...jobs, ...advising].map((job) => repeat(job, pool, abort.signal, parts.status));
  return {
    stop: async () => {
      abort.abort();
      deliveries.close();
      const woken = [schedule, applications, imports, exports, timeline, watchdog];
      await Promise.all([...running, ...woken.map((job) => job?.stop())]);
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
