import type pg from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DELIVERY_KINDS, type Attempt, type DeliveryKind } from '../../domain/delivery/retry-schedule.ts';
import type { ExecutionWay } from '../../request-telemetry.ts';
import { contentionOf } from '../../db/connection/pool.ts';
import type { LoopTime } from '../graphql/loop-time.ts';
import { cacheUses } from '../../bounded-cache.ts';
import { planReads } from '../../services/schedule/resident-plans.ts';
import { ModelMetrics } from './model-metrics.ts';
import { OperationNames } from './operation-names.ts';

/** How a subscriber is connected. The metrics of observability: counted here, served at `/metrics`. */
export type Transport = 'ws' | 'sse' | 'multipart' | 'callback';

/** Why a stream ended: by its reader, or by us. */
export type StreamEnd =
  'client' | 'completed' | 'expired' | 'not_visible' | 'too_slow' | 'draining' | 'failed';

/** What the subscription manager and the transports tell. */
export interface SubscriptionMetrics {
  subscriberOpened(transport: Transport): void;
  /** To be called exactly once for each `subscriberOpened`. */
  subscriberClosed(transport: Transport, reason: StreamEnd): void;
  /** @param lagSeconds from the newest event's commit to its delivery. */
  eventsDelivered(count: number, lagSeconds: number): void;
  outboxRead(source: OutboxReadCause): void;
}

/** What made us look whether there are new events. */
export type OutboxReadCause = 'local' | 'postgres' | 'redis' | 'poll';

/** One GraphQL request that has been answered. */
export interface AnsweredRequest {
  /** As the operation's text has it. */
  operationName: string | undefined;
  /** Whose request it was; told to nobody. */
  sharer: string;
  outcome: Outcome;
  /** Undefined where nothing was executed. */
  way: ExecutionWay | undefined;
  seconds: number;
  statements: number;
  /** `extensions.code` of each error; a closed set (`formatError`). */
  errorCodes: readonly string[];
}

/** Refused is what the caller can mend, failed what we must. */
export type Outcome = 'ok' | 'refused' | 'failed';

type Pool = Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount'>;

/** What a process says of itself, however many services run in it. */
let ofProcess: Registry | undefined;

const EXECUTIONS =
  'Executions of events, for all who ask the same (shared) or with the rights of one user (own)';

/**
 * The numbers of one service in Prometheus' format, in a registry of its own. Labels come from closed or bounded sets and
 * name nobody: whoever may read them learns nothing of a tenant.
 */
export class Metrics implements SubscriptionMetrics {
  private readonly registry = new Registry();
  private readonly names = new OperationNames();
  /** Histogram children by operation and outcome, so that a request costs one look-up and one observation. */
  private readonly observers = new Map<string, Histogram.Internal<string>>();
  private readonly requests = this.histogram(
    'pit_request_duration_seconds',
    'GraphQL requests by operation name and outcome (ok, refused, failed)',
    ['operation', 'outcome'],
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  );
  private readonly statements = this.histogram(
    'pit_request_sql_statements',
    'SQL statements per GraphQL request, without BEGIN, COMMIT and the context',
    [],
    [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128],
  );
  private readonly ways = this.counter(
    'pit_executions_total',
    'Operations executed, by way (compiled, cached, graphql-js)',
    'way',
  );
  private readonly errors = this.counter('pit_errors_total', 'Errors answered, by extensions.code', 'code');
  private readonly lag = this.histogram(
    'pit_event_lag_seconds',
    'From the commit of an event to its delivery, of the newest event of each delivery',
    [],
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
  );
  private readonly delivered = this.counter('pit_events_delivered_total', 'Events handed to subscribers');
  private readonly executed = this.counter('pit_subscription_executions_total', EXECUTIONS, 'kind');
  private readonly subscribers = this.gauge('pit_subscribers', 'Open streams by transport', 'transport');
  private readonly closed = this.counter('pit_streams_closed_total', 'Ended streams by reason', 'reason');
  private readonly outboxReads = this.counter('pit_wakeups_total', 'Looks at the outbox by cause', 'source');

  private readonly deliveries = this.counter(
    'pit_deliveries_total',
    'Attempts to deliver by kind (email, push, webhook) and outcome (sent, failed, refused, gone)',
    'kind',
    'outcome',
  );

  /** Of calls of models. */
  readonly models = new ModelMetrics(this.registry);

  /** @param pools the pools of connections by name. */
  constructor(pools: Readonly<Record<string, Pool>>) {
    ofProcess ??= processRegistry();
    this.watchPools(pools);
    this.watchContention(pools);
    this.watchCaches();
  }

  requestAnswered(request: AnsweredRequest): void {
    this.observerOf(request).observe(request.seconds);
    this.statements.observe(request.statements);
    if (request.way !== undefined) this.ways.inc({ way: request.way });
    for (const code of request.errorCodes) this.errors.inc({ code });
  }

  subscriberOpened(transport: Transport): void {
    this.subscribers.inc({ transport });
  }

  subscriberClosed(transport: Transport, reason: StreamEnd): void {
    this.subscribers.dec({ transport });
    this.closed.inc({ reason });
  }

  eventsDelivered(count: number, lagSeconds: number): void {
    this.delivered.inc(count);
    this.lag.observe(lagSeconds);
  }

