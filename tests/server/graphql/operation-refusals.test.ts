import { SubscriptionScene } from '../../support/subscriptions/subscription-scene.ts';
import { RawSocket } from '../../support/subscriptions/websocket-client.ts';

/** An operation that is refused whatever it comes by, and how. */
interface Refusal {
  query: string;
  operationName?: string;
  variables?: Record<string, unknown>;
  code: string;
  field?: string;
  expected?: string;
  actual?: string;
  path?: unknown[];
  /** Of HTTP, where the whole request is refused. */
  status?: number;
}

const TWO = 'query A { viewer { role } } query B { viewer { role } }';
const UNRESOLVED = { query: TWO, code: 'OPERATION_RESOLUTION_FAILURE', status: 400 };
const LARGE = { code: 'LIMIT_EXCEEDED', status: 413 };
const fragments = (body: (next: string) => string): string =>
  Array.from({ length: 25 }, (_, i) => `fragment F${i} on Task { ${body(`...F${i + 1}`)} }`).join(' ');
const misfit = (query: string, field: string, path?: unknown[]) => {
  const known = { query, variables: { v: null }, code: 'BAD_USER_INPUT', field };
  return path === undefined ? known : { ...known, path };
};

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'two operations without a name': UNRESOLVED,
  'an unknown operation name': { ...UNRESOLVED, operationName: 'C' },
  'an empty operation name': { ...UNRESOLVED, operationName: '' },
  'fragments that double at each level': {
    ...LARGE,
    query: `{ task(id: "x") { ...F0 } } ${fragments((next) => `${next} ${next}`)} fragment F25 on Task { id }`,
    field: 'fields',
  },
  'equal fields that validation compares in pairs': {
    ...LARGE,
    query: `{ viewer { ${'role '.repeat(2_000)} } }`,
    field: 'comparisons',
  },
  'null for an argument': misfit('query ($v: ID = "x") { task(id: $v) { id } }', 'id', ['task']),
  'null for @include at the root': misfit(
    'query ($v: Boolean = true) { viewer @include(if: $v) { role } }',
    'if',
  ),
  'null for @skip': misfit('query ($v: Boolean = true) { viewer { role @skip(if: $v) } }', 'if', ['viewer']),
  'null for an item of a list': misfit(
    'query ($v: ID = "x") { tasks(filter: { ownerId: [$v] }) { totalCount } }',
    'filter',
    ['tasks'],
  ),
  'null in orderBy': misfit(
    'query ($v: TaskOrderField = NAME) { tasks(orderBy: [{ field: $v }]) { totalCount } }',
    'orderBy',
    ['tasks'],
  ),
  'null in the input of a mutation': misfit(
    'mutation ($v: ID = "x") { completeTask(input: { id: $v }) { task { id } } }',
    'input',
    ['completeTask'],
  ),
  'null for an argument of a subscription': misfit(
    'subscription ($v: ID = "x") { projectChanged(id: $v) { cursor } }',
    'id',
    ['projectChanged'],
  ),
  'a day within a variable that is none, and that looks like what is said of it': {
    query: 'query ($filter: TaskFilter) { tasks(filter: $filter) { totalCount } }',
    variables: { filter: { not: { startDate: { from: 'x"; at "y"; z' } } } },
    code: 'BAD_USER_INPUT',
    field: 'filter.not.startDate.from',
    expected: 'a real day between 1900 and 2200 as "YYYY-MM-DD"',
    actual: JSON.stringify('x"; at "y"; z'),
    status: 400,
  },
  'a day in a list within a variable': {
    query: 'query ($input: PreviewScheduleInput!) { previewSchedule(input: $input) { token } }',
    variables: { input: { projectId: 'x', tasks: [{ taskId: 'x', startDate: '2027-02-30' }] } },
    code: 'BAD_USER_INPUT',
    field: 'input.tasks.0.startDate',
    actual: '"2027-02-30"',
    status: 400,
  },
  'a word that is none of an enum, in a variable of a subscription': {
    query: 'subscription ($zoom: TimelineZoom!) { timelineChanged(projectId: "x", zoom: $zoom) { cursor } }',
    variables: { zoom: 'CENTURY' },
    code: 'BAD_USER_INPUT',
    field: 'zoom',
  },
};

interface Told {
  path?: unknown[];
  extensions: { code: string; field?: string };
}

let scene: SubscriptionScene;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
afterAll(async () => {
  await scene?.close();
});

/** The first error, of a JSON answer or of the first result in a stream. */
async function firstError(response: Response): Promise<Told & { status: number }> {
  const text = await response.text();
  const json = /^data: ?(\{.*)$/m.exec(text)?.[1] ?? text;
  const { errors = [] } = JSON.parse(json) as { errors?: Told[] };
  return { status: response.status, ...(errors[0] as Told) };
}

function post({ query, operationName, variables }: Refusal, accept: string): Promise<Response> {
  return fetch(scene.service.url, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json', authorization: `Bearer ${scene.token}` },
    body: JSON.stringify({ query, operationName, variables }),
  });
}

function get({ query, operationName, variables = {} }: Refusal): Promise<Response> {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  if (operationName !== undefined) search.set('operationName', operationName);
  const headers = {
    authorization: `Bearer ${scene.token}`,
    'apollo-require-preflight': 'true',
    accept: '*/*',
  };
  return fetch(`${scene.service.url}?${search}`, { headers });
}

function expected({ code, path, ...told }: Refusal) {
  const { field, expected: wanted, actual } = told;
  const detail = Object.entries({ field, expected: wanted, actual }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...(path && { path }), extensions: { code, ...Object.fromEntries(detail) } };
}

const isOver = (query: string, ...kinds: string[]): boolean => kinds.some((kind) => query.startsWith(kind));

describe.each(Object.entries(REFUSALS))('%s', (_name, refusal) => {
  const { query, status = 200 } = refusal;

  test('is refused over HTTP, the first time and the second', async () => {
    if (isOver(query, 'subscription')) return;
    for (let i = 0; i < 2; i++)
      expect(await firstError(await post(refusal, 'application/graphql-response+json'))).toMatchObject({
        status,
        ...expected(refusal),
      });
  });

  test('is refused over GET', async () => {
    if (isOver(query, 'subscription', 'mutation')) return;
    expect(await firstError(await get(refusal))).toMatchObject({ status, ...expected(refusal) });
  });

  test('is refused over server-sent events', async () => {
    expect(await firstError(await post(refusal, 'text/event-stream'))).toMatchObject(expected(refusal));
  });

  test('is refused on a socket, which goes on', async () => {
    const raw = await RawSocket.begin(scene.service.url, scene.token);
    raw.say({ id: '1', type: 'subscribe', payload: { query, ...payloadOf(refusal) } });
    const answer = await raw.hears(({ id }) => id === '1');
    const payload = answer.payload as Told[] | { errors: Told[] };
    const [error] = Array.isArray(payload) ? payload : payload.errors;
    expect(error).toMatchObject(expected(refusal));
    raw.subscribe('2', '{ viewer { role } }');
    expect(await raw.hears(({ id }) => id === '2')).toMatchObject({ type: 'next' });
    raw.close();
  });
});

function payloadOf({ operationName, variables }: Refusal) {
  return { ...(operationName !== undefined && { operationName }), ...(variables && { variables }) };
}
