import * as oauth from 'oauth4webapi';

/** The identity provider as the page names it: settings of the service, and what the provider says of itself. */
export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly resource: string | null;
  /** Null for as long as the provider does not answer the service. */
  readonly metadata: oauth.AuthorizationServer | null;
}

/** What has to be remembered from the way to a provider to the way back, and is good for one. */
export interface Journey {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  readonly id: string | null;
}

/** The address at which people sign in: authorization code with PKCE (RFC 7636), state and nonce. */
export async function startOf(
  provider: Provider,
  redirectUri: string,
  isSilent: boolean,
): Promise<{ readonly url: string; readonly journey: Journey }> {
  const journey = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
  };
  const url = new URL(metadataOf(provider).authorization_endpoint!);
  const asked: Record<string, string> = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    scope: provider.scope,
    state: journey.state,
    nonce: journey.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(journey.verifier),
    code_challenge_method: 'S256',
    ...(provider.resource === null ? {} : { resource: provider.resource }),
    // Providers give a token that renews others only to whom somebody has allowed it.
    ...(isSilent
      ? { prompt: 'none' }
      : provider.scope.includes('offline_access')
        ? { prompt: 'consent' }
        : {}),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return { url: url.href, journey };
}

/**
 * Exchanges what a provider sent back for tokens.
 * @throws Error when it is of another issuer, answers another question, or its identity token was made for another one.
 */
export async function finish(
  provider: Provider,
  { verifier, state, nonce }: Journey,
  { answer, redirectUri }: { readonly answer: URLSearchParams; readonly redirectUri: string },
): Promise<Tokens> {
  const server = metadataOf(provider);
  const client = clientOf(provider);
  const checked = oauth.validateAuthResponse(server, client, answer, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    checked,
    redirectUri,
    verifier,
    optionsOf(provider),
  );
  const options = { expectedNonce: nonce, requireIdToken: true };
  return tokensOf(await oauth.processAuthorizationCodeResponse(server, client, response, options));
}

/** @throws Error when the token does not renew any more, or the provider is not reached. */
export async function renew(provider: Provider, { refresh, id }: Tokens): Promise<Tokens> {
  const server = metadataOf(provider);
  const client = clientOf(provider);
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    refresh ?? '',
    optionsOf(provider),
  );
  const renewed = tokensOf(await oauth.processRefreshTokenResponse(server, client, response));
  // A provider that does not change the token leaves it out.
  return { ...renewed, refresh: renewed.refresh ?? refresh, id: renewed.id ?? id };
}

/** Has a token that renews others forgotten by the provider, where that can be asked for. */
export async function revoke(provider: Provider, { refresh }: Tokens): Promise<void> {
  const server = metadataOf(provider);
  if (server.revocation_endpoint === undefined || refresh === null) return;
  const client = clientOf(provider);
  await oauth.revocationRequest(server, client, oauth.None(), refresh, insecureOf(provider));
}

/** Whether the provider has refused for good, rather than not been reached. */
export function isRefusal(error: unknown): boolean {
  return error instanceof oauth.ResponseBodyError && error.status < 500;
}

/** What went wrong on the way back, in the provider's words where it has some. */
export function reasonOf(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)
    return error.error_description ?? error.error;
  return error instanceof Error ? error.message : String(error);
}

/** Whether the provider asks to be seen before it lets somebody in. */
export function wantsToBeSeen(error: unknown): boolean {
  return error instanceof oauth.AuthorizationResponseError && /_required$/.test(error.error);
}

function metadataOf({ metadata, issuer }: Provider): oauth.AuthorizationServer {
  if (metadata === null) throw new Error(issuer);
  return metadata;
}

function clientOf({ clientId }: Provider): oauth.Client {
  return { client_id: clientId };
}

/** Without TLS only a provider of a developer's machine is spoken to: the service has refused any other one. */
function insecureOf({ issuer }: Provider): { [oauth.allowInsecureRequests]: boolean } {
  return { [oauth.allowInsecureRequests]: issuer.startsWith('http:') };
}

function optionsOf(provider: Provider): oauth.TokenEndpointRequestOptions {
  const { resource } = provider;
  return {
    ...insecureOf(provider),
    ...(resource === null ? {} : { additionalParameters: { resource } }),
  };
}

function tokensOf({ access_token, refresh_token, id_token }: oauth.TokenEndpointResponse): Tokens {
  return { access: access_token, refresh: refresh_token ?? null, id: id_token ?? null };
}
