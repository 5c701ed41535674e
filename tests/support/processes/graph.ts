import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { buildSubgraph, type Subgraph } from '../../../schema/build.ts';
import { RequestContext } from '../../../src/context.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { AiModel } from '../../../src/domain/enums.ts';
import { createApollo } from '../../../src/server/operations/apollo.ts';
import { openFiles } from '../../../src/server/files/open-files.ts';
import { AuditSealer } from '../../../src/services/audit/audit-seal.ts';
import { organisationFeed } from '../../../src/services/events/organisation-feed.ts';
import { WebhookSecrets } from '../../../src/services/delivery/webhook-secrets.ts';
import { ProcessStatus } from '../../../src/services/maintenance/process-status.ts';
import { CalendarAddresses } from '../../../src/services/exchange/calendar/calendar-addresses.ts';
import { ScheduleTokens } from '../../../src/services/schedule/preview/schedule-tokens.ts';
import { OutboxRelay } from '../../../src/services/events/outbox-relay.ts';
import { RequestTelemetry, type ExecutionWay } from '../../../src/request-telemetry.ts';
import type { TestDatabase } from '../postgres/database.ts';

/** What an operation was answered with. */
export interface Answer {
  data: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
  /** The response body as it goes over the wire. */
  text: string;
  /** How many statements reading sent. */
  statements: number;
  way: ExecutionWay | undefined;
}

/** The graph over a database, without HTTP and tokens: who asks is given. */
export interface Graph {
  readonly subgraph: Subgraph;
  ask(actor: Actor, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
}

/** Seals as the graphs of tests verify them. */
export const TEST_SEALER = new AuditSealer(Buffer.alloc(32, 'test key'));

/** Previews as the graphs of tests sign them. */
export const TEST_TOKENS = new ScheduleTokens(Buffer.alloc(32, 'test key'));

/** Calendars as the graphs of tests give them addresses. */
export const TEST_CALENDARS = new CalendarAddresses(Buffer.alloc(32, 'test key'), () => 'http://pit.test');

/** The process that the graphs of tests are of. */
export const TEST_PROCESS = new ProcessStatus();

/** How the graphs of tests keep the secrets of webhooks. */
export const TEST_WEBHOOKS = {
  secrets: new WebhookSecrets(Buffer.alloc(32, 'test key')),
  privateHosts: ['localhost'],
};

/** Models as the graphs of tests have them: what is asked waits, since no job runs. */
export const TEST_ADVICE = {
  models: Object.fromEntries(Object.values(AiModel).map((model) => [model, `test-${model}`])),
  monthlyTokens: 1_000_000,
};

const STATEMENTS = 'x-statements';

export async function openGraph(database: TestDatabase, { compiled = true } = {}): Promise<Graph> {
  const readPool = createPool(database.appUrl, { max: 2, name: 'test-read' });
  const writePool = createPool(database.appUrl, { max: 2, name: 'test-write' });
  const dataDir = await mkdtemp(join(tmpdir(), 'pit-graph-'));
  const fileSettings = {
    files: { kind: 'directory', path: dataDir } as const,
    fileMaxBytes: 1e6,
    fileQuotaBytes: 1e9,
    publicUrl: null,
  };
  const files = await openFiles(fileSettings, randomBytes(32), () => 'http://localhost');
  const auditSealer = TEST_SEALER;
  const events = new OutboxRelay(
    readPool,
    { onEvents: () => undefined, onError: () => undefined },
    organisationFeed(writePool),
  );
  const parts = { readPool, writePool, files, events, auditSealer };
  const services = {
    ...parts,
    scheduleTokens: TEST_TOKENS,
    calendarAddresses: TEST_CALENDARS,
    webhookRules: TEST_WEBHOOKS,
    adviceRules: TEST_ADVICE,
    process: TEST_PROCESS,
  };
  const subgraph = await buildSubgraph();
  const apollo = createApollo(subgraph, { introspection: true, compiled, plugins: [countStatements()] });
  await apollo.start();
  const ask: Graph['ask'] = async (actor, query, variables = {}) => {
    const telemetry = new RequestTelemetry('');
    const { body, headers } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: { query, variables },
      },
      context: () => Promise.resolve(new RequestContext(services, actor, telemetry)),
    });
    if (body.kind !== 'complete') throw new Error('an answer in pieces');
    // The compiled executor answers in bytes.
    const text = String(body.string);
    const answer = JSON.parse(text) as Pick<Answer, 'data' | 'errors'>;
    return { ...answer, text, statements: Number(headers.get(STATEMENTS)), way: telemetry.way };
  };
  const close = async () => {
    events.stop();
    await apollo.stop();
    await Promise.all([readPool.end(), writePool.end()]);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { subgraph, ask, close };
}

function countStatements(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response }) => {
        response.http.headers.set(STATEMENTS, String(contextValue.telemetry.statements));
      },
    }),
  };
}
