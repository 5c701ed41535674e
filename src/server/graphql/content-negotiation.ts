import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';

/** The media type that GraphQL has for itself: a status other than 200 is known to come from a GraphQL server. */
const GRAPHQL_JSON = 'application/graphql-response+json';
export const PLAIN_JSON = 'application/json';

/** What GraphQL says about the text of an operation, or the variables that came with it, before anything runs. */
const ABOUT_THE_OPERATION = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/** How graphql-js words its refusal of a document with too many tokens, which has no code of its own. */
const TOO_LONG = /Document contains more tha. \d+ tokens/;

/** How a body is compressed, in our order of preference: gzip costs least. */
const ENCODINGS = ['gzip', 'br', 'deflate'] as const;
export type ContentEncoding = (typeof ENCODINGS)[number];

/** Headers that clients send: few, and each is read once. */
const answered = new Map<string, string | undefined>();
const MOST_ANSWERED = 100;

/**
 * The content type in which Apollo would answer, where that takes no weighing: for nothing special, or for a list of
 * plain names, as gateways send it, the first that we can write. Undefined for anything else.
 */
export function contentTypeOfAnswer(accept: string | undefined): string | undefined {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === PLAIN_JSON)
    return `${PLAIN_JSON}; charset=utf-8`;
  if (answered.has(accept)) return answered.get(accept);
  const type = firstOf(accept);
  if (answered.size < MOST_ANSWERED) answered.set(accept, type);
  return type;
}

function firstOf(accept: string): string | undefined {
  if (/[;*]/.test(accept)) return undefined;
  const types = accept.split(',').map((type) => type.trim().toLowerCase());
  const first = types.find((type) => type === GRAPHQL_JSON || type === PLAIN_JSON);
  return first && `${first}; charset=utf-8`;
}

/** The content type of a refusal that we write ourselves; Apollo negotiates that of its answers. */
export function contentTypeOfRefusal(accept: string | undefined): string {
  return `${namesGraphqlJson(accept) ? GRAPHQL_JSON : PLAIN_JSON}; charset=utf-8`;
}

/**
 * GraphQL over HTTP: who asks for `application/json` by name, as clients did before GraphQL had a media type, takes
 * any other status than 200 for the word of some proxy in between. Complaints about the operation come to them with
 * 200; refusals for who they are, or for asking too much, keep their status.
 */
export function plainJsonPlugin<C extends BaseContext>(): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ request, response }) => {
        const accept = request.http?.headers.get('accept');
        if (response.http.status !== 400 || response.body.kind !== 'single') return;
        if (namesGraphqlJson(accept) || accept?.includes(PLAIN_JSON) !== true) return;
        const { errors = [] } = response.body.singleResult;
        if (errors.every(isAboutTheOperation)) response.http.status = 200;
      },
    }),
  };
}

function isAboutTheOperation({ message, extensions }: GraphQLFormattedError): boolean {
  return ABOUT_THE_OPERATION.has(extensions?.['code']) && !TOO_LONG.test(message);
}

function namesGraphqlJson(accept: string | undefined): boolean {
  return accept?.includes(GRAPHQL_JSON) ?? false;
}

/** Whether a body of this content type is JSON in UTF-8, which is what JSON is in unless it says otherwise. */
export function isJsonInUtf8(contentType = ''): boolean {
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (type !== PLAIN_JSON) return false;
  return parameters.every((each) => !each.startsWith('charset=') || /^charset="?utf-?8"?$/.test(each));
}

/** The encoding that an `Accept-Encoding` header ranks highest; undefined for an answer as it is. */
export function encodingOfAnswer(acceptEncoding: string | undefined): ContentEncoding | undefined {
  if (acceptEncoding === undefined) return undefined;
  const ranks = ranksOf(acceptEncoding);
  const rankOf = (encoding: ContentEncoding): number => ranks.get(encoding) ?? ranks.get('*') ?? 0;
  const best = ENCODINGS.reduce((one, other) => (rankOf(other) > rankOf(one) ? other : one));
  return rankOf(best) > 0 && rankOf(best) >= (ranks.get('identity') ?? 0) ? best : undefined;
}

/** What a header accepts, each with its `q`, 0 to 1. */
export function ranksOf(accepted: string): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const range of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
    const q = parameters.find((each) => each.startsWith('q='));
    const rank = q === undefined ? 1 : Number(q.slice(2));
    ranks.set(name, Number.isNaN(rank) ? 1 : rank);
  }
  return ranks;
}
