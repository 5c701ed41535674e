import type { Subgraphs } from '../../examples/platform/platform.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  startHive,
  SUBSCRIPTION_TRANSPORTS,
  type RunningGateway,
  type SubscriptionTransport,
} from '../../examples/platform/gateways.ts';
import { choosePorts } from '../../examples/platform/ports.ts';
import { DEMO_ADMIN, OTHER_ADMIN } from '../../src/services/demo/demo.ts';
import {
  clientByEvents,
  clientBySocket,
  type GatewayClient,
  type StreamedResult,
} from '../support/processes/gateway-client.ts';
import {
  askGateway,
  GATEWAY_SECRET,
  PLATFORM_START_MS,
  startTestSubgraphs,
  tokenFor,
  type TestPlatform,
} from '../support/processes/platform.ts';

const PROGRESS = `subscription ($projectId: ID!, $after: String) {
  taskProgress(projectId: $projectId, after: $after) {
    cursor
    task { progressPercent riskLinks { nodes { risk { title mitigationAchievedPercent } } } suggestedWorkers { name } }
  }
}`;

const CHANGES = `subscription ($projectId: ID!, $after: String) {
  projectChanged(id: $projectId, after: $after) { cursor }
}`;

/** Of a token that expires under way: as long as a busy machine takes to bring an event. */
const LIFE_MS = 15_000;

/** How Hive follows PIT, and how we follow Hive. */
const WAYS = {
  ws: clientBySocket,
  sse: clientByEvents,
  callback: clientByEvents,
} satisfies Record<SubscriptionTransport, (url: string, token?: string) => GatewayClient>;

let platform: TestPlatform<Subgraphs>;
let token: string;
const gateways = new Map<SubscriptionTransport, RunningGateway>();
const clients: GatewayClient[] = [];

beforeAll(async () => {
  platform = await startTestSubgraphs();
  token = await tokenFor(DEMO_ADMIN);
  const ports = Object.values(await choosePorts(0, 0));
  const starts = SUBSCRIPTION_TRANSPORTS.map(async (subscriptions, i) => {
    const { supergraph } = platform;
    const gateway = { supergraph, port: ports[i] ?? 0, secret: GATEWAY_SECRET, subscriptions };
    gateways.set(subscriptions, await startHive(gateway));
  });
  await Promise.all(starts);
}, PLATFORM_START_MS);

afterEach(() => closeClients());

afterAll(async () => {
  await Promise.all([...gateways.values()].map((gateway) => gateway.stop()));
  await platform?.stop();
});

async function closeClients(): Promise<void> {
  await Promise.all(clients.splice(0).map((client) => client.close()));
}

/** The place from which nothing that happens from now on is missed, however late the subscription gets through. */
async function placeNow(): Promise<string> {
  const query = `{ project(id: "${platform.links.projectId}") { eventCursor } }`;
  const { data } = await askGateway(platform.pitUrl, token, query);
  return (data?.['project'] as { eventCursor: string }).eventCursor;
}

async function report(percent: number): Promise<void> {
  const input = `{ taskId: "${platform.links.taskId}", percent: ${percent} }`;
  const query = `mutation { updateProgress(input: ${input}) { task { id } } }`;
  const { errors } = await askGateway(platform.pitUrl, token, query);
  expect(errors).toBeUndefined();
}

const codesIn = ({ errors }: StreamedResult) => errors?.map(({ extensions }) => extensions?.['code']);

function follow(
  way: SubscriptionTransport,
  as: string | undefined,
  query: string,
  after?: string,
): AsyncIterableIterator<StreamedResult> {
  const client = WAYS[way](gateways.get(way)?.url ?? '', as);
  clients.push(client);
  return client.follow(query, { projectId: platform.links.projectId, after });
}

