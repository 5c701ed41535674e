import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable, Writable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { isSystemError } from '../../../start/system-error.ts';
import { quotedPath } from '../../../domain/exchange/package/package-files.ts';
import { BrokenPackage, contentAt, piecesOf, type ZipEntry } from './zip-directory.ts';

/** A file of a ZIP that was read to its end. */
export interface ReadFile {
  /** SHA-256, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Its bytes; empty unless they were asked for. */
  readonly content: Buffer;
}

/**
 * Unpacks a file of a ZIP and counts as it goes: what comes to more than the directory says ends there.
 * @param keeps whether its bytes are wanted, and not its digest alone.
 * @throws BrokenPackage where it is not what the directory says.
 */
export async function readZipFile(file: FileHandle, entry: ZipEntry, keeps: boolean): Promise<ReadFile> {
  const at = await contentAt(file, entry);
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let [size, checksum] = [0, 0];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      size += chunk.length;
      if (size > entry.size) return done(broken(entry, 'unpacks to more than its size'));
      checksum = crc32(chunk, checksum);
      hash.update(chunk);
      if (keeps) kept.push(chunk);
      done();
    },
  });
  const inflate = entry.isDeflated ? createInflateRaw() : null;
  await unpack(file, { at, entry, inflate, sink });
  const isWhole = size === entry.size && checksum === entry.crc32;
  // What stands behind the end of the packed bytes is in no file.
  if (!isWhole || (inflate !== null && inflate.bytesWritten !== entry.packedSize))
    throw broken(entry, 'does not unpack to what the directory of the ZIP says');
  return { sha256: hash.digest('hex'), content: Buffer.concat(kept) };
}

interface Unpacking {
  readonly at: number;
  readonly entry: ZipEntry;
  readonly inflate: Transform | null;
  readonly sink: Writable;
}

async function unpack(file: FileHandle, { at, entry, inflate, sink }: Unpacking): Promise<void> {
  if (entry.packedSize === 0) return;
  const packed = Readable.from(piecesOf(file, at, entry.packedSize));
  try {
    await (inflate === null ? pipeline(packed, sink) : pipeline(packed, inflate, sink));
  } catch (error) {
    if (isSystemError(error, 'Z_DATA_ERROR') || isSystemError(error, 'Z_BUF_ERROR'))
      throw broken(entry, 'cannot be unpacked');
    throw error;
  }
}

function broken({ path }: ZipEntry, why: string): BrokenPackage {
  return new BrokenPackage(`${quotedPath(path)} ${why}`);
}
