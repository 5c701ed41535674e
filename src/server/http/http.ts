import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HTTPGraphQLResponse } from '@apollo/server';
import { type RequestContext } from '../../context.ts';
import { badInput, PitError } from '../../domain/errors.ts';
import type { ReadReplicas } from '../../db/read/replicas/read-replicas.ts';
import { logger } from '../../logger.ts';
import type { RequestTelemetry } from '../../request-telemetry.ts';
import type { DispatchOperation } from '../graphql/operation-response.ts';
import { endWith } from './compression.ts';
import { errorOf, headOf } from '../graphql/errors.ts';
import { LIMITS } from '../graphql/limits.ts';
import type { LoopTime } from '../graphql/loop-time.ts';
import { READ_AFTER_HEADER, telemetryOf, REQUEST_ID_HEADER } from '../auth/request-context.ts';
import type { Handler } from '../handler.ts';
import type { AccessLog } from '../observability/access-log.ts';
import { readJson, RequestAborted, UnsupportedMediaType } from './request-body.ts';
import { contentTypeOfAnswer, contentTypeOfRefusal, PLAIN_JSON } from '../graphql/content-negotiation.ts';

/** How much of a refused body is still read, and after which silence no more, so that its sender gets to read the refusal. */
const LINGER_BYTES = 64 * 1024 * 1024;
const LINGER_MS = 1_000;

const METHODS = 'GET, POST, OPTIONS';

/** HTTP 405. */
class MethodNotAllowed extends PitError {}

/** Makes the context of a request, and notes in its telemetry who asks. */
export type ContextOf = (request: IncomingMessage, telemetry: RequestTelemetry) => Promise<RequestContext>;

export interface GraphqlParts {
  answer: DispatchOperation;
  contextOf: ContextOf;
  report: AccessLog;
  loopTime: LoopTime;
  replicas?: ReadReplicas | undefined;
}

/** GraphQL over HTTP: finds out who asks, reads the body, has it answered, and tells of it. */
export function graphqlHandler({ answer, contextOf, report, loopTime, replicas }: GraphqlParts): Handler {
  return async (request, response) => {
    const begun = performance.now();
    const telemetry = telemetryOf(request);
    response.setHeader(REQUEST_ID_HEADER, telemetry.requestId);
    response.once('close', () => {
      if (!response.writableEnded) telemetry.abandon();
    });
    if (request.method === 'OPTIONS') return sendAllowedMethods(response);
    try {
      requireMethod(request.method);
      const context = await contextOf(request, telemetry);
      loopTime.saw(telemetry.sharer);
      if (request.method === 'GET') requireUtf8(request.url ?? '');
      const most = context.caller === undefined ? LIMITS.anonymousBytes : LIMITS.bodyBytes;
      const body =
        request.method === 'POST'
          ? await readJson(request, { most, loopTime, sharer: telemetry.sharer })
          : '';
      const answered = await answer(request, body, context);
      sayPosition(response, replicas, context);
      if (typeof answered === 'function') {
        answered(response);
      } else if (Buffer.isBuffer(answered)) {
        response.setHeader('content-type', contentTypeOfAnswer(request.headers.accept) ?? PLAIN_JSON);
        await endWith(response, answered);
      } else {
        await send(response, answered);
      }
    } catch (error) {
      if (error instanceof RequestAborted) return;
      telemetry.errorCodes.push(error instanceof PitError ? error.code : 'INTERNAL_SERVER_ERROR');
      answerError(response, error);
    }
    report(telemetry, response.statusCode, (performance.now() - begun) / 1000);
  };
}

/** Says up to where the caller's writes are stored, for whoever reads next and asks another process. */
function sayPosition(
  response: ServerResponse,
  replicas: ReadReplicas | undefined,
  { caller, telemetry }: RequestContext,
): void {
  if (caller === undefined || telemetry.operationType !== 'mutation') return;
  const position = replicas?.writtenBy(caller);
  if (position !== undefined) response.setHeader(READ_AFTER_HEADER, position);
}

async function send(response: ServerResponse, answer: HTTPGraphQLResponse): Promise<void> {
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (answer.body.kind === 'complete') {
    // Bytes where the compiled executor has answered: see its `stringifyResult`.
    const body = answer.body.string as string | Buffer;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return endWith(response, bytes);
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
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
  const status = statusOf(refusal);
  const body = Buffer.from(`${JSON.stringify({ errors: [errorOf(refusal)] })}\n`);
  // The rest of an oversized body is not worth waiting for.
  if (status === 413 || status === 429) response.shouldKeepAlive = false;
  if (status === 405) response.setHeader('allow', METHODS);
  const type = contentTypeOfRefusal(response.req.headers.accept);
  response.writeHead(status, {
    ...headOf(refusal).headers,
    'content-type': type,
    'content-length': body.length,
  });
  endAfterRequest(response, body);
}

function statusOf(refusal: PitError): number {
  if (refusal instanceof MethodNotAllowed) return 405;
  return refusal instanceof UnsupportedMediaType ? 415 : headOf(refusal).status;
}

/** Who may ask from a browser is told before this; everybody else learns by which methods there is something here. */
function sendAllowedMethods(response: ServerResponse): void {
  response.writeHead(204, { allow: METHODS }).end();
}

/** Whoever forgets a token or a header as well is to hear of the method first. */
function requireMethod(method = ''): void {
  if (method === 'GET' || method === 'POST') return;
  throw new MethodNotAllowed('BAD_USER_INPUT', 'GraphQL is asked by GET or POST.', {
    field: 'method',
    expected: 'GET or POST',
    actual: method,
  });
}

/**
 * Ends a response whose connection closes after it only when its request has been read: a connection that is closed with
 * bytes unread is reset, and its client sees that (EPIPE) instead of the answer.
 */
function endAfterRequest(response: ServerResponse, body: Buffer): void {
  const { req: request, shouldKeepAlive } = response;
  if (shouldKeepAlive || request.complete) {
    response.end(body);
    return;
  }
  response.write(body);
  let size = 0;
  const end = (): void => {
    clearTimeout(silent);
    response.end();
  };
  const silent = setTimeout(end, LINGER_MS).unref();
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LINGER_BYTES) end();
    else silent.refresh();
  });
  request.once('end', end).once('close', end).resume();
}

/** Bytes that are not UTF-8 would be taken for U+FFFD. */
function requireUtf8(url: string): void {
  try {
    decodeURIComponent(url);
  } catch {
    throw badInput('The address is not UTF-8, percent-encoded.', { field: 'url' });
  }
}