/** What a stream ends with, when it is never to bring an event. */
async function endOf(stream: AsyncIterableIterator<StreamedResult>): Promise<unknown> {
  const { value } = (await stream.next()) as { value: StreamedResult };
  expect(value.data ?? null).toBeNull();
  return codesIn(value);
}

describe.each(SUBSCRIPTION_TRANSPORTS)('PIT followed over %s', (way) => {
  test('an event arrives with what other teams know of its task', async () => {
    const events = follow(way, token, PROGRESS, await placeNow());
    await report(30);
    const { value } = (await events.next()) as { value: StreamedResult };
    expect(value.errors).toBeUndefined();
    expect(value.data).toEqual({
      taskProgress: {
        cursor: expect.any(String),
        task: {
          progressPercent: 30,
          riskLinks: {
            nodes: [{ risk: { title: 'Water reaches the main switchgear', mitigationAchievedPercent: 38 } }],
          },
          suggestedWorkers: [{ name: 'Maya Chen' }],
        },
      },
    });
    await report(0);
  });

  test("another organisation's token follows nothing of ours", async () => {
    expect(await endOf(follow(way, await tokenFor(OTHER_ADMIN), PROGRESS))).toEqual(['NOT_FOUND']);
  });

  test('nobody follows without a token that holds', async () => {
    expect(await endOf(follow(way, undefined, PROGRESS))).toEqual(['UNAUTHENTICATED']);
    const expired = await tokenFor(DEMO_ADMIN, '1 minute ago');
    expect(await endOf(follow(way, expired, PROGRESS))).toEqual(['UNAUTHENTICATED']);
  });
});

test('once a token has expired, no event arrives by any way', async () => {
  const place = await placeNow();
  const shortLived = await tokenFor(DEMO_ADMIN, `${LIFE_MS / 1000}s`);
  const expired = sleep(LIFE_MS + 1_000);
  const streams = SUBSCRIPTION_TRANSPORTS.map((way) => {
    const results: StreamedResult[] = [];
    const events = follow(way, shortLived, PROGRESS, place);
    const reading = (async () => {
      for await (const result of events) results.push(result);
    })().catch(() => undefined);
    const brought = () => results.filter(({ data }) => data != null).length;
    return { results, reading, brought };
  });
  const broughtByAll = () => streams.map(({ brought }) => brought());
  await report(15);
  await until('each way brings an event', () => broughtByAll().every((count) => count > 0));
  await expired;
  const before = broughtByAll();
  await report(0);
  await sleep(1_500);
  expect(broughtByAll()).toEqual(before);
  const ends = () => streams.map(({ results }) => codesIn(results.at(-1) ?? {}));
  await until('the streams are ended', () => ends().every((codes) => codes !== undefined));
  expect(ends()).toEqual(SUBSCRIPTION_TRANSPORTS.map(() => ['UNAUTHENTICATED']));
  await closeClients();
  await Promise.all(streams.map(({ reading }) => reading));
});

/** Follows by all ways at once, each time from the last cursor, until told otherwise. */
function followAll(begin: string) {
  let isOver = false;
  const subscribers = SUBSCRIPTION_TRANSPORTS.map((way) => {
    const seen: string[] = [];
    const subscriber = { way, seen, connections: 0, done: Promise.resolve() };
    subscriber.done = (async () => {
      let last = begin;
      while (!isOver) {
        subscriber.connections += 1;
        for await (const cursor of cursorsIn(follow(way, token, CHANGES, last))) {
          seen.push(cursor);
          last = cursor;
        }
        // PIT is away, and will be back.
        await sleep(200);
      }
    })();
    return subscriber;
  });
  const finish = async () => {
    isOver = true;
    await closeClients();
    await Promise.all(subscribers.map(({ done }) => done));
    return Object.fromEntries(subscribers.map(({ way, ...rest }) => [way, rest]));
  };
  const untilAll = (what: string, isSo: (seen: readonly string[]) => boolean) =>
    until(`each way brings ${what}`, () => subscribers.every(({ seen }) => isSo(seen)));
  return { untilAll, finish };
}

