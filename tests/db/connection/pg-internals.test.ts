import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { PgRawRow, RawRowClient } from '../../../src/db/connection/raw-row-client.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';

/**
 * The parts of pg that it does not document and that `pipeline.ts` and `raw-row-client.ts` lean on
 * (docs/decisions/0021-own-pipeline-on-the-pg-driver.md). An update of pg that changes one of them fails here first.
 */
const CONNECTION_METHODS = ['attachListeners', 'parse', 'bind', 'execute', 'close', 'sync'] as const;

/** What pg calls on a submitted query, each with the message or the connection. */
const HANDLERS = [
  'handleRowDescription',
  'handleDataRow',
  'handlePortalSuspended',
  'handleEmptyQuery',
  'handleCommandComplete',
  'handleError',
  'handleReadyForQuery',
] as const;

interface Connection extends EventEmitter {
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string; types: number[] }): void;
  bind(message: { portal: string; statement: string; values: (string | null)[] }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

/** Sends what `send` writes, and records what pg calls until the query is over; an error is the last that it hears. */
function record(client: pg.Client, send: (connection: Connection) => void): Promise<[string, unknown][]> {
  return new Promise((resolve) => {
    const calls: [string, unknown][] = [];
    const submittable: Record<string, unknown> = { name: '' };
    for (const handler of HANDLERS) {
      submittable[handler] = (argument: unknown) => {
        calls.push([handler, argument]);
        if (handler === 'handleReadyForQuery' || handler === 'handleError') resolve(calls);
      };
    }
    submittable['submit'] = (connection: Connection) => {
      connection.stream.cork();
      send(connection);
      connection.sync();
      connection.stream.uncork();
      return null;
    };
    client.query(submittable as unknown as pg.Submittable);
  });
}

/** One statement without a Sync of its own. */
function step(connection: Connection, text: string, values: (string | null)[] = [], rows = 0): void {
  connection.parse({ name: '', text, types: [] });
  connection.bind({ portal: '', statement: '', values });
  connection.execute({ portal: '', rows });
}

const names = (calls: [string, unknown][]) => calls.map(([name]) => name);
const rowsOf = (calls: [string, unknown][]) =>
  calls.filter(([name]) => name === 'handleDataRow').map(([, row]) => (row as PgRawRow).fields);

let database: TestDatabase;
let client: RawRowClient;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new RawRowClient(database.appUrl);
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

test.each(CONNECTION_METHODS)('the connection of a pg client has %s()', (method) => {
  const { connection } = new pg.Client() as unknown as { connection: Record<string, unknown> };
  expect(typeof connection[method]).toBe('function');
});

test('pg hands rows, end and readiness of a submitted query to its handlers, in order', async () => {
  const calls = await record(client, (connection) => step(connection, 'SELECT $1::text', ['é']));
  expect(names(calls)).toEqual(['handleDataRow', 'handleCommandComplete', 'handleReadyForQuery']);
  expect(calls[1]?.[1]).toMatchObject({ text: 'SELECT 1' });
  expect(rowsOf(calls)).toEqual([['é']]);
});

test('pg hands an empty statement, a suspended portal and an error to their handlers', async () => {
  const empty = await record(client, (connection) => step(connection, ''));
  expect(names(empty)).toEqual(['handleEmptyQuery', 'handleReadyForQuery']);
  const suspended = await record(client, (connection) =>
    step(connection, 'SELECT generate_series(1, 3)', [], 2),
  );
  expect(names(suspended)).toContain('handlePortalSuspended');
  const failed = await record(client, (connection) => step(connection, 'SELECT 1/0'));
  expect(failed.find(([name]) => name === 'handleError')?.[1]).toMatchObject({ code: '22012' });
});

test('a socket’s rows pass by attachListeners as bytes, and pg’s own queries read them all the same', async () => {
  const calls = await record(client, (connection) => step(connection, 'SELECT NULL::text'));
  expect(calls[0]?.[1]).toBeInstanceOf(PgRawRow);
  const { rows } = await client.query('SELECT $1::int AS answer', [42]);
  expect(rows).toEqual([{ answer: 42 }]);
});

test('a named statement is kept by parse() and dropped by close()', async () => {
  const bind = (connection: Connection) => {
    connection.bind({ portal: '', statement: 'kept', values: [] });
    connection.execute({ portal: '', rows: 0 });
  };
  await record(client, (connection) => connection.parse({ name: 'kept', text: 'SELECT 7', types: [] }));
  expect(rowsOf(await record(client, bind))).toEqual([['7']]);
  await record(client, (connection) => connection.close({ type: 'S', name: 'kept' }));
  const failed = await record(client, bind);
  expect(failed.find(([name]) => name === 'handleError')?.[1]).toMatchObject({ code: '26000' });
});

const SET = `SELECT set_config('pit.probe', 'set', true)`;
const READ = `SELECT coalesce(current_setting('pit.probe', true), '')`;

test('statements before one Sync share a transaction: what is set for it alone holds, a failure skips the rest', async () => {
  const shared = await record(client, (connection) => {
    step(connection, SET);
    step(connection, READ);
  });
  expect(rowsOf(shared)).toEqual([['set'], ['set']]);
  const failed = await record(client, (connection) => {
    step(connection, 'SELECT 1/0');
    step(connection, READ);
  });
  expect(rowsOf(failed)).toEqual([]);
});

test('pipeline: true of pg gives each query a transaction of its own, which is why it is not used here', async () => {
  const config = { connectionString: database.appUrl, pipeline: true } as pg.ClientConfig;
  const pipelined = new pg.Client(config);
  await pipelined.connect();
  try {
    const [, read] = await Promise.all([pipelined.query(SET), pipelined.query(READ)]);
    expect(read.rows).toEqual([{ coalesce: '' }]);
    const [failed, next] = await Promise.allSettled([
      pipelined.query('SELECT 1/0'),
      pipelined.query('SELECT 1 AS one'),
    ]);
    expect([failed.status, next.status]).toEqual(['rejected', 'fulfilled']);
  } finally {
    await pipelined.end();
  }
});
