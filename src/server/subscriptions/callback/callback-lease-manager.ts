import type { Callback, CallbackPlace, CallbackStore } from '../../../services/events/callbacks.ts';
import { logger } from '../../../logger.ts';
import type { SubscriptionMetrics } from '../../observability/metrics.ts';
import { CallbackDelivery, type Follow } from './callback-delivery.ts';
import type { SubscriptionStream } from '../subscription-stream.ts';

/** How long a callback is ours without word: what passes before another process takes it up when this one dies. */
export const LEASE_SECONDS = 6;
/** How often leases are renewed, and callbacks looked for that are nobody's. */
const RENEW_MS = 2_000;
/** At least so much time lies between two times that places are stored, each with one statement per organisation. */
const SAVE_MS = 300;

export interface LeaseManagerOptions {
  store: CallbackStore;
  follow: Follow;
  metrics: SubscriptionMetrics;
}

/** The callbacks that this process serves. */
export class CallbackLeaseManager {
  private readonly deliveries = new Map<string, CallbackDelivery>();
  private readonly running = new Set<Promise<void>>();
  private readonly tending: NodeJS.Timeout;
  /** Set while places wait to be stored. */
  private saving: NodeJS.Timeout | undefined;
  private savedAt = 0;
  /** What is being written; one thing at a time, so that an older place never goes over a newer one. */
  private writing: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(private readonly options: LeaseManagerOptions) {
    this.tending = setInterval(() => void this.inTurn(() => this.renew()), RENEW_MS).unref();
    // Routers are waiting for whom a predecessor has left.
    void this.inTurn(() => this.renew());
  }

  /** Stores a callback that a router has just asked for, and delivers it. @throws as `CallbackStore.store`. */
  async add(callback: Callback, begun: SubscriptionStream): Promise<void> {
    const stored = leaseFromNow();
    await this.options.store.store(callback);
    this.deliver(callback, stored, begun);
    if (this.isStopping) await this.release([callback]);
  }

  /** Whether no more are taken. */
  get isClosed(): boolean {
    return this.isStopping;
  }

  /** Leaves all callbacks to whoever takes them up, after what the routers have acknowledged. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.tending);
    clearTimeout(this.saving);
    const left = [...this.deliveries.values()];
    for (const delivery of left) delivery.leave();
    await Promise.all(this.running);
    await this.inTurn(() => this.release(left.map(({ place }) => place)));
  }

  private deliver(callback: Callback, leasedUntil: number, begun?: SubscriptionStream): void {
    const { follow, metrics, store } = this.options;
    const onTaken = () => this.saveSoon();
    const delivery = new CallbackDelivery({ callback, follow, leasedUntil, onTaken });
    const key = keyOf(callback);
    this.deliveries.set(key, delivery);
    metrics.subscriberOpened('callback');
    const run = async () => {
      const { reason, isOver } = await delivery.run(begun);
      metrics.subscriberClosed('callback', reason);
      if (this.deliveries.get(key) === delivery) this.deliveries.delete(key);
      // What cannot be removed now is found again when its lease is out, and its router asked whether it is wanted.
      if (isOver) await store.remove(callback).catch(warn);
    };
    const running = run().finally(() => this.running.delete(running));
    this.running.add(running);
    if (this.isStopping) delivery.leave();
  }

  private async renew(): Promise<void> {
    await this.save([...this.deliveries.values()]);
    const stored = leaseFromNow();
    const taken = await this.options.store.takeLeft();
    if (this.isStopping) return this.release(taken);
    for (const callback of taken) this.deliver(callback, stored);
  }

  private async release(places: readonly CallbackPlace[]): Promise<void> {
    for (const [orgId, some] of byOrganisation(places, (place) => place.orgId))
      await this.options.store.release(orgId, some);
  }

  /** At once, where nothing was stored lately: a burst of events costs a few statements a second, and one alone one. */
  private saveSoon(): void {
    if (this.isStopping) return;
    this.saving ??= setTimeout(
      () => {
        this.saving = undefined;
        this.savedAt = Date.now();
        const moved = [...this.deliveries.values()].filter(({ hasMoved }) => hasMoved);
        void this.inTurn(() => this.save(moved));
      },
      Math.max(0, this.savedAt + SAVE_MS - Date.now()),
    ).unref();
  }

  private async save(deliveries: readonly CallbackDelivery[]): Promise<void> {
    for (const [orgId, some] of byOrganisation(deliveries, ({ place }) => place.orgId)) {
      const stored = leaseFromNow();
      for (const delivery of some) delivery.hasMoved = false;
      const kept = await this.options.store.save(
        orgId,
        some.map(({ place }) => place),
      );
      for (const delivery of some) {
        if (kept.has(delivery.place.id)) delivery.prolong(stored);
        // Another process has taken it up while we could not say that we are there; or it has just ended.
        else delivery.leave();
      }
    }
  }

  /** Never rejects: what could not be written now is written with the next turn. */
  private inTurn(write: () => Promise<void>): Promise<void> {
    this.writing = this.writing.then(write).catch(warn);
    return this.writing;
  }
}

function leaseFromNow(): number {
  return Date.now() + LEASE_SECONDS * 1000;
}

function keyOf({ orgId, id }: Pick<Callback, 'orgId' | 'id'>): string {
  return `${orgId}:${id}`;
}

function byOrganisation<T>(items: readonly T[], orgOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(orgOf(item), [...(groups.get(orgOf(item)) ?? []), item]);
  return groups;
}

function warn(error: unknown): void {
  logger.warn({ err: error }, 'callbacks: the database has trouble');
}
