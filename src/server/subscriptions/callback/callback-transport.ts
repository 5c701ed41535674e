import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../../../context.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import { badInput, PitError } from '../../../domain/errors.ts';
import type { Callback } from '../../../services/events/callbacks.ts';
import { TooManyRequests } from '../../graphql/errors.ts';
import type { StreamingResponse } from '../../graphql/operation-response.ts';
import { checkCallbackAddress, type AllowedCallbacks } from './callback-address.ts';
import type { CallbackLeaseManager } from './callback-lease-manager.ts';
import { CallbackClient, type Verdict } from './callback-client.ts';
import { asksForCallback, callbackSpecOf, PROTOCOL_HEADER, type CallbackSpec } from './callback-spec.ts';
import { httpOperationOf } from '../http/http-operation.ts';
import type { SubscriptionManager, ValidatedOperation, RefusedRequest } from '../subscription-manager.ts';

export interface CallbackOptions {
  subscriptions: SubscriptionManager;
  leases: CallbackLeaseManager;
  allowed: AllowedCallbacks;
}

/**
 * Subscriptions over Apollo's HTTP callback protocol 1.0: a router subscribes with an address, at which we check that it
 * is there, and send events until either ends it. Not with Apollo's own plugin, which keeps all of it in memory: here a
 * subscription is stored, and outlives the process that began it.
 */
export class CallbackTransport {
  constructor(private readonly options: CallbackOptions) {}

  /** Whether the request subscribes by callback. */
  takes(body: unknown): boolean {
    return asksForCallback(body);
  }

  /** @throws PitError where nothing was subscribed to. */
  async answer(request: IncomingMessage, body: unknown, context: RequestContext): Promise<StreamingResponse> {
    const { subscriptions, leases, allowed } = this.options;
    const { actor } = context;
    const operation = httpOperationOf(request, body);
    const spec = callbackSpecOf(request, operation);
    if (leases.isClosed) throw new PitError('UNAVAILABLE', 'The service is going away; subscribe again.');
    const prepared = await subscriptions.prepareInTurn(operation, context);
    if ('errors' in prepared) return refused(prepared, context);
    if (!prepared.isSubscription)
      throw badInput('Only a subscription comes by callback.', {
        field: 'query',
        expected: 'a subscription',
      });
    checkCallbackAddress(spec.url, allowed);
    refuseUnlessTaken(await new CallbackClient(spec).checkFirst());
    const stream = await subscriptions.follow(prepared, context);
    if ('errors' in stream) return refused(stream, context);
    try {
      await leases.add(callbackOf(spec, prepared, actor, stream.cursor), stream);
    } catch (error) {
      await stream.return();
      throw error;
    }
    return json(200, { data: null });
  }
}

function callbackOf(
  spec: CallbackSpec,
  { request }: ValidatedOperation,
  actor: Actor,
  position: string,
): Callback {
  const { query, operationName = null, variables } = request;
  // The request's own id and stated reason hold for the request alone.
  const { orgId, userId, role, divisionIds, expiresAt } = actor;
  return {
    ...spec,
    orgId,
    actor: { orgId, userId, role, divisionIds, ...(expiresAt !== undefined && { expiresAt }) },
    operation: { query, operationName, variables: variables ?? {} },
    position,
  };
}

function refuseUnlessTaken(verdict: Verdict): void {
  if (verdict === 'taken') return;
  if (verdict === 'gone')
    throw badInput('The callback address does not know of this subscription.', {
      field: 'extensions.subscription.callbackUrl',
      expected: 'an address that answers the check with 204',
    });
  throw new PitError('UNAVAILABLE', 'The callback address cannot be reached.');
}

function refused({ errors }: RefusedRequest, { telemetry }: RequestContext): StreamingResponse {
  for (const { extensions } of errors) telemetry.errorCodes.push(String(extensions?.['code']));
  return json(statusOf(errors[0]?.extensions), { data: null, errors });
}

/** As over plain HTTP; anything else that is wrong with an operation is a bad request. */
function statusOf({ code, field }: Readonly<Record<string, unknown>> = {}): number {
  if (code !== 'LIMIT_EXCEEDED') return 400;
  return field === TooManyRequests.field ? 429 : 413;
}

function json(status: number, body: object): StreamingResponse {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...PROTOCOL_HEADER });
    response.end(JSON.stringify(body));
  };
}
