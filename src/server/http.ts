import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HTTPGraphQLResponse } from '@apollo/server';
import { type RequestContext } from '../context.ts';
import { PitError } from '../domain/errors.ts';
import { logger } from '../logger.ts';
import type { RequestAccount } from '../request-account.ts';
import type { AnswerOperation } from './answer.ts';
import { LIMITS } from './limits.ts';
import { errorOf, STATUS_OF } from './errors.ts';
import { accountOf, REQUEST_ID_HEADER } from './request-context.ts';
import type { Report } from './request-report.ts';
import { contentTypeOfAnswer, contentTypeOfRefusal, PLAIN_JSON } from './media-types.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** How long the body of an operation may take; a file may take as long as a whole request. */
const BODY_MS = 30_000;
const REQUEST_MS = 300_000;

/**
 * A plain node:http server over a table of paths (x1.46 against Express on a look-up by id). A path that ends with a
 * slash stands for everything below it.
 */
export function createHttpServer(routes: Readonly<Record<string, Handler>>): Server {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    const handler = routes[path] ?? routes[path.slice(0, path.indexOf('/', 1) + 1)];
    if (handler === undefined) {
      answerError(response, new PitError('NOT_FOUND', `There is nothing at ${path.slice(0, 100)}.`));
      return;
    }
    void Promise.resolve(handler(request, response)).catch((error: unknown) => answerError(response, error));
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = 10_000;
  return server;
}

/** Makes the context of a request, and notes in its account who asks. */
export type ContextOf = (request: IncomingMessage, account: RequestAccount) => Promise<RequestContext>;

/** GraphQL over HTTP: finds out who asks, reads the body, has it answered, and tells of it. */
export function graphqlHandler(answer: AnswerOperation, contextOf: ContextOf, report: Report): Handler {
  return async (request, response) => {
    const begun = performance.now();
    const account = accountOf(request);
    response.setHeader(REQUEST_ID_HEADER, account.requestId);
    try {
      const context = await contextOf(request, account);
      const body = request.method === 'POST' ? await readJson(request) : '';
      const answered = await answer(request, body, context);
      if (typeof answered === 'function') {
        answered(response);
      } else if (Buffer.isBuffer(answered)) {
        response.setHeader('content-type', contentTypeOfAnswer(request.headers.accept) ?? PLAIN_JSON);
        endWith(response, answered);
      } else {
        await send(response, answered);
      }
    } catch (error) {
      account.errorCodes.push(error instanceof PitError ? error.code : 'INTERNAL_SERVER_ERROR');
      answerError(response, error);
    }
    report(account, response.statusCode, (performance.now() - begun) / 1000);
  };
}

async function send(response: ServerResponse, answer: HTTPGraphQLResponse): Promise<void> {
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (answer.body.kind === 'complete') {
    // Bytes where the compiled executor has answered: see its `stringifyResult`.
    const body = answer.body.string as string | Buffer;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    endWith(response, bytes);
    return;
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}

function endWith(response: ServerResponse, bytes: Buffer): void {
  response.setHeader('content-length', bytes.length);
  response.end(bytes);
}

/** The parsed body of a JSON request; anything else is refused before it is read to the end. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type.trim())) {
    throw new UnsupportedMediaType();
  }
  const bytes = await readBody(request);
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new PitError('BAD_USER_INPUT', 'The body is not JSON.', { expected: 'a JSON object with a query' });
  }
}

class UnsupportedMediaType extends PitError {
  constructor() {
    super('BAD_USER_INPUT', 'The content type is not supported.', { expected: 'application/json' });
  }
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const late = setTimeout(() => {
      reject(new PitError('LIMIT_EXCEEDED', 'The body took too long to arrive.'));
    }, BODY_MS);
    request.on('close', () => clearTimeout(late));
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LIMITS.bodyBytes) {
        request.pause();
        const detail = { expected: `at most ${LIMITS.bodyBytes} bytes` };
        reject(new PitError('LIMIT_EXCEEDED', 'The body is too large.', detail));
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

/** A refusal of a whole request, outside of Apollo's pipeline, in the shape of a GraphQL response. */
export function answerError(response: ServerResponse, error: unknown): void {
  const refusal =
    error instanceof PitError ? error : new PitError('INTERNAL_SERVER_ERROR', 'Internal server error');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (refusal !== error) logger.error({ err: error }, 'a request failed');
  const status = error instanceof UnsupportedMediaType ? 415 : STATUS_OF[refusal.code];
  const body = { errors: [errorOf(refusal)] };
  // The rest of an oversized body is not worth waiting for.
  if (status === 413) response.shouldKeepAlive = false;
  response.writeHead(status, { 'content-type': contentTypeOfRefusal(response.req.headers.accept) });
  response.end(`${JSON.stringify(body)}\n`);
}
