import { PitError } from '../../../domain/errors.ts';

/** Where callbacks may go: addresses and everything below them; or, while developing, this machine alone. */
export type AllowedCallbacks = readonly string[] | 'loopback';

const FIELD = 'extensions.subscription.callbackUrl';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The guard against server-side request forgery (SSRF): whoever subscribes names the address that we are to call, so that
 * without this they could have us call whatever our machine can reach.
 *
 * @throws PitError BAD_USER_INPUT for what is no address, FORBIDDEN for one that the settings do not allow.
 */
export function checkCallbackAddress(text: string, allowed: AllowedCallbacks): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new PitError('BAD_USER_INPUT', 'The callback address is not acceptable.', {
      field: FIELD,
      expected: 'an http or https address without user or password',
    });
  }
  if (isAllowed(url, allowed)) return;
  throw new PitError('FORBIDDEN', 'Callbacks to this address are not allowed.', {
    field: FIELD,
    expected: 'an address that PIT_CALLBACK_URLS allows',
    actual: url.origin.slice(0, 100),
  });
}

function isAllowed(url: URL, allowed: AllowedCallbacks): boolean {
  if (allowed === 'loopback') return LOOPBACK.test(url.hostname);
  return allowed.some((each) => isBelow(url, new URL(each)));
}

/** `URL` has resolved dots by now, so that a path which begins like another lies below it. */
function isBelow(url: URL, base: URL): boolean {
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  return url.origin === base.origin && (url.pathname === base.pathname || url.pathname.startsWith(folder));
}
