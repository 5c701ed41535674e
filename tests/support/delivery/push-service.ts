import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testCertificate } from './certificate.ts';

/** A push service with one browser behind it, which decrypts as RFC 8291 and 8188 say. */
export class PushService {
  readonly received: {
    headers: IncomingMessage['headers'];
    payload: unknown;
    claims: Record<string, unknown>;
  }[] = [];
  status = 201;
  private readonly keys = createECDH('prime256v1');
  private readonly secret = randomBytes(16);

  private constructor(
    private readonly server: Server,
    readonly ca: string,
  ) {
    this.keys.generateKeys();
    server.on('request', (request, response) => {
      void this.take(request).then((status) => response.writeHead(status).end());
    });
  }

  static async start(): Promise<PushService> {
    const { key, cert } = await testCertificate();
    const server = createServer({ key, cert });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PushService(server, cert);
  }

  get origin(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** The browser as it introduces itself. */
  get browser() {
    const p256dh = this.keys.getPublicKey().toString('base64url');
    return { endpoint: `${this.origin}/browser`, p256dh, auth: this.secret.toString('base64url') };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.status !== 201) return this.status;
    const claims = verifiedClaims(String(request.headers.authorization));
    if (claims === undefined) return 403;
    this.received.push({
      headers: request.headers,
      payload: JSON.parse(this.decrypt(Buffer.concat(chunks))),
      claims,
    });
    return 201;
  }

  private decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const idLength = body[20] ?? 0;
    const sender = body.subarray(21, 21 + idLength);
    const sealed = body.subarray(21 + idLength);
    const shared = this.keys.computeSecret(sender);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.keys.getPublicKey(), sender]);
    const input = hkdf(hmac(this.secret, shared), info, 32);
    const pseudo = hmac(salt, input);
    const key = hkdf(pseudo, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = hkdf(pseudo, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
  }
}

const hmac = (key: Uint8Array, data: Uint8Array): Buffer => createHmac('sha256', key).update(data).digest();
const hkdf = (pseudo: Buffer, info: Buffer, length: number): Buffer =>
  hmac(pseudo, Buffer.concat([info, Buffer.from([1])])).subarray(0, length);

/** What the sender says of itself, where it has signed it (RFC 8292). */
function verifiedClaims(header: string): Record<string, unknown> | undefined {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) => each.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const isRight = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return isRight
    ? (JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>)
    : undefined;
}
