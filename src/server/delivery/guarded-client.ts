import { lookup as resolveName } from 'node:dns/promises';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { retryAfterSeconds, type Attempt } from '../../domain/delivery/retry-schedule.ts';
import { isAllowedHost, type PrivateHosts } from '../../domain/delivery/webhook-address.ts';
import { isPrivateAddress } from '../../domain/url.ts';

/** From the look-up of the name to the last byte of the answer's head, however slowly it drips. */
const CALL_MS = 15_000;
const MOST_HEADER_BYTES = 16_384;

export interface GuardedClientOptions {
  readonly privateHosts: PrivateHosts;
  /** Certificates to be trusted instead of the system's, where that is tried out. */
  readonly ca?: string;
  readonly callMs?: number;
  /** Another look-up of names, where that is tried out. */
  readonly resolve?: ResolveName;
}

/** A request to an address that somebody has given us. */
export interface GuardedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A host leads to where we must not call. */
export class PrivateAddress extends Error {}

/**
 * Posts to addresses that users have given. A name is looked up for each attempt, and the connection goes to exactly the
 * address that was found to be public: whoever owns a name could otherwise have us call what only we can reach.
 */
export class GuardedClient {
  constructor(private readonly options: GuardedClientOptions) {}

  /** One attempt. Never rejects; one that `signal` breaks off has failed. */
  async post(wanted: GuardedRequest, signal: AbortSignal): Promise<Attempt> {
    const late = AbortSignal.timeout(this.options.callMs ?? CALL_MS);
    try {
      return await this.call(wanted, AbortSignal.any([signal, late]));
    } catch (error) {
      if (late.aborted) return { outcome: 'failed', error: 'no answer in time' };
      return { outcome: 'failed', error: reasonOf(error) };
    }
  }

  private async call({ url, headers, body }: GuardedRequest, signal: AbortSignal): Promise<Attempt> {
    const target = new URL(url);
    if (target.protocol !== 'https:') return { outcome: 'refused', error: 'the address is not https' };
    const { ca, privateHosts, resolve: resolveWith } = this.options;
    const found = addressOf(target, isAllowedHost(target, privateHosts), resolveWith);
    const lookup = pinned(await withSignal(found, signal));
    const length = { 'content-length': Buffer.byteLength(body), 'user-agent': 'PIT' };
    // No connection is kept: the next attempt looks up the name again.
    const options = { method: 'POST', headers: { ...headers, ...length }, agent: false, lookup, signal };
    const limits = { maxHeaderSize: MOST_HEADER_BYTES, ...(ca !== undefined && { ca }) };
    return new Promise((resolve, reject) => {
      const call = request(target, { ...options, ...limits }, (response) => {
        const { statusCode = 0, headers: given } = response;
        // What the receiver has to say beyond its status is not read.
        response.on('error', () => undefined).destroy();
        resolve(verdictOf(statusCode, given['retry-after']));
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}

/** An address as look-ups of names give it. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** Another look-up of names than the system's, where that is tried out. */
export type ResolveName = (name: string) => Promise<readonly HostAddress[]>;

/**
 * The address that a call goes to.
 * @throws PrivateAddress where any address of the host is private, unless that is allowed.
 */
export async function addressOf(
  url: URL,
  isPrivateAllowed: boolean,
  resolve: ResolveName = (name) => resolveName(name, { all: true }),
): Promise<HostAddress> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family === 0 ? await resolve(host) : [{ address: host, family }];
  const [first] = found;
  if (first === undefined) throw new Error('the host has no address');
  if (!isPrivateAllowed && found.some(({ address }) => isPrivateAddress(address))) {
    throw new PrivateAddress('the address of the host is private');
  }
  return first;
}

/** A look-up that answers this address, whatever is asked: the connection goes nowhere else. */
export function pinned(address: HostAddress): LookupFunction {
  return (_name, { all }, callback) => {
    if (all === true) (callback as unknown as (error: null, found: object[]) => void)(null, [address]);
    else callback(null, address.address, address.family);
  };
}

/** A redirect is no success: what it points to was never looked at. */
function verdictOf(status: number, retryAfter: string | undefined): Attempt {
  if (status >= 200 && status < 300) return { outcome: 'sent', status };
  if (status === 410) return { outcome: 'gone', status, error: 'the endpoint is gone' };
  const error = status >= 300 && status < 400 ? 'redirects are not followed' : 'the endpoint did not take it';
  return { outcome: 'failed', status, error, retryAfter: retryAfterSeconds(retryAfter, Date.now()) };
}

/** A look-up cannot be broken off, but nobody has to wait for it. */
export function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(new Error('broken off'));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** What is stored and shown: the code of what went wrong, and no more of an address than its owner gave us. */
export function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
