import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { onCommit } from '../db/write/after-commit.ts';
import { systemActor } from '../domain/directory/actor.ts';
import type { Attempt, DeliveryKind } from '../domain/delivery/retry-schedule.ts';
import { logger } from '../logger.ts';
import {
  deadDeliveries,
  dueOrganisations,
  giveBack,
  takeDeliveries,
  type Taker,
} from '../services/delivery/deliveries.ts';
import {
  attempt,
  channelsOf,
  record,
  type Senders,
  type TakenDelivery,
} from '../services/delivery/attempt.ts';
import { escalate, escalatingOrganisations } from '../services/notifications/escalation.ts';
import { remindingOrganisations, remindOfDue } from '../services/notifications/due-reminders.ts';
import { notifyWatchers, watchingOrganisations } from '../services/notifications/watchers.ts';
import { PLATFORM } from '../services/directory/platform.ts';
import {
  addressEach,
  addressMessages,
  isRefusedByDatabase,
  messageOrganisations,
} from '../services/delivery/message-addressing.ts';
import { feedWebhooks, webhookOrganisations } from '../services/delivery/webhook-feed.ts';
import { webhookMessages } from '../services/delivery/webhook-delivery.ts';
import type { WebhookSecrets } from '../services/delivery/webhook-secrets.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import type { Command, Tx } from '../services/transaction/command.ts';
import { wantScan } from '../services/watchdog/scan-requests.ts';
import { pause } from './pause.ts';

/** Deliveries under way in one process. */
const AT_ONCE = 20;
/** How long what is under way is waited for before it is looked whether more is due, in ms. */
const LOOK_MS = 1_000;
/** How often all organisations are looked through for events that this process has not heard of, and the dead counted. */
const SWEEP_MS = 5_000;
const COUNT_MS = 60_000;

export interface DeliveryParts {
  readonly senders: Senders;
  readonly secrets: WebhookSecrets;
  /** Told of each attempt. */
  readonly onAttempt?: (kind: DeliveryKind, outcome: Attempt['outcome']) => void;
  /** How many seconds later than the database's clock it is, where days are tried out. */
  readonly ahead?: () => number;
  /** Numbers of at least 0 and below 1, from which the lengths of pauses are taken. */
  readonly chance: () => number;
}

/**
 * Sends what is due. Each delivery is leased to one process for as long as an attempt takes, and stored as sent once the
 * other side has taken it: a process that is killed in between leaves it to be sent once more.
 */
export class DeliveryJob {
  /** How many deliveries are dead, by kind, as last counted. */
  dead: Partial<Record<DeliveryKind, number>> = {};
  private readonly owner = randomUUID();
  /** Organisations of which this process has committed events. */
  private readonly news = new Set<string>();
  private sweptAt = -Infinity;
  private countedAt = -Infinity;
  private readonly deafen: () => void;

  constructor(
    private readonly pool: pg.Pool,
    private readonly parts: DeliveryParts,
  ) {
    this.deafen = onCommit(pool, ({ orgId }) => void this.news.add(orgId));
  }

  close(): void {
    this.deafen();
  }

  /** Sends until nothing is due any more. */
  async run(signal: AbortSignal): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for (;;) {
      await this.feed(signal);
      const ready = signal.aborted ? [] : await this.take(AT_ONCE - underWay.size);
      for (const each of ready) {
        const sending = this.deliver(each, signal).finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
      if (underWay.size === 0) break;
      await this.count();
      const rested = new AbortController();
      await Promise.race([...underWay, pause(LOOK_MS, AbortSignal.any([signal, rested.signal]))]);
      rested.abort();
      if (signal.aborted) await Promise.all(underWay);
    }
    await this.count();
  }

  /** Takes the next steps with alerts that nobody has acknowledged. */
  private async escalateAll(signal: AbortSignal): Promise<void> {
    const { ahead } = this.taker;
    for (const orgId of await escalatingOrganisations(this.pool, PLATFORM, ahead)) {
      await this.inOrganisation(orgId, async () => {
        for (let isMore = true; isMore && !signal.aborted;) {
          ({ isMore } = await this.write(orgId, (tx) => escalate(tx, ahead)));
        }
      });
    }
  }

  /** Reminds people of what is due, in the morning where they are. */
  private async remindAll(signal: AbortSignal): Promise<void> {
    const { ahead } = this.taker;
    for (const orgId of await remindingOrganisations(this.pool, PLATFORM, ahead)) {
      await this.inOrganisation(orgId, async () => {
        for (let isMore = true; isMore && !signal.aborted;) {
          ({ isMore } = await this.write(orgId, (tx) => remindOfDue(tx, ahead)));
        }
      });
    }
  }

