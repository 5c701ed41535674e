import type { ApolloServer } from '@apollo/server';
import { createSourceEventStream, type GraphQLSchema } from 'graphql';
import type { RequestContext, Services } from '../../context.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { PitError } from '../../domain/errors.ts';
import { stringifyResult } from '../compiled/plugin.ts';
import { checkText } from '../graphql/limits.ts';
import { expectedMsOf, LoopTime } from '../graphql/loop-time.ts';
import type { OperationSpans } from '../observability/operation-spans.ts';
import { goingAway } from './websocket/close-codes.ts';
import { HeldDocuments } from './held-documents.ts';
import { SubscriptionStream, type EventSource } from './subscription-stream.ts';
import {
  OperationValidator,
  refusalOf,
  type OperationRequest,
  type ValidatedOperation,
  type RefusedRequest,
} from './validated-operation.ts';
import { overrideAfterArgument } from './override-after-argument.ts';
import type { EventResult } from './event-executor.ts';
import { ConcurrencyLimiter } from './concurrency-limiter.ts';
import { ExecutorGroups } from './sharing/executor-groups.ts';
import type { ExecutionKind } from './sharing/shared-executions.ts';

export type { OperationRequest, ValidatedOperation, RefusedRequest } from './validated-operation.ts';
export type { EventResult } from './event-executor.ts';

/** Streams that one process serves; more are refused, so that those who are there keep what they have. */
const MOST_STREAMS = 50_000;
/** The share of them that one organisation may have, so that the others find some left. */
const SHARE_OF_ORGANISATION = 0.5;
/** Streams that begin at a time: thousands who come back at once must not take the database from everyone else. */
const MOST_BEGINNING = 4;

export interface SubscriptionManagerOptions {
  schema: GraphQLSchema;
  introspection: boolean;
  apollo: ApolloServer<RequestContext>;
  services: Services;
  spans: OperationSpans;
  /** Who shares the time out that reading new documents takes; its own where none is given. */
  loopTime?: LoopTime;
  /** Another number of streams than usual, where reaching it is tried out. */
  mostStreams?: number | undefined;
  /** Told of each execution of an event. */
  onExecution?: ((kind: ExecutionKind) => void) | undefined;
  /** False: users of different rights share none, where the two ways are compared. */
  isSharing?: boolean | undefined;
}

/**
 * Operations that do not come by a plain HTTP request: what sockets, server-sent events and callbacks have in common.
 * Subscribers who ask the same with the same rights share each event's execution and its bytes.
 */
export class SubscriptionManager {
  private readonly preparation: OperationValidator;
  private readonly groups: ExecutorGroups;
  private readonly streams = new Set<SubscriptionStream>();
  /** Streams by organisation, those included that are about to open. */
  private readonly ofOrganisation = new Map<string, number>();
  private readonly held = new HeldDocuments();
  /** Shared with other ways in where the options say so. */
  readonly loopTime: LoopTime;
  private readonly limiter = new ConcurrencyLimiter(MOST_BEGINNING);
  /** Streams that are about to open. */
  private beginning = 0;
  private isDraining = false;

  constructor(private readonly options: SubscriptionManagerOptions) {
    this.preparation = new OperationValidator(options, this.held);
    this.groups = new ExecutorGroups(options);
    this.loopTime = options.loopTime ?? new LoopTime();
  }

