import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApolloServer } from '@apollo/server';
import { buildSubgraph } from '../../schema/build.ts';
import type { Config } from '../config.ts';
import { type RequestContext } from '../context.ts';
import { startJobs } from '../jobs/jobs.ts';
import { logger } from '../logger.ts';
import { readDevelopmentSecret } from '../development-secret.ts';
import { FILES_PATH } from '../services/evidence-files.ts';
import { answerOperations } from './answer.ts';
import { createApollo } from './apollo.ts';
import { createAuthenticate } from './auth.ts';
import { KnownOperations } from './compiled/known-operations.ts';
import { createHttpServer, graphqlHandler, type ContextOf } from './http.ts';
import { filesHandler } from './files/handler.ts';
import { openFiles } from './files/open-files.ts';
import { explorerHandler } from './explorer.ts';
import { GatewayGate } from './gateway-gate.ts';
import { Health, liveHandler, readyHandler } from './health.ts';
import { InlineTracing } from './inline-trace.ts';
import { Metrics } from './metrics.ts';
import { metricsHandler } from './metrics-handler.ts';
import { startEvents } from './live/events.ts';
import { LiveOperations } from './live/live-operations.ts';
import { serveSockets, type SocketServerTimes } from './live/socket-server.ts';
import { SseTransport } from './live/sse-transport.ts';
import { openPools } from './pools.ts';
import { requestContextOf } from './request-context.ts';
import { createReport } from './request-report.ts';
import { Spans } from './spans.ts';

/** A drain that takes longer is cut off. */
const DRAIN_MS = 8_000;

export interface ServiceOptions {
  config: Config;
  /** Connection string of the application role. */
  databaseUrl: string;
  /** Whether the clocks run here: the day roll-over and its like. Several processes share the work. */
  jobs?: boolean;
  /** Off only where the two executors are compared. */
  compiled?: boolean;
  /** Other patience with sockets, where that is tried out. */
  socketTimes?: Partial<SocketServerTimes>;
  /** Other patience with slow readers of server-sent events, where that is tried out. */
  ssePatienceMs?: number;
}

/** The running service. */
export interface Service {
  readonly url: string;
  readonly server: Server;
  readonly apollo: ApolloServer<RequestContext>;
  /** Says "not ready", lets requests in flight finish, closes everything; within ten seconds. */
  stop(): Promise<void>;
}

/** Starts the HTTP service over a migrated database and resolves once it listens. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config } = options;
  const spans = Spans.start(config);
  const { readPool, writePool } = await openPools(options.databaseUrl);
  const metrics = new Metrics({ read: readPool, write: writePool });
  const { databaseUrl } = options;
  const events = startEvents({ databaseUrl, eventsUrl: config.eventsUrl, readPool, writePool, metrics });
  const subgraph = await buildSubgraph();
  const gate = new GatewayGate(subgraph.schema, config);
  const known = new KnownOperations();
  const apollo = createApollo(subgraph, {
    introspection: config.introspection,
    known,
    ...(options.compiled !== undefined && { compiled: options.compiled }),
  });
  await apollo.start();
  const authenticate = createAuthenticate(config, () => readDevelopmentSecret(config.dataDir));
  const files = await openFiles(config, () => originOf(server, config.host));
  const services = { readPool, writePool, files, events: events.pump };
  const live = new LiveOperations({
    schema: subgraph.schema,
    introspection: config.introspection,
    apollo,
    services,
  });
  const contextOf: ContextOf = (request, account) =>
    requestContextOf(request, authenticate, services, gate.admit(request, account));
  const tracing = new InlineTracing(subgraph, { introspection: config.introspection });
  const sse = new SseTransport(live, metrics, options.ssePatienceMs);
  const answer = answerOperations({ apollo, known, tracing, sse });
  const graphql = graphqlHandler(
    spans?.operations(answer) ?? answer,
    contextOf,
    createReport(metrics, logger),
  );
  const health = new Health(readPool);
  const server = createHttpServer({
    '/graphql': explorerHandler(spans?.http('/graphql', graphql) ?? graphql),
    '/health/live': liveHandler,
    '/health/ready': readyHandler(health),
    '/metrics': metricsHandler(metrics),
    [FILES_PATH]: filesHandler(files),
  });
  const { schema } = subgraph;
  const sockets = serveSockets(
    server,
    { schema, live, authenticate, services, metrics },
    options.socketTimes,
  );
  await listen(server, config.port, config.host);
  const jobs = options.jobs === true ? startJobs(writePool) : undefined;
  const stop = async () => {
    health.drain();
    sockets.drain();
    live.drain();
    await jobs?.stop();
    await closeServer(server);
    await Promise.all([apollo.stop(), tracing.stop(), events.close()]);
    await Promise.all([readPool.end(), writePool.end(), spans?.stop()]);
  };
  return { url: `${originOf(server, config.host)}/graphql`, server, apollo, stop };
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

/** Stops accepting, closes idle connections, and waits for busy ones until the drain's end. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
