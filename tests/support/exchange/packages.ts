import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

const ORG = '00000000-0000-4000-8000-00000000000a';
export const PIECES = [
  '00000000-0000-4000-8000-0000000000e1',
  '00000000-0000-4000-8000-0000000000e2',
] as const;

export const sumOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** Where the photo of a piece of evidence lies. */
export const photo = (at: 0 | 1): string => `evidence/${PIECES[at]}/photo.jpg`;

/** The files of an archive of two pieces of evidence, but for its manifest. */
export function archiveFiles(): Map<string, string> {
  const photos = [`first ${'x'.repeat(500)}`, 'second'];
  const evidence = PIECES.map((id, at) => ({
    id,
    path: photo(at as 0 | 1),
    metadata: { sha256: sumOf(photos[at] ?? '') },
  }));
  const elsewhere = { id: ORG, path: null, metadata: {}, missing: 'the file lies elsewhere, at its address' };
  const project = { id: ORG, name: 'Harbour' };
  const head = { seal: 3, hash: sumOf('seal'), sealedAt: '2026-11-01T00:00:00.000Z' };
  return new Map([
    ['plan.csv', 'name\nDig\n'],
    ['plan.xml', '<Project/>'],
    ['plan.poam.json', '{}'],
    ['plan.ics', 'BEGIN:VCALENDAR'],
    ['plan.gantt.json', '{}'],
    ['audit-seal.json', JSON.stringify({ orgId: ORG, head })],
    [
      'metadata.json',
      JSON.stringify({ format: 'archive', project, asOf: '2026-11-01', evidence: [...evidence, elsewhere] }),
    ],
    [photo(0), photos[0] ?? ''],
    [photo(1), photos[1] ?? ''],
  ]);
}

/** The manifest over files. */
export const manifestOf = (files: Iterable<readonly [string, string]>): string =>
  [...files].map(([path, content]) => `${sumOf(content)}  ${path}\n`).join('');

/** Files with the manifest over them, as a forger writes it who knows how. */
export function sealed(files: ReadonlyMap<string, string>): (readonly [string, string])[] {
  const all = [...files].filter(([path]) => path !== 'SHA256SUMS');
  return [...all, ['SHA256SUMS', manifestOf(all)]];
}

/** A ZIP of files as they stand, doubles among them. @param modes of those that are no plain files, by path. */
export async function zipped(
  files: Iterable<readonly [string, string]>,
  modes: Readonly<Record<string, number>> = {},
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [path, content] of files)
    zip.addBuffer(Buffer.from(content), path, { mode: modes[path] ?? 0o100664, mtime: new Date(0) });
  zip.end();
  return buffer(zip.outputStream);
}

/** Bytes with each `from` put into `to`, which is as long. */
export function patched(bytes: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('what is put in has to be as long');
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}
