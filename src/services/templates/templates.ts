import { step } from '../../db/connection/pipeline.ts';
import { TaskClusterTemplate } from '../../../entities/task-cluster-template.ts';
import {
  DELETE_TEMPLATE,
  INSERT_TEMPLATE,
  LOCK_TEMPLATE,
  type TEMPLATE,
  UPDATE_TEMPLATE,
} from '../../db/queries/templates/template-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { forbidden, notFound } from '../../domain/errors.ts';
import type { Verb } from '../../domain/directory/permissions.ts';
import { changed } from '../../domain/plan/task-values.ts';
import { optionalText, requireName, TEXT_LIMITS } from '../../domain/text.ts';
import { requireId, requireWriter } from '../plan/projects/locked-project.ts';
import { authorise } from '../plan/projects/authorization.ts';
import { requireTemplate } from './template-form.ts';
import { requireUnmodified } from '../transaction/optimistic-lock.ts';
import type { Tx } from '../transaction/command.ts';

export interface CreateTemplateInput {
  readonly name: string;
  readonly description?: string | null;
  readonly document: unknown;
}

/** Three-valued; name and plan cannot be cleared. */
export interface UpdateTemplateInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly document?: unknown;
}

export interface ChangedTemplate {
  readonly templateId: string;
}

/** A template as it is stored. */
export type StoredTemplate = Readonly<RowOfStatement<typeof TEMPLATE>>;

/** Templates are the organisation's, so that nobody stands closer to them than their role. */
const NOBODY = { owners: [], sponsorId: null };

/**
 * Makes a template of the organisation.
 * @throws PitError FORBIDDEN; BAD_USER_INPUT with all its problems for a plan that does not hold.
 */
export async function createTemplate(tx: Tx, input: CreateTemplateInput): Promise<ChangedTemplate> {
  requireWriter(tx);
  authorise(tx, 'createTemplate', NOBODY);
  return insertTemplate(tx, input);
}

/** As `createTemplate`, for those who have been let in already. */
export async function insertTemplate(tx: Tx, input: CreateTemplateInput): Promise<ChangedTemplate> {
  const values = [
    requireName(input.name, 'input.name'),
    optionalText(input.description, 'input.description', TEXT_LIMITS.description),
    JSON.stringify(requireTemplate(input.document, 'input.document')),
  ];
  const { rows } = await tx.run(INSERT_TEMPLATE, values);
  return { templateId: rows[0]?.id ?? '' };
}

/**
 * Changes a template of the organisation; what was generated from it stays as it is.
 * @throws PitError as `createTemplate`; FORBIDDEN for the platform's own.
 */
export async function updateTemplate(tx: Tx, input: UpdateTemplateInput): Promise<ChangedTemplate> {
  const template = await openTemplate(tx, 'updateTemplate', input);
  await tx.run(UPDATE_TEMPLATE, [
    template.id,
    changed(template.name, input.name, (name) => requireName(name, 'input.name')),
    changed(template.description, input.description, (text) =>
      optionalText(text, 'input.description', TEXT_LIMITS.description),
    ),
    JSON.stringify(
      changed(template.templateJson, input.document, (plan) => requireTemplate(plan, 'input.document')),
    ),
  ]);
  return { templateId: template.id };
}

/**
 * Deletes a template of the organisation, for good; what was generated from it stays as it is.
 * @throws PitError NOT_FOUND; FORBIDDEN, for the platform's own too; CONFLICT.
 */
export async function deleteTemplate(
  tx: Tx,
  input: Pick<UpdateTemplateInput, 'id' | 'ifUpdatedAt'>,
): Promise<{ deletedId: string }> {
  const { id } = await openTemplate(tx, 'deleteTemplate', input);
  await tx.run(DELETE_TEMPLATE, [id]);
  return { deletedId: id };
}

async function openTemplate(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: Pick<UpdateTemplateInput, 'id' | 'ifUpdatedAt'>,
): Promise<StoredTemplate> {
  requireWriter(tx);
  const template = await readTemplate(tx, LOCK_TEMPLATE, id, 'input.id');
  authorise(tx, verb, NOBODY);
  if (template.isGlobal) {
    throw forbidden('The platform’s own templates are only read.', { field: 'input.id', actual: id });
  }
  await requireUnmodified(tx, TaskClusterTemplate, template, ifUpdatedAt);
  return template;
}

/**
 * A template of the organisation or of the platform.
 * @param how `TEMPLATE`, or `LOCK_TEMPLATE` to change it.
 * @throws PitError NOT_FOUND.
 */
export async function readTemplate(
  tx: Tx,
  how: typeof TEMPLATE,
  id: string,
  field: string,
): Promise<StoredTemplate> {
  requireId('template', id, field);
  const [rows] = await tx.pipeline([step(how, [id])]);
  const [template] = rows;
  if (template === undefined) throw notFound('template', id, field);
  return template;
}
