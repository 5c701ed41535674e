import { trace } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { PitError } from '../../domain/errors.ts';
import type { RequestTelemetry } from '../../request-telemetry.ts';
import type { Metrics, Outcome } from './metrics.ts';

/** Tells of a request that has been answered. @param status of HTTP; undefined on a socket, where there is none. */
export type AccessLog = (telemetry: RequestTelemetry, status: number | undefined, seconds: number) => void;

/** Above this a request is worth a line in any log. */
const SLOW_SECONDS = 1;
const OUR_FAULT = new Set(['INTERNAL_SERVER_ERROR', 'UNAVAILABLE']);

/** Runs an operation that is no HTTP request of its own, and tells of it. */
export async function reported<T>(
  report: AccessLog,
  telemetry: RequestTelemetry,
  run: () => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  try {
    return await run();
  } catch (error) {
    telemetry.errorCodes.push(error instanceof PitError ? error.code : 'INTERNAL_SERVER_ERROR');
    throw error;
  } finally {
    report(telemetry, undefined, (performance.now() - begun) / 1000);
  }
}

/** Whether an error's code says that it is for us to mend, and not for the caller. */
export function isOurFault(code: string): boolean {
  return OUR_FAULT.has(code);
}

/**
 * Counts every request, and writes a line for it: of failures and slow ones as a warning, of refusals for information, of
 * what went well only at level debug (docs/decisions/0009-observability.md: a line costs 25 microseconds).
 */
export function createAccessLog(metrics: Metrics, logger: Logger): AccessLog {
  return (telemetry, status, seconds) => {
    // What Apollo refuses before it looks at the operation has passed by no plugin.
    if (status !== undefined && status >= 400 && telemetry.errorCodes.length === 0)
      telemetry.errorCodes.push('BAD_REQUEST');
    const { operationName, sharer, way, statements, errorCodes } = telemetry;
    const outcome = outcomeOf(errorCodes);
    metrics.requestAnswered({ operationName, sharer, outcome, way, seconds, statements, errorCodes });
    const level = levelOf(outcome, seconds);
    if (logger.isLevelEnabled(level)) logger[level](lineOf(telemetry, status, seconds), 'request');
  };
}

function outcomeOf(errorCodes: readonly string[]): Outcome {
  if (errorCodes.length === 0) return 'ok';
  return errorCodes.some(isOurFault) ? 'failed' : 'refused';
}

function levelOf(outcome: Outcome, seconds: number): 'debug' | 'info' | 'warn' {
  if (outcome === 'failed' || seconds > SLOW_SECONDS) return 'warn';
  return outcome === 'refused' ? 'info' : 'debug';
}

/** Never the token, the variables or the query's text. */
function lineOf(telemetry: RequestTelemetry, status: number | undefined, seconds: number): object {
  const { requestId, caller, operationName, operationType, way, statements, errorCodes, errorIds } =
    telemetry;
  return {
    requestId,
    traceId: trace.getActiveSpan()?.spanContext().traceId,
    actor: caller?.userId,
    organisation: caller?.orgId,
    operation: operationName,
    type: operationType,
    way,
    status,
    ms: Math.round(seconds * 1000),
    statements,
    errors: errorCodes.length === 0 ? undefined : [...new Set(errorCodes)],
    errorIds: errorIds.length === 0 ? undefined : errorIds,
  };
}
