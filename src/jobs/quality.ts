import type pg from 'pg';
import { systemActor } from '../domain/directory/actor.ts';
import { PitError } from '../domain/errors.ts';
import type { TrailLook } from '../domain/quality/quality-files.ts';
import { logger } from '../logger.ts';
import type { AuditSealer } from '../services/audit/audit-seal.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import type { FileStore } from '../services/evidence/file-store.ts';
import { lookAtFiles, lookAtTrail, sampleFiles } from '../services/quality/outside-look.ts';
import { checkForNight, dueChecks, noteNight } from '../services/quality/quality-nights.ts';
import { wantChecks } from '../services/quality/wanted-checks.ts';
import type { Command } from '../services/transaction/command.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import { withJobLease, type StopSignal } from './job-lease.ts';
import { Pace, type PaceOptions } from './pace.ts';

/** A run over all projects takes minutes, and requests are not to notice it. */
const PACE: PaceOptions = { batchMs: 30, share: 1 / 4, units: { first: 1, least: 1, most: 1 } };

/** A project that could not be checked is tried again after so many seconds: each turn verifies the whole trail for it. */
const RETRY_SECONDS = 15 * 60;

/** What the checks look at beside the database. */
export interface QualityParts {
  readonly store: Pick<FileStore, 'read'>;
  readonly sealer: AuditSealer;
}

/**
 * Runs the quality checks of all projects each night from one o'clock on, where their organisation is, and of a project after
 * an import or a generation. Of several processes one does; each project is a transaction of its own that notes that it was
 * checked, so that another process goes on where one has died.
 */
export function runQualityChecks(parts: QualityParts) {
  return async (pool: pg.Pool, stop: StopSignal): Promise<void> => {
    await withJobLease(pool, { name: 'quality', signal: stop }, async (signal) => {
      for (const orgId of await listOrganisations(pool)) {
        if (signal.aborted) return;
        await new Organisation(pool, orgId, parts).check(signal).catch((error: unknown) => {
          logger.error({ err: error, orgId }, 'the quality of an organisation could not be checked');
        });
      }
    });
  };
}

class Organisation {
  private trail: TrailLook | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly orgId: string,
    private readonly parts: QualityParts,
  ) {}

  /**
   * Checks what is due until nothing is. A project that cannot be checked is wanted some time later, since the night passes it by:
   * neither is it tried, nor the trail verified for it, in each turn.
   */
  async check(signal: StopSignal): Promise<void> {
    const pace = new Pace(PACE);
    const failed = new Set<string>();
    for (;;) {
      const { night, projectIds, place } = await this.run((tx) => dueChecks(tx, [...failed]));
      if (projectIds.length === 0 && place === null) return;
      const trail = projectIds.length === 0 ? undefined : (this.trail ??= await this.verify(signal));
      for (const projectId of projectIds) {
        if (signal.aborted || trail === undefined) return;
        const isChecked = await pace.run(1, () => this.tryProject(projectId, night, trail));
        if (!isChecked) failed.add(projectId);
      }
      if (place !== null) await this.run((tx) => noteNight(tx, place));
    }
  }

  /** Whether the project could be checked: one that is gone cannot, and is not wanted either. */
  private async tryProject(projectId: string, night: string | null, trail: TrailLook): Promise<boolean> {
    try {
      await this.checkProject(projectId, night, trail);
      return true;
    } catch (error) {
      if (error instanceof PitError && error.code === 'NOT_FOUND') return false;
      logger.error({ err: error, orgId: this.orgId, projectId }, 'a project could not be checked');
      await this.run(async (tx) => ({ wanted: wantChecks(tx, [projectId], RETRY_SECONDS) }));
      return false;
    }
  }

  private async checkProject(projectId: string, night: string | null, trail: TrailLook): Promise<void> {
    const { sampled } = await this.run(async (tx) => ({ sampled: await sampleFiles(tx, projectId) }));
    const files = await lookAtFiles(this.parts.store, this.orgId, sampled);
    await this.run((tx) => checkForNight(tx, { projectId, night }, { files, trail }));
  }

  /** The whole trail, in ranges of which each is a transaction of its own; as far as it came when it was told to stop. */
  private async verify(signal: StopSignal): Promise<TrailLook> {
    let whole: TrailLook = { holds: true, records: 0, isWhole: false, faulty: [] };
    let next: string | null = null;
    do {
      const after: string | null = next;
      const look: Awaited<ReturnType<typeof lookAtTrail>> = await this.run((tx) =>
        lookAtTrail(tx, this.parts.sealer, { after }),
      );
      const faulty = [...whole.faulty, ...look.faulty].slice(0, 100);
      const records = whole.records + look.records;
      whole = { holds: whole.holds && look.holds, records, isWhole: look.isWhole, faulty };
      next = look.next;
    } while (next !== null && whole.holds && !signal.aborted);
    return whole;
  }

  private run<T extends object>(verb: Command<T>): Promise<T> {
    return runMutation(this.pool, systemActor(this.orgId), { name: 'qualityChecks', input: {} }, verb);
  }
}
