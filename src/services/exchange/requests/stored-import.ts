import {
  ADD_IMPORT,
  CANCEL_IMPORT,
  COUNT_OWN_IMPORTS,
  IMPORTS_BY_ID,
  type ImportRequest,
  type StoredImport,
} from '../../../db/queries/exchange/import-job-query.ts';
import type { ApplicationRights } from '../../../db/queries/schedule/application-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import { badInput, conflict, notFound, PitError } from '../../../domain/errors.ts';
import { parseFileReference } from '../../../domain/evidence/file-reference.ts';
import type { PlanFormat } from '../../../domain/exchange/plan-document.ts';
import { parseMapping } from '../../../domain/exchange/csv/csv-mapping.ts';
import { requireJson } from '../../../domain/json-bounds.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import { lockProjectOf, requireId, requireWriter } from '../../plan/projects/locked-project.ts';
import { directoryRole } from '../../schedule/preview/stored-application.ts';
import type { Tx } from '../../transaction/command.ts';

/** Imports that one user may have under way. */
const MOST_OF_A_USER = 20;

export interface ImportPlanInput {
  /** What `prepareUpload` called the file. */
  readonly fileUrl: string;
  readonly sha256: string;
  readonly format: PlanFormat;
  readonly projectId?: string | null;
  readonly dryRun: boolean;
  readonly mapping?: unknown;
}

export interface KeptImport {
  readonly importId: string;
}

/**
 * Keeps a request for the job that imports. The file is looked at by the job: whether it is there, and what it holds.
 * @throws PitError FORBIDDEN; NOT_FOUND for no project, or a file of somebody else's; LIMIT_EXCEEDED for too many at once.
 */
export async function keepImport(tx: Tx, input: ImportPlanInput): Promise<KeptImport> {
  requireWriter(tx);
  const projectId = await requireTarget(tx, input.projectId ?? null);
  const request = requestOf(tx, input);
  await requireFew(tx);
  const { role, divisionIds, overrideReason, userId } = tx.actor;
  const rights: ApplicationRights = {
    role,
    divisionIds,
    ...(overrideReason !== undefined && { overrideReason }),
    directoryRole: await directoryRole(tx, userId),
  };
  const values = [projectId, JSON.stringify(rights), JSON.stringify(request), input.dryRun];
  const { rows } = await tx.run(ADD_IMPORT, values);
  return { importId: rows[0]?.id ?? '' };
}

/** The named project, which takes it; null where a project may be made. */
async function requireTarget(tx: Tx, projectId: string | null): Promise<string | null> {
  if (projectId === null) {
    authorise(tx, 'createProject', { owners: [], sponsorId: null });
    return null;
  }
  const project = await lockProjectOf(tx, 'project', projectId, 'input.projectId');
  authorise(tx, 'importPlan', relationsInProject(project));
  return project.id;
}

function requestOf(tx: Tx, { fileUrl, sha256, format, mapping }: ImportPlanInput): ImportRequest {
  const reference = parseFileReference(fileUrl);
  if (reference === null || reference.orgId !== tx.actor.orgId) {
    const { detail } = notFound('file', fileUrl, 'input.fileUrl');
    throw new PitError('NOT_FOUND', 'file not found', {
      ...detail,
      expected: 'the fileUrl of prepareUpload',
    });
  }
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    const expected = '64 lower-case hexadecimal digits';
    throw badInput('That is no SHA-256.', { field: 'input.sha256', expected, actual: sha256.slice(0, 64) });
  }
  return { fileUrl, sha256, format, mapping: requireMapping(mapping) };
}

/** Checked while somebody waits for an answer; the job reads it again. */
function requireMapping(mapping: unknown): object | null {
  if (mapping === null || mapping === undefined) return null;
  requireJson(mapping, 'input.mapping');
  parseMapping(mapping);
  return mapping;
}

async function requireFew(tx: Tx): Promise<void> {
  const { rows } = await tx.run(COUNT_OWN_IMPORTS);
  const running = rows[0]?.count ?? 0;
  if (running < MOST_OF_A_USER) return;
  throw new PitError('LIMIT_EXCEEDED', 'Wait until your other imports are over.', {
    field: 'input',
    expected: `at most ${MOST_OF_A_USER} imports under way`,
    actual: running,
  });
}

/**
 * Has an import given up: nothing of it is stored.
 * @throws PitError NOT_FOUND for what is not to be seen; FORBIDDEN unless one asked for it; CONFLICT where it is over.
 */
export async function cancelImport(tx: Tx, { id }: { readonly id: string }): Promise<KeptImport> {
  requireWriter(tx);
  requireId('import', id, 'input.id');
  const { rows } = await tx.run(IMPORTS_BY_ID, [[id]]);
  const [job] = rows;
  if (job === undefined) throw notFound('import', id, 'input.id');
  authorise(tx, 'cancelImport', { owners: [job.requestedBy], sponsorId: null });
  const { rowCount } = await tx.run(CANCEL_IMPORT, [id]);
  if (rowCount === 0) {
    const expected = 'an import that waits or runs';
    throw conflict('The import is over.', { field: 'input.id', expected, actual: job.state });
  }
  return { importId: job.id };
}

/** The import with the id; null when there is none to see. */
export async function readImport(loaders: Loaders, id: string): Promise<StoredImport | null> {
  if (!isUuid(id)) return null;
  const loader = loaders.custom<StoredImport | null>('plan-import', async (ids, reader) => {
    const rows = await reader.rows(IMPORTS_BY_ID, [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  });
  return loader.load(id.toLowerCase());
}

/** Whether an import is over. */
export function isOver({ state }: Pick<StoredImport, 'state'>): boolean {
  return state !== 'waiting' && state !== 'running';
}
