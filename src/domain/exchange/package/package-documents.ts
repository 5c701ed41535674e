import { isUuid } from '../../uuid.ts';
import { AUDIT_SEAL, isEvidencePath, METADATA, quotedPath, type PackageKind } from './package-files.ts';

/** A seal of an organisation's audit trail, as an archive holds it. */
export interface ArchivedSeal {
  readonly orgId: string;
  /** The newest seal as the archive was begun; null where the trail had none yet. */
  readonly head: { readonly seal: number; readonly hash: string; readonly sealedAt: string } | null;
}

/** What `metadata.json` says of a package, as far as it can be held against the rest of it. */
export interface PackageMetadata {
  readonly kind: PackageKind;
  readonly project: { readonly id: string; readonly name: string };
  /** The digest that each file of evidence was submitted with, by path. */
  readonly evidence: ReadonlyMap<string, string>;
}

const DIGEST = /^[0-9a-f]{64}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/;

/** Reads `metadata.json`. @returns a sentence where it is not what PIT writes. */
export function parseMetadata(text: string): PackageMetadata | string {
  const found = objectOf(text);
  if (found === null) return `${METADATA} is no JSON object`;
  const { format: kind, evidence } = found;
  if (kind !== 'evidence' && kind !== 'archive')
    return `${METADATA} does not say what the package is: "format" has to be evidence or archive`;
  const project = projectOf(found['project']);
  if (project === null) return `${METADATA} does not say of which project the package is`;
  if (!Array.isArray(evidence)) return `${METADATA} has no list of evidence`;
  const files = new Map<string, string>();
  for (const [at, piece] of (evidence as unknown[]).entries()) {
    const file = fileOf(piece);
    if (file === 'elsewhere') continue;
    if (file === null || files.has(file.path))
      return `${METADATA}, evidence ${at + 1}: no path and digest of its own`;
    files.set(file.path, file.sha256);
  }
  return { kind, project, evidence: files };
}

function projectOf(value: unknown): PackageMetadata['project'] | null {
  if (!isObject(value)) return null;
  const { id, name } = value;
  return isUuid(id) && typeof name === 'string' ? { id, name } : null;
}

/** The file of a piece of evidence; null for what says none, and does not say either that it lies elsewhere. */
function fileOf(piece: unknown): { path: string; sha256: string } | 'elsewhere' | null {
  if (!isObject(piece)) return null;
  const { path, metadata } = piece;
  if (path === null) return 'elsewhere';
  const sha256 = isObject(metadata) ? metadata['sha256'] : null;
  return typeof path === 'string' && isEvidencePath(path) && isDigest(sha256) ? { path, sha256 } : null;
}

/** What is wrong with the files of evidence by what `metadata.json` says that they prove. */
export function compareWithMetadata(
  { evidence }: PackageMetadata,
  digests: ReadonlyMap<string, string>,
): readonly string[] {
  const faults: string[] = [];
  for (const [path, sha256] of evidence) {
    const digest = digests.get(path);
    if (digest === undefined) faults.push(`${quotedPath(path)} is missing, which ${METADATA} names`);
    else if (digest !== sha256)
      faults.push(`${quotedPath(path)} is not the file that was submitted, by ${METADATA}`);
  }
  for (const path of digests.keys())
    if (isEvidencePath(path) && !evidence.has(path))
      faults.push(`${quotedPath(path)} is evidence of nothing in ${METADATA}`);
  return faults;
}

/** Reads `audit-seal.json`. @returns a sentence where it is not what PIT writes. */
export function parseSeal(text: string): ArchivedSeal | string {
  const { orgId, head } = objectOf(text) ?? {};
  const read = head === null ? null : headOf(head);
  return isUuid(orgId) && read !== undefined
    ? { orgId, head: read }
    : `${AUDIT_SEAL} does not name an organisation and a seal`;
}

function headOf(value: unknown): NonNullable<ArchivedSeal['head']> | undefined {
  if (!isObject(value)) return undefined;
  const { seal, hash, sealedAt } = value;
  const isNumber = typeof seal === 'number' && Number.isSafeInteger(seal) && seal >= 1;
  const isMoment = typeof sealedAt === 'string' && MOMENT.test(sealedAt);
  return isNumber && isDigest(hash) && isMoment ? { seal, hash, sealedAt } : undefined;
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const found: unknown = JSON.parse(text);
    return isObject(found) ? found : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
