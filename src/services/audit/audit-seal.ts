import { createHmac } from 'node:crypto';

/** What a seal of an organisation's chain vouches for. Hashes are hexadecimal digits. */
export interface SealedRange {
  readonly orgId: string;
  /** From 1, without a gap. */
  readonly number: number;
  readonly records: number;
  /** Records of this seal and of all before it. */
  readonly total: number;
  /** The hash of the seal before it. */
  readonly prevHash: string;
  /** SHA-256 over the digests of its records, by their sequence. */
  readonly digest: string;
  /** ISO 8601 with milliseconds. */
  readonly sealedAt: string;
}

/** Computes the seals of the audit chain, with a key that the database does not have. */
export class AuditSealer {
  /** Tells one key from another and reveals neither: 16 hexadecimal digits. */
  readonly keyId: string;

  /** @param key 32 bytes, derived from `PIT_SECRET` for this alone. */
  constructor(private readonly key: Uint8Array) {
    this.keyId = this.hmac('key').slice(0, 16);
  }

  /** HMAC-SHA256 in hexadecimal digits. */
  hashOf({ orgId, number, records, total, prevHash, digest, sealedAt }: SealedRange): string {
    // Written as JSON, so that no two different seals are the same text.
    return this.hmac(JSON.stringify(['seal', orgId, number, records, total, prevHash, digest, sealedAt]));
  }

  private hmac(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('hex');
  }
}
