import type { FileHandle } from 'node:fs/promises';
import { quotedPath } from '../../../domain/exchange/package/package-files.ts';

/** A package is not what PIT writes, so that what it holds is not looked at. */
export class BrokenPackage extends Error {}

/** A file in a ZIP, as its directory has it. */
export interface ZipEntry {
  readonly path: string;
  readonly isDeflated: boolean;
  readonly crc32: number;
  /** Bytes of it in the ZIP. */
  readonly packedSize: number;
  /** Bytes of it unpacked. */
  readonly size: number;
  /** Where its own header begins. */
  readonly headerAt: number;
  /** As both of its headers have them. */
  readonly flags: number;
}

const [END, RECORD] = [
  { signature: 0x06054b50, bytes: 22 },
  { signature: 0x02014b50, bytes: 46 },
];
/** 10,000 files of evidence with names of 400 bytes are half of it. */
const MOST_DIRECTORY = 16_777_216;
/** Digits behind the content, and names in UTF-8: all else is encryption, patches or what no one writes. */
const [HAS_DESCRIPTOR, IS_UTF_8] = [1 << 3, 1 << 11];
const [STORED, DEFLATED] = [0, 8];
const [FILE_TYPE, REGULAR] = [0o170000, 0o100000];
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The files that a ZIP has by its directory. Only what stands at the very end of a file of one part counts as one, so that no two
 * programs see two different directories in it.
 * @throws BrokenPackage
 */
export async function readZipDirectory(file: FileHandle, fileSize: number): Promise<ZipEntry[]> {
  if (fileSize < END.bytes) throw new BrokenPackage('the file is no ZIP: it is too short');
  const end = await bytesAt(file, fileSize - END.bytes, END.bytes);
  if (end.readUInt32LE(0) !== END.signature || end.readUInt16LE(20) !== 0)
    throw new BrokenPackage(
      'the file does not end as a ZIP of PIT: it is none, it is cut off, or something follows its end',
    );
  const count = end.readUInt16LE(10);
  const [size, at] = [end.readUInt32LE(12), end.readUInt32LE(16)];
  if (end.readUInt32LE(4) !== 0 || end.readUInt16LE(8) !== count || at + size !== fileSize - END.bytes)
    throw new BrokenPackage('the directory of the ZIP is not where its end says');
  if (size > MOST_DIRECTORY)
    throw new BrokenPackage(`the directory of the ZIP has ${size} bytes; at most ${MOST_DIRECTORY} are read`);
  const entries = entriesOf(await bytesAt(file, at, size), count);
  await requireContiguous(file, entries, at);
  return entries;
}

/** @throws BrokenPackage where the file ends before. */
export async function bytesAt(file: FileHandle, at: number, count: number): Promise<Buffer> {
  const bytes = Buffer.alloc(count);
  const { bytesRead } = await file.read(bytes, 0, count, at);
  if (bytesRead < count) throw new BrokenPackage('the file is cut off');
  return bytes;
}

/** Bytes that are read at once. */
const PIECE = 65_536;

/** So many bytes of a file from a place on, piece by piece: a stream of the handle would leave a listener for each. */
export async function* piecesOf(file: FileHandle, at: number, count: number): AsyncGenerator<Buffer> {
  for (let from = at; from < at + count; from += PIECE)
    yield await bytesAt(file, from, Math.min(PIECE, at + count - from));
}

function entriesOf(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    const isRecord = at + RECORD.bytes <= directory.length && directory.readUInt32LE(at) === RECORD.signature;
    const behind = isRecord ? at + RECORD.bytes + lengthsOf(directory, at) : Infinity;
    if (behind > directory.length)
      throw new BrokenPackage(`the directory of the ZIP is broken at its file ${entries.length + 1}`);
    entries.push(entryAt(directory, at));
    at = behind;
  }
  if (at !== directory.length)
    throw new BrokenPackage('the directory of the ZIP has more files than it counts');
  return entries;
}

/** Of the name, of what is extra, and of the comment of a record. */
function lengthsOf(directory: Buffer, at: number): number {
  return directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
}

