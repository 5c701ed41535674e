import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import { StartRefusal } from '../../start/start-refusal.ts';
import { isSystemError } from '../../start/system-error.ts';
import type { BackupFile } from './copied-tree.ts';

/** Written last: a folder without it is no backup, or half of one. */
export const MANIFEST_FILE = 'backup.json';
/** Raised where an older PIT could not restore what this one writes. */
const FORMAT = 1;

/** What a backup holds and what it is of. */
export interface BackupManifest {
  readonly format: number;
  /** Moments in ISO 8601: what was acknowledged before the first is in the backup, what began after the second is not. */
  readonly startedAt: string;
  readonly stoppedAt: string;
  readonly startLsn: string;
  readonly stopLsn: string;
  /** The server's version, as `18.4`. */
  readonly postgres: string;
  /** What the programs were made for, as `linux-x64`: a cluster's files are not for other machines. */
  readonly platform: string;
  /** Names of the migrations that the database has been through. */
  readonly migrations: readonly string[];
  /** What belongs to the installation and is not in here, in words for an operator. */
  readonly leftOut: readonly string[];
  readonly directories: readonly string[];
  readonly files: readonly BackupFile[];
}

export async function writeManifest(
  folder: string,
  manifest: Omit<BackupManifest, 'format'>,
): Promise<BackupManifest> {
  const whole = { format: FORMAT, ...manifest };
  const text = JSON.stringify({ sha256: digestOf(whole), ...whole }, null, 1);
  await writeFile(join(folder, MANIFEST_FILE), `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return whole;
}

/** @throws StartRefusal for a folder that is no whole backup, or one that this version cannot read. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const refuse = (reason: string): never => {
    throw new StartRefusal(`${folder} is no backup that can be restored: ${reason}.`);
  };
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch((error: unknown) => {
    if (!isSystemError(error, 'ENOENT')) throw error;
    return refuse(`it has no ${MANIFEST_FILE}, which a backup gets when it is whole`);
  });
  const { sha256, ...manifest } = parse(text) ?? refuse(`its ${MANIFEST_FILE} cannot be read`);
  if (manifest.format !== FORMAT)
    refuse(`its format is ${String(manifest.format)}, and this PIT reads ${FORMAT}`);
  if (sha256 !== digestOf(manifest)) refuse(`its ${MANIFEST_FILE} was altered`);
  const paths = [...manifest.directories, ...manifest.files.map((file) => file.path)];
  const astray = paths.find((path) => isAbsolute(path) || normalize(path).startsWith('..'));
  if (astray !== undefined) refuse(`"${astray}" leads out of it`);
  return manifest;
}

type SignedManifest = BackupManifest & { readonly sha256: string };

function parse(text: string): SignedManifest | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && 'format' in value;
    return isObject ? (value as SignedManifest) : null;
  } catch {
    return null;
  }
}

function digestOf(manifest: BackupManifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}
