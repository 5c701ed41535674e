/** What one package holds at most: pieces of evidence, and bytes of all of them. */
export const PACKAGE_LIMITS = { evidence: 10_000, evidenceBytes: 1_073_741_824 } as const;

/** What a package is. */
export type PackageKind = 'evidence' | 'archive';

/** The list of digests over all other files, as `sha256sum -c` reads it. */
export const MANIFEST = 'SHA256SUMS';
/** What is known of each piece of evidence. */
export const METADATA = 'metadata.json';
/** The newest seal of the organisation's audit trail as the archive was begun. */
export const AUDIT_SEAL = 'audit-seal.json';
/** The plan of an archive, once for each format. */
export const PLAN_PATHS: readonly string[] = [
  'plan.csv',
  'plan.xml',
  'plan.poam.json',
  'plan.ics',
  'plan.gantt.json',
];

const MIB = 1_048_576;
const EVIDENCE = /^evidence\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[^/]+$/;
/** Bytes of files that are read into memory, and of those that are not. */
const LARGEST: Readonly<Record<string, number>> = {
  [MANIFEST]: 16 * MIB,
  [METADATA]: 128 * MIB,
  [AUDIT_SEAL]: MIB,
  ...Object.fromEntries(PLAN_PATHS.map((path) => [path, 1_024 * MIB])),
};

/** Whether the path is that of a file of evidence. */
export function isEvidencePath(path: string): boolean {
  return EVIDENCE.test(path);
}

/** The files that a package of the kind has whatever its project holds. */
export function requiredFiles(kind: PackageKind): readonly string[] {
  return [MANIFEST, METADATA, ...(kind === 'archive' ? [AUDIT_SEAL, ...PLAN_PATHS] : [])];
}

/**
 * How large a file of a package may be, in bytes; null where no package has a file of that path.
 * @param fileMaxBytes what one file of evidence may have.
 */
export function largestSize(path: string, fileMaxBytes: number): number | null {
  return isEvidencePath(path) ? fileMaxBytes : (LARGEST[path] ?? null);
}

/**
 * Whether a path leads nowhere but into the folder that a package is unpacked in, on any system: no root, no drive, no way
 * upwards, no empty part, no separator of Windows, and no character that is not to be seen.
 */
export function isSafePath(path: string): boolean {
  if (path === '' || path.length > 400 || /[\\:]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** What two paths have in common that a file system may take for one: case, and the way in which accents are written. */
export function foldedPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** A path in quotation marks, with nothing in it that a terminal would act on. */
export function quotedPath(path: string): string {
  return JSON.stringify(path).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