function entryAt(directory: Buffer, at: number): ZipEntry {
  const name = directory.subarray(at + RECORD.bytes, at + RECORD.bytes + directory.readUInt16LE(at + 28));
  const path = nameOf(name);
  const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)];
  const type = (directory.readUInt32LE(at + 38) >>> 16) & FILE_TYPE;
  const why =
    (flags & ~(HAS_DESCRIPTOR | IS_UTF_8)) !== 0
      ? 'is encrypted, or written in a way that PIT does not know'
      : method !== STORED && method !== DEFLATED
        ? `is packed by the method ${method}`
        : type !== 0 && type !== REGULAR
          ? 'is a link, a folder or a device'
          : null;
  if (why !== null) throw new BrokenPackage(`${quotedPath(path)} ${why}`);
  return {
    path,
    isDeflated: method === DEFLATED,
    crc32: directory.readUInt32LE(at + 16),
    packedSize: directory.readUInt32LE(at + 20),
    size: directory.readUInt32LE(at + 24),
    headerAt: directory.readUInt32LE(at + 42),
    flags,
  };
}

function nameOf(bytes: Buffer): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw new BrokenPackage(`the name of a file is not in UTF-8: ${bytes.toString('hex').slice(0, 80)}`);
  }
}

/**
 * Demands that the files fill the ZIP from its begin to its directory, each with a header that says what the directory does: two that
 * lie in each other are a bomb, and what lies between two is in no list.
 */
async function requireContiguous(
  file: FileHandle,
  entries: readonly ZipEntry[],
  directoryAt: number,
): Promise<void> {
  let at = 0;
  for (const entry of entries.toSorted((a, b) => a.headerAt - b.headerAt)) {
    if (entry.headerAt !== at)
      throw new BrokenPackage(`${quotedPath(entry.path)} does not begin where the file before it ends`);
    at = await endOf(file, entry);
  }
  if (at !== directoryAt)
    throw new BrokenPackage('the directory of the ZIP does not begin where its last file ends');
}

const HEADER = { signature: 0x04034b50, bytes: 30 };
const DESCRIPTOR = { signature: 0x08074b50, bytes: 16 };

/** Where the content of a file begins. @throws BrokenPackage where its header is not that of the directory. */
export async function contentAt(file: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await bytesAt(file, entry.headerAt, HEADER.bytes);
  const [nameBytes, extraBytes] = [header.readUInt16LE(26), header.readUInt16LE(28)];
  const name = await bytesAt(file, entry.headerAt + HEADER.bytes, nameBytes);
  const isSame =
    header.readUInt32LE(0) === HEADER.signature &&
    name.equals(Buffer.from(entry.path)) &&
    header.readUInt16LE(6) === entry.flags &&
    header.readUInt16LE(8) === (entry.isDeflated ? DEFLATED : STORED) &&
    (hasDescriptor(entry) || saysTheSame(header, 14, entry));
  if (!isSame)
    throw new BrokenPackage(
      `${quotedPath(entry.path)} has another header than the directory of the ZIP says`,
    );
  return entry.headerAt + HEADER.bytes + nameBytes + extraBytes;
}

/** Whether its checksum and sizes follow its content. */
function hasDescriptor({ flags }: ZipEntry): boolean {
  return (flags & HAS_DESCRIPTOR) !== 0;
}

async function endOf(file: FileHandle, entry: ZipEntry): Promise<number> {
  const end = (await contentAt(file, entry)) + entry.packedSize;
  if (!hasDescriptor(entry)) return end;
  const descriptor = await bytesAt(file, end, DESCRIPTOR.bytes);
  if (descriptor.readUInt32LE(0) === DESCRIPTOR.signature && saysTheSame(descriptor, 4, entry))
    return end + DESCRIPTOR.bytes;
  throw new BrokenPackage(`${quotedPath(entry.path)} does not end where the directory of the ZIP says`);
}

/** Whether the checksum and both sizes that stand there are those of the directory. */
function saysTheSame(bytes: Buffer, at: number, { crc32, packedSize, size }: ZipEntry): boolean {
  return (
    bytes.readUInt32LE(at) === crc32 &&
    bytes.readUInt32LE(at + 4) === packedSize &&
    bytes.readUInt32LE(at + 8) === size
  );
}
