import { randomUUID } from 'node:crypto';
import type { GraphQLSchema, ExecutionArgs } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { RequestContext, type Services } from '../../../context.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import { PitError } from '../../../domain/errors.ts';
import { RequestTelemetry } from '../../../request-telemetry.ts';
import { bearerToken, type Authenticate } from '../../auth/auth.ts';
import { LIMITS } from '../../graphql/limits.ts';
import type { SubscriptionMetrics } from '../../observability/metrics.ts';
import type { OperationSpans } from '../../observability/operation-spans.ts';
import { reported, type AccessLog } from '../../observability/access-log.ts';
import { CLOSE_CODES, goingAway, refusedToken, tokenExpired } from './close-codes.ts';
import { startTokenExpiryTimer } from '../token-expiry-timer.ts';
import type {
  SubscriptionManager,
  EventResult,
  ValidatedOperation,
  RefusedRequest,
} from '../subscription-manager.ts';
import { refusalOf } from '../validated-operation.ts';
import { WebSocketConnection, type WebSocketTimes } from './connection.ts';
import { WebSocketSender } from './sender.ts';

/** What all sockets have in common. */
export interface WebSocketServices {
  schema: GraphQLSchema;
  subscriptions: SubscriptionManager;
  authenticate: Authenticate;
  services: Services;
  metrics: SubscriptionMetrics;
  report: AccessLog;
  spans: OperationSpans;
}

/** What of the server of sockets one of them needs. */
export interface WebSocketHost {
  times: WebSocketTimes;
  /** Counts a socket of the organisation until the answer is called; null when it has its share. */
  admit(orgId: string): (() => void) | null;
}

/** So long may what is under way take, when the service goes away. */
const LEAVING_MS = 5_000;

/** One socket: who speaks on it, until when, and the operations under way. */
export class WebSocketSession {
  readonly connection: WebSocketConnection;
  private actor: Actor | undefined;
  private readonly deliveries = new Set<WebSocketSender>();
  private forgetExpiry: () => void = () => undefined;
  private leaveOrganisation: () => void = () => undefined;
  /** Operations that are not known to be any yet. */
  private preparing = 0;
  private isOver = false;
  private isLeaving = false;

  constructor(
    private readonly shared: WebSocketServices,
    socket: WebSocket,
    /** Of the request that the socket began as; what the client says afterwards goes before. */
    private readonly authorization: string | undefined,
    private readonly host: WebSocketHost,
  ) {
    this.connection = new WebSocketConnection(socket, host.times, () => this.end());
    socket.once('close', () => this.end());
  }

  /** Finds out who speaks; false when the socket has been closed over it. */
  async begin(parameters: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    try {
      const token = bearerToken(authorizationIn(parameters) ?? this.authorization);
      if (token === undefined) {
        this.connection.closeAs(CLOSE_CODES.unauthenticated);
        return false;
      }
      this.actor = await this.shared.authenticate(token);
    } catch (error) {
      this.connection.closeAs(refusedToken(error));
      return false;
    }
    if (this.isOver) return false;
    const leave = this.host.admit(this.actor.orgId);
    if (leave === null) {
      this.connection.closeAs(CLOSE_CODES.tryAgainLater);
      return false;
    }
    this.leaveOrganisation = leave;
    this.connection.mostBytes = LIMITS.bodyBytes;
    this.forgetExpiry = startTokenExpiryTimer(this.actor.expiresAt, () => this.expired());
    return true;
  }

  /** Tells every subscription that the service goes away, and closes once other operations have their result. */
  leave(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.sendErrorToAll(goingAway());
    setTimeout(() => this.connection.closeAs(CLOSE_CODES.goingAway), LEAVING_MS).unref();
    this.closeWhenDone();
  }

