import type { Settings } from './settings.ts';

/** By which identity provider people sign in to the console. */
export interface SignInSettings {
  /** As its tokens name it; its `/.well-known/openid-configuration` says the rest. */
  readonly issuer: string;
  /** Of a public client, which has no secret and proves itself by PKCE. */
  readonly clientId: string;
  readonly scope: string;
  /** For which service the access token is to be (RFC 8707); null = the provider decides. */
  readonly resource: string | null;
}

const ISSUER = 'PIT_CONSOLE_OIDC_ISSUER';
const CLIENT = 'PIT_CONSOLE_OIDC_CLIENT_ID';
const SCOPE = 'PIT_CONSOLE_OIDC_SCOPE';
const RESOURCE = 'PIT_CONSOLE_OIDC_RESOURCE';

/**
 * Null where people sign in with a token that they bring. The provider is the one whose tokens the service accepts, by a key
 * that it publishes: with any other one everybody would sign in and nobody be let in.
 */
export function readSignIn(settings: Settings, production: boolean): SignInSettings | null {
  const protocols = production ? ['https:'] : ['https:', 'http:'];
  const issuer = settings.url(ISSUER, protocols);
  const clientId = settings.text(CLIENT);
  const scope = settings.checked(SCOPE, 'words with openid among them', isScope) ?? 'openid offline_access';
  const resource = settings.url(RESOURCE, ['https:', 'http:', 'urn:']);
  if (settings.text(ISSUER) === null) {
    for (const name of [CLIENT, SCOPE, RESOURCE])
      if (settings.text(name) !== null) settings.refuse(ISSUER, `a value, as ${name} has one`);
    return null;
  }
  if (clientId === null) settings.refuse(CLIENT, `a value, as ${ISSUER} has one`);
  const accepted = settings.text('PIT_JWT_ISSUER');
  if (issuer !== null && issuer !== accepted)
    settings.refuse('PIT_JWT_ISSUER', `${issuer}, as ${ISSUER} says`, accepted ?? 'nothing');
  if (issuer === null || clientId === null) return null;
  return { issuer, clientId, scope, resource };
}

function isScope(value: string): boolean {
  return (
    /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/.test(value) &&
    value.split(' ').includes('openid')
  );
}
