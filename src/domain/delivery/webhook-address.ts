import { badInput } from '../errors.ts';
import { MAX_URL_LENGTH, requireWebhookUrl } from '../url.ts';

/** Hosts, as `name` or `name:port`, that operators let webhooks call although they are private. */
export type PrivateHosts = readonly string[];

/** Whether the operator has named the host of an address. */
export function isAllowedHost({ hostname, port }: URL, allowed: PrivateHosts): boolean {
  return allowed.includes(hostname) || allowed.includes(`${hostname}:${port === '' ? '443' : port}`);
}

/**
 * An address that events may be sent to: https and a public host, or one that the operator has named. Whether a public
 * name leads to a private address is looked at with every attempt.
 * @throws PitError BAD_USER_INPUT naming `field`.
 */
export function requireEndpoint(text: string, field: string, allowed: PrivateHosts): string {
  const url = text.length <= MAX_URL_LENGTH && URL.canParse(text) ? new URL(text) : undefined;
  if (url?.hash !== undefined && url.hash !== '') {
    const expected = 'an https:// address without a fragment';
    throw badInput(`${field} is not an acceptable address`, { field, expected, actual: text.slice(0, 200) });
  }
  const isNamed = url?.protocol === 'https:' && isAllowedHost(url, allowed);
  if (isNamed && url.username === '' && url.password === '' && !/[\s<>"]/.test(text)) return text;
  return requireWebhookUrl(text, field);
}
