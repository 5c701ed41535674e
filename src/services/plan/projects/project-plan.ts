import type { Value } from '../../../db/connection/parameters.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { Project } from '../../../../entities/project.ts';
import { DELETE_SUBTREE, RESTORE_SUBTREE } from '../../../db/queries/plan/plan-removal-query.ts';
import {
  INSERT_PROJECT,
  LOCK_DELETED_PROJECT,
  OPEN_TASKS,
  PROJECT_VALUES,
  SET_CODE,
  UPDATE_PROJECT,
} from '../../../db/queries/plan/project-query.ts';
import { badInput, conflict, notFound } from '../../../domain/errors.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { requireActivation } from '../../../domain/directory/project-access.ts';
import { changeLifecycle, needsNoOpenWork } from '../../../domain/plan/project-status.ts';
import { optionalText, TEXT_LIMITS } from '../../../domain/text.ts';
import { ProjectLifecycle } from '../../../domain/enums.ts';
import { NO_FRAME } from '../../../domain/plan/date-frame.ts';
import { retype } from '../wbs/wbs-element-values.ts';
import { makeGeneralPlace } from '../wbs/default-work-package.ts';
import { lockProjectOf, requireId, requireWriter, type LockedProject } from './locked-project.ts';
import { readFrame, storeFrame } from '../wbs/plan-ancestors.ts';
import { admitTasks, requireRemovable, type DeleteInput, type RestoreInput } from '../wbs/plan-removal.ts';
import { recordProjectChange } from '../wbs/plan-events.ts';
import { changeProjectValues, newProject, type ProjectChange, type ProjectValues } from './project-values.ts';
import { rebuildRollups } from '../../rollup/rollup.ts';
import { authorise, relationsInProject } from './authorization.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';

export type CreateProjectInput = ProjectChange;

