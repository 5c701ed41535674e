import { randomBytes } from 'node:crypto';
import { Collector } from '../../support/processes/collector.ts';
import { clientOf, taken } from '../../support/subscriptions/websocket-client.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const SERVER = 'POST /graphql';

let plan: Plan;
let projectId: string;
let taskId: string;

beforeAll(async () => {
  plan = await Plan.open();
  projectId = await plan.project();
  taskId = await plan.task(projectId, await plan.phase(projectId), { name: 'A name that nobody must see' });
});

afterAll(async () => {
  await plan?.close();
});

/** A caller's trace, as its `traceparent` says. */
function callersTrace() {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01` };
}

async function ask(pit: PitProcess, query: string, headers: Record<string, string> = {}): Promise<unknown> {
  const authorization = `Bearer ${await pit.token(plan.actor())}`;
  const response = await fetch(pit.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify({ query, variables: { id: taskId } }),
  });
  return response.json();
}

describe('where the environment asks for traces', () => {
  let collector: Collector;
  let pit: PitProcess;

  beforeAll(async () => {
    collector = await Collector.start();
    pit = await PitProcess.start(plan.database, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_SERVICE_NAME: 'pit-under-test',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
  });

  afterAll(async () => {
    await pit?.stop();
    await collector?.stop();
  });

  test.each(['the first time', 'when it is known'])(
    'a query is a span below that of its caller, and its statements below it: %s',
    async () => {
      const { traceId, spanId, traceparent } = callersTrace();
      const query = 'query Named($id: ID!) { task(id: $id) { name } }';
      expect(await ask(pit, query, { traceparent, 'x-request-id': 'from-the-gateway' })).toHaveProperty(
        'data.task.name',
      );

      const http = await collector.span(traceId, SERVER);
      expect(http).toMatchObject({ parentSpanId: spanId, kind: 2 });
      expect(http.attributes).toMatchObject({
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'pit.request_id': 'from-the-gateway',
      });
      const operation = await collector.span(traceId, 'query Named');
      expect(operation.parentSpanId).toBe(http.spanId);
      expect(operation.attributes).toMatchObject({
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Named',
        'pit.sql_statements': 1,
      });
      const roundTrip = await collector.span(traceId, 'SELECT; SELECT pit.task');
      expect(roundTrip).toMatchObject({ parentSpanId: operation.spanId, kind: 3 });
      expect(roundTrip.attributes).toMatchObject({
        'db.system.name': 'postgresql',
        'db.operation.batch.size': 2,
      });
      expect(collector.services).toEqual(new Set(['pit-under-test']));
    },
  );

  test('the statements of a mutation are below its span, from BEGIN to COMMIT', async () => {
    const { traceId, traceparent } = callersTrace();
    const mutation = `mutation Move($id: ID!) { updateProgress(input: { taskId: $id, percent: 30 }) { task { id } } }`;
    expect(await ask(pit, mutation, { traceparent })).not.toHaveProperty('errors');
    const operation = await collector.span(traceId, 'mutation Move');
    const below = collector.spans.filter(({ parentSpanId }) => parentSpanId === operation.spanId);
    const names = below.map(({ name }) => name);
    expect(names[0]).toMatch(/^BEGIN; SELECT; SELECT pit\.(organisation|user)/);
    expect(names.join()).toContain('pit.task');
    expect(names.some((name) => name.endsWith('COMMIT'))).toBe(true);
  });

  test('a request without a caller begins a trace, and a refusal is no failure of ours', async () => {
    await ask(pit, '{ nothing }', { 'x-request-id': 'refused' });
    const found = async () => {
      for (;;) {
        const span = collector.spans.find(({ attributes }) => attributes['pit.request_id'] === 'refused');
        if (span !== undefined) return span;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    };
    const http = await found();
    expect(http.parentSpanId).toBeUndefined();
    expect(http.status.code ?? 0).toBe(0);
    const operation = await collector.span(http.traceId, 'operation');
    expect(JSON.stringify(operation.attributes)).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  test('a caller’s decision not to sample is respected', async () => {
    const { traceId, spanId } = callersTrace();
    const query = 'query Quiet($id: ID!) { task(id: $id) { id } }';
    await ask(pit, query, { traceparent: `00-${traceId}-${spanId}-00` });
    const after = callersTrace();
    await ask(pit, query, { traceparent: after.traceparent });
    await collector.span(after.traceId, SERVER);
    expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });

  test('an operation on a socket is a span, and so is each event that is delivered there, each a trace of its own', async () => {
    const client = clientOf(pit.url, await pit.token(plan.actor()));
    const query = 'query OnASocket($id: ID!) { task(id: $id) { name } }';
    expect(await taken(client, { query, variables: { id: taskId } }, 1)).toHaveProperty('0.data.task.name');
    const asked = await collector.named('query OnASocket');
    expect(asked.parentSpanId).toBeUndefined();
    expect(asked.attributes).toMatchObject({ 'pit.sql_statements': 1 });
    await collector.span(asked.traceId, 'SELECT; SELECT pit.task');

    const watching = `subscription Watching($id: ID!, $after: String) {
      taskProgress(projectId: $id, after: $after) { task { name } } }`;
    const after = Buffer.from(`${projectId}:0`).toString('base64url');
    const told = taken(client, { query: watching, variables: { id: projectId, after } }, 2);
    const { traceId, traceparent } = callersTrace();
    const mutation = `mutation Further($id: ID!) { updateProgress(input: { taskId: $id, percent: 40 }) { task { id } } }`;
    await ask(pit, mutation, { traceparent });
    expect(await told).toHaveLength(2);
    const event = await collector.named('subscription Watching');
    expect(event.parentSpanId).toBeUndefined();
    expect(event.attributes).toMatchObject({
      'graphql.operation.type': 'subscription',
      'pit.event.topic': 'pit.progress.updated',
    });
    const below = collector.spans.filter(({ parentSpanId }) => parentSpanId === event.spanId);
    expect(below.map(({ name }) => name).join()).toContain('pit.task');
    // The relay reads for those who follow, not for the one who has written.
    await collector.span(traceId, SERVER);
    const ofWriter = collector.spans.filter((span) => span.traceId === traceId).map(({ name }) => name);
    expect(ofWriter.join()).not.toMatch(/SELECT pit_ops\.outbox/);
    await client.dispose();
  });

  test('spans hold no values, no query and no token', () => {
    const all = collector.received.map(({ body }) => body.toString()).join();
    expect(collector.spans.length).toBeGreaterThan(10);
    for (const secret of [taskId, plan.orgId, plan.owner, 'nobody must see', 'eyJ', 'Move($id']) {
      expect(all).not.toContain(secret);
    }
  });
});

test('spans that are left go out with the process, in protobuf unless told otherwise', async () => {
  const collector = await Collector.start();
  const pit = await PitProcess.start(plan.database, {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/elsewhere`,
    OTEL_BSP_SCHEDULE_DELAY: '600000',
  });
  try {
    await ask(pit, 'query InProtobuf($id: ID!) { task(id: $id) { name } }');
    expect(collector.received).toEqual([]);
    await pit.stop();
    const [first] = collector.received;
    expect(first).toMatchObject({ path: '/elsewhere', type: 'application/x-protobuf' });
    expect(first?.body.toString('latin1')).toContain('query InProtobuf');
  } finally {
    await pit.stop();
    await collector.stop();
  }
});

test('with the OpenTelemetry SDK disabled no span is exported', async () => {
  const collector = await Collector.start();
  const pit = await PitProcess.start(plan.database, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SDK_DISABLED: 'true',
  });
  try {
    expect(await ask(pit, 'query Silent($id: ID!) { task(id: $id) { name } }')).toHaveProperty(
      'data.task.name',
    );
    await pit.stop();
    expect(collector.received).toEqual([]);
  } finally {
    await pit.stop();
    await collector.stop();
  }
});
