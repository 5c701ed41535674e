import { readFileSync } from 'node:fs';
import { clock } from '../../clock.ts';

/** How a job of this process has last run. */
export interface JobRun {
  readonly name: string;
  readonly startedAt: string | null;
  /** Null while its first run lasts, and before it. */
  readonly finishedAt: string | null;
  readonly isRunning: boolean;
  /** Whether its last run ended with an error. */
  readonly hasFailed: boolean;
}

/** What a process knows of itself, for operators. Each process has its own. */
export class ProcessStatus {
  readonly version = versionOfPackage();
  readonly startedAt = clock.now().toISOString();
  /** One for each scheduled job. */
  private readonly runs = new Map<string, JobRun>();
  private countStreams: () => number = () => 0;

  /** @param pushKey by which push services know the service; null where there are no push messages. */
  constructor(readonly pushKey: string | null = null) {}

  /** How many subscriptions are open here. */
  get openStreams(): number {
    return this.countStreams();
  }

  /** The jobs that run here, by name; none where jobs run elsewhere. */
  get jobs(): JobRun[] {
    return [...this.runs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  watchStreams(streams: { readonly openStreams: number }): void {
    this.countStreams = () => streams.openStreams;
  }

  jobStarted(name: string): void {
    const before = this.runs.get(name);
    const { finishedAt = null, hasFailed = false } = before ?? {};
    this.runs.set(name, {
      name,
      startedAt: clock.now().toISOString(),
      finishedAt,
      isRunning: true,
      hasFailed,
    });
  }

  jobFinished(name: string, hasFailed: boolean): void {
    const startedAt = this.runs.get(name)?.startedAt ?? null;
    this.runs.set(name, {
      name,
      startedAt,
      finishedAt: clock.now().toISOString(),
      isRunning: false,
      hasFailed,
    });
  }
}

/** The version of the service, as its package says. */
export function versionOfPackage(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  const { version } = manifest as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}
