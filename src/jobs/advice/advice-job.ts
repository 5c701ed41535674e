import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { systemActor } from '../../domain/directory/actor.ts';
import type { CallOutcome } from '../../domain/advice/after-call.ts';
import type { AdviceKind } from '../../domain/advice/advice-words.ts';
import { PitError } from '../../domain/errors.ts';
import type { AiModel } from '../../domain/enums.ts';
import { logger } from '../../logger.ts';
import type { AdviceRules } from '../../services/advice/advice-rules.ts';
import { adviseEvidence, unadvisedEvidence } from '../../services/advice/ask-evidence.ts';
import { withExcerpt } from '../../services/advice/model/evidence-excerpt.ts';
import { NO_MODEL, type ModelDesk } from '../../services/advice/model/model-desk.ts';
import {
  adviceOrganisations,
  expireProposals,
  putBack,
  recordCall,
  scoredOrganisations,
  takeQuestions,
  type Asker,
  type TakenRequest,
} from '../../services/advice/questions.ts';
import type { FileStore } from '../../services/evidence/file-store.ts';
import { listOrganisations } from '../../services/directory/platform.ts';
import type { Command } from '../../services/transaction/command.ts';
import { runMutation } from '../../services/transaction/mutation-transaction.ts';
import { pause } from '../pause.ts';

/** How long what is under way is waited for before it is looked whether more is due, in ms. */
const LOOK_MS = 1_000;
/** Pieces of evidence of one organisation that are asked about in one run. */
const SCORED_AT_ONCE = 20;

export interface AdviceParts {
  readonly rules: NonNullable<AdviceRules>;
  readonly desk: Pick<ModelDesk, 'call'>;
  /** Where evidence lies of which the text may be sent; without one none is. */
  readonly files?: Pick<FileStore, 'read'>;
  /** Calls under way in one process. */
  readonly atOnce: number;
  /** Told of each call. */
  readonly onCall?: (kind: AdviceKind, model: AiModel, outcome: CallOutcome, tokens: number) => void;
  /** How many seconds later than the database's clock it is, where pauses are tried out. */
  readonly ahead?: () => number;
  /** Numbers of at least 0 and below 1, from which the lengths of pauses are taken. */
  readonly chance: () => number;
}

interface Taken {
  readonly orgId: string;
  readonly request: TakenRequest;
}

/**
 * Asks models what people have asked for. Nothing is locked, and no transaction is open, while a model thinks: a question is
 * leased to one process for longer than a call takes, and one whose process was killed is asked again.
 */
export class AdviceJob {
  private readonly owner = randomUUID();

  constructor(
    private readonly pool: pg.Pool,
    private readonly parts: AdviceParts,
  ) {}

  /** Asks until nothing is due any more. */
  async run(signal: AbortSignal): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for (;;) {
      const taken = signal.aborted ? [] : await this.take(this.parts.atOnce - underWay.size);
      for (const each of taken) {
        const asking = this.ask(each, signal).finally(() => underWay.delete(asking));
        underWay.add(asking);
      }
      if (underWay.size === 0) return;
      const rested = new AbortController();
      await Promise.race([...underWay, pause(LOOK_MS, AbortSignal.any([signal, rested.signal]))]);
      rested.abort();
      if (signal.aborted) await Promise.all(underWay);
    }
  }

  /** Has evidence that waits for its review asked about, where an organisation wants that. */
  async score(signal: AbortSignal): Promise<void> {
    for (const orgId of await scoredOrganisations(this.pool)) {
      if (signal.aborted) return;
      await this.inOrganisation(orgId, () => this.scoreOf(orgId, signal));
    }
  }

  /** Ends proposals that nobody has decided on in time. */
  async expire(signal: AbortSignal): Promise<void> {
    for (const orgId of await listOrganisations(this.pool)) {
      if (signal.aborted) return;
      await this.inOrganisation(orgId, async () => void (await this.write(orgId, expireProposals)));
    }
  }

  private async scoreOf(orgId: string, signal: AbortSignal): Promise<void> {
    const { ids } = await this.write(orgId, (tx) => unadvisedEvidence(tx, SCORED_AT_ONCE));
    for (const evidenceId of ids) {
      if (signal.aborted) return;
      try {
        await this.write(orgId, (tx) => adviseEvidence(tx, this.parts.rules, { evidenceId }));
      } catch (error) {
        // Without a model or tokens there is no advice; the next piece will not get any either.
        if (error instanceof PitError && error.detail.pit === 'PIT007') return;
        if (!(error instanceof PitError)) throw error;
      }
    }
  }

  private async take(most: number): Promise<Taken[]> {
    const ready: Taken[] = [];
    if (most === 0) return ready;
    const organisations = await adviceOrganisations(this.pool, this.asker.ahead);
    // Each organisation has its share before any gets more.
    const share = Math.max(1, Math.floor(most / Math.max(1, organisations.length)));
    for (const orgId of organisations) {
      if (ready.length >= most) break;
      await this.inOrganisation(orgId, async () => {
        const room = Math.min(share, most - ready.length);
        const { taken } = await this.write(orgId, (tx) =>
          takeQuestions(tx, this.parts.rules, this.asker, room),
        );
        ready.push(...taken.map((request) => ({ orgId, request })));
      });
    }
    return ready;
  }

  /** Never rejects: what could not be stored is asked again once its lease is out. */
  private async ask({ orgId, request }: Taken, signal: AbortSignal): Promise<void> {
    await this.inOrganisation(orgId, async () => {
      const question = await withExcerpt(this.parts.files, orgId, request);
      const call = await this.parts.desk.call(question, signal);
      const isLeft = signal.aborted && call !== NO_MODEL && call.outcome === 'failed';
      if (call === NO_MODEL || isLeft) {
        await this.write(orgId, (tx) => putBack(tx, this.asker, request, call !== NO_MODEL));
        return;
      }
      const { tokens } = await this.write(orgId, (tx) => recordCall(tx, this.asker, request, call));
      this.parts.onCall?.(request.kind, call.model, call.outcome, tokens);
      if (call.output === null) {
        const { proposalId, kind } = request;
        logger.warn(
          { orgId, proposalId, kind, model: call.model, reason: call.error },
          'a model gave no advice',
        );
      }
    });
  }

  /** One organisation's trouble must not keep the others waiting. */
  private async inOrganisation(orgId: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) =>
      logger.error({ err: error, orgId }, 'advice could not be asked for'),
    );
  }

  private get asker(): Asker {
    return { owner: this.owner, ahead: this.parts.ahead?.() ?? 0, chance: this.parts.chance() };
  }

  private write<T extends object>(orgId: string, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, systemActor(orgId), { name: 'advise', input: {} }, verb);
  }
}
