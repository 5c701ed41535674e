import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import type pg from 'pg';
import type { Config } from '../config/config.ts';
import type { RequestContext, Services } from '../context.ts';
import { AuditHeads } from '../jobs/audit-heads.ts';
import { startJobs, type RunningJobs } from '../jobs/jobs.ts';
import { logger } from '../logger.ts';
import type { DerivedKeys } from '../config/derived-keys.ts';
import { readDerivedKeys, readDevelopmentSecret } from '../config/development-secret.ts';
import { AuditSealer } from '../services/audit/audit-seal.ts';
import { WebhookSecrets } from '../services/delivery/webhook-secrets.ts';
import { simulationWorker } from '../services/cost/forecast/simulation-worker.ts';
import { ProcessStatus } from '../services/maintenance/process-status.ts';
import { ScheduleTokens } from '../services/schedule/preview/schedule-tokens.ts';
import { CALENDARS_PATH, CalendarAddresses } from '../services/exchange/calendar/calendar-addresses.ts';
import { FILES_PATH, type EvidenceFiles } from '../services/evidence/evidence-files.ts';
import { consoleRoutes } from './console/console-handler.ts';
import { dispatchOperations } from './operations/operation-dispatcher.ts';
import { createAuthenticate } from './auth/auth.ts';
import { graphqlHandler, type ContextOf } from './http/http.ts';
import { createHttpServer } from './http/http-server.ts';
import { OpenResponses } from './http/open-responses.ts';
import { calendarHandler, type CalendarSources } from './files/calendar-handler.ts';
import { filesHandler } from './files/handler.ts';
import { openFiles } from './files/open-files.ts';
import { closeWithin, Drain } from './drain.ts';
import type { Handler } from './handler.ts';
import { allowOrigins } from './http/cors.ts';
import { explorerHandler, rootHandler } from './http/explorer.ts';
import { startGraphqlServer, type GraphqlServer } from './operations/graphql-server.ts';
import { Health, liveHandler, readyHandler } from './health.ts';
import type { LoopTimeOptions } from './graphql/loop-time.ts';
import { Metrics } from './observability/metrics.ts';
import { metricsHandler } from './http/metrics-handler.ts';
import { startEvents } from './subscriptions/events.ts';
import { SubscriptionManager } from './subscriptions/subscription-manager.ts';
import {
  serveSockets,
  type SocketServer,
  type SocketServerOptions,
} from './subscriptions/websocket/server.ts';
import { HttpStreams } from './subscriptions/http/http-streams.ts';
import type { StreamTimes } from './subscriptions/http/result-stream.ts';
import { NO_SPANS } from './observability/operation-spans.ts';
import type { ReadReplicas } from '../db/read/replicas/read-replicas.ts';
import { watchReplicas } from './observability/replica-metrics.ts';
import { openPools, type Pools } from './pools.ts';
import { adviceParts, adviceRulesOf } from './advice/advice-parts.ts';
import { deliveryParts } from './delivery/delivery-parts.ts';
import { unsubscribeHandler } from './delivery/unsubscribe-handler.ts';
import { UNSUBSCRIBE_PATH, Unsubscribing } from '../services/delivery/unsubscribing.ts';
import { requestContextOf } from './auth/request-context.ts';
import { createAccessLog } from './observability/access-log.ts';
import { createCalendarLog } from './observability/calendar-log.ts';
import { Tracing } from './observability/tracing.ts';

/** A drain that takes longer is cut off; with what is closed after it, it is over within ten seconds. */
const DRAIN_MS = 7_000;
const CLOSE_MS = 1_000;

export interface ServiceOptions {
  config: Config;
  /** Connection string of the application role. */
  databaseUrl: string;
  /** Whether scheduled jobs run here: the day roll-over and its like. Several processes share the work. */
  jobs?: boolean;
  /** Off only where the two executors are compared. */
  compiled?: boolean;
  /** Other patience with sockets, and for fewer of them, where that is tried out. */
  sockets?: SocketServerOptions;
  /** Fewer streams than usual, where having too many is tried out. */
  mostStreams?: number;
  /** Other shares of the event loop than usual, where going beyond them is tried out. */
  loopTime?: Partial<LoopTimeOptions>;
  /** Other patience with slow readers of streams, where that is tried out. */
  streamTimes?: Partial<StreamTimes>;
  /** Certificates by which receivers of webhooks are trusted instead of the system's, where that is tried out. */
  receiverCertificates?: string;
}

