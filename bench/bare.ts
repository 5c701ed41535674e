import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { config } from '../src/config/config.ts';
import { contextStep } from '../src/db/connection/tenant-context.ts';
import type { Actor } from '../src/domain/directory/actor.ts';
import { RawPool, type RawStep } from './bare-connection.ts';
import { obeyBench } from './control.ts';
import { MUTATIONS } from './mutations.ts';
import { READ_QUERIES } from './queries.ts';

/**
 * The limit that the service is held against: a bare HTTP handler, the best SQL per question, the same wall and
 * tenant context, a pool of the same size, and PostgreSQL's bytes copied through. The path names the question; the
 * actor comes as the bearer, in plain JSON, since nothing is checked here.
 */
const QUERIES = new Map(READ_QUERIES.map((query) => [`/${query.name}`, query]));
const MUTATIONS_BY_PATH = new Map(MUTATIONS.map((mutation) => [`/${mutation.name}`, mutation]));
const CONNECTIONS = 4;

const pool = new RawPool(config.databaseUrl ?? '', CONNECTIONS);

async function answer(request: IncomingMessage): Promise<Buffer> {
  const url = request.url ?? '';
  const { variables } = JSON.parse(await readBody(request)) as { variables: never };
  const query = QUERIES.get(url);
  if (query !== undefined) {
    const step = { name: query.name, text: query.sql, values: query.parameters(variables) };
    return pool.run(context(request, 'read'), step);
  }
  const mutation = MUTATIONS_BY_PATH.get(url);
  if (mutation === undefined) throw new Error(`no question at ${url}`);
  const { name, lock, sql } = mutation;
  const values = mutation.parameters(variables);
  return pool.run(
    context(request, 'write'),
    { name: `lock ${name}`, text: lock, values: values.slice(0, 1) },
    { name, text: sql, values },
  );
}

function context(request: IncomingMessage, mode: 'read' | 'write'): RawStep {
  const { statement, values } = contextStep(actorOf(request), mode);
  return { name: `${mode} context`, text: statement.text, values: [...values] };
}

const actors = new Map<string, Actor>();

function actorOf(request: IncomingMessage): Actor {
  const bearer = request.headers.authorization ?? '';
  let actor = actors.get(bearer);
  if (actor === undefined) {
    actor = JSON.parse(Buffer.from(bearer.slice('Bearer '.length), 'base64url').toString()) as Actor;
    actors.set(bearer, actor);
  }
  return actor;
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => resolve(text));
  });
}

const server = createServer((request, response) => {
  answer(request).then(
    (bytes) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
      response.end(bytes);
    },
    (error: unknown) => {
      console.error(error);
      response.writeHead(500, { 'content-length': 0 });
      response.end();
    },
  );
});

await pool.open();
server.listen(0, '127.0.0.1', () => obeyBench((server.address() as AddressInfo).port));
