import { createHash } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import { step } from '../../db/connection/pipeline.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { RowOfStatement, Statement } from '../../db/connection/statement.ts';
import { SAMPLED_FILES } from '../../db/queries/quality/quality-trail-query.ts';
import type { Verb } from '../../domain/directory/permissions.ts';
import { PitError } from '../../domain/errors.ts';
import { HEAD_BYTES } from '../../domain/evidence/media-type.ts';
import {
  MOST_FILE_BYTES,
  MOST_FILES,
  type FileLook,
  type OutsideLook,
  type TrailLook,
} from '../../domain/quality/quality-files.ts';
import { logger } from '../../logger.ts';
import type { AuditSealer } from '../audit/audit-seal.ts';
import { verifyAuditTrail } from '../audit/audit-trail.ts';
import type { FileStore } from '../evidence/file-store.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Command, Tx } from '../transaction/command.ts';
import { requireWanted } from './next-turn.ts';

/** Runs a verb in a transaction of its own. */
export type RunVerb = <T extends object>(verb: Command<T>) => Promise<T>;

/** By what a run looks at what no transaction is to wait for. */
export interface OutsideParts {
  readonly store: Pick<FileStore, 'read'>;
  readonly sealer: AuditSealer;
  /** In whose name files are chosen: the caller, who must be permitted the verb. */
  readonly asCaller: RunVerb;
  /** The platform, which alone may verify the trail for everybody. */
  readonly asPlatform: RunVerb;
  /** Ends the look where nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

type SampledFile = RowOfStatement<typeof SAMPLED_FILES>;

/** Records of the trail that a run on demand reads: about a second's work. */
const TRAIL_RECORDS = 50_000;

/**
 * Looks at the bytes of some files of a project and at the audit trail, before the transaction that checks the rest: nobody
 * waits for a disk or a bucket with a project's lock.
 * @throws PitError NOT_FOUND, FORBIDDEN to who may not do `verb` there; UNAVAILABLE where it was ended.
 */
export async function lookOutside(parts: OutsideParts, verb: Verb, projectId: string): Promise<OutsideLook> {
  const { orgId, sampled } = await parts.asCaller(async (tx) => {
    const project = await lockProjectOf(tx, 'project', projectId, 'input.projectId');
    authorise(tx, verb, relationsInProject(project));
    return { orgId: tx.actor.orgId, sampled: await sampleFiles(tx, project.id) };
  });
  const { store, sealer, signal } = parts;
  const files = await lookAtFiles(store, orgId, sampled, signal);
  const trail = await parts.asPlatform((tx) => lookAtTrail(tx, sealer, { signal }));
  return { files, trail };
}

/** The files of a project that a run looks at, others on each day. */
export async function sampleFiles(tx: Tx, projectId: string): Promise<readonly SampledFile[]> {
  const [rows] = await tx.pipeline([step(SAMPLED_FILES, [projectId, tx.today, MOST_FILES])]);
  return rows;
}

/** Reads files one after the other, as far as the bytes go that a run may read. What the store cannot give now is left out. */
export async function lookAtFiles(
  store: Pick<FileStore, 'read'>,
  orgId: string,
  sampled: readonly SampledFile[],
  signal?: AbortSignal,
): Promise<FileLook[]> {
  const looks: FileLook[] = [];
  let left = MOST_FILE_BYTES;
  for (const file of sampled) {
    requireWanted(signal);
    try {
      const key = { orgId, id: file.fileId, sha256: file.keptSha256 };
      const found = await readFile(store, key, { most: left, signal });
      if (found === 'too large') continue;
      left -= found?.size ?? 0;
      const { evidenceId, sha256, size, mediaType } = file;
      looks.push({ evidenceId, stated: { sha256, size, mediaType }, found });
    } catch (error) {
      requireWanted(signal);
      logger.warn({ err: error, orgId, evidenceId: file.evidenceId }, 'a file could not be looked at');
    }
  }
  return looks;
}

async function readFile(
  store: Pick<FileStore, 'read'>,
  key: Parameters<FileStore['read']>[0],
  { most, signal }: { readonly most: number; readonly signal: AbortSignal | undefined },
): Promise<FileLook['found'] | 'too large'> {
  const file = await store.read(key).catch((error: unknown) => {
    if (error instanceof PitError && error.code === 'NOT_FOUND') return null;
    throw error;
  });
  if (file === null) return null;
  if (file.size > most) {
    file.content.destroy();
    return 'too large';
  }
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let size = 0;
  // A store that has begun to answer, and goes no further, keeps nobody.
  const content = signal === undefined ? file.content : addAbortSignal(signal, file.content);
  for await (const chunk of content) {
    const bytes = chunk as Buffer;
    hash.update(bytes);
    size += bytes.length;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, bytes]).subarray(0, HEAD_BYTES);
  }
  return { sha256: hash.digest('hex'), size, head };
}

/**
 * Verifies the audit trail of the organisation, in the platform's name.
 * @param from where the look before it ended, and what ends this one.
 */
export async function lookAtTrail(
  tx: Tx,
  sealer: AuditSealer,
  {
    after = null,
    signal,
  }: { readonly after?: string | null; readonly signal?: AbortSignal | undefined } = {},
): Promise<TrailLook & { readonly next: string | null }> {
  const reading = {
    actor: tx.actor,
    auditSealer: sealer,
    rows: async <R extends object>(statement: Statement<R>, values: readonly Value[] = []) => {
      requireWanted(signal);
      return (await tx.run(statement, values)).rows;
    },
  };
  const verdict = await verifyAuditTrail(reading, { after, limit: TRAIL_RECORDS });
  return {
    holds: verdict.holds,
    records: verdict.recordsRead,
    isWhole: verdict.nextCursor === null,
    faulty: verdict.faults.flatMap(({ auditLogId }) => (auditLogId === null ? [] : [auditLogId])),
    next: verdict.nextCursor,
  };
}
