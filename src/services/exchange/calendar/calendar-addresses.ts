import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The path below which calendars are fetched. */
export const CALENDARS_PATH = '/calendars/';

/** What an address names: a calendar of an organisation, and the secret of whoever may fetch it. */
export interface CalendarAddress {
  readonly orgId: string;
  readonly feedId: string;
  readonly secret: Buffer;
}

const ID_BYTES = 16;
const SECRET_BYTES = 24;
const MAC_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{96}$/;

/**
 * Makes and reads the addresses of calendars. They are signed, so that whoever guesses is refused before the database is asked,
 * and hold a secret of which the database has the digest alone: neither the key nor the database is enough to make one.
 */
export class CalendarAddresses {
  readonly #key: Uint8Array;

  /** @param key 32 bytes, derived from `PIT_SECRET` for this alone. @param origin scheme and host under which people reach the service. */
  constructor(
    key: Uint8Array,
    private readonly origin: () => string,
  ) {
    this.#key = key;
  }

  makeSecret(): Buffer {
    return randomBytes(SECRET_BYTES);
  }

  url({ orgId, feedId, secret }: CalendarAddress): string {
    const named = Buffer.concat([bytesOf(orgId), bytesOf(feedId), secret]);
    const token = Buffer.concat([named, this.macOf(named)]).toString('base64url');
    return `${this.origin()}${CALENDARS_PATH}${token}.ics`;
  }

  /** What the part of an address behind its path names; null for one that we have not made. */
  read(name: string): CalendarAddress | null {
    const token = name.replace(/\.ics$/, '');
    if (!TOKEN.test(token)) return null;
    const bytes = Buffer.from(token, 'base64url');
    const named = bytes.subarray(0, -MAC_BYTES);
    if (!timingSafeEqual(this.macOf(named), bytes.subarray(-MAC_BYTES))) return null;
    return {
      orgId: uuidOf(named.subarray(0, ID_BYTES)),
      feedId: uuidOf(named.subarray(ID_BYTES, 2 * ID_BYTES)),
      secret: named.subarray(2 * ID_BYTES),
    };
  }

  private macOf(named: Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(named).digest().subarray(0, MAC_BYTES);
  }
}

/** What the database keeps of a secret. */
export function digestOf(secret: Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest();
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
