import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApolloServer } from '@apollo/server';
import type { Config } from '../config.ts';
import { type RequestContext } from '../context.ts';
import { startJobs } from '../jobs/jobs.ts';
import { logger } from '../logger.ts';
import { readDerivedKeys, readDevelopmentSecret } from '../development-secret.ts';
import { FILES_PATH } from '../services/evidence-files.ts';
import { answerOperations } from './answer.ts';
import { createAuthenticate } from './auth.ts';
import { createHttpServer, graphqlHandler, type ContextOf } from './http.ts';
import { filesHandler } from './files/handler.ts';
import { openFiles } from './files/open-files.ts';
import { closeWithin, Drain } from './drain.ts';
import { explorerHandler } from './explorer.ts';
import { startGraph } from './graph.ts';
import { Health, liveHandler, readyHandler } from './health.ts';
import { Metrics } from './metrics.ts';
import { metricsHandler } from './metrics-handler.ts';
import { startEvents } from './live/events.ts';
import { LiveOperations } from './live/live-operations.ts';
import { serveSockets, type SocketServerOptions } from './live/socket-server.ts';
import { HttpStreams } from './live/http-streams.ts';
import type { SseTimes } from './live/sse-stream.ts';
import { NO_SPANS } from './operation-spans.ts';
import { openPools } from './pools.ts';
import { requestContextOf } from './request-context.ts';
import { createReport } from './request-report.ts';
import { Spans } from './spans.ts';

/** A drain that takes longer is cut off; with what is closed after it, it is over within ten seconds. */
const DRAIN_MS = 7_000;
const CLOSE_MS = 1_000;

export interface ServiceOptions {
  config: Config;
  /** Connection string of the application role. */
  databaseUrl: string;
  /** Whether the clocks run here: the day roll-over and its like. Several processes share the work. */
  jobs?: boolean;
  /** Off only where the two executors are compared. */
  compiled?: boolean;
  /** Other patience with sockets, and for fewer of them, where that is tried out. */
  sockets?: SocketServerOptions;
  /** Fewer streams than usual, where having too many is tried out. */
  mostStreams?: number;
  /** Other patience with slow readers of server-sent events, where that is tried out. */
  sseTimes?: Partial<SseTimes>;
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
  const operationSpans = spans ?? NO_SPANS;
  const keys = readDerivedKeys(config);
  const files = await openFiles(config, keys.of('fileAddresses'), () => originOf(server, config.host));
  const { readPool, writePool } = await openPools(options.databaseUrl);
  const metrics = new Metrics({ read: readPool, write: writePool });
  const { databaseUrl } = options;
  const events = startEvents({ databaseUrl, eventsUrl: config.eventsUrl, readPool, writePool, metrics });
  const graph = await startGraph(config, options.compiled ?? true);
  const authenticate = createAuthenticate(config, () => readDevelopmentSecret(config.dataDir));
  const services = { readPool, writePool, files, events: events.pump };
  const { schema, apollo } = graph;
  const { introspection } = config;
  const { mostStreams } = options;
  const forLive = { schema, introspection, apollo, services, spans: operationSpans, mostStreams };
  const live = new LiveOperations(forLive);
  const contextOf: ContextOf = (request, account) =>
    requestContextOf(request, authenticate, services, graph.gate.admit(request, account));
  const { callbackUrls } = config;
  const streamOptions = { live, services, metrics, callbackUrls, sseTimes: options.sseTimes };
  const streams = new HttpStreams(streamOptions);
  const answer = answerOperations({ ...graph, streams });
  const report = createReport(metrics, logger);
  const graphql = graphqlHandler(spans?.operations(answer) ?? answer, contextOf, report);
  const health = new Health(readPool);
  const server = createHttpServer({
    '/graphql': explorerHandler(spans?.http('/graphql', graphql) ?? graphql),
    '/health/live': liveHandler,
    '/health/ready': readyHandler(health),
    '/metrics': metricsHandler(metrics),
    [FILES_PATH]: filesHandler(files),
  });
  const forSockets = { schema, live, authenticate, services, metrics, report, spans: operationSpans };
  const sockets = serveSockets(server, forSockets, options.sockets);
  const drain = new Drain(server);
  await listen(server, config.port, config.host);
  const jobs = options.jobs === true ? startJobs(writePool) : undefined;
  const stop = async () => {
    health.drain();
    const leaving = Promise.all([streams.leave(), jobs?.stop()]);
    sockets.drain();
    live.drain();
    await Promise.all([drain.finish(DRAIN_MS), closeWithin(DRAIN_MS, leaving)]);
    await closeWithin(CLOSE_MS, Promise.all([graph.stop(), events.close(), spans?.stop()]));
    await closeWithin(CLOSE_MS, Promise.all([readPool.end(), writePool.end()]));
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
