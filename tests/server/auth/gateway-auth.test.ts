import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { clientOf, taken } from '../../support/subscriptions/websocket-client.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const SECRET = 'what the gateway and this service share';
const RIGHT = { 'x-pit-gateway-secret': SECRET };
/** Nothing, something else, nearly, and the secret in the wrong place. */
const WRONG: readonly Record<string, string>[] = [
  {},
  { 'x-pit-gateway-secret': '' },
  { 'x-pit-gateway-secret': 'another secret of about the same length' },
  { 'x-pit-gateway-secret': SECRET.slice(0, -1) },
  { 'x-pit-gateway-secret': `${SECRET}, ${SECRET}` },
  { 'x-gateway-secret': SECRET },
];

const SDL = '{ _service { sdl } }';
const ENTITIES = `query Entities($of: [_Any!]!) { _entities(representations: $of) { ... on Task { id name } } }`;
const VARIABLES = { of: [{ __typename: 'Task', id: idOf('a', 'task', 1) }] };
const TASK = { _entities: [{ id: idOf('a', 'task', 1), name: expect.any(String) }] };

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 2 });
});

afterAll(() => database?.drop());

/** What a refused operation is answered with, whatever else it asked for. */
const REFUSED = {
  status: 403,
  body: { data: null, errors: [{ extensions: { code: 'FORBIDDEN', expected: 'x-pit-gateway-secret' } }] },
};

describe('with a secret', () => {
  let service: TestService;
  let token: string;

  beforeAll(async () => {
    service = await startTestService(database, { PIT_GATEWAY_SECRET: SECRET, PIT_INTROSPECTION: 'false' });
    token = await service.token(actorOf('a'));
  });

  afterAll(() => service?.stop());

  test('the gateway gets the schema without a token, and entities with one', async () => {
    const schema = await service.query(undefined, SDL, {}, RIGHT);
    expect(schema).toMatchObject({ status: 200, body: { data: { _service: { sdl: expect.any(String) } } } });
    expect(await service.query(token, ENTITIES, VARIABLES, RIGHT)).toEqual({
      status: 200,
      body: { data: TASK },
    });
    expect((await service.query(undefined, ENTITIES, VARIABLES, RIGHT)).status).toBe(401);
  });

  test.each(WRONG)('nobody else gets schema or entities: %j', async (headers) => {
    expect(await service.query(undefined, SDL, {}, headers)).toMatchObject(REFUSED);
    expect(await service.query(token, SDL, {}, headers)).toMatchObject(REFUSED);
    expect(await service.query(token, ENTITIES, VARIABLES, headers)).toMatchObject(REFUSED);
  });

  test.each([
    'query Hidden { viewer { role } also: _service { sdl } }',
    'query Hidden { ...inFragment } fragment inFragment on Query { _service { sdl } }',
    'query Hidden { ... on Query { _entities(representations: []) { __typename } } }',
  ])('no wording of the operation gets past it: %s', async (query) => {
    expect(await service.query(token, query)).toMatchObject(REFUSED);
  });

  test('nobody else gets the schema from the cache of compiled operations', async () => {
    const fresh = ENTITIES.replace('Entities', 'Paved');
    for (let time = 0; time < 3; time++) {
      expect((await service.query(token, fresh, VARIABLES, RIGHT)).body).toEqual({ data: TASK });
    }
    expect(await service.query(token, fresh, VARIABLES)).toMatchObject(REFUSED);
    expect((await service.query(token, fresh, VARIABLES, RIGHT)).body).toEqual({ data: TASK });
  });

  test('nobody else gets the schema by GET, nor as a traced operation', async () => {
    const search = `?query=${encodeURIComponent(SDL)}`;
    const headers = { 'apollo-require-preflight': 'true', authorization: `Bearer ${token}` };
    const answers = await Promise.all([
      fetch(`${service.url}${search}`, { headers }),
      fetch(`${service.url}${search}`, { headers: { ...headers, ...RIGHT } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 200]);
    const traced = { 'apollo-federation-include-trace': 'ftv1' };
    expect(await service.query(token, ENTITIES, VARIABLES, traced)).toMatchObject({ status: 403 });
    expect(await service.query(token, ENTITIES, VARIABLES, { ...traced, ...RIGHT })).toMatchObject({
      status: 200,
      body: { data: TASK },
    });
  });

  test('nobody else gets the schema over server-sent events', async () => {
    const ask = async (headers: object) => {
      const response = await fetch(service.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
          ...headers,
        },
        body: JSON.stringify({ query: ENTITIES, variables: VARIABLES }),
      });
      return response.text();
    };
    const refused = await ask({});
    expect(refused).toContain('FORBIDDEN');
    expect(refused).not.toContain(idOf('a', 'task', 1));
    expect(await ask(RIGHT)).toContain(idOf('a', 'task', 1));
  });

  test('nobody else gets the schema over a WebSocket', async () => {
    const client = clientOf(service.url, token);
    const results = await taken(client, { query: ENTITIES, variables: VARIABLES }, 1);
    await client.dispose();
    expect(results).toMatchObject([{ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
  });

  test('nobody else is given an inline trace', async () => {
    const extensionsFor = async (headers: object): Promise<unknown> => {
      const asked = { 'apollo-federation-include-trace': 'ftv1', ...headers };
      const { status, body } = await service.query(token, '{ viewer { role } }', {}, asked);
      expect(status).toBe(200);
      return (body as { extensions?: unknown }).extensions;
    };
    expect(await extensionsFor(RIGHT)).toEqual({ ftv1: expect.any(String) });
    for (const headers of WRONG) expect(await extensionsFor(headers)).toBeUndefined();
  });

  test('everything but schema and entities is as open as without a secret', async () => {
    expect(await service.query(token, '{ viewer { role } }')).toMatchObject({ status: 200 });
    expect(await service.query(undefined, '{ __typename }')).toMatchObject({ status: 200 });
  });
});

test.each([
  ['true', 200],
  ['false', 403],
])(
  'without a secret and with introspection %s, the schema answers %i, entities any token',
  async (on, status) => {
    const service = await startTestService(database, { PIT_INTROSPECTION: on });
    try {
      expect((await service.query(undefined, SDL)).status).toBe(status);
      // Nothing proves anything where nothing is to be proved by.
      expect((await service.query(undefined, SDL, {}, RIGHT)).status).toBe(status);
      const token = await service.token(actorOf('a'));
      expect((await service.query(token, ENTITIES, VARIABLES)).body).toEqual({ data: TASK });
    } finally {
      await service.stop();
    }
  },
);
