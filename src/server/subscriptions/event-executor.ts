import { setTimeout as sleep } from 'node:timers/promises';
import {
  execute,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { RequestContext, type Services } from '../../context.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { PitError } from '../../domain/errors.ts';
import { encodeEventCursor } from '../../events/event-cursor.ts';
import type { StoredEvent } from '../../events/stored-event.ts';
import { RequestTelemetry } from '../../request-telemetry.ts';
import { formatError } from '../graphql/errors.ts';
import type { OperationSpans } from '../observability/operation-spans.ts';
import type { EventOutcome, EventResult } from './event-outcome.ts';
import { SHARED_MS, type ExecutionKind, type SharedExecutions } from './sharing/shared-executions.ts';
import type { ValidatedOperation } from './validated-operation.ts';

export type { EventResult } from './event-outcome.ts';

export interface EventExecutorOptions {
  schema: GraphQLSchema;
  services: Services;
  spans: OperationSpans;
  prepared: ValidatedOperation;
  /** One of those who ask; the others have the same rights. */
  actor: Actor;
  /** With whom executions are shared beyond those of the same rights; undefined where the answer depends on who asks. */
  shared?: SharedExecutions | undefined;
  /** Told of each execution. */
  onExecution?: ((kind: ExecutionKind) => void) | undefined;
}

/** While the database is away an event waits, up to half a minute in all. */
const PAUSES = [50, 200, 500, ...Array.from({ length: 15 }, () => 2000)];

/**
 * The results of one subscription's events for everyone who has the same rights: whoever asks first has an event
 * executed, the others get the same bytes. Each execution reads afresh, as the actor, and so decides anew whether the
 * event may be seen; events that are asked for together share their loaders.
 */
export class EventExecutor {
  members = 0;
  private readonly results = new Map<number | string, Promise<EventResult | null>>();

  constructor(private readonly options: EventExecutorOptions) {}

  /** Whether executions are shared with users of other rights. */
  get isShared(): boolean {
    return this.options.shared !== undefined;
  }

  /**
   * Results of the events, in order. Rejects where the actor may not see the stream any more; null for an event of a whole
   * organisation that is not for them.
   */
  of(events: readonly StoredEvent[]): Promise<EventResult | null>[] {
    let context: RequestContext | undefined;
    return events.map((event) => {
      const key = event.sharedAs ?? event.seq;
      const known = this.results.get(key);
      if (known !== undefined) return known;
      const result = this.result(event, key, () => (context ??= this.freshContext()));
      this.results.set(key, result);
      setTimeout(() => this.results.delete(key), SHARED_MS).unref();
      // Whoever asked hears of a failure; that nobody is left to hear of it is no failure of the process.
      result.catch(() => undefined);
      return result;
    });
  }

  private async result(
    event: StoredEvent,
    key: number | string,
    contextOf: () => RequestContext,
  ): Promise<EventResult | null> {
    const { shared, actor } = this.options;
    const execute = (kind: ExecutionKind) => this.outcome(event, contextOf(), kind);
    const resultOf = (outcome: EventOutcome) => delivered(event, outcome);
    if (shared === undefined) return resultOf(await execute('own'));
    return shared.result(event, key, { actor, execute, resultOf });
  }

  private async outcome(
    event: StoredEvent,
    first: RequestContext,
    kind: ExecutionKind,
  ): Promise<EventOutcome> {
    let context = first;
    for (const pause of PAUSES) {
      this.options.onExecution?.(kind);
      const result = await this.execute(event, context);
      if (!result.errors?.some(isForWantOfDatabase)) return outcomeOf(event, result, context);
      await sleep(pause, undefined, { ref: false });
      context = this.freshContext();
    }
    throw new PitError('UNAVAILABLE', 'The event cannot be read now; resume with the last cursor.');
  }

  private execute(event: StoredEvent, context: RequestContext): Promise<FormattedExecutionResult> {
    const { schema, spans, prepared } = this.options;
    const { telemetry } = context;
    return spans.event(event.topic, telemetry, async () => {
      const { data, errors } = await execute({
        schema,
        document: prepared.document,
        operationName: prepared.request.operationName,
        variableValues: prepared.variables,
        rootValue: event,
        contextValue: context,
      });
      if (errors === undefined) return { data: data ?? null };
      const formatted = errors.map((error) => formatError(error.toJSON(), error));
      telemetry.errorCodes.push(...formatted.map(({ extensions }) => String(extensions?.['code'])));
      return { data: data ?? null, errors: formatted };
    });
  }

  private freshContext(): RequestContext {
    const { services, prepared, actor } = this.options;
    services.replicas?.sawEvent(actor);
    const telemetry = new RequestTelemetry(actor.requestId ?? '');
    telemetry.operationName = prepared.operation.name?.value;
    telemetry.operationType = prepared.operation.operation;
    return new RequestContext(services, actor, telemetry);
  }
}

function outcomeOf(
  event: StoredEvent,
  result: FormattedExecutionResult,
  { isPersonal }: RequestContext,
): EventOutcome {
  const isHidden = result.errors?.some(({ path, extensions }) => path?.length === 1 && isRefusal(extensions));
  if (isHidden === true) return { isSeen: false };
  const json = JSON.stringify(result);
  const cursor = encodeEventCursor(event, event.seq);
  return { isSeen: true, result: { json, cursor }, isForAll: result.errors === undefined && !isPersonal };
}

/** What a subscriber gets of an outcome; an event of a whole organisation that is not for them is passed over. */
function delivered(event: StoredEvent, outcome: EventOutcome): EventResult | null {
  if (outcome.isSeen) return outcome.result;
  if (event.streamId === event.orgId) return null;
  throw new PitError('NOT_FOUND', 'What was followed cannot be seen any more.');
}

function isForWantOfDatabase({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['code'] === 'UNAVAILABLE';
}

/** Only the check whether the event may be seen says so at the root. */
function isRefusal(extensions: Record<string, unknown> | undefined): boolean {
  return extensions?.['code'] === 'NOT_FOUND';
}
