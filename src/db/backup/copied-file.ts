import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { isSystemError } from '../../start/system-error.ts';

/** What was copied: enough to see later whether it is still the same. */
export interface Copied {
  readonly bytes: number;
  /** Of the bytes that were written, in hexadecimal digits. */
  readonly sha256: string;
}

const CHUNK_BYTES = 1 << 20;

/**
 * Copies one file and brings the copy to the disk. The digest is taken of the bytes on their way, since a file of a running
 * server may change between two readings.
 *
 * @param to a file that is not there yet; for its owner alone.
 * @returns null where the source is gone, which files of a running server may be at any moment.
 */
export async function copyFile(from: string, to: string): Promise<Copied | null> {
  return whereThere(from, async (source) => {
    const target = await open(to, 'wx', 0o600);
    try {
      const copied = await digest(source, (part) => target.appendFile(part));
      await target.sync();
      return copied;
    } finally {
      await target.close();
    }
  });
}

/** What a file holds; null where it is not there. */
export function digestFile(file: string): Promise<Copied | null> {
  return whereThere(file, (source) => digest(source, () => Promise.resolve()));
}

async function whereThere(
  file: string,
  work: (source: FileHandle) => Promise<Copied>,
): Promise<Copied | null> {
  const source = await open(file, 'r').catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  });
  if (source === null) return null;
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

async function digest(source: FileHandle, take: (part: Buffer) => Promise<void>): Promise<Copied> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const part = chunk.subarray(0, bytesRead);
    hash.update(part);
    await take(part);
    bytes += bytesRead;
  }
}

/** Brings what a directory lists to the disk: a file is only there after a power cut if its name is. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
