import { Project } from '../../../../entities/project.ts';
import { step } from '../../../db/connection/pipeline.ts';
import {
  ADD_TAG_LINKS,
  COUNT_TAG_LINKS,
  COUNT_TAGS,
  DELETE_TAG,
  DROP_TAG_LINKS,
  LOCK_TAG,
  MAKE_TAGS,
  OTHER_TAG,
  RENAME_TAG,
  TAGS_OF_PROJECTS,
  TAGS_OF_TASKS,
  TAKE_TAGS,
} from '../../../db/queries/plan/tag-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { badInput, notFound, PitError } from '../../../domain/errors.ts';
import { MOST_TAGS_OF_ORGANISATION, requireTag, requireTags } from '../../../domain/plan/tags.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';
import { authorise, relationsInProject } from '../projects/authorization.ts';
import { lockProjectOf, requireId, requireWriter } from '../projects/locked-project.ts';
import type { ChangedProject } from '../projects/project-plan.ts';
import { loadWorkItem } from '../status/load-work-item.ts';
import type { ChangedWork } from '../status/task-status.ts';
import { recordProjectChange } from '../wbs/plan-events.ts';

export { isTagged } from '../../../db/queries/plan/tag-query.ts';

interface TagsInput {
  /** All that it is to carry, 20 at most; what is not named is taken away, what the organisation does not have is made. */
  readonly names: readonly string[];
  readonly ifUpdatedAt?: string | null;
}

export interface TaskTagsInput extends TagsInput {
  readonly taskId: string;
}

export interface ProjectTagsInput extends TagsInput {
  readonly projectId: string;
}

/** A tag as it is shown. */
export interface ReadTag {
  readonly id: string;
  readonly name: string;
}

/** Tags are the organisation's, so that nobody stands closer to them than their role. */
const NOBODY = { owners: [], sponsorId: null };

/**
 * Gives a task exactly these tags.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT; LIMIT_EXCEEDED beyond 1,000 tags of the organisation.
 */
export async function setTaskTags(tx: Tx, input: TaskTagsInput): Promise<ChangedWork> {
  const { taskId: id, ifUpdatedAt } = input;
  const names = requireTags(input.names, 'input.names');
  const ref = { what: 'task', id, field: 'input.taskId', ifUpdatedAt } as const;
  const { project, task } = await loadWorkItem(tx, 'setTaskTags', ref);
  if (await carry(tx, project.id, task.id, names)) {
    const payload = { projectId: project.id, taskId: task.id };
    tx.emit({ topic: 'pit.task.updated', streamId: project.id, payload });
  }
  const { workPackageId, phaseId } = task;
  return { taskId: task.id, subtaskId: null, workPackageId, phaseId, projectId: project.id };
}

/**
 * Gives a project exactly these tags; those of its tasks stay theirs.
 * @throws PitError as `setTaskTags`.
 */
export async function setProjectTags(tx: Tx, input: ProjectTagsInput): Promise<ChangedProject> {
  const names = requireTags(input.names, 'input.names');
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'setProjectTags', relationsInProject(project));
  await requireUnmodified(tx, Project, project, input.ifUpdatedAt);
  if (await carry(tx, project.id, null, names)) recordProjectChange(tx, project.id);
  return { projectId: project.id };
}

/** Whether it carries others than before. */
async function carry(tx: Tx, projectId: string, taskId: string | null, names: string[]): Promise<boolean> {
  await makeTags(tx, names);
  const place = [projectId, taskId, names] as const;
  const [dropped, added] = await tx.pipeline([
    step(DROP_TAG_LINKS, [...place]),
    step(ADD_TAG_LINKS, [...place]),
  ]);
  return dropped.length + added.length > 0;
}

async function makeTags(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const [, counted] = await tx.pipeline([step(TAKE_TAGS), step(COUNT_TAGS, [names])]);
  const { present, missing } = counted[0] ?? { present: 0, missing: 0 };
  if (missing === 0) return;
  if (present + missing > MOST_TAGS_OF_ORGANISATION) throw tooMany();
  tx.defer(step(MAKE_TAGS, [names]));
}

function tooMany(): PitError {
  return new PitError('LIMIT_EXCEEDED', 'The organisation has too many tags.', {
    field: 'input.names',
    expected: `at most ${MOST_TAGS_OF_ORGANISATION} tags in an organisation`,
  });
}

/**
 * Renames a tag wherever it is carried.
 * @throws PitError NOT_FOUND, FORBIDDEN; BAD_USER_INPUT for the name, also where another tag has it.
 */
export async function renameTag(tx: Tx, input: { id: string; name: string }): Promise<{ tagId: string }> {
  const name = requireTag(input.name, 'input.name');
  const tag = await openTag(tx, 'renameTag', input.id);
  const [, others] = await tx.pipeline([step(TAKE_TAGS), step(OTHER_TAG, [tag.id, name])]);
  if (others.length > 0) {
    throw badInput('Another tag has this name.', {
      field: 'input.name',
      expected: 'a name of its own',
      actual: name,
    });
  }
  await tx.run(RENAME_TAG, [tag.id, name]);
  return { tagId: tag.id };
}

/** Projects and tasks from which one request takes a tag at most: each of them has a new version and a record. */
const MOST_UNTAGGED = 2_000;

/**
 * Deletes a tag, and takes it from all that carries it.
 * @throws PitError NOT_FOUND, FORBIDDEN; LIMIT_EXCEEDED where more than 2,000 projects and tasks carry it.
 */
export async function deleteTag(tx: Tx, input: { id: string }): Promise<{ deletedId: string }> {
  const tag = await openTag(tx, 'deleteTag', input.id);
  const { rows } = await tx.run(COUNT_TAG_LINKS, [tag.id, MOST_UNTAGGED + 1]);
  if ((rows[0]?.count ?? 0) > MOST_UNTAGGED) {
    throw new PitError('LIMIT_EXCEEDED', 'Too much carries the tag for deleting it at once.', {
      field: 'input.id',
      expected: `a tag of at most ${MOST_UNTAGGED} projects and tasks`,
    });
  }
  await tx.run(DELETE_TAG, [tag.id]);
  return { deletedId: tag.id };
}

async function openTag(tx: Tx, verb: Verb, given: string): Promise<ReadTag> {
  requireWriter(tx);
  requireId('tag', given, 'input.id');
  const [tag] = (await tx.run(LOCK_TAG, [given])).rows;
  if (tag === undefined) throw notFound('tag', given, 'input.id');
  authorise(tx, verb, NOBODY);
  return tag;
}

/** The tags of a task or project, by name; one statement for all of a tick. */
export function readTags(
  loaders: Loaders,
  kind: 'task' | 'project',
  id: string,
): Promise<readonly ReadTag[]> {
  const loader = loaders.custom<readonly ReadTag[]>(`tags of a ${kind}`, async (ids, reader) => {
    const rows = await reader.rows(kind === 'task' ? TAGS_OF_TASKS : TAGS_OF_PROJECTS, [ids]);
    const byNode = new Map<string, ReadTag[]>();
    for (const row of rows) byNode.set(row.nodeId, [...(byNode.get(row.nodeId) ?? []), row]);
    return ids.map((each) => byNode.get(each) ?? []);
  });
  return loader.load(id);
}
