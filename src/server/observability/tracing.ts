import {
  context,
  diag,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type DiagLogger,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Config } from '../../config/config.ts';
import { watchQueries } from '../../db/connection/query-instrumentation.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import type { RequestTelemetry } from '../../request-telemetry.ts';
import type { DispatchOperation } from '../graphql/operation-response.ts';
import { databaseSpans } from './database-spans.ts';
import type { Handler } from '../handler.ts';
import { REQUEST_ID_HEADER } from '../auth/request-context.ts';
import type { OperationSpans } from './operation-spans.ts';
import { isOurFault } from './access-log.ts';

/** How long the end of the service waits for the last spans to be taken. */
const LAST_SPANS_MS = 1_000;

/**
 * OpenTelemetry's spans: one for an HTTP request, below it one for its operation, below that one for each round trip to
 * the database. They name operations and statements and carry no values, no query text and nobody's id.
 */
export class Tracing implements OperationSpans {
  private constructor(
    private readonly provider: NodeTracerProvider,
    private readonly tracer: Tracer,
  ) {}

  /**
   * Undefined where the environment asks for no traces; nothing is wrapped then, and nothing costs. The address, its
   * headers, sampling and batches are read from the standard variables by OpenTelemetry itself.
   */
  static start({ traces }: Pick<Config, 'traces'>): Tracing | undefined {
    if (traces === 'off') return undefined;
    const exporter = traces === 'http/json' ? new JsonExporter() : new ProtobufExporter();
    const resource = defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'pit' }))
      .merge(detectResources({ detectors: [envDetector] }));
    const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
    diag.setLogger(complaints());
    provider.register();
    const spans = new Tracing(provider, provider.getTracer('pit'));
    watchQueries(databaseSpans(spans.tracer));
    return spans;
  }

  /** The handler of a route within a span, which continues the trace that the request belongs to. */
  http(route: string, handler: Handler): Handler {
    return (request, response) => {
      const method = request.method ?? 'GET';
      const attributes = {
        'http.request.method': method,
        'http.route': route,
        'url.path': route,
        'url.scheme': 'http',
      };
      const caller = propagation.extract(context.active(), request.headers);
      const span = this.tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
      response.once('close', () => {
        span.setAttribute('http.response.status_code', response.statusCode);
        const requestId = response.getHeader(REQUEST_ID_HEADER);
        if (typeof requestId === 'string') span.setAttribute('pit.request_id', requestId);
        if (response.statusCode >= 500) fail(span, String(response.statusCode));
        span.end();
      });
      return context.with(trace.setSpan(caller, span), () => handler(request, response));
    };
  }

  /** Answers operations, each within a span. */
  operations(answer: DispatchOperation): DispatchOperation {
    return (request, body, requestContext) =>
      this.operation(requestContext.telemetry, () => answer(request, body, requestContext));
  }

  operation<T>(telemetry: RequestTelemetry, run: () => Promise<T>): Promise<T> {
    return within(this.tracer.startSpan('operation'), telemetry, run);
  }

  event<T>(topic: string, telemetry: RequestTelemetry, run: () => Promise<T>): Promise<T> {
    const attributes = { 'pit.event.topic': topic };
    return within(this.tracer.startSpan('event', { attributes, root: true }), telemetry, run);
  }

  /** Sends what is left, for as long as there is time. */
  async stop(): Promise<void> {
    watchQueries(undefined);
    const late = new Promise((resolve) => setTimeout(resolve, LAST_SPANS_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
    for (const api of [trace, context, propagation, diag]) api.disable();
  }
}

/** What it is called is known once it has been looked at. */
async function within<T>(span: Span, telemetry: RequestTelemetry, run: () => Promise<T>): Promise<T> {
  try {
    return await context.with(trace.setSpan(context.active(), span), run);
  } catch (error) {
    fail(span, error instanceof PitError ? error.code : 'INTERNAL_SERVER_ERROR');
    throw error;
  } finally {
    describe(span, telemetry);
    span.end();
  }
}

function describe(
  span: Span,
  { operationName, operationType, statements, errorCodes }: RequestTelemetry,
): void {
  if (operationType !== undefined) {
    span.updateName(operationName === undefined ? operationType : `${operationType} ${operationName}`);
    span.setAttribute('graphql.operation.type', operationType);
  }
  if (operationName !== undefined) span.setAttribute('graphql.operation.name', operationName);
  span.setAttribute('pit.sql_statements', statements);
  if (errorCodes.length === 0) return;
  const codes = [...new Set(errorCodes)];
  span.setAttribute('pit.error_codes', codes);
  const [ours] = codes.filter(isOurFault);
  if (ours !== undefined) fail(span, ours);
}

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** What OpenTelemetry has to complain of, such as a collector that does not answer. */
function complaints(): DiagLogger {
  const warn = (message: string): void => logger.warn({ detail: message }, 'spans');
  const silent = (): void => undefined;
  return { error: warn, warn, info: silent, debug: silent, verbose: silent };
}
