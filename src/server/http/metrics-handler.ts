import { endWith } from './compression.ts';
import type { Handler } from '../handler.ts';
import type { Metrics } from '../observability/metrics.ts';

/** The numbers in Prometheus' text format. Open like the health checks: a scraper has no token, and no label names anybody. */
export function metricsHandler(metrics: Metrics): Handler {
  return async (_request, response) => {
    const text = await metrics.text();
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    await endWith(response, Buffer.from(text));
  };
}