/** The running service. */
export interface Service {
  readonly url: string;
  readonly server: Server;
  readonly apollo: ApolloServer<RequestContext>;
  /**
   * Says "not ready", goes on accepting for `drainSeconds` (0) so that balancers see it, lets requests in flight finish
   * and closes everything; within ten seconds after that.
   */
  stop(drainSeconds?: number): Promise<void>;
}

/** Starts the HTTP service over a migrated database and resolves once it listens. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config, mostStreams, streamTimes } = options;
  const spans = Tracing.start(config);
  const keys = readDerivedKeys(config);
  const files = await openFiles(config, keys.of('fileAddresses'), () => originOf(server, config.host));
  const signers = signersOf(keys, config, files);
  const heads = await AuditHeads.open(config.auditHeads);
  const pools = await openPools(options.databaseUrl, config);
  const metrics = metricsOf(pools);
  const listenUrl = config.listenUrl ?? options.databaseUrl;
  const events = startEvents({ listenUrl, eventsUrl: config.eventsUrl, ...pools, metrics });
  const graph = await startGraphqlServer(config, options);
  const authenticate = createAuthenticate(config, () => readDevelopmentSecret(config.dataDir));
  const services = { ...pools, files, events: events.relay, ...signers };
  const { schema, apollo, loopTime } = graph;
  metrics.watchLoopTime(loopTime);
  const { callbackUrls, corsOrigins, introspection, keepAliveSeconds } = config;
  const shared = { schema, services, spans: spans ?? NO_SPANS, onExecution: metrics.eventExecuted };
  const subscriptions = new SubscriptionManager({ ...shared, introspection, apollo, mostStreams, loopTime });
  signers.process.watchStreams(subscriptions);
  const contextOf: ContextOf = (request, telemetry) =>
    requestContextOf(request, authenticate, services, graph.gate.authenticate(request, telemetry));
  const streams = new HttpStreams({ subscriptions, services, metrics, callbackUrls, streamTimes });
  const answered = dispatchOperations({ ...graph, streams });
  const answer = spans?.operations(answered) ?? answered;
  const report = createAccessLog(metrics, logger);
  const graphql = graphqlHandler({ answer, contextOf, report, loopTime, replicas: pools.replicas });
  const health = new Health(pools.readPool);
  const traced = spans?.http('/graphql', graphql) ?? graphql;
  const responses = new OpenResponses();
  const routes = {
    '/': rootHandler,
    '/graphql': allowOrigins(corsOrigins, 'GET, POST', explorerHandler(traced)),
    '/health/live': liveHandler,
    '/health/ready': readyHandler(health),
    '/metrics': metricsHandler(metrics),
    ...signedRoutes({ ...pools, report: createCalendarLog(metrics, logger) }, signers),
    [FILES_PATH]: allowOrigins(corsOrigins, 'GET, PUT', filesHandler(files)),
    ...consoleRoutes(config),
  };
  const server = createHttpServer(routes, { keepAliveSeconds, responses });
  const forSockets = { ...shared, subscriptions, authenticate, metrics, report };
  const sockets = serveSockets(server, responses, forSockets, options.sockets);
  const drain = new Drain(server, responses);
  await listen(server, config.port, config.host);
  const jobs = jobsOf(options, pools.writePool, { ...signers, server, heads, files, metrics });
  const parts = { ...pools, health, drain, streams, jobs, sockets, subscriptions, graph, events, spans };
  const url = `${originOf(server, config.host)}/graphql`;
  return { url, server, apollo, stop: (drainSeconds = 0) => stopParts(parts, drainSeconds) };
}

function metricsOf({ readPool, writePool, replicas }: Pools): Metrics {
  const metrics = new Metrics({ read: readPool, write: writePool });
  if (replicas !== undefined) metrics.watch(watchReplicas, replicas);
  return metrics;
}

/** What is asked by signed addresses, which say for whom. */
function signedRoutes(
  sources: CalendarSources,
  { unsubscribing, calendarAddresses }: Signers,
): Record<string, Handler> {
  return {
    [UNSUBSCRIBE_PATH]: unsubscribeHandler(sources.writePool, unsubscribing),
    [CALENDARS_PATH]: calendarHandler(sources, calendarAddresses),
  };
}

