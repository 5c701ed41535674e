import { statement } from '../../../src/db/connection/statement.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withTenantTransaction } from '../../../src/db/write/tenant-transaction.ts';
import { parseFileReference } from '../../../src/domain/evidence/file-reference.ts';
import { openFiles } from '../../../src/server/files/open-files.ts';
import type { EvidenceFiles } from '../../../src/services/evidence/evidence-files.ts';
import { prepareUpload, removeAbandonedFiles } from '../../../src/services/evidence/stored-files.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { describeFile } from './evidence-world.ts';

const GO_ON = { aborted: false };
const QUOTA = 1_000;

let plan: Plan;
let directory: string;
let files: EvidenceFiles;
let taskId: string;

beforeAll(async () => {
  plan = await Plan.open();
  directory = await mkdtemp(join(tmpdir(), 'pit-stored-'));
  const place = { kind: 'directory', path: directory } as const;
  const settings = { files: place, fileMaxBytes: 900, fileQuotaBytes: QUOTA, publicUrl: null };
  files = await openFiles(settings, randomBytes(32), () => 'http://localhost');
  const projectId = await plan.project();
  taskId = await plan.task(projectId, await plan.phase(projectId));
});

afterEach(() => plan.rows('DELETE FROM pit_ops.file_usage'));

afterAll(async () => {
  await plan.close();
  await rm(directory, { recursive: true });
});

const prepare = (content: string) =>
  withTenantTransaction(plan.pool, plan.actor(plan.worker), (tx) =>
    prepareUpload(tx, files, describeFile(content)),
  );

/** A file that was uploaded so long ago. */
async function uploaded(content: string, age = '25 hours') {
  const { fileUrl } = await prepare(content);
  const { id = '' } = parseFileReference(fileUrl) ?? {};
  const key = { orgId: plan.orgId, id, sha256: describeFile(content).sha256 };
  await files.store.put(
    { ...key, size: content.length },
    (async function* () {
      yield Buffer.from(content);
    })(),
  );
  await plan.rows(`UPDATE pit_ops.stored_file SET announced_at = now() - $2::interval WHERE id = $1`, [
    id,
    age,
  ]);
  return { fileUrl, key };
}

const HAND_IN = statement(`INSERT INTO pit.evidence (task_id, uploaded_by, file_url, file_type, metadata)
  VALUES ($1, pit_ops.ctx_user(), $2, 'document', $3)`);

function handIn(fileUrl: string, content: string, before?: () => Promise<void>): Promise<void> {
  return withTenantTransaction(plan.pool, plan.actor(plan.worker), async (tx) => {
    const metadata = { ...describeFile(content), source: 'test' };
    await tx.run(HAND_IN, [taskId, fileUrl, JSON.stringify(metadata)]);
    await before?.();
  });
}

const used = async (): Promise<number> => {
  const rows = await plan.rows<{ bytes: string }>('SELECT bytes FROM pit_ops.file_usage');
  return Number(rows[0]?.bytes ?? 0);
};

test('announcements at once do not exceed the quota of the organisation, and say what is left of it', async () => {
  const answers = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => prepare(String(n).repeat(300))));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(await used()).toBe(900);
  await expect(prepare('x'.repeat(101))).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    detail: { pit: 'PIT008', expected: 'at most 100 bytes, of 1000 for the organisation', actual: 101 },
  });
  await prepare('x'.repeat(100));
});

test('an upload that nobody handed in is removed after a day, and its bytes are free again', async () => {
  const old = await uploaded('old');
  const young = await uploaded('young', '23 hours');
  const proof = await uploaded('proof', '1 hour');
  await handIn(proof.fileUrl, 'proof');
  await plan.rows(`UPDATE pit_ops.stored_file SET announced_at = now() - interval '9 days' WHERE id = $1`, [
    proof.key.id,
  ]);
  expect(await used()).toBe('old'.length + 'young'.length + 'proof'.length);
  expect(await removeAbandonedFiles(plan.pool, files.store, GO_ON)).toBe(1);
  const sizes = await Promise.all([old, young, proof].map(({ key }) => files.store.sizeOf(key)));
  expect(sizes).toEqual([null, 5, 5]);
  expect(await used()).toBe(10);
  await expect(handIn(old.fileUrl, 'old')).rejects.toMatchObject({ constraint: 'evidence_file_url_fkey' });
});

test('a removal and a late hand-in do not both have their way', async () => {
  const late = await uploaded('late');
  await handIn(late.fileUrl, 'late', async () => {
    expect(await removeAbandonedFiles(plan.pool, files.store, GO_ON)).toBe(0);
  });
  expect(await removeAbandonedFiles(plan.pool, files.store, GO_ON)).toBe(0);
  expect(await files.store.sizeOf(late.key)).toBe(4);

  const lost = await uploaded('lost');
  let refused: unknown;
  const remove = async (): Promise<void> => {
    refused = await handIn(lost.fileUrl, 'lost').catch((error: unknown) => error);
  };
  await removeAbandonedFiles(plan.pool, { remove }, GO_ON);
  expect(refused).toMatchObject({ constraint: 'evidence_file_url_fkey' });
});

test('a removal that was broken off is taken up by the next process once its lease is out', async () => {
  const { key } = await uploaded('broken');
  const broken = { remove: () => Promise.reject(new Error('gone')) };
  await expect(removeAbandonedFiles(plan.pool, broken, GO_ON)).rejects.toThrow('gone');
  expect(await removeAbandonedFiles(plan.pool, files.store, GO_ON)).toBe(0);
  await plan.rows(
    `UPDATE pit_ops.stored_file SET removing_since = now() - interval '11 minutes' WHERE id = $1`,
    [key.id],
  );
  expect(await removeAbandonedFiles(plan.pool, files.store, GO_ON)).toBe(1);
  expect(await files.store.sizeOf(key)).toBeNull();
});

test.each([
  () => `s3://pit-local/${plan.orgId}/${randomUUID()}`,
  () => `s3://PIT-LOCAL/${plan.orgId}/${randomUUID()}`,
  () => `s3://pit-local/${randomUUID()}/${randomUUID()}`,
  () => 's3://pit-local/x',
])('evidence cannot name a file that was never announced, whoever writes it: %s', async (fileUrl) => {
  await expect(handIn(fileUrl(), 'x')).rejects.toMatchObject({ constraint: 'evidence_file_url_fkey' });
});
