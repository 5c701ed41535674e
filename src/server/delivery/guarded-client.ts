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
  readonly resolve?: (name: string) => Promise<readonly { address: string; family: number }[]>;
}

/** A request to an address that somebody has given us. */
export interface GuardedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A host leads to where we must not call. */
class PrivateAddress extends Error {}

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
    const address = await withSignal(this.addressOf(target), signal);
    const { ca } = this.options;
    const lookup: LookupFunction = (_name, { all }, callback) => {
      if (all === true) (callback as unknown as (error: null, found: object[]) => void)(null, [address]);
      else callback(null, address.address, address.family);
    };
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

  /** @throws PrivateAddress where any address of the host is private, unless the operator allows the host. */
  private async addressOf(url: URL): Promise<{ address: string; family: number }> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isAllowed = isAllowedHost(url, this.options.privateHosts);
    const family = isIP(host);
    const found = family === 0 ? await this.resolve(host) : [{ address: host, family }];
    const [first] = found;
    if (first === undefined) throw new Error('the host has no address');
    if (!isAllowed && found.some(({ address }) => isPrivateAddress(address))) {
      throw new PrivateAddress('the address of the host is private');
    }
    return first;
  }

  private resolve(name: string): Promise<readonly { address: string; family: number }[]> {
    return this.options.resolve?.(name) ?? resolveName(name, { all: true });
  }
}

/** A redirect is no success: what it points to was never looked at. */
function verdictOf(status: number, retryAfter: string | undefined): Attempt {
  if (status >= 200 && status < 300) return { outcome: 'sent', status };
  if (status === 410) return { outcome: 'gone', status, error: 'the endpoint is gone' };
  const error = status >= 300 && status < 400 ? 'redirects are not followed' : 'the endpoint did not take it';
  return { outcome: 'failed', status, error, retryAfter: retryAfterSeconds(retryAfter, Date.now()) };
}

/** A look-up cannot be broken off, but nobody has to wait for it. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(new Error('broken off'));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** What is stored and shown: the code of what went wrong, and no more of an address than its owner gave us. */
function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
