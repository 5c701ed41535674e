import type { RequestTelemetry } from '../../request-telemetry.ts';

/** Executes something within a span, where traces are asked for. */
export interface OperationSpans {
  /** An operation that is no HTTP request of its own. */
  operation<T>(telemetry: RequestTelemetry, run: () => Promise<T>): Promise<T>;
  /** A subscription's operation for one event. It begins a trace: the request that subscribed is long over. */
  event<T>(topic: string, telemetry: RequestTelemetry, run: () => Promise<T>): Promise<T>;
}

export const NO_SPANS: OperationSpans = {
  operation: (_account, run) => run(),
  event: (_topic, _account, run) => run(),
};
