import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SECRET_BYTES = 32;
/** By which receivers and libraries know a secret of Standard Webhooks. */
const PREFIX = 'whsec_';

/**
 * Makes secrets of webhooks, and keeps them from whoever reads the database: AES-256-GCM under a key of the service, bound
 * to the endpoint, so that a secret that is moved to another row opens nothing.
 */
export class WebhookSecrets {
  readonly #key: Uint8Array;

  /** @param key 32 bytes, derived from `PIT_SECRET` for this alone. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  make(): string {
    return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
  }

  seal(secret: string, endpointId: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(endpointId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([FORMAT]), iv, cipher.getAuthTag(), sealed]);
  }

  /** The secret, alone in a list; an empty one for what cannot be opened. */
  openOrNone(sealed: Uint8Array, endpointId: string): string[] {
    try {
      return [this.open(sealed, endpointId)];
    } catch {
      return [];
    }
  }

  /** @throws Error for what was sealed under another key or for another endpoint. */
  open(sealed: Uint8Array, endpointId: string): string {
    const bytes = Buffer.from(sealed);
    if (bytes[0] !== FORMAT) throw new Error('the secret of a webhook is of an unknown format');
    const iv = bytes.subarray(1, 1 + IV_BYTES);
    const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(endpointId)).setAuthTag(tag);
    const rest = bytes.subarray(1 + IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
  }
}
