import { randomUUID } from 'node:crypto';
import { AUDIT_HEAD } from '../../../db/queries/audit/audit-trail-query.ts';
import { ANNOUNCE } from '../../../db/queries/evidence/stored-file-query.ts';
import {
  ASKED_EXPORT,
  BEGIN_EXPORT,
  END_EXPORT,
  FINISH_EXPORT,
  LOCK_EXPORT,
  OPEN_EXPORTS,
} from '../../../db/queries/exchange/export-job-query.ts';
import { SYSTEM_USER, type Actor } from '../../../domain/directory/actor.ts';
import type { ArchivedSeal } from '../../../domain/exchange/package/package-documents.ts';
import type { ExportFormat } from '../../../domain/exchange/exported-plan.ts';
import { PitError } from '../../../domain/errors.ts';
import { rightsNow, storedRefusal } from '../../../domain/schedule/preview/application-rules.ts';
import { directoryRole } from '../../schedule/preview/stored-application.ts';
import type { Tx } from '../../transaction/command.ts';
import { MOST_ATTEMPTS } from '../requests/run-import.ts';
import type { WrittenExport } from './write-export.ts';

/** How long the file of an export is kept, in hours: what nobody hands in is removed after a day. */
const KEPT_HOURS = 23;

/** Exports of the organisation that are under way, those that wait longest first. */
export async function openExports(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await tx.run(OPEN_EXPORTS, [limit]);
  return rows.map(({ id }) => id);
}

/** An export that is begun: of what, and as whom. */
export interface BegunExport {
  readonly projectId: string;
  readonly format: ExportFormat;
  readonly actor: Actor;
  /** The newest seal of the organisation's audit trail; null before the first. */
  readonly auditHead: ArchivedSeal['head'];
}

/** Notes that an export is begun, in the platform's name; null where another process works at it, or where it is over. */
export async function beginExport(tx: Tx, id: string): Promise<BegunExport | null> {
  const { rows: locked } = await tx.run(LOCK_EXPORT, [id]);
  const { rows } = locked[0]?.isOurs === true ? await tx.run(ASKED_EXPORT, [id]) : { rows: [] };
  const [asked] = rows;
  if (asked === undefined) return null;
  const { projectId, format, requestedBy: userId, rights, attempts } = asked;
  if (attempts >= MOST_ATTEMPTS) {
    await endExport(
      tx,
      id,
      'failed',
      new PitError('UNAVAILABLE', 'The export was begun too often.', { pit: 'PIT010' }),
    );
    return null;
  }
  await tx.run(BEGIN_EXPORT, [id]);
  const { directoryRole: then, ...given } = rights;
  const now = userId === SYSTEM_USER ? null : await directoryRole(tx, userId);
  const actor = { orgId: tx.actor.orgId, userId, ...rightsNow(given, { then, now }), requestId: id };
  return { projectId, format, actor, auditHead: await newestSeal(tx) };
}

async function newestSeal(tx: Tx): Promise<ArchivedSeal['head']> {
  const { rows } = await tx.run(AUDIT_HEAD);
  const [head] = rows;
  // How many records it is over is of no concern to whoever asks for an archive.
  return head === undefined ? null : { seal: head.seal, hash: head.hash, sealedAt: head.sealedAt };
}

/**
 * Counts the file towards the quota of the organisation, before it is stored: what a process leaves behind is removed a
 * day later.
 * @throws PitError LIMIT_EXCEEDED, PIT010.
 */
export async function announceExport(
  tx: Tx,
  { sha256, size }: WrittenExport,
  quotaBytes: number,
): Promise<{ fileId: string }> {
  const fileId = randomUUID();
  const { rows } = await tx.run(ANNOUNCE, [fileId, sha256, size, quotaBytes]);
  if ((rows[0]?.used ?? null) === null) return { fileId };
  throw new PitError('LIMIT_EXCEEDED', 'The files of the organisation would exceed its quota.', {
    pit: 'PIT010',
    expected: `at most ${quotaBytes} bytes for the organisation`,
    actual: size,
  });
}

/** The export lies where its address says, for a day. */
export async function finishExport(
  tx: Tx,
  id: string,
  fileId: string,
  written: WrittenExport,
): Promise<void> {
  const { name, mediaType, sha256, size } = written;
  const { rows } = await tx.run(FINISH_EXPORT, [id, fileId, name, mediaType, sha256, size, KEPT_HOURS]);
  for (const { projectId } of rows)
    tx.emit({ topic: 'pit.export.generated', streamId: projectId, payload: { projectId } });
}

/** The export comes to nothing. */
export async function endExport(
  tx: Tx,
  id: string,
  state: 'refused' | 'failed',
  why: PitError,
): Promise<void> {
  await tx.run(END_EXPORT, [id, state, JSON.stringify(storedRefusal(why))]);
}
