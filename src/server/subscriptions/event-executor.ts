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
import type { ValidatedOperation } from './validated-operation.ts';

/** One result as it goes over the wire: serialised once, and shared by all who asked the same with the same rights. */
export interface EventResult {
  /** An execution result in JSON. */
  readonly json: string;
  /** Of a subscription's event: where to resume. */
  readonly cursor?: string;
}

export interface EventExecutorOptions {
  schema: GraphQLSchema;
  services: Services;
  spans: OperationSpans;
  prepared: ValidatedOperation;
  /** One of those who ask; the others have the same rights. */
  actor: Actor;
}

/** Fan-out: one execution of an event serves all. How long a result may be handed to others: who comes later gets the data of then. */
const SHARED_MS = 1000;
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
      context ??= this.freshContext();
      const result = this.deliver(event, context);
      this.results.set(key, result);
      setTimeout(() => this.results.delete(key), SHARED_MS).unref();
      // Whoever asked hears of a failure; that nobody is left to hear of it is no failure of the process.
      result.catch(() => undefined);
      return result;
    });
  }

  private async deliver(event: StoredEvent, shared: RequestContext): Promise<EventResult | null> {
    let context = shared;
    for (const pause of PAUSES) {
      const result = await this.execute(event, context);
      if (!result.errors?.some(isForWantOfDatabase)) return this.written(event, result);
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

  private written(event: StoredEvent, result: FormattedExecutionResult): EventResult | null {
    const notVisible = result.errors?.find(
      ({ path, extensions }) => path?.length === 1 && isRefusal(extensions),
    );
    if (notVisible !== undefined && event.streamId === event.orgId) return null;
    if (notVisible !== undefined)
      throw new PitError('NOT_FOUND', 'What was followed cannot be seen any more.');
    return {
      json: JSON.stringify(result),
      cursor: encodeEventCursor(event, event.seq),
    };
  }
}

function isForWantOfDatabase({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['code'] === 'UNAVAILABLE';
}

/** Only the check whether the event may be seen says so at the root. */
function isRefusal(extensions: Record<string, unknown> | undefined): boolean {
  return extensions?.['code'] === 'NOT_FOUND';
}
