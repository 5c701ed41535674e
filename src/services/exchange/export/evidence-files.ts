import type { ExportedEvidence } from './read-exported.ts';
import { parseFileReference } from '../../../domain/evidence/file-reference.ts';
import type { FileKey, FileStore } from '../../evidence/file-store.ts';

/** Characters of a name inside a package. */
const LONGEST = 100;
/** Names that Windows keeps for devices, whatever ends them. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A piece of evidence as it lies in a package. */
export interface PackedEvidence {
  /** What `metadata.json` says of it. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Its file and where that lies; null for one that is elsewhere, or not to be found. */
  readonly file: { readonly key: FileKey; readonly path: string } | null;
}

/**
 * A name that leads nowhere but into its folder, on any system: no separators, no dots at its ends, no control or invisible
 * direction characters, no device, and short.
 */
export function safeName(name: string, fallback: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const point = plain.lastIndexOf('.');
  const ending = point > 0 && plain.length - point <= 12 ? plain.slice(point) : '';
  const stem = [...plain.slice(0, plain.length - ending.length)].slice(0, LONGEST - ending.length).join('');
  const short = `${stem}${ending}`;
  if (short === '' || /^[._]+$/.test(short)) return fallback;
  return DEVICE.test(short) ? `_${short}` : short;
}

/** Where the files of the organisation's evidence lie in a package, each in a folder of its own: names may be the same. */
export async function packEvidence(
  evidence: readonly ExportedEvidence[],
  orgId: string,
  store: Pick<FileStore, 'sizeOf'>,
): Promise<PackedEvidence[]> {
  const packed: PackedEvidence[] = [];
  for (const piece of evidence) {
    const found = await fileOf(piece, orgId, store);
    const {
      id,
      taskId,
      taskName,
      subtaskId,
      fileType,
      fileUrl,
      createdAt,
      uploadedBy,
      latestDecision,
      metadata,
    } = piece;
    const place = typeof found === 'string' ? { path: null, missing: found } : { path: found.path };
    packed.push({
      said: {
        id,
        taskId,
        taskName,
        subtaskId,
        fileType,
        fileUrl,
        createdAt,
        uploadedBy,
        latestDecision,
        metadata,
        ...place,
      },
      file: typeof found === 'string' ? null : found,
    });
  }
  return packed;
}

/** The file of a piece; in words why there is none. */
async function fileOf(
  { id, fileUrl, metadata }: ExportedEvidence,
  orgId: string,
  store: Pick<FileStore, 'sizeOf'>,
): Promise<NonNullable<PackedEvidence['file']> | string> {
  const reference = parseFileReference(fileUrl);
  const sha256 = metadata['sha256'];
  const isOurs = reference !== null && reference.orgId === orgId && typeof sha256 === 'string';
  if (!isOurs || !/^[0-9a-f]{64}$/.test(sha256)) return 'the file lies elsewhere, at its address';
  const key = { orgId, id: reference.id, sha256 };
  if ((await store.sizeOf(key)) === null) return 'the store does not have the file';
  return { key, path: `evidence/${id}/${safeName(reference.name ?? '', 'file')}` };
}
