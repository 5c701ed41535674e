import { AiModel } from '../domain/enums.ts';
import { isPrivateAddress } from '../domain/url.ts';
import type { Settings } from './settings.ts';

/** By which server models are asked, and for how much. */
export interface ModelSettings {
  /** Base address of an API that speaks OpenAI's protocol, such as `https://models.example/v1`, without a slash at its end. */
  readonly url: string;
  /** Sent as a bearer token; null where the server wants none. */
  readonly key: string | null;
  /** What the server calls each model of the specification; a model that is not named is not asked. */
  readonly models: Readonly<Partial<Record<AiModel, string>>>;
  /** Whether the address may be one of this machine or of a private network. */
  readonly isPrivateAllowed: boolean;
  /** Tokens that each organisation may use in a month, whatever it allows itself. */
  readonly monthlyTokens: number;
  /** How long a call may take, in seconds. */
  readonly callSeconds: number;
  /** Calls under way in this process. */
  readonly atOnce: number;
}

const WORDS: readonly string[] = Object.values(AiModel);
const NAME = /^[\w.:/@+-]{1,200}$/;

/** Off unless an address is given; what is set half is refused. */
export function readModels(settings: Settings): ModelSettings | null {
  const isPrivateAllowed = settings.choice('PIT_AI_PRIVATE', ['true', 'false'], 'false') === 'true';
  const url = readUrl(settings, isPrivateAllowed);
  const key = settings.checked('PIT_AI_KEY', 'a bearer token', isToken, 'secret');
  const expected = `models as ${WORDS[0]}=name-at-the-server, separated by commas, of ${WORDS.join(', ')}`;
  const models = settings.checked('PIT_AI_MODELS', expected, (value) => parseModels(value) !== null);
  const limits = {
    monthlyTokens: settings.integer('PIT_AI_MONTHLY_TOKENS', 1_000_000, { min: 0, max: 1_000_000_000 }),
    callSeconds: settings.integer('PIT_AI_CALL_SECONDS', 30, { min: 1, max: 80 }),
    atOnce: settings.integer('PIT_AI_AT_ONCE', 4, { min: 1, max: 50 }),
  };
  requireBoth(settings);
  if (url === null || models === null) return null;
  return { url, key, models: parseModels(models) ?? {}, isPrivateAllowed, ...limits };
}

/** A key, or one of the two others, without the rest would be sent nowhere, without a word. */
function requireBoth(settings: Settings): void {
  const names = ['PIT_AI_URL', 'PIT_AI_MODELS'];
  const isAny = [...names, 'PIT_AI_KEY'].some((name) => settings.text(name) !== null);
  for (const name of names) {
    const isMissing = isAny && settings.text(name) === null;
    if (isMissing) settings.refuse(name, 'a value, as the other settings for models have one');
  }
}

function readUrl(settings: Settings, isPrivateAllowed: boolean): string | null {
  const url = settings.url('PIT_AI_URL', isPrivateAllowed ? ['https:', 'http:'] : ['https:']);
  if (url === null) return null;
  const { hostname, search, hash, username, password } = new URL(url);
  if (!isPrivateAllowed && isPrivateAddress(hostname.replace(/^\[|\]$/g, ''))) {
    settings.refuse('PIT_AI_URL', 'a public address, or PIT_AI_PRIVATE=true', 'a private one');
  }
  if ([search, hash, username, password].some((part) => part !== '')) {
    settings.refuse('PIT_AI_URL', 'an address without a query, a fragment and credentials', 'one with some');
  }
  return url.replace(/\/+$/, '');
}

/** A header takes printable characters alone. */
function isToken(value: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(value);
}

function parseModels(value: string): Partial<Record<AiModel, string>> | null {
  const pairs = value.split(',').map((each) => each.trim().split('='));
  const isRight = pairs.every(([word = '', name = '', ...more]) => {
    return WORDS.includes(word) && NAME.test(name) && more.length === 0;
  });
  if (!isRight || new Set(pairs.map(([word]) => word)).size !== pairs.length) return null;
  return Object.fromEntries(pairs) as Partial<Record<AiModel, string>>;
}