  /** Makes deliveries of messages and events: at once of those of this process, soon of what others have written. */
  private async feed(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const isSweep = now - this.sweptAt >= SWEEP_MS;
    if (!isSweep && this.news.size === 0) return;
    if (isSweep) {
      this.sweptAt = now;
      await this.escalateAll(signal);
      await this.remindAll(signal);
    }
    const grown = new Set(this.news);
    this.news.clear();
    const isLookedAt = (orgId: string): boolean => isSweep || grown.has(orgId);
    for (const orgId of (await watchingOrganisations(this.pool, PLATFORM)).filter(isLookedAt)) {
      if (!signal.aborted) await this.inOrganisation(orgId, () => this.notifyAll(orgId, signal));
    }
    for (const orgId of (await messageOrganisations(this.pool)).filter(isLookedAt)) {
      if (!signal.aborted) await this.inOrganisation(orgId, () => this.addressAll(orgId, signal));
    }
    for (const orgId of (await webhookOrganisations(this.pool)).filter(isLookedAt)) {
      if (signal.aborted) return;
      await this.inOrganisation(orgId, () => feedWebhooks(this.pool, orgId, () => signal.aborted));
    }
  }

  private async notifyAll(orgId: string, signal: AbortSignal): Promise<void> {
    for (let isMore = true; isMore && !signal.aborted;)
      ({ isMore } = await this.write(orgId, notifyWatchers));
  }

  private async addressAll(orgId: string, signal: AbortSignal): Promise<void> {
    const channels = channelsOf(this.parts.senders);
    const { ahead } = this.taker;
    const address = (tx: Tx, most?: number) => addressMessages(tx, channels, ahead, most);
    const giveUp = (notificationIds: readonly string[], err: unknown): void =>
      logger.error({ err, orgId, notificationIds }, 'a message could not be addressed and was given up');
    for (let isMore = true; isMore && !signal.aborted;) {
      ({ isMore } = await this.write(orgId, address).catch((error: unknown) => {
        if (!isRefusedByDatabase(error)) throw error;
        return addressEach((verb) => this.write(orgId, verb), address, giveUp);
      }));
    }
  }

  /** One organisation's trouble must not keep the others waiting. */
  private async inOrganisation(orgId: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) =>
      logger.error({ err: error, orgId }, 'messages and events could not be made into deliveries'),
    );
  }

  private async take(most: number): Promise<TakenDelivery[]> {
    const ready: TakenDelivery[] = [];
    if (most === 0) return ready;
    const organisations = await dueOrganisations(this.pool, this.taker.ahead);
    // Each organisation has its share before any gets more.
    const share = Math.max(1, Math.floor(most / Math.max(1, organisations.length)));
    for (const orgId of organisations) {
      if (ready.length >= most) break;
      try {
        ready.push(...(await this.takeOf(orgId, Math.min(share, most - ready.length))));
      } catch (error) {
        logger.error({ err: error, orgId }, 'deliveries could not be taken');
      }
    }
    return ready;
  }

  private async takeOf(orgId: string, most: number): Promise<TakenDelivery[]> {
    const { taken, requests } = await this.write(orgId, async (tx) => {
      const all = await takeDeliveries(tx, this.taker, most);
      const webhooks = all.filter(({ kind }) => kind === 'webhook');
      return { taken: all, requests: await webhookMessages(tx, webhooks, this.parts.secrets) };
    });
    return taken.map((delivery) => ({ orgId, delivery, request: requests.get(delivery.id) }));
  }

  /** Never rejects: what could not be stored is sent again once its lease is out. */
  private async deliver(taken: TakenDelivery, signal: AbortSignal): Promise<void> {
    const { orgId, delivery } = taken;
    try {
      const { ahead } = this.taker;
      const result = await attempt(this.pool, taken, this.parts.senders, { signal, ahead });
      if (signal.aborted && result.outcome === 'failed') {
        await giveBack(this.pool, this.owner, orgId, [delivery.id]);
        return;
      }
      if (result.outcome !== 'postponed') this.parts.onAttempt?.(delivery.kind, result.outcome);
      const { givenUp } = await this.write(orgId, (tx) => record(tx, this.taker, delivery, result));
      for (const projectId of givenUp) wantScan(this.pool, { orgId, projectId, isUrgent: false });
    } catch (error) {
      logger.error({ err: error, orgId, deliveryId: delivery.id }, 'a delivery could not be stored');
    }
  }

  private async count(): Promise<void> {
    if (performance.now() - this.countedAt < COUNT_MS) return;
    this.countedAt = performance.now();
    this.dead = await deadDeliveries(this.pool);
  }

  private get taker(): Taker {
    return { owner: this.owner, ahead: this.parts.ahead?.() ?? 0, chance: this.parts.chance() };
  }

  private write<T extends object>(orgId: string, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, systemActor(orgId), { name: 'deliver', input: {} }, verb);
  }
}
