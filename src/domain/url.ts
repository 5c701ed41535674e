import { badInput, type PitError } from './errors.ts';

export const MAX_URL_LENGTH = 2_048;

/** Blanks, quotes, angle brackets, backslashes and control characters: never part of an address we keep. */
const UNSAFE = /[\s<>"'`\\^{|}\p{Cc}]/u;

function refuse(field: string, expected: string, actual: unknown): PitError {
  return badInput(`${field} is not an acceptable address`, {
    field,
    expected,
    actual: String(actual).slice(0, 200),
  });
}

function parseUrl(text: unknown, field: string, expected: string): URL {
  const isSafe = typeof text === 'string' && text.length <= MAX_URL_LENGTH && !UNSAFE.test(text);
  if (!isSafe || !URL.canParse(text)) throw refuse(field, expected, text);
  const url = new URL(text);
  // Credentials in an address end up in logs and audit rows.
  if (url.username !== '' || url.password !== '' || url.hostname === '') throw refuse(field, expected, text);
  return url;
}

/**
 * Where a file of evidence lies: an https address, or s3://bucket/key.
 * @throws PitError BAD_USER_INPUT, PIT008, naming `field`.
 */
export function requireFileUrl(text: string, field: string): string {
  const expected = 'an https:// or s3:// address without credentials';
  const url = parseUrl(text, field, expected);
  const hasKey = url.pathname.length > 1;
  if (url.protocol === 'https:' || (url.protocol === 's3:' && hasKey)) return text;
  throw refuse(field, expected, text);
}

/**
 * Where a webhook may be sent: https, and no host that is private by its name or its literal address. A
 * public name may still resolve to a private address, so the sender asks `isPrivateAddress` of what DNS says.
 * @throws PitError BAD_USER_INPUT naming `field`.
 */
export function requireWebhookUrl(text: string, field: string): string {
  const expected = 'an https:// address of a public host';
  const url = parseUrl(text, field, expected);
  if (url.protocol !== 'https:' || isPrivateHost(url.hostname)) throw refuse(field, expected, text);
  return text;
}

/**
 * What a notification links to: an https address, or a path of the platform itself.
 * @throws PitError BAD_USER_INPUT naming `field`.
 */
export function requireLink(text: string, field: string): string {
  const expected = 'an https:// address or a path that begins with one /';
  const isPath = text.startsWith('/') && !text.startsWith('//');
  if (isPath && text.length <= MAX_URL_LENGTH && !UNSAFE.test(text)) return text;
  if (parseUrl(text, field, expected).protocol !== 'https:') throw refuse(field, expected, text);
  return text;
}

function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPrivateAddress(hostname.slice(1, -1));
  const name = hostname.toLowerCase().replace(/\.$/, '');
  // A name without a dot is looked up in the local network.
  if (!name.includes('.') || /\.(localhost|local|internal|intranet|lan|home|arpa|test|invalid)$/.test(name)) {
    return true;
  }
  return isPrivateAddress(name);
}

/** First octets (with the bits that count) of IPv4 networks that are not the public internet (RFC 6890). */
const PRIVATE_IPV4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

function ipv4Number(address: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (match === null) return null;
  const octets = match.slice(1).map(Number);
  if (octets.some((octet) => octet > 255)) return null;
  return octets.reduce((number, octet) => number * 256 + octet, 0);
}

function isPrivateIpv4(address: number): boolean {
  return PRIVATE_IPV4.some(([network, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor((ipv4Number(network) ?? 0) / size);
  });
}

/** The first two groups of an IPv6 address; the URL parser knows every way to write one. */
function ipv6Prefix(address: string): [first: number, second: number] | null {
  const url = `http://[${address.replace(/%.*$/, '')}]/`;
  if (!URL.canParse(url)) return null;
  const [first = '', second = ''] = new URL(url).hostname.slice(1, -1).split(':');
  // An empty group stands for zeros.
  return [parseInt(first || '0', 16), parseInt(second || '0', 16)];
}

/**
 * Whether an address, as URL parsing or DNS gives it, is anything but a public unicast one. Of IPv6 only
 * 2000::/3 is public; addresses that carry an IPv4 one inside (mapped, 6to4, NAT64) are not trusted at all.
 * A text that is no address is not private: it is a name.
 */
export function isPrivateAddress(address: string): boolean {
  const ipv4 = ipv4Number(address);
  if (ipv4 !== null) return isPrivateIpv4(ipv4);
  if (!address.includes(':')) return false;
  const prefix = ipv6Prefix(address);
  if (prefix === null) return true;
  const [first, second] = prefix;
  const isGlobalUnicast = first >= 0x2000 && first <= 0x3fff;
  const isSpecial = first === 0x2002 || (first === 0x2001 && (second < 0x200 || second === 0xdb8));
  return !isGlobalUnicast || isSpecial;
}
