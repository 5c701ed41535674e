import type { IncomingMessage } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { Handler } from './http.ts';

/** The explorer's page, made when the first browser comes: it carries its scripts with it and fetches nothing. */
let page: string | undefined;

function explorerPage(): string {
  page ??= renderGraphiQL({
    title: 'PIT',
    endpoint: '/graphql',
    headers: '{\n  "authorization": "Bearer "\n}',
    isHeadersEditorEnabled: true,
    defaultQuery: 'query Start {\n  viewer {\n    role\n    user {\n      name\n    }\n  }\n}\n',
  });
  return page;
}

/** Shows a browser that opens the endpoint an explorer; every other request goes on to `graphql`. */
export function explorerHandler(graphql: Handler): Handler {
  return (request, response) => {
    if (!isBrowserVisit(request)) return graphql(request, response);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(explorerPage());
  };
}

function isBrowserVisit(request: IncomingMessage): boolean {
  if (request.method !== 'GET') return false;
  const accept = request.headers.accept ?? '';
  return accept.includes('text/html') && !/[?&]query=/.test(request.url ?? '');
}
