import { hkdfSync } from 'node:crypto';

/**
 * What keys are derived for, and the label (HKDF's `info`) of each. A label is never changed or used twice: signatures
 * and seals made under it would no longer verify.
 */
const LABELS = {
  fileAddresses: 'pit/file-addresses/1',
  scheduleTokens: 'pit/schedule-tokens/1',
  calendarAddresses: 'pit/calendar-addresses/1',
  webhookSecrets: 'pit/webhook-secrets/1',
  auditSeal: 'pit/audit-seal/1',
  unsubscribing: 'pit/unsubscribing/1',
} as const;

export type KeyPurpose = keyof typeof LABELS;

export const KEY_PURPOSES = Object.keys(LABELS) as readonly KeyPurpose[];

/** Bytes of `PIT_SECRET` and of each derived key. */
export const KEY_BYTES = 32;

/**
 * The keys of the service, derived from one secret by HKDF-SHA256 (RFC 5869) with an empty salt: the secret is uniformly
 * random, so that extraction needs none. A key reveals neither the secret nor another key.
 */
export class DerivedKeys {
  // Private to the runtime, so that no log and no inspection of the object shows it.
  readonly #secret: Uint8Array;

  /** @param secret 32 bytes. */
  constructor(secret: Uint8Array) {
    if (secret.length !== KEY_BYTES) throw new Error(`keys are derived from ${KEY_BYTES} bytes`);
    this.#secret = secret;
  }

  /** 32 bytes; the same for the same secret and purpose, on every replica. */
  of(purpose: KeyPurpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, Buffer.alloc(0), LABELS[purpose], KEY_BYTES));
  }
}

/**
 * The bytes that a secret is written for: 64 hexadecimal digits, or 44 characters of base64 with its padding.
 * @returns null for anything else, including base64 whose last character carries bits that are ignored.
 */
export function parseSecret(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === KEY_BYTES && bytes.toString('base64') === text ? bytes : null;
}
