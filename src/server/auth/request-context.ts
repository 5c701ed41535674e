import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestContext, type Services } from '../../context.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { PitError } from '../../domain/errors.ts';
import { cutText } from '../../domain/text.ts';
import { ReadRoute } from '../../db/read/replicas/read-route.ts';
import { isWalPosition } from '../../db/read/replicas/wal-position.ts';
import { RequestTelemetry } from '../../request-telemetry.ts';
import { bearerToken, type Authenticate } from './auth.ts';

/** States why an administrator or foreman looks beyond their own projects. */
const OVERRIDE_HEADER = 'x-pit-override-reason';
/** Answered to a mutation where reads go to replicas; who sends it back reads what was written, from whichever process. */
export const READ_AFTER_HEADER = 'x-pit-read-after';
export const REQUEST_ID_HEADER = 'x-request-id';
const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** An telemetry for one request, under the id that its sender gave it, or a new one. */
export function telemetryOf(
  request: Pick<IncomingMessage, 'headers'> & Partial<Pick<IncomingMessage, 'socket'>>,
): RequestTelemetry {
  const given = textHeader(request, REQUEST_ID_HEADER);
  const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
  return new RequestTelemetry(id, request.socket?.remoteAddress);
}

/** The context of one HTTP request: who asks, by its token and headers. Nothing is opened. */
export async function requestContextOf(
  request: Pick<IncomingMessage, 'headers'>,
  authenticate: Authenticate,
  services: Services,
  telemetry = telemetryOf(request),
): Promise<RequestContext> {
  const token = bearerToken(request.headers.authorization);
  if (token === undefined) return new RequestContext(services, undefined, telemetry);
  const actor = { ...(await authenticate(token)), ...overrideOf(request), requestId: telemetry.requestId };
  telemetry.caller = actor;
  const { replicas } = services;
  const stated = readAfterOf(request);
  const route = replicas && new ReadRoute(replicas, actor, stated);
  return new RequestContext(services, actor, telemetry, route);
}

/** Up to where in the log of writes the sender has seen the data, as an answer to a mutation has said it; null for nowhere. */
function readAfterOf(request: Pick<IncomingMessage, 'headers'>): string | null {
  const position = textHeader(request, READ_AFTER_HEADER)?.trim();
  if (position === undefined || isWalPosition(position)) return position ?? null;
  throw new PitError('BAD_USER_INPUT', `The header ${READ_AFTER_HEADER} is not acceptable.`, {
    field: READ_AFTER_HEADER,
    expected: 'what the answer to a mutation had in this header, such as 0/12000000',
    actual: cutText(position, 40),
  });
}

function overrideOf(request: Pick<IncomingMessage, 'headers'>): Pick<Actor, 'overrideReason'> {
  const reason = textHeader(request, OVERRIDE_HEADER)?.trim();
  if (reason === undefined) return {};
  if (reason.length < 10 || reason.length > 500) {
    throw new PitError('BAD_USER_INPUT', 'The override reason is not acceptable.', {
      field: OVERRIDE_HEADER,
      expected: 'a reason of 10 to 500 characters',
      actual: `${reason.length} characters`,
    });
  }
  return { overrideReason: reason };
}

function textHeader(request: Pick<IncomingMessage, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
