import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quotedPath } from '../../../../src/domain/exchange/package/package-files.ts';
import { verifyPackage } from '../../../../src/services/exchange/verify/verify-package.ts';
import {
  archiveFiles,
  manifestOf,
  patched,
  photo,
  sealed,
  sumOf,
  zipped,
} from '../../../support/exchange/packages.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pit-verify-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verify = (bytes: Buffer, fileMaxBytes = 1_000) => {
  const path = join(folder, 'package.zip');
  writeFileSync(path, bytes);
  return verifyPackage(path, { fileMaxBytes });
};
const faultsOf = async (bytes: Buffer): Promise<readonly string[]> => (await verify(bytes)).faults;

type Files = (readonly [string, string])[];
type Change = (files: Map<string, string>) => void;

/** The archive after a change to its files, the manifest as it was before; or, by a forger, as it has to be. */
async function tampered(change: Change, { isForged = false } = {}): Promise<Buffer> {
  const whole = new Map(sealed(archiveFiles()));
  change(whole);
  return zipped(isForged ? sealed(whole) : whole);
}

test('an archive as it was written holds, and says what it is', async () => {
  const found = await verify(await zipped(sealed(archiveFiles())));
  expect(found).toMatchObject({
    faults: [],
    files: 10,
    metadata: { kind: 'archive', project: { name: 'Harbour' } },
    seal: { head: { seal: 3, hash: sumOf('seal') } },
  });
  expect(found.metadata?.evidence.size).toBe(2);
});

const set =
  (path: string, content: string): Change =>
  (files) =>
    files.set(path, content);
const drop =
  (path: string): Change =>
  (files) =>
    files.delete(path);
const swap: Change = (files) => {
  const [first, second] = [files.get(photo(0))!, files.get(photo(1))!];
  files.set(photo(0), second).set(photo(1), first);
};
const strange = (path: string): string => `"${path}" is a file that no package of PIT has`;
const altered = (path: string): string => `"${path}" is not the file that SHA256SUMS names`;
const extra = 'evidence/00000000-0000-4000-8000-0000000000e3/x';

const TAMPERED: readonly (readonly [what: string, change: Change, faults: readonly string[]])[] = [
  ['a changed byte', set('plan.csv', 'name\nDug\n'), [altered('plan.csv')]],
  [
    'another seal',
    set('audit-seal.json', '{}'),
    [altered('audit-seal.json'), 'audit-seal.json does not name an organisation and a seal'],
  ],
  [
    'two swapped files',
    swap,
    [0, 1]
      .map((at) => altered(photo(at as 0 | 1)))
      .concat(
        [0, 1].map((at) => `"${photo(at as 0 | 1)}" is not the file that was submitted, by metadata.json`),
      ),
  ],
  ['a file that is gone', drop('plan.ics'), ['"plan.ics" is missing']],
  [
    'no manifest',
    drop('SHA256SUMS'),
    expect.arrayContaining(['"SHA256SUMS" is missing', '"plan.csv" is not in SHA256SUMS']) as never,
  ],
  [
    'evidence that is gone',
    drop(photo(1)),
    [`"${photo(1)}" is missing`, `"${photo(1)}" is missing, which metadata.json names`],
  ],
  ['a file that was added', set('run-me.exe', 'MZ'), [strange('run-me.exe')]],
  [
    'evidence that was added',
    set(extra, 'x'),
    [`"${extra}" is not in SHA256SUMS`, `"${extra}" is evidence of nothing in metadata.json`],
  ],
  [
    'a manifest with half a line',
    set('SHA256SUMS', `${manifestOf(archiveFiles())}00`),
    ['SHA256SUMS is cut off'],
  ],
  [
    'a manifest with a line twice',
    set('SHA256SUMS', `${manifestOf(archiveFiles())}${sumOf('x')}  plan.csv\n`),
    ['SHA256SUMS, line 10: "plan.csv" stands there twice'],
  ],
];

