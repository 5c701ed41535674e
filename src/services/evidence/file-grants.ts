import { errors, jwtVerify, SignJWT } from 'jose';
import { clock } from '../../clock.ts';
import { forbidden, type PitError } from '../../domain/errors.ts';
import type { AnnouncedFile, FileKey } from './file-store.ts';

/** What one upload address permits: this user to put exactly this file in its place, once. */
export interface UploadGrant extends AnnouncedFile {
  readonly userId: string;
  readonly mediaType: string;
}

/** What one download address permits: whoever holds it to read this file. */
export interface DownloadGrant extends FileKey {
  readonly mediaType: string;
  readonly name: string;
}

interface Grants {
  upload: UploadGrant;
  download: DownloadGrant;
}

/** How long an address opens its file, in seconds. */
export const GRANT_SECONDS: Readonly<Record<keyof Grants, number>> = { upload: 15 * 60, download: 5 * 60 };

/**
 * Signs the addresses that open files without a bearer token: a JSON Web Token (HS256) that names the file and what
 * may be done with it. Its key is derived for this alone, so that no other token of the house opens a file.
 */
export class FileGrants {
  /** @param key 32 bytes. */
  constructor(
    private readonly key: Uint8Array,
    private readonly now: () => Date = () => clock.now(),
  ) {}

  /** @returns the token, and the instant from which it is worth nothing. */
  async sign<K extends keyof Grants>(kind: K, grant: Grants[K]): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = new Date(this.now().getTime() + GRANT_SECONDS[kind] * 1000);
    const token = await new SignJWT({ grant })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(kind)
      .setExpirationTime(expiresAt)
      .sign(this.key);
    return { token, expiresAt };
  }

  /** @throws PitError FORBIDDEN for a token that is expired, altered, or good for something else. */
  async verify<K extends keyof Grants>(kind: K, token: string): Promise<Grants[K]> {
    const rules = { algorithms: ['HS256'], audience: kind, requiredClaims: ['exp'], currentDate: this.now() };
    try {
      const { payload } = await jwtVerify<{ grant: Grants[K] }>(token, this.key, rules);
      return payload.grant;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw refusalOf(error);
      throw error;
    }
  }
}

function refusalOf(error: errors.JOSEError): PitError {
  return error instanceof errors.JWTExpired
    ? forbidden('The address has expired; ask for another.')
    : forbidden('The address is not valid.');
}
