import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { translateDriverError } from '../../db/connection/driver-errors.ts';
import { systemActor, type Actor } from '../../domain/directory/actor.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import { listOrganisations } from '../../services/directory/platform.ts';
import type { FileStore } from '../../services/evidence/file-store.ts';
import type { ImportStep } from '../../services/exchange/apply/applying.ts';
import type { PlanReport } from '../../services/exchange/apply/plan-report.ts';
import { RolledBack } from '../../services/exchange/dry-run.ts';
import { onJobWanted } from '../../services/exchange/requests/wanted-jobs.ts';
import {
  beginImport,
  endImport,
  finishImport,
  ImportCancelled,
  noteStep,
  openImports,
  runImport,
} from '../../services/exchange/requests/run-import.ts';
import type { Command } from '../../services/transaction/command.ts';
import { runMutation } from '../../services/transaction/mutation-transaction.ts';
import { OrganisationTurns } from './organisation-turns.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from '../job-lease.ts';

/** Imports of one organisation that a look brings. */
const LOOK = 100;
/** How often it is noted how far an import is, in ms: a step more or less is nobody's concern. */
const NOTE_MS = 500;
/** What may be otherwise the next time: the database was busy, away, or the machine starved. */
const PASSING: ReadonlySet<PitError['code']> = new Set(['UNAVAILABLE']);

/**
 * Imports plans that were asked for over the API, one after the other, organisations in turns. A request of this process wakes it; a sweep, on one
 * process of several, finds those that a process that died has left. An import is one transaction, so that it is done whole
 * or not at all; how far it is goes over a second connection, by which it also hears that it is to be given up.
 */
export class ImportJob {
  private readonly waiting = new OrganisationTurns();
  private working: Promise<void> | undefined;
  private isStopped = false;
  private readonly deafen: () => void;

  constructor(
    private readonly pool: pg.Pool,
    private readonly files: Pick<FileStore, 'read'>,
  ) {
    this.deafen = onJobWanted(pool, 'import', ({ orgId, id }) => this.wake(orgId, id));
  }

  /** Does an import; what is over already costs one look. */
  wake(orgId: string, id: string): void {
    if (this.isStopped) return;
    this.waiting.add(orgId, id);
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
  }

  /** Wakes itself for all that is under way, in all organisations; of several processes one does. */
  async sweep(stop: StopSignal = NEVER_STOPPED): Promise<void> {
    await withJobLease(this.pool, { name: 'plan imports', signal: stop }, async (signal) => {
      for (const orgId of await listOrganisations(this.pool)) {
        if (signal.aborted) return;
        const { ids } = await this.run(systemActor(orgId), async (tx) => ({
          ids: await openImports(tx, LOOK),
        }));
        for (const id of ids) this.wake(orgId, id);
      }
    });
  }

  /** Resolves once nothing waits and nothing is done. */
  async idle(): Promise<void> {
    while (this.working !== undefined) await this.working;
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
      await this.import(orgId, id).catch((error: unknown) => {
        logger.error({ err: error, orgId, importId: id }, 'a plan could not be imported');
      });
    }
  }

  private async import(orgId: string, id: string): Promise<void> {
    const platform = systemActor(orgId);
    const { actor } = await this.run(platform, async (tx) => ({ actor: await beginImport(tx, id) }));
    if (actor === null) return;
    try {
      const onStep = this.noting(orgId, id);
      await this.run(actor, (tx) => runImport(tx, id, { files: this.files, onStep }));
    } catch (error) {
      await this.end(platform, id, error);
    }
  }

  private async end(platform: Actor, id: string, error: unknown): Promise<void> {
    if (error instanceof RolledBack) {
      const { found } = error as RolledBack<PlanReport>;
      const finished = this.run(platform, async (tx) => {
        await finishImport(tx, id, found);
        return {};
      });
      return finished.then(
        () => undefined,
        (fault: unknown) => this.end(platform, id, fault),
      );
    }
    const isCancelled = error instanceof ImportCancelled;
    const why = isCancelled ? null : refusalOf(error);
    if (why !== null && PASSING.has(why.code)) return;
    const state = isCancelled ? 'cancelled' : why?.code === 'INTERNAL_SERVER_ERROR' ? 'failed' : 'refused';
    await this.run(platform, async (tx) => {
      await endImport(tx, id, state, why);
      return {};
    });
  }

  /** Told of each step; now and then it is stored, and asked whether to go on. */
  private noting(orgId: string, id: string): (step: ImportStep) => Promise<void> {
    let notedAt = -Infinity;
    let noted: ImportStep['step'] | undefined;
    return async (step) => {
      if (step.step === noted && performance.now() - notedAt < NOTE_MS) return;
      notedAt = performance.now();
      noted = step.step;
      const { isCancelled } = await this.run(systemActor(orgId), (tx) => noteStep(tx, id, step));
      if (isCancelled) throw new ImportCancelled();
    };
  }

  private run<T extends object>(actor: Actor, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, actor, { name: 'plan import', input: {} }, verb);
  }
}

/** Why nothing came of it; a fault of ours is told by the number under which the log has it. */
function refusalOf(error: unknown): PitError {
  if (error instanceof PitError) return error;
  const translated = translateDriverError(error);
  if (translated !== undefined) return translated;
  const errorId = randomUUID();
  logger.error({ err: error, errorId }, 'the import of a plan has failed');
  return new PitError('INTERNAL_SERVER_ERROR', `Internal error ${errorId}.`);
}
