import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import {
  compareWithMetadata,
  parseMetadata,
  parseSeal,
  type ArchivedSeal,
  type PackageMetadata,
} from '../../../domain/exchange/package/package-documents.ts';
import {
  AUDIT_SEAL,
  foldedPath,
  isEvidencePath,
  isSafePath,
  largestSize,
  MANIFEST,
  METADATA,
  PACKAGE_LIMITS,
  quotedPath,
  requiredFiles,
} from '../../../domain/exchange/package/package-files.ts';
import { compareWithManifest, parseManifest } from '../../../domain/exchange/package/package-manifest.ts';
import { readZipFile } from './zip-content.ts';
import { BrokenPackage, piecesOf, readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** What a package turned out to be. */
export interface PackageVerdict {
  /** What is wrong with it, each in a sentence; none where it holds. */
  readonly faults: readonly string[];
  /** SHA-256 of the package itself, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Files in it, and their bytes unpacked. */
  readonly files: number;
  readonly bytes: number;
  /** Null where it is not to be read. */
  readonly metadata: PackageMetadata | null;
  /** Null where the package is no archive, or its seal not to be read. */
  readonly seal: ArchivedSeal | null;
}

/** Files that are read into memory: what they say is compared. */
const READ: readonly string[] = [MANIFEST, METADATA, AUDIT_SEAL];

/**
 * Reads an archive of a project or a package of evidence back: every file has the digest of the manifest, none is missing, added,
 * unsafe or larger than any is, and the evidence is what was submitted. Reads file by file; what a package says that it comes to is
 * bounded before anything is unpacked.
 * @param fileMaxBytes what one file of evidence may have.
 */
export async function verifyPackage(
  path: string,
  { fileMaxBytes }: { readonly fileMaxBytes: number },
): Promise<PackageVerdict> {
  const file = await open(path);
  try {
    const sha256 = await digestOf(file);
    const found = await read(file, fileMaxBytes).catch((error: unknown) => {
      if (error instanceof BrokenPackage) return { ...NOTHING, faults: [error.message] };
      throw error;
    });
    return { ...found, sha256 };
  } finally {
    await file.close();
  }
}

type Found = Omit<PackageVerdict, 'sha256'>;
const NOTHING: Found = { faults: [], files: 0, bytes: 0, metadata: null, seal: null };

async function digestOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const { size } = await file.stat();
  for await (const piece of piecesOf(file, 0, size)) hash.update(piece);
  return hash.digest('hex');
}

async function read(file: FileHandle, fileMaxBytes: number): Promise<Found> {
  const { size } = await file.stat();
  const entries = await readZipDirectory(file, size);
  const sum = { files: entries.length, bytes: entries.reduce((total, each) => total + each.size, 0) };
  const first = [...faultsOfPaths(entries), ...faultsOfSizes(entries, fileMaxBytes)];
  // A package that is unsafe to unpack is not unpacked here either.
  if (first.length > 0) return { ...NOTHING, ...sum, faults: first };
  const { faults, digests, texts } = await digest(file, entries);
  const manifest = parseManifest(texts.get(MANIFEST) ?? '');
  const metadata = parseMetadata(texts.get(METADATA) ?? '');
  const kind = typeof metadata === 'string' ? null : metadata.kind;
  const sealText = texts.get(AUDIT_SEAL);
  const seal = sealText === undefined ? null : parseSeal(sealText);
  const missing = requiredFiles(kind ?? 'evidence').filter(
    (path) => !entries.some((each) => each.path === path),
  );
  const strange = kind === 'evidence' ? strangeFiles(entries) : [];
  return {
    ...sum,
    faults: [
      ...new Set([
        ...missing.map((path) => `${quotedPath(path)} is missing`),
        ...strange.map(
          (path) => `${quotedPath(path)} is a file of an archive, and this is a package of evidence`,
        ),
        ...faults,
        ...manifest.faults,
        ...compareWithManifest(manifest, digests),
        ...(typeof metadata === 'string' ? [metadata] : compareWithMetadata(metadata, digests)),
        ...(typeof seal === 'string' ? [seal] : []),
      ]),
    ],
    metadata: typeof metadata === 'string' ? null : metadata,
    seal: typeof seal === 'string' ? null : seal,
  };
}

function strangeFiles(entries: readonly ZipEntry[]): string[] {
  const known = new Set(requiredFiles('evidence'));
  return entries.map(({ path }) => path).filter((path) => !known.has(path) && !isEvidencePath(path));
}

function faultsOfPaths(entries: readonly ZipEntry[]): string[] {
  const seen = new Map<string, string>();
  return entries.flatMap(({ path }) => {
    const [folded, said] = [foldedPath(path), quotedPath(path)];
    const other = seen.get(folded);
    seen.set(folded, path);
    if (!isSafePath(path)) return [`${said} leads out of the package, or is no name of a file everywhere`];
    if (other === undefined) return [];
    return [
      other === path
        ? `${said} is there twice`
        : `${said} and ${quotedPath(other)} are one file on some systems`,
    ];
  });
}

function faultsOfSizes(entries: readonly ZipEntry[], fileMaxBytes: number): string[] {
  const faults = entries.flatMap(({ path, size }) => {
    const most = largestSize(path, fileMaxBytes);
    if (most === null) return [`${quotedPath(path)} is a file that no package of PIT has`];
    if (size <= most) return [];
    const why = isEvidencePath(path) ? `PIT_FILE_MAX_BYTES allows ${most}` : `at most ${most} are read`;
    return [`${quotedPath(path)} has ${size} bytes; ${why}`];
  });
  const evidence = entries.filter(({ path }) => isEvidencePath(path));
  const bytes = evidence.reduce((total, { size }) => total + size, 0);
  if (evidence.length > PACKAGE_LIMITS.evidence || bytes > PACKAGE_LIMITS.evidenceBytes)
    faults.push(
      `the package has ${evidence.length} files of evidence with ${bytes} bytes, which is more than any has`,
    );
  return faults;
}

interface Digested {
  readonly faults: readonly string[];
  /** Of all files but the manifest, by path. */
  readonly digests: ReadonlyMap<string, string>;
  /** Of those that are read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

async function digest(file: FileHandle, entries: readonly ZipEntry[]): Promise<Digested> {
  const faults: string[] = [];
  const [digests, texts] = [new Map<string, string>(), new Map<string, string>()];
  for (const entry of entries) {
    const keeps = READ.includes(entry.path);
    try {
      const { sha256, content } = await readZipFile(file, entry, keeps);
      if (keeps) texts.set(entry.path, content.toString('utf8'));
      if (entry.path !== MANIFEST) digests.set(entry.path, sha256);
    } catch (error) {
      if (!(error instanceof BrokenPackage)) throw error;
      faults.push(error.message);
      // It is there, and not as it was.
      if (entry.path !== MANIFEST) digests.set(entry.path, '');
    }
  }
  return { faults, digests, texts };
}
