import {
  NODE_TO_SAVE,
  SAVED_BRANCHES,
  SAVED_DEPENDENCIES,
  SAVED_TASKS,
} from '../../db/queries/templates/saved-plan-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import { badInput, notFound } from '../../domain/errors.ts';
import { templateOf } from '../../domain/templates/saved-template.ts';
import { MAX_TEMPLATE_TASKS } from '../../domain/templates/template.ts';
import { authorise } from '../plan/projects/authorization.ts';
import { requireId, requireWriter } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import { insertTemplate, type ChangedTemplate } from './templates.ts';

export interface SaveAsTemplateInput {
  /** Id of a project, phase, work package or task. */
  readonly nodeId: string;
  readonly name: string;
  readonly description?: string | null;
}

/**
 * Makes a template of the organisation out of a plan, or a part of it: branches, tasks, subtasks, controls, criteria and the
 * dependencies among them, with days relative to its first. Evidence, progress and people stay behind.
 * @throws PitError NOT_FOUND, FORBIDDEN; BAD_USER_INPUT for more tasks than a template holds, and where what comes out is no template.
 */
export async function saveAsTemplate(tx: Tx, input: SaveAsTemplateInput): Promise<ChangedTemplate> {
  const field = 'input.nodeId';
  requireWriter(tx);
  const nodeId = input.nodeId.toLowerCase();
  requireId('plan', nodeId, field);
  const [[node], branches, tasks] = await tx.pipeline([
    step(NODE_TO_SAVE, [nodeId]),
    step(SAVED_BRANCHES, [nodeId]),
    step(SAVED_TASKS, [nodeId, MAX_TEMPLATE_TASKS + 1]),
  ]);
  if (node === undefined) throw notFound('plan', nodeId, field);
  authorise(tx, 'saveAsTemplate', { owners: [], sponsorId: null });
  if (tasks.length > MAX_TEMPLATE_TASKS) {
    const expected = `at most ${MAX_TEMPLATE_TASKS} tasks`;
    throw badInput('The plan is too large for a template.', {
      field,
      expected,
      actual: `more than ${MAX_TEMPLATE_TASKS}`,
    });
  }
  const [dependencies] = await tx.pipeline([step(SAVED_DEPENDENCIES, [tasks.map(({ id }) => id)])]);
  const document = templateOf({ branches, tasks, dependencies }, tx.calendar);
  const { name, description = null } = input;
  return insertTemplate(tx, { name, description, document });
}
