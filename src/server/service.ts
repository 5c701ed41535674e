import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApolloServer } from '@apollo/server';
import type pg from 'pg';
import { buildSubgraph } from '../../schema/build.ts';
import type { Config } from '../config.ts';
import { type RequestContext } from '../context.ts';
import { createPool } from '../db/pool.ts';
import { startJobs } from '../jobs/jobs.ts';
import { readDevelopmentSecret } from '../development-secret.ts';
import { FILES_PATH } from '../services/evidence-files.ts';
import { createApollo } from './apollo.ts';
import { createAuthenticate } from './auth.ts';
import { KnownOperations } from './compiled/known-operations.ts';
import { createHttpServer, graphqlHandler } from './http.ts';
import { filesHandler } from './files/handler.ts';
import { openFiles } from './files/open-files.ts';
import { explorerHandler } from './explorer.ts';
import { Health, liveHandler, readyHandler } from './health.ts';
import { requestContextOf } from './request-context.ts';

/** Four connections serve reads better than eight on two cores: fewer backends contend for them. */
const READ_CONNECTIONS = 4;
const WRITE_CONNECTIONS = 8;
/** Writers to one project follow each other: a hundred at once are a queue that moves, and no overload. */
const WRITE_WAIT_MS = 5_000;
/** Under the policies a statement takes longer to plan than to run, so each is planned once per connection. */
const PLAN_ONCE = ['plan_cache_mode=force_generic_plan'];
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
  const settings = PLAN_ONCE;
  const readPool = createPool(options.databaseUrl, { max: READ_CONNECTIONS, name: 'pit-read', settings });
  const writePool = createPool(options.databaseUrl, {
    max: WRITE_CONNECTIONS,
    name: 'pit-write',
    waitMs: WRITE_WAIT_MS,
    settings,
  });
  await refuseUnsafeRole(readPool).catch(async (error: unknown) => {
    await readPool.end();
    throw error;
  });
  const subgraph = await buildSubgraph();
  const known = new KnownOperations();
  const apollo = createApollo(subgraph, {
    introspection: config.introspection,
    known,
    ...(options.compiled !== undefined && { compiled: options.compiled }),
  });
  await apollo.start();
  const authenticate = createAuthenticate(config, () => readDevelopmentSecret(config.dataDir));
  const files = await openFiles(config, () => originOf(server, config.host));
  const services = { readPool, writePool, files };
  const contextOf = (request: IncomingMessage) => requestContextOf(request, authenticate, services);
  const health = new Health(readPool);
  const server = createHttpServer({
    '/graphql': explorerHandler(graphqlHandler(apollo, contextOf, known)),
    '/health/live': liveHandler,
    '/health/ready': readyHandler(health),
    [FILES_PATH]: filesHandler(files),
  });
  await listen(server, config.port, config.host);
  const jobs = options.jobs === true ? startJobs(writePool) : undefined;
  const stop = async () => {
    health.drain();
    await jobs?.stop();
    await closeServer(server);
    await apollo.stop();
    await Promise.all([readPool.end(), writePool.end()]);
  };
  return { url: `${originOf(server, config.host)}/graphql`, server, apollo, stop };
}

/** Under a superuser or a BYPASSRLS role the tenant wall does not exist, so the service does not start. */
async function refuseUnsafeRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; unsafe: boolean }>(
    'SELECT rolname AS name, rolsuper OR rolbypassrls AS unsafe FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]?.unsafe !== false) {
    throw new Error(
      `DATABASE_URL connects as "${rows[0]?.name}", for whom row-level security is not in force. ` +
        'Give it the application role, and the owner in DATABASE_MIGRATION_URL.',
    );
  }
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