type OwnParts =
  'auditSealer' | 'scheduleTokens' | 'calendarAddresses' | 'webhookRules' | 'adviceRules' | 'process';

interface Signers extends Pick<Services, OwnParts> {
  readonly unsubscribing: Unsubscribing;
}

/** What signs and seals, each with a key of its own, and what the process knows of itself. */
function signersOf(keys: DerivedKeys, { webhookHosts, models, push }: Config, files: EvidenceFiles): Signers {
  return {
    process: new ProcessStatus(push?.publicKey),
    adviceRules: adviceRulesOf(models),
    unsubscribing: new Unsubscribing(keys.of('unsubscribing')),
    webhookRules: { secrets: new WebhookSecrets(keys.of('webhookSecrets')), privateHosts: webhookHosts },
    auditSealer: new AuditSealer(keys.of('auditSeal')),
    calendarAddresses: new CalendarAddresses(keys.of('calendarAddresses'), () => files.origin),
    scheduleTokens: new ScheduleTokens(keys.of('scheduleTokens')),
  };
}

interface JobSources extends Signers {
  readonly server: Server;
  readonly heads: AuditHeads;
  readonly files: Awaited<ReturnType<typeof openFiles>>;
  readonly metrics: Metrics;
}

/** The scheduled jobs, where they run. */
function jobsOf(
  { config, jobs, receiverCertificates }: ServiceOptions,
  pool: pg.Pool,
  { auditSealer, heads, files, metrics, server, process, ...rest }: JobSources,
): RunningJobs | undefined {
  if (jobs !== true) return undefined;
  const origin = (): string => originOf(server, config.host);
  const advice = adviceParts(config.models, metrics);
  const delivery = deliveryParts(config, { ...rest, metrics, origin, receiverCertificates });
  return startJobs(pool, {
    audit: { sealer: auditSealer, heads },
    files: files.store,
    exports: { store: files.store, quotaBytes: files.quotaBytes },
    metrics,
    delivery,
    ...(advice && { advice }),
    status: process,
  });
}

interface Parts {
  health: Health;
  drain: Drain;
  streams: HttpStreams;
  jobs: RunningJobs | undefined;
  sockets: SocketServer;
  subscriptions: SubscriptionManager;
  graph: GraphqlServer;
  events: ReturnType<typeof startEvents>;
  spans: Tracing | undefined;
  readPool: pg.Pool;
  writePool: pg.Pool;
  replicas: ReadReplicas | undefined;
}

async function stopParts(parts: Parts, drainSeconds: number): Promise<void> {
  const { health, drain, streams, jobs, sockets, subscriptions, graph, events, spans, readPool, writePool } =
    parts;
  health.drain();
  drain.announce();
  // Without a delay nothing comes in between: what arrives from now on is refused.
  if (drainSeconds > 0) await sleep(drainSeconds * 1000);
  const leaving = Promise.all([streams.leave(), jobs?.stop()]);
  sockets.drain();
  subscriptions.drain();
  await Promise.all([drain.finish(DRAIN_MS), closeWithin(DRAIN_MS, leaving)]);
  await closeWithin(
    CLOSE_MS,
    Promise.all([graph.stop(), events.close(), spans?.stop(), simulationWorker.abandon()]),
  );
  await closeWithin(CLOSE_MS, Promise.all([parts.replicas?.stop(), readPool.end(), writePool.end()]));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function originOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
