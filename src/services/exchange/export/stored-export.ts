import {
  ADD_EXPORT,
  COUNT_OWN_EXPORTS,
  EXPORTS_BY_ID,
  type StoredExport,
} from '../../../db/queries/exchange/export-job-query.ts';
import { PROJECT_IN_SIGHT } from '../../../db/queries/exchange/imported-row-query.ts';
import type { ApplicationRights } from '../../../db/queries/schedule/application-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import { clock } from '../../../clock.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import { formatFileReference } from '../../../domain/evidence/file-reference.ts';
import type { EvidenceFiles } from '../../evidence/evidence-files.ts';
import { requireMay } from '../../../domain/directory/permissions.ts';
import type { ExportFormat } from '../../../domain/exchange/exported-plan.ts';
import { notFound, PitError } from '../../../domain/errors.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { requireId } from '../../plan/projects/locked-project.ts';
import { directoryRole } from '../../schedule/preview/stored-application.ts';
import type { Tx } from '../../transaction/command.ts';

/** Exports that one user may have under way. */
const MOST_OF_A_USER = 20;

export interface StartExportInput {
  readonly projectId: string;
  readonly format: ExportFormat;
}

export interface KeptExport {
  readonly exportId: string;
}

/**
 * Keeps a request for the job that exports a project, as whoever asks sees it.
 * @throws PitError NOT_FOUND for a project that is not to be seen; LIMIT_EXCEEDED, PIT010, for too many at once.
 */
export async function keepExport(tx: Tx, { projectId, format }: StartExportInput): Promise<KeptExport> {
  const { role, divisionIds, overrideReason, userId } = tx.actor;
  requireMay('startExport', { role, relations: [], overrideReason });
  requireId('project', projectId, 'input.projectId');
  const { rows: seen } = await tx.run(PROJECT_IN_SIGHT, [projectId]);
  if (seen[0] === undefined) throw notFound('project', projectId, 'input.projectId');
  await requireFew(tx);
  const rights: ApplicationRights = {
    role,
    divisionIds,
    ...(overrideReason !== undefined && { overrideReason }),
    directoryRole: await directoryRole(tx, userId),
  };
  const { rows } = await tx.run(ADD_EXPORT, [seen[0].id, format, JSON.stringify(rights)]);
  return { exportId: rows[0]?.id ?? '' };
}

async function requireFew(tx: Tx): Promise<void> {
  const { rows } = await tx.run(COUNT_OWN_EXPORTS);
  const running = rows[0]?.count ?? 0;
  if (running < MOST_OF_A_USER) return;
  throw new PitError('LIMIT_EXCEEDED', 'Wait until your other exports are over.', {
    pit: 'PIT010',
    field: 'input',
    expected: `at most ${MOST_OF_A_USER} exports under way`,
    actual: running,
  });
}

/** An address that gives the file of an export out for some minutes; null where there is none, or none any more. */
export async function exportUrl(
  files: EvidenceFiles,
  actor: Actor,
  {
    fileId: id,
    fileName: name,
    sha256,
    mediaType,
    expiresAt,
  }: Pick<StoredExport, 'fileId' | 'fileName' | 'sha256' | 'mediaType' | 'expiresAt'>,
): Promise<string | null> {
  if (id === null || expiresAt === null || expiresAt <= clock.now().toISOString()) return null;
  const { orgId } = actor;
  return files.downloadUrl(actor, formatFileReference({ orgId, id, name }), { sha256, mediaType });
}

/** The export with the id; null when there is none to see. */
export async function readExport(loaders: Loaders, id: string): Promise<StoredExport | null> {
  if (!isUuid(id)) return null;
  const loader = loaders.custom<StoredExport | null>('plan-export', async (ids, reader) => {
    const rows = await reader.rows(EXPORTS_BY_ID, [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  });
  return loader.load(id.toLowerCase());
}
