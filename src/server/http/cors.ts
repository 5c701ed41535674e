import type { Handler } from '../handler.ts';

/** How long a browser may keep what a preflight has told it, in seconds; browsers have bounds of their own. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Lets pages of other origins ask through a browser. Tokens travel in a header that only the page itself can set, so
 * credentials (cookies) are not allowed, and not needed.
 *
 * @param origins such as `https://app.example`; none: the handler as it is.
 */
export function allowOrigins(origins: readonly string[], methods: string, handler: Handler): Handler {
  if (origins.length === 0) return handler;
  return (request, response) => {
    const { origin } = request.headers;
    const asksFirst = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
    response.appendHeader('vary', 'origin');
    if (origin === undefined || !origins.includes(origin)) return handler(request, response);
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', 'x-request-id, x-pit-read-after, location');
    if (!asksFirst) return handler(request, response);
    response.appendHeader('vary', 'access-control-request-headers');
    response.writeHead(204, {
      'access-control-allow-methods': methods,
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    });
    response.end();
  };
}
