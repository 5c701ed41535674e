import type { Subgraphs } from '../../examples/platform/platform.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  startHive,
  type RunningGateway,
  type SubscriptionTransport,
} from '../../examples/platform/gateways.ts';
import { settlePorts } from '../../examples/platform/ports.ts';
import { DEMO_ADMIN, OTHER_ADMIN } from '../../src/services/demo.ts';
import {
  clientByEvents,
  clientBySocket,
  type GatewayClient,
  type StreamedResult,
} from '../support/gateway-client.ts';
import {
  askGateway,
  GATEWAY_SECRET,
  PLATFORM_START_MS,
  startTestSubgraphs,
  tokenFor,
  type TestPlatform,
} from '../support/platform.ts';

const PROGRESS = `subscription ($projectId: ID!, $after: String) {
  taskProgress(projectId: $projectId, after: $after) {
    cursor
    task { progressPercent riskLinks { risk { title mitigationAchievedPercent } } suggestedWorkers { name } }
  }
}`;

const CHANGES = `subscription ($projectId: ID!, $after: String) {
  projectChanged(id: $projectId, after: $after) { cursor }
}`;

/** Of a token that expires under way. */
const LIFE_MS = 8_000;

let platform: TestPlatform<Subgraphs>;
let token: string;

beforeAll(async () => {
  platform = await startTestSubgraphs();
  token = await tokenFor(DEMO_ADMIN);
}, PLATFORM_START_MS);

afterAll(() => platform?.stop());

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

type Ways = readonly [SubscriptionTransport, string, (url: string, token?: string) => GatewayClient];
const WAYS: readonly Ways[] = [
  ['ws', 'a WebSocket', clientBySocket],
  ['sse', 'server-sent events', clientByEvents],
  ['callback', 'server-sent events', clientByEvents],
];

describe.each(WAYS)('PIT followed over %s, the gateway over %s', (subscriptions, _way, clientOf) => {
  let hive: RunningGateway;
  const clients: GatewayClient[] = [];

  beforeAll(async () => {
    const { hive: port } = await settlePorts(0, 0);
    hive = await startHive({
      supergraph: platform.supergraph,
      port,
      secret: GATEWAY_SECRET,
      subscriptions,
    });
  }, PLATFORM_START_MS);

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });

  afterAll(() => hive?.stop());

  function follow(
    as: string | undefined,
    query: string,
    after?: string,
  ): AsyncIterableIterator<StreamedResult> {
    const client = clientOf(hive.url, as);
    clients.push(client);
    return client.follow(query, { projectId: platform.links.projectId, after });
  }

  /** What a stream ends with, when it is never to bring an event. */
  async function endOf(stream: AsyncIterableIterator<StreamedResult>): Promise<unknown> {
    const { value } = (await stream.next()) as { value: StreamedResult };
    expect(value.data ?? null).toBeNull();
    return codesIn(value);
  }

  test('an event arrives with what other teams know of its task', async () => {
    const events = follow(token, PROGRESS, await placeNow());
    await report(30);
    const { value } = (await events.next()) as { value: StreamedResult };
    expect(value.errors).toBeUndefined();
    expect(value.data).toEqual({
      taskProgress: {
        cursor: expect.any(String),
        task: {
          progressPercent: 30,
          riskLinks: [
            { risk: { title: 'Water reaches the main switchgear', mitigationAchievedPercent: '38.00' } },
          ],
          suggestedWorkers: [{ name: 'Maya Chen' }],
        },
      },
    });
    await report(0);
  });

  test("another organisation's token follows nothing of ours", async () => {
    expect(await endOf(follow(await tokenFor(OTHER_ADMIN), PROGRESS))).toEqual(['NOT_FOUND']);
  });

  test('nobody follows without a token that holds', async () => {
    expect(await endOf(follow(undefined, PROGRESS))).toEqual(['UNAUTHENTICATED']);
    const expired = await tokenFor(DEMO_ADMIN, '1 minute ago');
    expect(await endOf(follow(expired, PROGRESS))).toEqual(['UNAUTHENTICATED']);
  });

  test('once a token has expired, no event arrives', async () => {
    const results: StreamedResult[] = [];
    const brought = () => results.filter(({ data }) => data != null).length;
    const expired = sleep(LIFE_MS + 1_000);
    const shortLived = await tokenFor(DEMO_ADMIN, `${LIFE_MS / 1000}s`);
    const events = follow(shortLived, PROGRESS, await placeNow());
    const reading = (async () => {
      for await (const result of events) results.push(result);
    })().catch(() => undefined);
    await report(15);
    await until(() => brought() > 0);
    await expired;
    const before = brought();
    await report(0);
    await sleep(1_500);
    expect(brought()).toBe(before);
    // Hive's WebSocket client tries again for half a minute before it says anything.
    if (subscriptions !== 'ws') expect(codesIn(results.at(-1) ?? {})).toEqual(['UNAUTHENTICATED']);
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await reading;
  });

  test('whoever goes on from the last cursor has each event once, across a restart of PIT', async () => {
    const begin = await placeNow();
    const seen = new Set<string>();
    let connections = 0;
    let isOver = false;
    const subscriber = (async () => {
      let last = begin;
      while (!isOver) {
        connections += 1;
        const cursors = cursorsIn(follow(token, CHANGES, last));
        for await (const cursor of cursors) {
          seen.add(cursor);
          last = cursor;
        }
        // PIT is away, and will be back.
        await sleep(200);
      }
    })();
    await report(10);
    await until(() => seen.size > 0);
    await platform.restartPit();
    for (const percent of [20, 35, 0]) await report(percent);
    const end = await placeNow();
    await until(() => seen.has(end));
    isOver = true;
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await subscriber;
    expect([...seen]).toEqual(await cursorsByPit(begin, end));
    // PIT remembers whom it has to call, so that the gateway's client notices nothing of the restart.
    if (subscriptions === 'callback') expect(connections).toBe(1);
  });
});

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

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
