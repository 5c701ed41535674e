import { ANNOUNCE, CLAIM, FORGET } from '../../db/queries/evidence/stored-file-query.ts';
import type pg from 'pg';
import { withTenantTransaction, type TenantTx } from '../../db/write/tenant-transaction.ts';
import { PitError } from '../../domain/errors.ts';
import { parseFileReference } from '../../domain/evidence/file-reference.ts';
import type { EvidenceFiles, FileAnnouncement, PreparedUpload } from './evidence-files.ts';
import type { FileStore } from './file-store.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { PLATFORM } from '../directory/platform.ts';

/** Files that are removed under one lease. */
const FILES_PER_CLAIM = 100;

/**
 * Prepares an upload, and counts the file towards the quota of the organisation.
 * @throws PitError as `EvidenceFiles.prepareUpload`; LIMIT_EXCEEDED, PIT008, where the quota would be exceeded.
 */
export async function prepareUpload(
  tx: TenantTx,
  files: EvidenceFiles,
  announcement: FileAnnouncement,
): Promise<PreparedUpload> {
  const prepared = await files.prepareUpload(tx.actor, announcement);
  const id = parseFileReference(prepared.fileUrl)?.id ?? null;
  const { size } = announcement;
  const { quotaBytes } = files;
  const values = [id, announcement.sha256.toLowerCase(), size, quotaBytes];
  const { rows } = await tx.run(ANNOUNCE, values);
  const used = rows[0]?.used ?? null;
  if (used === null) return prepared;
  throw new PitError('LIMIT_EXCEEDED', 'The files of the organisation would exceed its quota.', {
    pit: 'PIT008',
    field: 'input.size',
    expected: `at most ${Math.max(0, quotaBytes - Number(used))} bytes, of ${quotaBytes} for the organisation`,
    actual: size,
  });
}

/**
 * Removes files that were announced a day ago and never handed in. Each is leased first, after which no evidence may
 * name it, then removed from the store, then forgotten; what a process leaves behind, the next one takes up.
 */
export async function removeAbandonedFiles(
  pool: pg.Pool,
  store: Pick<FileStore, 'remove'>,
  signal: Pick<AbortSignal, 'aborted'>,
): Promise<number> {
  let removed = 0;
  while (!signal.aborted) {
    const claimed = await asPlatform(pool, async (tx) => (await tx.run(CLAIM, [FILES_PER_CLAIM])).rows);
    if (claimed.length === 0) break;
    for (const file of claimed) {
      await store.remove(file);
      await asPlatform(pool, (tx) => tx.run(FORGET, [file.orgId, file.id]));
      removed += 1;
    }
  }
  return removed;
}

function asPlatform<T>(pool: pg.Pool, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return withTenantTransaction(pool, systemActor(PLATFORM), work);
}
