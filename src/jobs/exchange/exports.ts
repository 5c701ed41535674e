import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { translateDriverError } from '../../db/connection/driver-errors.ts';
import { systemActor, type Actor } from '../../domain/directory/actor.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import { listOrganisations } from '../../services/directory/platform.ts';
import type { FileStore } from '../../services/evidence/file-store.ts';
import { readExported } from '../../services/exchange/export/read-exported.ts';
import {
  announceExport,
  beginExport,
  endExport,
  finishExport,
  openExports,
  type BegunExport,
} from '../../services/exchange/export/run-export.ts';
import { contentOf, writeExport } from '../../services/exchange/export/write-export.ts';
import { onJobWanted } from '../../services/exchange/requests/wanted-jobs.ts';
import type { Command } from '../../services/transaction/command.ts';
import { runMutation } from '../../services/transaction/mutation-transaction.ts';
import { OrganisationTurns } from './organisation-turns.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from '../job-lease.ts';

/** Exports of one organisation that a look brings. */
const LOOK = 100;

/** Where exports are put. */
export interface ExportPlace {
  readonly store: Pick<FileStore, 'put' | 'read' | 'sizeOf'>;
  /** Bytes that the files of one organisation may have together. */
  readonly quotaBytes: number;
}

/**
 * Writes exports that were asked for, one after the other, organisations in turns: what the requester sees now goes into a file, and the file into
 * the store. A request of this process wakes it; a sweep, on one process of several, finds those that a process that died
 * has left. Written twice by two processes an export is the same, and the first one to finish it counts.
 */
export class ExportJob {
  private readonly waiting = new OrganisationTurns();
  private working: Promise<void> | undefined;
  private isStopped = false;
  private readonly deafen: () => void;

  constructor(
    private readonly pool: pg.Pool,
    private readonly place: ExportPlace,
  ) {
    this.deafen = onJobWanted(pool, 'export', ({ orgId, id }) => this.wake(orgId, id));
  }

  /** Does an export; what is over already costs one look. */
  wake(orgId: string, id: string): void {
    if (this.isStopped) return;
    this.waiting.add(orgId, id);
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
  }

  /** Wakes itself for all that is under way, in all organisations; of several processes one does. */
  async sweep(stop: StopSignal = NEVER_STOPPED): Promise<void> {
    await withJobLease(this.pool, { name: 'plan exports', signal: stop }, async (signal) => {
      for (const orgId of await listOrganisations(this.pool)) {
        if (signal.aborted) return;
        const { ids } = await this.run(systemActor(orgId), async (tx) => ({
          ids: await openExports(tx, LOOK),
        }));
        for (const id of ids) this.wake(orgId, id);
      }
    });
  }

  /** Starts nothing more, and resolves once what is under way is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.deafen();
    this.waiting.clear();
    await this.working;
  }

  private async work(): Promise<void> {
    for (;;) {
      const next = this.waiting.next();
      if (next === undefined) return;
      const { orgId, id } = next;
      await this.export(systemActor(orgId), id).catch((error: unknown) => {
        logger.error({ err: error, orgId, exportId: id }, 'a project could not be exported');
      });
    }
  }

  private async export(platform: Actor, id: string): Promise<void> {
    const { begun } = await this.run(platform, async (tx) => ({ begun: await beginExport(tx, id) }));
    if (begun === null) return;
    try {
      await this.write(platform, id, begun);
    } catch (error) {
      const why = refusalOf(error);
      if (why.code === 'UNAVAILABLE') return;
      const state = why.code === 'INTERNAL_SERVER_ERROR' ? 'failed' : 'refused';
      await this.run(platform, async (tx) => {
        await endExport(tx, id, state, why);
        return {};
      });
    }
  }

  private async write(
    platform: Actor,
    id: string,
    { actor, auditHead, projectId, format }: BegunExport,
  ): Promise<void> {
    const { quotaBytes, store } = this.place;
    const exported = await this.run(actor, (tx) => readExported(tx, projectId, format));
    const written = await writeExport(exported, format, { orgId: platform.orgId, store, auditHead });
    try {
      const { fileId } = await this.run(platform, (tx) => announceExport(tx, written, quotaBytes));
      const { sha256, size } = written;
      await store.put({ orgId: platform.orgId, id: fileId, sha256, size }, contentOf(written));
      await this.run(platform, async (tx) => {
        await finishExport(tx, id, fileId, written);
        return {};
      });
    } finally {
      await written.remove();
    }
  }

  private run<T extends object>(actor: Actor, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, actor, { name: 'plan export', input: {} }, verb);
  }
}

/** Why nothing came of it; a fault of ours is told by the number under which the log has it. */
function refusalOf(error: unknown): PitError {
  if (error instanceof PitError) return error;
  const translated = translateDriverError(error);
  if (translated !== undefined) return translated;
  const errorId = randomUUID();
  logger.error({ err: error, errorId }, 'the export of a project has failed');
  return new PitError('INTERNAL_SERVER_ERROR', `Internal error ${errorId}.`, { pit: 'PIT010' });
}