test.each(TAMPERED)('a package with %s does not hold', async (_, change, faults) => {
  expect(await faultsOf(await tampered(change))).toEqual(faults);
});

const FORGED: readonly (readonly [what: string, change: Change, faults: readonly string[]])[] = [
  [
    'two swapped files',
    swap,
    [0, 1].map((at) => `"${photo(at as 0 | 1)}" is not the file that was submitted, by metadata.json`),
  ],
  ['a file that is gone', drop('plan.ics'), ['"plan.ics" is missing']],
  ['no seal', drop('audit-seal.json'), ['"audit-seal.json" is missing']],
  ['no metadata', drop('metadata.json'), ['"metadata.json" is missing', 'metadata.json is no JSON object']],
  [
    'metadata of another kind',
    set('metadata.json', '{"format":"other"}'),
    ['metadata.json does not say what the package is: "format" has to be evidence or archive'],
  ],
  ['evidence that was added', set(extra, 'x'), [`"${extra}" is evidence of nothing in metadata.json`]],
];

test.each(FORGED)(
  'a package with %s does not hold, whoever wrote its manifest anew',
  async (_, change, faults) => {
    expect(await faultsOf(await tampered(change, { isForged: true }))).toEqual(faults);
  },
);

test('a package of evidence holds without a plan, and not with one', async () => {
  const files = archiveFiles();
  files.set('metadata.json', files.get('metadata.json')!.replace('"archive"', '"evidence"'));
  const plans = ['plan.csv', 'plan.xml', 'plan.poam.json', 'plan.ics', 'plan.gantt.json', 'audit-seal.json'];
  const found = await faultsOf(await zipped(sealed(files)));
  expect(found).toEqual(
    plans.map((path) => `"${path}" is a file of an archive, and this is a package of evidence`),
  );
  for (const path of plans) files.delete(path);
  expect(await verify(await zipped(sealed(files)))).toMatchObject({
    faults: [],
    metadata: { kind: 'evidence' },
  });
});

test('a name that is there twice, or that is one with another on some systems, does not hold', async () => {
  const files: Files = [...sealed(archiveFiles()), ['plan.csv', 'name\nDig\n'], ['PLAN.xml', '<Project/>']];
  expect(await faultsOf(await zipped(files))).toEqual([
    '"plan.csv" is there twice',
    '"PLAN.xml" and "plan.xml" are one file on some systems',
    strange('PLAN.xml'),
  ]);
});

const UNSAFE = [
  '../passwd',
  '/abs/path',
  'a/../../b',
  'c:/x/yyyy',
  'a\\..\\bbb',
  './x/yyyyy',
  'a//x/yyyy',
  'x/yyyyyy/.',
  'a\u0007x/yyyyy',
  'a\u202ex.yy',
];

test.each(UNSAFE)(
  'a path that is not safe to unpack everywhere (%j) is refused before anything is unpacked',
  async (path) => {
    const bytes = Buffer.byteLength(path);
    const plain = 'p'.repeat(bytes);
    const zip = await zipped([...archiveFiles(), [plain, 'x']]);
    const found = await faultsOf(patched(zip, plain, Buffer.from(path).toString('latin1')));
    expect(found).toContain(
      `${quotedPath(path)} leads out of the package, or is no name of a file everywhere`,
    );
  },
);

test('a link, a folder and a device are refused', async () => {
  for (const mode of [0o120777, 0o40775, 0o20666])
    expect(await faultsOf(await zipped(sealed(archiveFiles()), { 'plan.csv': mode }))).toEqual([
      '"plan.csv" is a link, a folder or a device',
    ]);
});