export interface UpdateProjectInput extends ProjectChange {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

/** The ids that the payload of a changed project is read by. */
export interface ChangedProject {
  readonly projectId: string;
}

const STARTS: readonly ProjectLifecycle[] = [ProjectLifecycle.DRAFT, ProjectLifecycle.ACTIVE];

/**
 * Makes a project with its first phase and work package. Its owner is the actor unless named.
 * @param isEmpty whether it gets no first phase: whoever makes it brings phases along.
 * @throws PitError CONFLICT for a code that is taken; PIT002 for unknown people or an unknown division; FORBIDDEN for
 * a division that is not the actor's.
 */
export async function createProject(
  tx: Tx,
  input: CreateProjectInput,
  { isEmpty = false }: { readonly isEmpty?: boolean } = {},
): Promise<ChangedProject> {
  requireWriter(tx);
  authorise(tx, 'createProject', { owners: [], sponsorId: null });
  const blank = { ...newProject(tx), shown: NO_FRAME };
  const values = await changeProjectValues(tx, blank, { ...input, name: input.name ?? null });
  if (!STARTS.includes(values.status)) {
    throw badInput('A project does not begin so.', {
      field: 'input.status',
      expected: STARTS,
      actual: values.status,
    });
  }
  const made = await unlessTaken(values.code, 'input.code', () => tx.run(INSERT_PROJECT, newColumns(values)));
  const projectId = made.rows[0]?.id ?? '';
  if (!isEmpty) await makeGeneralPlace(tx, projectId, values.ownerId);
  storeFrame(tx, projectId, projectId, values.frame);
  recordProjectChange(tx, projectId);
  return { projectId };
}

/**
 * Changes a project. What it shows stays around what lies in it.
 * @throws PitError as `createProject`, and with `detail.allowedMoves` for a status that cannot follow; CONFLICT for an
 * archived project unless it is made active.
 */
export async function updateProject(tx: Tx, input: UpdateProjectInput): Promise<ChangedProject> {
  const { id, ifUpdatedAt, ...change } = input;
  const project = await openProject(tx, 'updateProject', { id, ifUpdatedAt });
  requireActivation(project, change.status);
  const [[stored]] = await tx.pipeline([step(PROJECT_VALUES, [project.id])]);
  if (stored === undefined) throw notFound('project', project.id, 'input.id');
  const frame = await readFrame(tx, project, []);
  const shown = { start: project.startDate, end: project.endDate };
  const current = { ...stored, frame: frame.frameOf(project.id), shown };
  const values = await changeProjectValues(tx, current, change);
  await requireLifecycle(tx, project, current.status, values.status);
  await unlessTaken(values.code, 'input.code', () =>
    tx.run(UPDATE_PROJECT, [project.id, ...columnsOf(values)]),
  );
  await retype(tx, frame, { what: 'project', id: project.id, name: values.name, parent: null }, values.frame);
  frame.save(tx);
  recordProjectChange(tx, project.id);
  return { projectId: project.id };
}

/**
 * Deletes a project; with `cascade` all that lies in it. Its numbers stay as they are, since it goes as a whole.
 * @throws PitError PIT004 while something live lies in it and may not go along.
 */
export async function deleteProject(tx: Tx, input: DeleteInput): Promise<ChangedProject> {
  const project = await openProject(tx, 'deleteProject', input);
  await requireRemovable(tx, 'project', input);
  recordProjectChange(tx, project.id);
  await tx.run(DELETE_SUBTREE.project, [project.id, project.id]);
  return { projectId: project.id };
}

export interface RestoreProjectInput extends RestoreInput {
  /** A new code for it; its own is free for others while it is deleted. */
  readonly code?: string | null;
}

/**
 * Brings a deleted project back with exactly what was deleted along with it, and updates what time has moved.
 * @throws PitError CONFLICT while another project has its code, or an origin would have two open tasks.
 */
export async function restoreProject(tx: Tx, input: RestoreProjectInput): Promise<ChangedProject> {
  const { id, ifUpdatedAt } = input;
  requireWriter(tx);
  requireId('deleted project', id, 'input.id');
  const { rows } = await tx.run(LOCK_DELETED_PROJECT, [id]);
  const [project] = rows;
  if (project === undefined) throw notFound('deleted project', id, 'input.id');
  authorise(tx, 'restoreProject', { owners: [project.ownerId], sponsorId: project.sponsorId });
  await requireUnmodified(tx, Project, project, ifUpdatedAt);
  const code = optionalText(input.code, 'code', TEXT_LIMITS.code) ?? project.code;
  if (code !== project.code) await tx.run(SET_CODE, [project.id, code]);
  await admitTasks(tx, 'project', project.id, input);
  await unlessTaken(code, 'code', () => tx.run(RESTORE_SUBTREE.project, [project.id]));
  await rebuildRollups(tx, project.id);
  recordProjectChange(tx, project.id);
  return { projectId: project.id };
}

async function openProject(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: { id: string; ifUpdatedAt?: string | null | undefined },
): Promise<LockedProject> {
  const project = await lockProjectOf(tx, 'project', id);
  authorise(tx, verb, relationsInProject(project));
  await requireUnmodified(tx, Project, project, ifUpdatedAt);
  return project;
}

async function requireLifecycle(
  tx: Tx,
  project: LockedProject,
  from: ProjectLifecycle,
  to: ProjectLifecycle,
): Promise<void> {
  const { rows } =
    from !== to && needsNoOpenWork(to) ? await tx.run(OPEN_TASKS, [project.id]) : { rows: [{ open: 0 }] };
  changeLifecycle(from, to, rows[0]?.open ?? 0);
}

/** A code may be taken by a project that the actor does not see, so that only the database can tell. */
async function unlessTaken<T>(code: string | null, field: string, store: () => Promise<T>): Promise<T> {
  try {
    return await store();
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'project_org_id_code_key') throw error;
    throw conflict('The code is taken by another project.', {
      field,
      expected: 'a code of its own',
      actual: code,
    });
  }
}

function columnsOf(values: ProjectValues): Value[] {
  const { divisionId, name, code, description, type, ownerId, sponsorId, quickClass, status } = values;
  return [divisionId, name, code, description, type, ownerId, sponsorId, quickClass, status];
}

/** A new project shows what is typed. */
function newColumns(values: ProjectValues): Value[] {
  return [...columnsOf(values), values.frame.start, values.frame.end];
}
