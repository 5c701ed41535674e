import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from './system-error.ts';

/**
 * The secret that signs development tokens: made once per data directory and kept there, so that tokens outlive a
 * restart and no two machines share one.
 *
 * @returns 43 characters (256 random bits).
 */
export function readDevelopmentSecret(dataDir: string): string {
  return readOrCreateSecret(dataDir, 'token-secret');
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