test('a file of evidence that unpacks to more than one may have is refused, by what the package says and by what it does', async () => {
  const files = archiveFiles();
  files.set(photo(0), '0'.repeat(5_000_000));
  const zip = await zipped(sealed(files));
  expect(zip.length).toBeLessThan(20_000);
  expect(await faultsOf(zip)).toEqual([`"${photo(0)}" has 5000000 bytes; PIT_FILE_MAX_BYTES allows 1000`]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(5_000_000);
  const less = Buffer.alloc(4);
  less.writeUInt32LE(900);
  const lying = patched(zip, size.toString('latin1'), less.toString('latin1'));
  expect(await faultsOf(lying)).toContain(`"${photo(0)}" unpacks to more than its size`);
});

test('a file that is no ZIP, cut off, or has bytes before, between or behind its files, is refused', async () => {
  const zip = await zipped(sealed(archiveFiles()));
  const end = zip.length - 22;
  const directory = zip.readUInt32LE(end + 16);
  const shifted = Buffer.concat([zip.subarray(0, directory), Buffer.from('hidden'), zip.subarray(directory)]);
  shifted.writeUInt32LE(directory + 6, shifted.length - 6);
  const fewer = Buffer.from(zip);
  fewer.writeUInt16LE(9, end + 8);
  fewer.writeUInt16LE(9, end + 10);
  const cases: readonly (readonly [Buffer, string])[] = [
    [Buffer.from('not at all'), 'the file is no ZIP: it is too short'],
    [Buffer.alloc(0), 'the file is no ZIP: it is too short'],
    [
      Buffer.alloc(1_000),
      'the file does not end as a ZIP of PIT: it is none, it is cut off, or something follows its end',
    ],
    [
      zip.subarray(0, -1),
      'the file does not end as a ZIP of PIT: it is none, it is cut off, or something follows its end',
    ],
    [
      Buffer.concat([zip, Buffer.from('x')]),
      'the file does not end as a ZIP of PIT: it is none, it is cut off, or something follows its end',
    ],
    [Buffer.concat([Buffer.from('x'), zip]), 'the directory of the ZIP is not where its end says'],
    [shifted, 'the directory of the ZIP does not begin where its last file ends'],
    [fewer, 'the directory of the ZIP has more files than it counts'],
  ];
  for (const [bytes, fault] of cases) expect(await faultsOf(bytes)).toEqual([fault]);
});

test('files that lie in each other, or whose own headers say otherwise than the directory, are refused', async () => {
  const zip = await zipped(sealed(archiveFiles()));
  const directory = zip.readUInt32LE(zip.length - 6);
  const overlapping = Buffer.from(zip);
  // The second file begins where the first one does.
  overlapping.writeUInt32LE(0, zip.indexOf('PK\u0001\u0002', directory + 4, 'latin1') + 42);
  expect(await faultsOf(overlapping)).toEqual(['"plan.xml" does not begin where the file before it ends']);
  const renamed = Buffer.from(zip);
  renamed.write('plan.cvs', 30);
  expect(await faultsOf(renamed)).toEqual([
    '"plan.csv" has another header than the directory of the ZIP says',
  ]);
  const encrypted = Buffer.from(zip);
  encrypted.writeUInt16LE(encrypted.readUInt16LE(directory + 8) | 1, directory + 8);
  expect(await faultsOf(encrypted)).toEqual([
    '"plan.csv" is encrypted, or written in a way that PIT does not know',
  ]);
});

test('a byte changed anywhere in a package is noticed', async () => {
  const zip = await zipped(sealed(archiveFiles()));
  const directory = zip.readUInt32LE(zip.length - 6);
  // But for what no content follows from: times, versions and attributes of the directory.
  const unnoticed: number[] = [];
  for (let at = 0; at < directory; at += 7) {
    const changed = Buffer.from(zip);
    changed[at] = changed[at]! ^ 0x55;
    if ((await faultsOf(changed)).length === 0) unnoticed.push(at);
  }
  const headers = [
    ...zip
      .subarray(0, directory)
      .toString('latin1')
      .matchAll(/PK\u0003\u0004/g),
  ].map(({ index }) => index);
  const isTimeOrVersion = (at: number): boolean =>
    headers.some((from) => [4, 5, 10, 11, 12, 13].includes(at - from));
  expect(unnoticed.filter((at) => !isTimeOrVersion(at))).toEqual([]);
});
