import { MANIFEST, quotedPath } from './package-files.ts';

/** The digests of a manifest by path, and what of it cannot be read. */
export interface Manifest {
  readonly sums: ReadonlyMap<string, string>;
  readonly faults: readonly string[];
}

const LINE = /^([0-9a-f]{64}) {2}(.+)$/;

/** Reads the lines of `SHA256SUMS`: a digest of 64 hexadecimal digits, two spaces, a path. */
export function parseManifest(text: string): Manifest {
  const sums = new Map<string, string>();
  const faults: string[] = [];
  const lines = text.split('\n');
  if (lines.pop() !== '') faults.push(`${MANIFEST} is cut off`);
  for (const [at, line] of lines.entries()) {
    const [, sum, path] = LINE.exec(line) ?? [];
    if (sum === undefined || path === undefined)
      faults.push(`${MANIFEST}, line ${at + 1}: no digest and path`);
    else if (sums.has(path))
      faults.push(`${MANIFEST}, line ${at + 1}: ${quotedPath(path)} stands there twice`);
    else sums.set(path, sum);
  }
  return { sums, faults };
}

/**
 * What is wrong with the files of a package by its manifest: one that was altered, added or taken away.
 * @param digests SHA-256 of all files but the manifest, by path.
 */
export function compareWithManifest(
  { sums }: Manifest,
  digests: ReadonlyMap<string, string>,
): readonly string[] {
  const faults: string[] = [];
  for (const [path, digest] of digests) {
    const sum = sums.get(path);
    if (sum === undefined) faults.push(`${quotedPath(path)} is not in ${MANIFEST}`);
    else if (sum !== digest) faults.push(`${quotedPath(path)} is not the file that ${MANIFEST} names`);
  }
  for (const path of sums.keys()) if (!digests.has(path)) faults.push(`${quotedPath(path)} is missing`);
  return faults;
}
