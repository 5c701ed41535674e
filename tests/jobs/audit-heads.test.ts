import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditHeads } from '../../src/jobs/audit-heads.ts';

let directory: string;

beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), 'pit-heads-'))));
afterAll(() => rm(directory, { recursive: true }));

const HEAD = { orgId: 'o', hash: 'ab', records: 7, sealedAt: '2026-11-29T00:00:00.000Z', keyId: 'k' };

test('heads of audit chains are appended to the file, which outlives a restart and is its owner’s alone', async () => {
  const file = join(directory, 'heads.jsonl');
  for (const seal of [1, 2]) {
    const heads = await AuditHeads.open(file);
    await heads.keep({ ...HEAD, seal, formerKeyId: null });
  }
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    { ...HEAD, seal: 1 },
    { ...HEAD, seal: 2 },
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a file of audit heads that cannot be written is refused at start by the name of its setting', async () => {
  const missing = join(directory, 'missing', 'heads.jsonl');
  await expect(AuditHeads.open(missing)).rejects.toThrow(
    `PIT_AUDIT_HEADS: expected a file that this account can append to, in a directory that is there, got ENOENT at ${missing}`,
  );
  await (await AuditHeads.open(null)).keep({ ...HEAD, seal: 1, formerKeyId: null });
});
