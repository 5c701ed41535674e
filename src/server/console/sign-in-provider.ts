import type { SignInSettings } from '../../config/console-settings.ts';
import { logger } from '../../logger.ts';

/** What a browser has to know of an identity provider, by the names of its metadata (OpenID Connect Discovery 1.0). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly end_session_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly authorization_response_iss_parameter_supported?: boolean;
}

/** The provider as the page is told of it; without metadata for as long as it does not answer. */
export interface SignInProvider extends Omit<SignInSettings, 'issuer'> {
  readonly issuer: string;
  readonly metadata: ProviderMetadata | null;
}

const TIMEOUT_MS = 3_000;
/** Addresses of a provider change less often than that; a provider that did not answer is asked again soon. */
const KEEP_MS = 3_600_000;
const KEEP_FAILURE_MS = 10_000;

/**
 * Looks up how people sign in by a provider: when the service starts, so that an operator reads in its log what is wrong, and
 * again from time to time. The console is served without it too, for tokens that people bring.
 */
export class ProviderLookUp {
  private known: Promise<ProviderMetadata | null> | undefined;
  private until = 0;

  /** @param fetchJson answers the JSON of an address; throws when there is none. */
  constructor(
    private readonly settings: SignInSettings,
    private readonly fetchJson: (url: string) => Promise<unknown> = fetchMetadata,
    private readonly now: () => number = Date.now,
  ) {}

  async find(): Promise<SignInProvider> {
    if (this.known === undefined || this.now() >= this.until) {
      this.until = this.now() + KEEP_MS;
      this.known = this.lookUp();
    }
    return { ...this.settings, metadata: await this.known };
  }

  private async lookUp(): Promise<ProviderMetadata | null> {
    const { issuer } = this.settings;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    try {
      return metadataOf(await this.fetchJson(url), issuer);
    } catch (error) {
      this.until = this.now() + KEEP_FAILURE_MS;
      const problem = error instanceof Error ? error.message : String(error);
      logger.error({ url, problem }, 'PIT_CONSOLE_OIDC_ISSUER: nobody can sign in to the console by it');
      return null;
    }
  }
}

async function fetchMetadata(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  return response.json();
}

/**
 * Takes out of a provider's metadata what the page needs.
 * @throws Error when it is of another issuer, or the authorization code with PKCE is not to be had.
 */
export function metadataOf(answer: unknown, issuer: string): ProviderMetadata {
  const given = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  if (given['issuer'] !== issuer) throw new Error(`it calls itself ${String(given['issuer'])}`);
  const methods = given['code_challenge_methods_supported'];
  if (!Array.isArray(methods) || !methods.includes('S256'))
    throw new Error('it does not offer PKCE by S256 (code_challenge_methods_supported)');
  const isSecure = issuer.startsWith('https:');
  const addressOf = (name: keyof ProviderMetadata): string | undefined => {
    const value = given[name];
    if (value === undefined) return undefined;
    const protocol = typeof value === 'string' && URL.canParse(value) ? new URL(value).protocol : '';
    if (protocol === 'https:' || (protocol === 'http:' && !isSecure)) return value as string;
    throw new Error(`its ${name} is no ${isSecure ? 'https' : 'http'} address`);
  };
  const [authorization, token] = [addressOf('authorization_endpoint'), addressOf('token_endpoint')];
  if (authorization === undefined || token === undefined)
    throw new Error('it names no authorization_endpoint, or no token_endpoint');
  const [ending, revoking] = [addressOf('end_session_endpoint'), addressOf('revocation_endpoint')];
  return {
    issuer,
    authorization_endpoint: authorization,
    token_endpoint: token,
    ...(ending === undefined ? {} : { end_session_endpoint: ending }),
    ...(revoking === undefined ? {} : { revocation_endpoint: revoking }),
    authorization_response_iss_parameter_supported:
      given['authorization_response_iss_parameter_supported'] === true,
  };
}

/** Origins that the page itself asks; it is led to the other addresses. */
export function askedOrigins({ metadata }: SignInProvider): readonly string[] {
  if (metadata === null) return [];
  const addresses = [metadata.token_endpoint, metadata.revocation_endpoint];
  return [...new Set(addresses.flatMap((url) => (url === undefined ? [] : [new URL(url).origin])))];
}
