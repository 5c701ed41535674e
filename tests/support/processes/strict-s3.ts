import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './pit-process.ts';

const S3RVER = fileURLToPath(import.meta.resolve('s3rver/bin/s3rver.js'));
/** The same bytes as in Amazon's examples. */
export const ACCESS = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** A signed request, as its receiver has it. */
export interface Signed {
  method: string;
  /** Path and query, as sent. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  /** `<date>/<region>/s3/aws4_request` */
  scope: string;
  /** Names of signed headers with semicolons between. */
  signedHeaders: string;
  /** Compact ISO 8601. */
  date: string;
  /** SHA-256 in hexadecimal digits, or `UNSIGNED-PAYLOAD`. */
  payload: string;
}

/** AWS Signature Version 4 after Amazon's description, from node:crypto alone: none of the client's code. */
export function signatureOf(signed: Signed, secret = ACCESS.secret): string {
  const url = new URL(signed.url, 'http://any');
  const parameters = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature');
  const query = parameters
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const path = decodeURIComponent(url.pathname).split('/').map(encode).join('/');
  const headers = signed.signedHeaders
    .split(';')
    .map((name) => `${name}:${(signed.headers[name] ?? '').trim().replace(/ +/g, ' ')}`);
  const canonical = [signed.method, path, query, ...headers, '', signed.signedHeaders, signed.payload];
  const text = ['AWS4-HMAC-SHA256', signed.date, signed.scope, sha256(canonical.join('\n'))].join('\n');
  const key = signed.scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

/** What the door says of a request: null lets it in. */
type Refusal = { status: number; code: string } | null;

/**
 * s3rver behind a door. s3rver keeps objects and verifies nothing; the door recomputes the signature of each request,
 * demands that length, digest and condition are signed, compares the content with its digest, and holds
 * `If-None-Match`.
 */
export class StrictS3 {
  /** Bytes of content that have come through the door. */
  received = 0;
  /** What every request is refused with, while it is set. */
  fault: Refusal = null;
  /** `METHOD status`, in order. */
  readonly answered: string[] = [];
  /** Paths of conditional requests that are not answered yet. */
  private readonly putting = new Set<string>();
  private readonly door = createServer((incoming, response) => {
    this.admit(incoming, response).catch(() => response.destroy());
  });

  private constructor(
    private readonly target: number,
    private readonly close: () => Promise<void>,
  ) {}

  static async start(bucket: string): Promise<StrictS3> {
    const directory = await mkdtemp(join(tmpdir(), 'pit-s3-'));
    const port = await freePort();
    const options = ['-s', '-d', join(directory, 'objects'), '-a', '127.0.0.1', '-p', String(port)];
    const child = spawn(process.execPath, [S3RVER, ...options, '--configure-bucket', bucket], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const strict = new StrictS3(port, async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true });
    });
    while (!(await strict.isUp())) await sleep(50);
    strict.door.listen(0, '127.0.0.1');
    await once(strict.door, 'listening');
    return strict;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.door.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.door.closeAllConnections();
    this.door.close();
    await this.close();
  }

  private async isUp(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.target}/`).then(
      () => true,
      () => false,
    );
  }

  private async admit(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const payload = incoming.headers['x-amz-content-sha256'] as string | undefined;
    const chunks: Buffer[] = [];
    const early = this.fault ?? refusalOf(incoming, payload ?? '');
    if (early !== null) return this.refuse(incoming, response, early);
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      this.received += chunk.length;
      chunks.push(chunk);
    }
    const content = Buffer.concat(chunks);
    if (sha256(content) !== payload) {
      return this.refuse(incoming, response, { status: 400, code: 'XAmzContentSHA256Mismatch' });
    }
    const { method = '', url = '', headers } = incoming;
    if (headers['if-none-match'] === '*') {
      if (this.putting.has(url)) {
        return this.refuse(incoming, response, { status: 409, code: 'ConditionalRequestConflict' });
      }
      this.putting.add(url);
      response.once('close', () => this.putting.delete(url));
      if (await this.exists(url)) {
        return this.refuse(incoming, response, { status: 412, code: 'PreconditionFailed' });
      }
    }
    const { authorization: _unverified, ...rest } = headers;
    const onward = request({ host: '127.0.0.1', port: this.target, method, path: url, headers: rest });
    onward.end(content);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    this.answered.push(`${method} ${answer.statusCode}`);
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  }

  private refuse(incoming: IncomingMessage, response: ServerResponse, refusal: NonNullable<Refusal>): void {
    this.answered.push(`${incoming.method} ${refusal.status}`);
    incoming.resume();
    response.writeHead(refusal.status, { connection: 'close' });
    response.end(`<Error><Code>${refusal.code}</Code></Error>`);
  }

  private async exists(path: string): Promise<boolean> {
    return (await fetch(`http://127.0.0.1:${this.target}${path}`, { method: 'HEAD' })).ok;
  }
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/;
/** Where a request carries them, they are signed. */
const MUST_BE_SIGNED = ['host', 'content-length', 'if-none-match', 'x-amz-content-sha256', 'x-amz-date'];

function refusalOf({ method = '', url = '', headers }: IncomingMessage, payload: string): Refusal {
  const [, id, scope = '', signedHeaders = '', signature] =
    AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  if (id === undefined) return { status: 403, code: 'AccessDenied' };
  if (id !== ACCESS.id) return { status: 403, code: 'InvalidAccessKeyId' };
  const names = signedHeaders.split(';');
  if (MUST_BE_SIGNED.some((name) => headers[name] !== undefined && !names.includes(name))) {
    return { status: 403, code: 'AccessDenied' };
  }
  const date = headers['x-amz-date'] as string;
  const plain = headers as Record<string, string>;
  const signed = { method, url, headers: plain, scope, signedHeaders, date, payload };
  return signatureOf(signed) === signature ? null : { status: 403, code: 'SignatureDoesNotMatch' };
}
