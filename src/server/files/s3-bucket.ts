import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { FileBucket } from '../../config/file-settings.ts';

/** A request to the bucket. */
export interface BucketRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** The key of the object, without the bucket's prefix; null = the bucket itself. */
  readonly key: string | null;
  /** `name=value`, encoded. */
  readonly query?: string;
  /** All of them are signed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** SHA-256 of the content in hexadecimal digits, signed too; that of nothing where there is none. */
  readonly sha256?: string;
  /** Sent as it comes. What it throws, `send` throws. */
  readonly content?: AsyncIterable<Buffer>;
}

/** The answer; who takes it reads its content or destroys it. */
export type BucketAnswer = IncomingMessage & { statusCode: number };

const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Time without a byte after which a request is given up. */
const SILENCE_MS = 20_000;
const ATTEMPTS = 3;
const PAUSE_MS = 100;

/** Sends requests to one bucket, signed by AWS Signature Version 4. */
export class S3Bucket {
  constructor(private readonly location: FileBucket) {}

  /**
   * A request without content is sent again after a failure of the network or of the server (5xx).
   * @throws Error of the network, or what the content threw.
   */
  async send(request: BucketRequest): Promise<BucketAnswer> {
    const attempts = request.content === undefined ? ATTEMPTS : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.sendOnce(request);
        if (answer.statusCode < 500 || attempt === attempts) return answer;
        answer.destroy();
      } catch (error) {
        if (attempt === attempts) throw error;
      }
      await sleep(attempt * PAUSE_MS);
    }
  }

  private async sendOnce(wanted: BucketRequest): Promise<BucketAnswer> {
    const { url, headers } = await sign(this.location, wanted, this.urlOf(wanted.key, wanted.query));
    const { request } = url.protocol === 'https:' ? https : http;
    const options = {
      method: wanted.method,
      headers: Object.fromEntries(headers),
      // A kept connection may be closed by the other side at any moment, and an upload cannot be sent again.
      ...(wanted.content !== undefined && { agent: false }),
    };
    return exchange(request(url, options), wanted.content);
  }

  /** Amazon wants the bucket in the name of the host; other stores, and names with dots under TLS, in the path. */
  private urlOf(key: string | null, query = ''): string {
    const { bucket, prefix, endpoint, region } = this.location;
    const isInPath = endpoint !== null || bucket.includes('.');
    const host = endpoint ?? `https://${isInPath ? '' : `${bucket}.`}s3.${region}.amazonaws.com`;
    const segments = [
      host.replace(/\/+$/, ''),
      isInPath ? bucket : '',
      key === null ? '' : prefix,
      key ?? '',
    ];
    const url = segments.filter((each) => each !== '').join('/');
    return query === '' ? url : `${url}?${query}`;
  }
}

/**
 * The address and headers of the request with its signature, which covers all of them.
 * @param datetime when it is signed, as `20130524T000000Z`; now where it is not said.
 */
export async function sign(
  access: Pick<FileBucket, 'region' | 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>,
  { method, headers, sha256 }: Pick<BucketRequest, 'method' | 'headers' | 'sha256'>,
  url: string,
  datetime?: string,
): Promise<{ url: URL; headers: Headers }> {
  const { region, accessKeyId, secretAccessKey, sessionToken } = access;
  const signer = new AwsV4Signer({
    method,
    url,
    headers: { ...headers, 'x-amz-content-sha256': sha256 ?? SHA256_OF_NOTHING },
    service: 's3',
    region,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== null && { sessionToken }),
    ...(datetime !== undefined && { datetime }),
    allHeaders: true,
  });
  return signer.sign();
}

/** Sends, and resolves with the head of the answer, which a refusal may bring before everything is sent. */
async function exchange(
  request: ClientRequest,
  content: AsyncIterable<Buffer> | undefined,
): Promise<BucketAnswer> {
  request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`no byte for ${SILENCE_MS} ms`)));
  // A connection may still break after a refusal has been answered; without a listener that would end the process.
  request.on('error', () => undefined);
  let broken: unknown;
  const answered = once(request, 'response').catch((error: unknown) => {
    throw broken ?? error;
  }) as Promise<[BucketAnswer]>;
  if (content === undefined) request.end();
  else void pipeline(Readable.from(watched(content)), request).catch(() => undefined);
  const [answer] = await answered;
  // Who reads the answer slowly is no reason to give up.
  request.setTimeout(0);
  return answer;

  /** What the content throws aborts the request, which itself says no more than that it was aborted. */
  async function* watched(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      broken = error;
      throw error;
    }
  }
}
