import { SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { BoundedCache } from '../../bounded-cache.ts';
import type { QueryWatcher, WatchedStatement } from '../../db/connection/query-instrumentation.ts';

/** OpenTelemetry's bound for a summary. */
const LONGEST = 255;

/** By the text of a statement. Texts are constants of the code, or made for a selection: each is looked at once. */
const summaries = new BoundedCache<string>('span_summaries', 2_000);
const FIRST_TABLE = /\b(?:FROM|INTO|UPDATE|JOIN)\s+(pit(?:_ops)?\."?\w+"?)/i;

/**
 * A span for each round trip that an operation makes. What scheduled jobs and the relay ask belongs to no request and has
 * none, and neither has a request that is not sampled.
 */
export function databaseSpans(tracer: Tracer): QueryWatcher {
  return (statements) => {
    if (trace.getActiveSpan()?.isRecording() !== true) return ignored;
    const summary = statements.map(summaryOf).join('; ').slice(0, LONGEST);
    const span = tracer.startSpan(summary, {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'postgresql',
        'db.query.summary': summary,
        'db.operation.batch.size': statements.length > 1 ? statements.length : undefined,
        'pit.prepared_statements': statements.map(({ name }) => name),
      },
    });
    return (error) => {
      if (error !== undefined) {
        // The driver's message may hold values.
        const { code } = error as { code?: string };
        span.setAttribute('error.type', code ?? 'unknown');
        if (code !== undefined) span.setAttribute('db.response.status_code', code);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    };
  };
}

function ignored(): void {}

/** What a statement does, and with which table first: `SELECT pit.task`. */
function summaryOf({ text }: WatchedStatement): string {
  return summaries.getOr(text, () => {
    const [verb = ''] = /\w+/.exec(text) ?? [];
    const [, table = ''] = FIRST_TABLE.exec(text) ?? [];
    return `${verb.toUpperCase()} ${table.replaceAll('"', '')}`.trim();
  });
}
