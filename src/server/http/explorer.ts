import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { takesHtml } from '../graphql/content-negotiation.ts';
import { compressOnce, endWith, type Compress } from './compression.ts';
import { FIRST_QUERY } from './first-query.ts';
import type { Handler } from '../handler.ts';

interface Page {
  readonly html: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly compress: Compress;
}

/** The explorer's page, made when the first browser comes: it carries its scripts with it and fetches nothing. */
let page: Page | undefined;

function explorerPage(): Page {
  if (page !== undefined) return page;
  const html = renderGraphiQL({
    title: 'PIT',
    endpoint: '/graphql',
    headers: '{\n  "authorization": "Bearer "\n}',
    isHeadersEditorEnabled: true,
    defaultQuery: `${FIRST_QUERY}\n`,
  });
  page = { html: Buffer.from(html), headers: headersFor(html), compress: compressOnce() };
  return page;
}

/** The page may run its own script, named by its hash, ask the service it came from, and nothing else. */
function headersFor(html: string): Record<string, string> {
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    // The editor makes its language workers and its styles as it goes.
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  };
}

/** Shows a browser that opens the endpoint an explorer; every other request goes on to `graphql`. */
export function explorerHandler(graphql: Handler): Handler {
  return (request, response) => {
    if (!isBrowserVisit(request)) return graphql(request, response);
    const { html, headers, compress } = explorerPage();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return endWith(response, html, compress);
  };
}

/** Leads whoever opens the service's root to the explorer. */
export const rootHandler: Handler = (_request, response) => {
  response.writeHead(302, { location: '/graphql' }).end();
};

function isBrowserVisit(request: IncomingMessage): boolean {
  if (request.method !== 'GET') return false;
  return takesHtml(request.headers.accept) && !/[?&]query=/.test(request.url ?? '');
}
