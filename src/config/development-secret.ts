import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DerivedKeys, KEY_BYTES } from './derived-keys.ts';
import { isSystemError } from '../start/system-error.ts';

/** Stands for `PIT_SECRET` where that is not set. */
const DEVELOPMENT_SECRET_FILE = 'pit-secret';

/**
 * The secret that signs development tokens: made once per data directory and kept there, so that tokens outlive a
 * restart and no two machines share one.
 *
 * @returns 43 characters (256 random bits).
 */
export function readDevelopmentSecret(dataDir: string): string {
  return readOrCreateSecret(dataDir, 'token-secret');
}

/**
 * The keys of this service: derived from `PIT_SECRET`, or outside production from a secret that is made once per data
 * directory. Who loses it can no longer verify the audit seals made with it.
 *
 * @param config `secret` is null where the setting is not given.
 */
export function readDerivedKeys(config: {
  readonly secret: Uint8Array | null;
  readonly dataDir: string;
}): DerivedKeys {
  if (config.secret !== null) return new DerivedKeys(config.secret);
  const bytes = Buffer.from(readOrCreateSecret(config.dataDir, DEVELOPMENT_SECRET_FILE), 'base64url');
  if (bytes.length === KEY_BYTES) return new DerivedKeys(bytes);
  throw new Error(
    `The file ${join(config.dataDir, DEVELOPMENT_SECRET_FILE)} does not hold 32 bytes in base64url: ` +
      'restore it from a backup, or set PIT_SECRET.',
  );
}

/** A random secret under `name` in the data directory, readable by its owner alone; the first caller makes it. */
export function readOrCreateSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  const kept = readIfThere(file);
  if (kept !== null) return kept;
  mkdirSync(dataDir, { recursive: true });
  // Written aside and linked into place: a second process sees the whole secret or none, and never replaces it.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}