  readonly eventExecuted = (kind: 'own' | 'shared'): void => void this.executed.inc({ kind });

  outboxRead(source: OutboxReadCause): void {
    this.outboxReads.inc({ source });
  }

  /** All numbers as text, the process' own included. */
  async text(): Promise<string> {
    const [own, process] = await Promise.all([this.registry.metrics(), ofProcess?.metrics() ?? '']);
    return `${own}\n${process}`;
  }

  private observerOf({ operationName, sharer, outcome }: AnsweredRequest): Histogram.Internal<string> {
    const operation = this.names.labelOf(operationName, sharer);
    const key = `${outcome} ${operation}`;
    let observer = this.observers.get(key);
    if (observer === undefined) {
      observer = this.requests.labels(operation, outcome);
      this.observers.set(key, observer);
    }
    return observer;
  }

  /** Tells of the event loop's time that expensive work takes. */
  watchLoopTime(loopTime: LoopTime): void {
    const registers = [this.registry];
    const seconds = new Counter({
      name: 'pit_expensive_work_seconds_total',
      help: 'Time of the event loop that large bodies and documents not known yet have taken',
      registers,
      collect: () => {
        seconds.reset();
        seconds.inc(loopTime.counts.seconds);
      },
    });
    const requests = new Counter({
      name: 'pit_expensive_requests_total',
      help: 'Large or new requests that waited for their share of the event loop, and those refused with 429',
      labelNames: ['outcome'],
      registers,
      collect: () => {
        requests.reset();
        for (const outcome of ['delayed', 'refused'] as const)
          requests.inc({ outcome }, loopTime.counts[outcome]);
      },
    });
  }

  /** Tells of what is not always there. */
  watch<S>(tell: (registry: Registry, source: S) => void, source: S): void {
    tell(this.registry, source);
  }

  /** Tells how far the stored schedules are behind the plans. */
  watchSchedule(schedule: { readonly lagSeconds: number }): void {
    const lag = new Gauge({
      name: 'pit_schedule_lag_seconds',
      help: 'For how long the plan that waits longest for its schedule has waited; 0 when none does',
      registers: [this.registry],
      collect: () => {
        lag.set(schedule.lagSeconds);
      },
    });
    const read = new Counter({
      name: 'pit_schedule_plans_read_total',
      help: 'Plans read to be scheduled: whole, or patched with what their events name',
      labelNames: ['way'],
      registers: [this.registry],
      collect: () => {
        read.reset();
        const { whole, patched } = planReads();
        read.inc({ way: 'whole' }, whole);
        read.inc({ way: 'patched' }, patched);
      },
    });
  }

  /** One attempt to deliver something, and what it came to. */
  deliveryAttempted(kind: DeliveryKind, outcome: Attempt['outcome']): void {
    this.deliveries.inc({ kind, outcome });
  }

  /** Tells how many deliveries are given up and can be sent again. */
  watchDeliveries(deliveries: { readonly dead: Partial<Record<DeliveryKind, number>> }): void {
    const dead = new Gauge({
      name: 'pit_deliveries_dead',
      help: 'Deliveries that were given up and are kept, by kind (email, push, webhook)',
      labelNames: ['kind'],
      registers: [this.registry],
      collect: () => {
        for (const kind of DELIVERY_KINDS) dead.set({ kind }, deliveries.dead[kind] ?? 0);
      },
    });
  }

  private watchPools(pools: Readonly<Record<string, Pool>>): void {
    const registers = [this.registry];
    const connections = new Gauge({
      name: 'pit_pool_connections',
      help: 'Connections to the database by pool and state (total, idle), and requests waiting for one',
      labelNames: ['pool', 'state'],
      registers,
      collect: () => {
        for (const [pool, source] of Object.entries(pools)) {
          const { totalCount, idleCount, waitingCount } = source;
          connections.set({ pool, state: 'total' }, totalCount);
          connections.set({ pool, state: 'idle' }, idleCount);
          connections.set({ pool, state: 'waiting' }, waitingCount + contentionOf(source).requests);
        }
      },
    });
  }

  private watchContention(pools: Readonly<Record<string, Pool>>): void {
    const organisations = new Gauge({
      name: 'pit_pool_organisations',
      help: 'Organisations that hold connections of a pool, and those that wait for one, by pool and state',
      labelNames: ['pool', 'state'],
      registers: [this.registry],
      collect: () => {
        for (const [pool, source] of Object.entries(pools)) {
          const { waiting, holding } = contentionOf(source);
          organisations.set({ pool, state: 'waiting' }, waiting);
          organisations.set({ pool, state: 'holding' }, holding);
        }
      },
    });
  }

  private watchCaches(): void {
    const caches = new Gauge({
      name: 'pit_cache',
      help: 'What the caches of the process hold, by cache: entries, their size, and the bound of that size',
      labelNames: ['cache', 'measure'],
      registers: [this.registry],
      collect: () => {
        for (const { name: cache, entries, size, bound } of cacheUses()) {
          caches.set({ cache, measure: 'entries' }, entries);
          caches.set({ cache, measure: 'size' }, size);
          caches.set({ cache, measure: 'bound' }, bound);
        }
      },
    });
  }

  private histogram(name: string, help: string, labelNames: string[], buckets: number[]): Histogram {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }

  private counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

/** Memory, processor time, event loop and garbage collection. */
function processRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