  /** An operation ready to be executed, with its delivery as context; or why not. */
  async subscribe(id: string, payload: SubscribePayload): Promise<ExecutionArgs | RefusedRequest> {
    if (this.actor === undefined) return refusalOf(new PitError('UNAUTHENTICATED', 'A token is required.'));
    if (this.isLeaving) return refusalOf(goingAway());
    if (this.deliveries.size + this.preparing >= LIMITS.operationsPerSocket) return refusalOf(tooMany());
    const context = this.freshContext(this.actor);
    const prepared = await this.prepare(payload, context);
    if ('errors' in prepared) return prepared;
    if (this.isOver || this.isLeaving) return refusalOf(goingAway());
    const { operationName } = payload;
    const delivery = this.deliveryOf(id, prepared, context);
    this.deliveries.add(delivery);
    return {
      schema: this.shared.schema,
      document: prepared.document,
      operationName,
      contextValue: delivery,
    };
  }

  private async prepare(
    payload: SubscribePayload,
    context: RequestContext,
  ): Promise<ValidatedOperation | RefusedRequest> {
    const { query, operationName, variables } = payload;
    this.preparing += 1;
    try {
      this.shared.subscriptions.loopTime.saw(context.telemetry.sharer);
      return await this.shared.subscriptions.prepareInTurn({ query, operationName, variables }, context);
    } finally {
      this.preparing -= 1;
    }
  }

  private deliveryOf(id: string, prepared: ValidatedOperation, context: RequestContext): WebSocketSender {
    const { subscriptions, metrics, report, spans } = this.shared;
    const answer = () => spans.operation(context.telemetry, () => subscriptions.answer(prepared, context));
    return new WebSocketSender({
      id,
      connection: this.connection,
      open: async () =>
        prepared.isSubscription
          ? subscriptions.follow(prepared, context)
          : single(() => reported(report, context.telemetry, answer)),
      metrics: prepared.isSubscription ? metrics : undefined,
      onExpired: () => this.expired(),
      onAbandoned: () => context.telemetry.abandon(),
      onEnd: (delivery) => {
        this.deliveries.delete(delivery);
        if (this.isLeaving) this.closeWhenDone();
      },
    });
  }

  /** Of each operation its own, so that nothing is remembered from one to the next. */
  private freshContext(actor: Actor): RequestContext {
    const telemetry = new RequestTelemetry(randomUUID());
    telemetry.caller = { ...actor, requestId: telemetry.requestId };
    return new RequestContext(this.shared.services, telemetry.caller, telemetry);
  }

  private expired(): void {
    this.sendErrorToAll(tokenExpired());
    afterWhatIsSaid(() => this.connection.closeAs(CLOSE_CODES.expired));
  }

  /**
   * A client that connects again by itself, as those of graphql-ws do, would subscribe from where it once began, and
   * have events twice or not at all: so each subscription is ended for its own part before the socket is.
   */
  private sendErrorToAll(error: PitError): void {
    for (const delivery of this.deliveries) delivery.refuse(error);
  }

  private closeWhenDone(): void {
    if (this.deliveries.size === 0) afterWhatIsSaid(() => this.connection.closeAs(CLOSE_CODES.goingAway));
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.forgetExpiry();
    this.leaveOrganisation();
    for (const delivery of this.deliveries) void delivery.return();
  }
}

/** What graphql-ws has to say of an operation that has ended, it says before this. */
function afterWhatIsSaid(close: () => void): void {
  setImmediate(close);
}

async function* single(answer: () => Promise<EventResult>): AsyncGenerator<EventResult> {
  yield await answer();
}

function authorizationIn(parameters: Readonly<Record<string, unknown>>): string | undefined {
  const { authorization = parameters['Authorization'] } = parameters;
  if (authorization === undefined || typeof authorization === 'string') return authorization;
  return JSON.stringify(authorization);
}

function tooMany(): PitError {
  return new PitError('LIMIT_EXCEEDED', 'Too many operations are under way on this socket.', {
    field: 'operationsPerSocket',
    expected: `at most ${LIMITS.operationsPerSocket}`,
  });
}