test('whoever goes on from the last cursor has each event once, across a restart of PIT', async () => {
  const begin = await placeNow();
  const followed = followAll(begin);
  await report(10);
  await followed.untilAll('an event', (seen) => seen.length > 0);
  await platform.restartPit();
  for (const percent of [20, 35, 0]) await report(percent);
  const end = await placeNow();
  await followed.untilAll('the last event', (seen) => seen.includes(end));
  const { ws, sse, callback } = await followed.finish();
  const all = await cursorsByPit(begin, end);
  expect([ws?.seen, sse?.seen, callback?.seen]).toEqual([all, all, all]);
  // PIT remembers whom it has to call, so that the gateway's client notices nothing of the restart.
  expect(callback?.connections).toBe(1);
});

test('whoever goes on from the last cursor misses nothing though connections break without a word', async () => {
  const begin = await placeNow();
  const followed = followAll(begin);
  for (const percent of [10, 20, 30]) {
    await report(percent);
    const place = await placeNow();
    await followed.untilAll('what has happened', (seen) => seen.includes(place));
    platform.breakOff();
    await report(percent + 5);
  }
  await report(0);
  const end = await placeNow();
  await followed.untilAll('the last event', (seen) => seen.includes(end));
  const { ws, sse, callback } = await followed.finish();
  const all = await cursorsByPit(begin, end);
  expect([sse?.seen, callback?.seen]).toEqual([all, all]);
  // Hive's WebSocket client subscribes again by itself, from where it once began.
  expect([...new Set(ws?.seen)]).toEqual(all);
});

// The last test: PIT does not come back.
test('a client is told that PIT is away, and no address within the platform', async () => {
  const streams = SUBSCRIPTION_TRANSPORTS.map((way) => follow(way, token, CHANGES));
  await sleep(1_000);
  platform.takeDown();
  await closeClients();
  for (const stream of streams) await stream.return?.();
  const told = await Promise.all(SUBSCRIPTION_TRANSPORTS.map((way) => endingOf(follow(way, token, CHANGES))));
  expect(told.join()).not.toMatch(/127\.0\.0\.1|localhost|ECONN|:\d{4,5}/);
  expect(told).toEqual(SUBSCRIPTION_TRANSPORTS.map(() => expect.stringContaining('UNAVAILABLE')));
}, 120_000);

/** All that a stream says until its end. */
async function endingOf(stream: AsyncIterableIterator<StreamedResult>): Promise<string> {
  const said: unknown[] = [];
  try {
    for await (const result of stream) said.push(result);
  } catch (error) {
    said.push(error instanceof Error ? error.message : error);
  }
  return JSON.stringify(said);
}

/** Until the stream ends, for whatever reason. */
async function* cursorsIn(stream: AsyncIterableIterator<StreamedResult>): AsyncGenerator<string> {
  try {
    for await (const { data } of stream) {
      if (data == null) return;
      yield (data['projectChanged'] as { cursor: string }).cursor;
    }
  } catch {
    // The connection is lost, or closed by ourselves.
  }
}

/** The same events as PIT itself tells them. */
async function cursorsByPit(begin: string, end: string): Promise<string[]> {
  const client = clientByEvents(platform.pitUrl, token);
  const cursors: string[] = [];
  const variables = { projectId: platform.links.projectId, after: begin };
  for await (const cursor of cursorsIn(client.follow(CHANGES, variables))) {
    cursors.push(cursor);
    if (cursor === end) break;
  }
  await client.close();
  return cursors;
}

/** @throws Error that names what did not happen. */
async function until(what: string, isSo: () => boolean): Promise<void> {
  const late = performance.now() + 50_000;
  while (!isSo()) {
    if (performance.now() > late) throw new Error(`Waited in vain until ${what}.`);
    await sleep(20);
  }
}
