import { createServer, type Server, type ServerResponse } from 'node:http';
import { PitError } from '../../domain/errors.ts';
import { answerError } from './http.ts';
import type { Handler } from '../handler.ts';
import { OpenResponses } from './open-responses.ts';

/** A file may take that long. */
const REQUEST_MS = 300_000;
/** How often connections are looked at whose headers or requests take too long. */
const CHECK_MS = 5_000;
/** Requests of one connection that may wait for their answers: clients who pipeline send a few at a time. */
const MOST_PIPELINED = 100;

export interface HttpServerOptions {
  /** How long a connection without a request is kept, in seconds. */
  keepAliveSeconds?: number;
  responses?: OpenResponses;
}

/**
 * A plain node:http server over a table of paths (x1.46 against Express on a look-up by id). A path that ends with a
 * slash stands for everything below it.
 */
export function createHttpServer(
  routes: Readonly<Record<string, Handler>>,
  { keepAliveSeconds = 75, responses = new OpenResponses() }: HttpServerOptions = {},
): Server {
  const { ServerResponse: OpenResponse } = responses;
  const server = createServer(
    { ServerResponse: OpenResponse, connectionsCheckingInterval: CHECK_MS },
    (request, response) => {
      const waiting = responses.countOf(request.socket);
      if (waiting > MOST_PIPELINED) return refusePipelined(response, waiting);
      request.url = originForm(request.url ?? '/');
      const [path = '/'] = request.url.split('?', 1);
      const handler = routes[path] ?? routes[path.slice(0, path.indexOf('/', 1) + 1)];
      if (handler === undefined) {
        answerError(response, new PitError('NOT_FOUND', `There is nothing at ${path.slice(0, 100)}.`));
        return;
      }
      void Promise.resolve(handler(request, response)).catch((error: unknown) =>
        answerError(response, error),
      );
    },
  );
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = keepAliveSeconds * 1000;
  // Above: a balancer may open a connection long before it has a request for it.
  server.headersTimeout = server.keepAliveTimeout + CHECK_MS;
  // Their size is bounded already; of headers beyond a number Node would drop some without a word.
  server.maxHeadersCount = 0;
  return server;
}

/** Answers without doing anything, and closes the connection behind the answer. */
function refusePipelined(response: ServerResponse, waiting: number): void {
  response.shouldKeepAlive = false;
  answerError(
    response,
    new PitError('LIMIT_EXCEEDED', 'Too many requests of this connection wait for their answers.', {
      field: 'connection',
      expected: `at most ${MOST_PIPELINED} requests that wait`,
      actual: waiting,
    }),
  );
}

/** A client that takes this service for a proxy names it in the target: `GET http://host/path`, which HTTP has servers take. */
export function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?=\?|$)/, '/');
}
