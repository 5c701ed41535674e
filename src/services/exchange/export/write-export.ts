import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { clock } from '../../../clock.ts';
import type { FileStore } from '../../evidence/file-store.ts';
import { ExportFormat, type ExportedPlan } from '../../../domain/exchange/exported-plan.ts';
import type { ArchivedSeal } from '../../../domain/exchange/package/package-documents.ts';
import { FILE_NAMES, inBytes, textOf } from './plan-text.ts';
import type { Exported } from './read-exported.ts';
import { writePackage } from './write-package.ts';

/** How the folder of an export begins, and after how long nobody writes into it any more. */
const [FOLDER, ABANDONED_MS] = ['pit-export-', 86_400_000];

/** A file that was written, until it is removed. */
export interface WrittenExport {
  readonly path: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly name: string;
  readonly mediaType: string;
  remove(): Promise<void>;
}

/** Where what stands beside the plan comes from. */
export interface PackageSource {
  readonly orgId: string;
  readonly store: Pick<FileStore, 'read' | 'sizeOf'>;
  /** The newest seal of the organisation's audit trail, which an archive holds; null before the first. */
  readonly auditHead: ArchivedSeal['head'];
}

/** What the file is called: `pit_<code>_<day>.xml`, of what a name may hold. */
export function exportName({ project, today }: ExportedPlan, format: ExportFormat): string {
  const code = (project.code ?? project.name).replace(/[^\p{L}\p{N}.-]+/gu, '-').slice(0, 60);
  return `pit_${code}_${today}${FILE_NAMES[format].ending}`;
}

/** Writes an export into a file of its own, with its digest: a store takes a file whose digest it knows. */
export async function writeExport(
  exported: Exported,
  format: ExportFormat,
  source: PackageSource,
): Promise<WrittenExport> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'export');
  const hash = createHash('sha256');
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await writeInto(exported, format, { source, sinks: [count, createWriteStream(path)] });
  } catch (error) {
    await remove();
    throw error;
  }
  const { mediaType } = FILE_NAMES[format];
  return {
    path,
    sha256: hash.digest('hex'),
    size,
    name: exportName(exported.plan, format),
    mediaType,
    remove,
  };
}

/** Removes what processes that were killed have left: nothing else is so old. */
async function removeAbandoned(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => each.startsWith(FOLDER))) {
    const folder = join(tmpdir(), name);
    // Another process may have removed it meanwhile, or own it.
    const found = await stat(folder).catch(() => null);
    if (found !== null && clock.now().getTime() - found.mtimeMs > ABANDONED_MS)
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

interface Target {
  readonly source: PackageSource;
  readonly sinks: readonly [Transform, NodeJS.WritableStream];
}

async function writeInto(exported: Exported, format: ExportFormat, { source, sinks }: Target): Promise<void> {
  if (format !== ExportFormat.EVIDENCE && format !== ExportFormat.ARCHIVE)
    return pipeline(Readable.from(inBytes(textOf(exported.plan, format))), ...sinks);
  const into = new PassThrough();
  const stored = pipeline(into, ...sinks);
  // What breaks the package breaks the file.
  const packed = writePackage(exported, format, { ...source, into }).catch((error: unknown) => {
    into.destroy(error instanceof Error ? error : new Error('the package could not be written'));
    throw error;
  });
  await Promise.all([packed, stored]);
}

export function contentOf({ path }: WrittenExport): AsyncIterable<Buffer> {
  return createReadStream(path) as AsyncIterable<Buffer>;
}
