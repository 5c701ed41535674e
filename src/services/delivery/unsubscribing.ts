import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '../../domain/uuid.ts';

/** Whose e-mails are to end. */
export interface Unsubscriber {
  readonly orgId: string;
  readonly userId: string;
}

/** The path below which an e-mail is ended with one click (RFC 8058). */
export const UNSUBSCRIBE_PATH = '/notifications/unsubscribe';

/** Makes and reads the tokens in the links of mails, which work without logging in and for nothing else. */
export class Unsubscribing {
  readonly #key: Uint8Array;

  /** @param key 32 bytes, derived from `PIT_SECRET` for this alone. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  token({ orgId, userId }: Unsubscriber): string {
    return `${orgId}.${userId}.${this.sign(orgId, userId).toString('base64url')}`;
  }

  /** Whose token it is; null for one that we have not made. */
  read(token: string): Unsubscriber | null {
    const [orgId, userId, signature = '', ...more] = token.slice(0, 200).split('.');
    if (!isUuid(orgId) || !isUuid(userId) || more.length > 0) return null;
    const [given, right] = [Buffer.from(signature, 'base64url'), this.sign(orgId, userId)];
    return given.length === right.length && timingSafeEqual(given, right) ? { orgId, userId } : null;
  }

  private sign(orgId: string, userId: string): Buffer {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([orgId, userId]))
      .digest();
  }
}
