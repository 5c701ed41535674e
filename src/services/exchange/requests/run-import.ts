import {
  ASKED_IMPORT,
  BEGIN_IMPORT,
  END_IMPORT,
  FINISH_IMPORT,
  LOCK_IMPORT,
  NOTE_IMPORT_STEP,
  OPEN_IMPORTS,
  type ImportState,
} from '../../../db/queries/exchange/import-job-query.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { SYSTEM_USER, type Actor } from '../../../domain/directory/actor.ts';
import { notFound, PitError } from '../../../domain/errors.ts';
import { parseFileReference } from '../../../domain/evidence/file-reference.ts';
import { rightsNow, storedRefusal } from '../../../domain/schedule/preview/application-rules.ts';
import type { FileStore } from '../../evidence/file-store.ts';
import { directoryRole } from '../../schedule/preview/stored-application.ts';
import type { Tx } from '../../transaction/command.ts';
import type { ImportStep, StepListener } from '../apply/applying.ts';
import type { PlanReport } from '../apply/plan-report.ts';
import { importFile } from '../import-file.ts';
import { parseMapping } from '../../../domain/exchange/csv/csv-mapping.ts';

/** An import is begun so often at most: what ends its process each time is given up. */
export const MOST_ATTEMPTS = 3;

/** Thrown where somebody has the import given up. */
export class ImportCancelled extends Error {}

/** Imports of the organisation that are under way, those that wait longest first. */
export async function openImports(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await tx.run(OPEN_IMPORTS, [limit]);
  return rows.map(({ id }) => id);
}

/**
 * Notes that an import is begun, in the platform's name and in a transaction of its own.
 * @returns who asked, with the rights that they have now; null where another process works at it, where it is over, or
 *   where it was given up just now.
 */
export async function beginImport(tx: Tx, id: string): Promise<Actor | null> {
  const asked = await lockImport(tx, id);
  if (asked === null) return null;
  const { requestedBy: userId, rights, attempts } = asked;
  if (attempts >= MOST_ATTEMPTS) {
    await endImport(tx, id, 'failed', new PitError('UNAVAILABLE', 'The import was begun too often.'));
    return null;
  }
  await tx.run(BEGIN_IMPORT, [id]);
  const { directoryRole: then, ...given } = rights;
  const now = userId === SYSTEM_USER ? null : await directoryRole(tx, userId);
  return { orgId: tx.actor.orgId, userId, ...rightsNow(given, { then, now }), requestId: id };
}

/**
 * Imports as who asked, in one transaction. What it makes and that it is done become true at once.
 * @throws RolledBack with the report of a dry run; ImportCancelled; PitError as `importFile`.
 */
export async function runImport(
  tx: Tx,
  id: string,
  { files, onStep }: { readonly files: Pick<FileStore, 'read'>; readonly onStep: StepListener },
): Promise<{ readonly isDone: boolean }> {
  const asked = await lockImport(tx, id);
  if (asked === null) return { isDone: false };
  const { fileUrl, sha256, format, mapping } = asked.request;
  const reference = parseFileReference(fileUrl);
  if (reference === null) throw notFound('file', fileUrl, 'input.fileUrl');
  const file = await files.read({ ...reference, sha256 });
  try {
    const { projectId, isDryRun } = asked;
    const content = file.content as AsyncIterable<Uint8Array>;
    const csv = parseMapping(mapping);
    const name = reference.name ?? (projectId === null ? null : 'table');
    const report = await importFile(tx, { format, content, name, csv, projectId, isDryRun, onStep });
    await finishImport(tx, id, report);
  } finally {
    file.content.destroy();
  }
  return { isDone: true };
}

/** @throws ImportCancelled where it was given up, or ended otherwise, meanwhile. */
export async function finishImport(tx: Tx, id: string, report: PlanReport): Promise<void> {
  const { rowCount } = await tx.run(FINISH_IMPORT, [id, JSON.stringify(report), report.projectId]);
  if (rowCount === 0) throw new ImportCancelled();
}

/** Notes how far it is, over another connection than its own: seen at once, whatever becomes of it. */
export async function noteStep(
  tx: Tx,
  id: string,
  { step, done, total }: ImportStep,
): Promise<{ isCancelled: boolean }> {
  const { rows } = await tx.run(NOTE_IMPORT_STEP, [id, step, done, total]);
  return { isCancelled: rows[0]?.isCancelled ?? true };
}

/** The import comes to nothing. */
export async function endImport(tx: Tx, id: string, state: ImportState, why: PitError | null): Promise<void> {
  await tx.run(END_IMPORT, [id, state, why === null ? null : JSON.stringify(storedRefusal(why))]);
}

async function lockImport(tx: Tx, id: string): Promise<RowOfStatement<typeof ASKED_IMPORT> | null> {
  const { rows: locked } = await tx.run(LOCK_IMPORT, [id]);
  if (locked[0]?.isOurs !== true) return null;
  const { rows } = await tx.run(ASKED_IMPORT, [id]);
  return rows[0] ?? null;
}
