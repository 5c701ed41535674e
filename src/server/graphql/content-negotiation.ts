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

const EVENT_STREAM = 'text/event-stream';
/** Most headers name no stream, and need not be taken apart. */
const MAY_STREAM = /event-stream|multipart/i;
const JSON_TYPES = [PLAIN_JSON, GRAPHQL_JSON, 'application/*', '*/*'];

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
  const ranges = rangesOf(accept);
  if (!ranges.every(isPlainName)) return undefined;
  const first = ranges.find(({ name }) => name === GRAPHQL_JSON || name === PLAIN_JSON);
  return first && `${first.name}; charset=utf-8`;
}

function isPlainName({ name, rank, parameters }: AcceptedRange): boolean {
  return !name.includes('*') && rank === 1 && parameters.size === 0;
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
        if (namesGraphqlJson(accept) || !names(accept, PLAIN_JSON)) return;
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
  return names(accept, GRAPHQL_JSON);
}

function names(accept: string | undefined, type: string): boolean {
  return accept !== undefined && rangesOf(accept).some(({ name, rank }) => name === type && rank > 0);
}

/** Whether a browser opens a page, which names what pages are written in. */
export function takesHtml(accept: string | undefined): boolean {
  return names(accept, 'text/html');
}

/** How results come one after the other in one long response. */
export interface StreamWish {
  readonly format: 'sse' | 'multipart';
  /** Rather than JSON, whatever the operation is. */
  readonly isPreferred: boolean;
}

/**
 * What an `Accept` header says of streams. Gateways list all that they can read: such a list takes a stream where there
 * is nothing else, as for a subscription, but prefers one only when it ranks above every form of JSON. Parts are for
 * subscriptions alone.
 */
export function streamOfAnswer(accept: string | undefined): StreamWish | undefined {
  if (accept === undefined || !MAY_STREAM.test(accept)) return undefined;
  const ranges = rangesOf(accept);
  const rankOf = (type: string): number => ranges.find(({ name }) => name === type)?.rank ?? 0;
  const events = rankOf(EVENT_STREAM);
  const parts = ranges.find(isForSubscriptions)?.rank ?? 0;
  if (parts > events) return { format: 'multipart', isPreferred: false };
  if (events === 0) return undefined;
  return { format: 'sse', isPreferred: !JSON_TYPES.some((type) => rankOf(type) >= events) };
}

/** A multipart response that is for subscriptions; others are for parts of a query that come later. */
function isForSubscriptions({ name, parameters }: AcceptedRange): boolean {
  return name === 'multipart/mixed' && parameters.get('subscriptionspec') === '1.0';
}

/** The version of the callback protocol that a gateway speaks; undefined where it does not say. */
export function callbackSpecVersion(accept: string | undefined): string | undefined {
  return rangesOf(accept ?? '')
    .map(({ parameters }) => parameters.get('callbackspec'))
    .find((version) => version !== undefined);
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
  const ranks = new Map(rangesOf(acceptEncoding).map(({ name, rank }) => [name, rank]));
  const rankOf = (encoding: ContentEncoding): number => ranks.get(encoding) ?? ranks.get('*') ?? 0;
  const best = ENCODINGS.reduce((one, other) => (rankOf(other) > rankOf(one) ? other : one));
  return rankOf(best) > 0 && rankOf(best) >= (ranks.get('identity') ?? 0) ? best : undefined;
}

/** One of the ranges of an `Accept` or `Accept-Encoding` header. */
interface AcceptedRange {
  /** In lower case: a media type or an encoding, perhaps with stars. */
  readonly name: string;
  /** Its `q`, 0 to 1. */
  readonly rank: number;
  /** Its other parameters, by their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

function rangesOf(accepted: string): AcceptedRange[] {
  return accepted.split(',').map((range) => {
    const [name = '', ...given] = range.split(';').map((part) => part.trim());
    const parameters = new Map(given.map(parameterOf));
    const q = Number(parameters.get('q') ?? 1);
    parameters.delete('q');
    return { name: name.toLowerCase(), rank: Number.isNaN(q) ? 1 : q, parameters };
  });
}

function parameterOf(text: string): [name: string, value: string] {
  const [name = '', value = ''] = text.split('=', 2).map((part) => part.trim());
  return [name.toLowerCase(), value.replace(/^"(.*)"$/, '$1')];
}