  /** As `prepare`, once it is the caller's turn where the document is not known. Never rejects. */
  async prepareInTurn(
    request: OperationRequest,
    context: RequestContext,
  ): Promise<ValidatedOperation | RefusedRequest> {
    const { query } = request;
    if (this.preparation.knows(query)) return this.prepare(request, context);
    try {
      checkText(query);
      const work = await this.loopTime.admit(context.telemetry.sharer, expectedMsOf(query));
      const prepared = await work.run(() => this.prepare(request, context));
      work.end();
      return prepared;
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** Parses, validates, checks limits and that somebody asks. Never throws. */
  prepare(request: OperationRequest, context: RequestContext): ValidatedOperation | RefusedRequest {
    return this.preparation.prepare(request, context);
  }

  /** A query or mutation, through Apollo's pipeline. */
  async answer({ request }: ValidatedOperation, context: RequestContext): Promise<EventResult> {
    const { query, operationName, variables } = request;
    const { body } = await this.options.apollo.executeOperation(
      { query, variables: { ...variables }, ...(operationName != null && { operationName }) },
      { contextValue: context },
    );
    if (body.kind !== 'single') throw new Error('an answer in pieces');
    return { json: String(stringifyResult(body.singleResult)).trimEnd() };
  }

  /**
   * A subscription: its results as they happen, or why there are none. `return()` ends the iterator at once; for what
   * it throws see `SubscriptionStream`.
   *
   * @param after a cursor known beside the operation, which goes before the operation's own.
   */
  async follow(
    prepared: ValidatedOperation,
    context: RequestContext,
    after?: string,
  ): Promise<SubscriptionStream | RefusedRequest> {
    if (this.isDraining) return refusalOf(goingAway());
    const { mostStreams = MOST_STREAMS } = this.options;
    if (this.streams.size + this.beginning >= mostStreams) return refusalOf(tooMany());
    this.beginning += 1;
    let release: (() => void) | undefined;
    try {
      release = this.hold(context.orgId, prepared, Math.ceil(mostStreams * SHARE_OF_ORGANISATION));
      const source = await this.limiter.run(() => this.begin(prepared, context, after));
      if (Symbol.asyncIterator in source) {
        const stream = this.open(prepared, context.actor, source as EventSource, release);
        release = undefined;
        return stream;
      }
      return { errors: (source.errors ?? []).flatMap((error) => refusalOf(error).errors) };
    } catch (error) {
      return refusalOf(error);
    } finally {
      release?.();
      this.beginning -= 1;
    }
  }

  /** How many streams are open. */
  get openStreams(): number {
    return this.streams.size;
  }

  /** Tells every subscriber that the service goes away, and takes no more. */
  drain(): void {
    this.isDraining = true;
    for (const stream of this.streams) stream.end(goingAway());
  }

  /** Counts a stream of the organisation, and holds its document. @throws PitError where it has its share. */
  private hold(orgId: string, { request, document }: ValidatedOperation, most: number): () => void {
    const streams = this.ofOrganisation.get(orgId) ?? 0;
    if (streams >= most) throw tooManyOfOrganisation(most);
    const release = this.held.hold(orgId, request.query, document);
    this.ofOrganisation.set(orgId, streams + 1);
    return () => {
      release();
      const left = (this.ofOrganisation.get(orgId) ?? 1) - 1;
      if (left > 0) this.ofOrganisation.set(orgId, left);
      else this.ofOrganisation.delete(orgId);
    };
  }

  private async begin(prepared: ValidatedOperation, context: RequestContext, after?: string) {
    const { schema } = this.options;
    const { document, request, variables } = prepared;
    return createSourceEventStream({
      schema,
      document: after === undefined ? document : overrideAfterArgument(schema, document, after),
      operationName: request.operationName,
      variableValues: variables,
      contextValue: context,
    });
  }

  private open(
    prepared: ValidatedOperation,
    actor: Actor,
    source: EventSource,
    release: () => void,
  ): SubscriptionStream {
    const { executor, leave } = this.groups.join(prepared, actor);
    const stream: SubscriptionStream = new SubscriptionStream({
      source,
      results: executor,
      expiresAt: actor.expiresAt,
      onClose: () => {
        this.streams.delete(stream);
        leave();
        release();
      },
    });
    this.streams.add(stream);
    // Beginning takes a moment, in which draining may have begun.
    if (this.isDraining) stream.end(goingAway());
    return stream;
  }
}

function tooManyOfOrganisation(most: number): PitError {
  return new PitError('LIMIT_EXCEEDED', 'The organisation follows as much as its share allows.', {
    field: 'subscriptions',
    expected: `at most ${most} open streams of one organisation on one process`,
    actual: most + 1,
  });
}

function tooMany(): PitError {
  return new PitError('UNAVAILABLE', 'The service follows as much as it can; try again later.');
}
