import { PLAN_WORDS } from '../../db/queries/advice/brief-query.ts';
import { AdviceKind, type AdviceSubject } from '../../domain/advice/advice-words.ts';
import { handlesOf } from '../../domain/advice/offered.ts';
import { badInput } from '../../domain/errors.ts';
import type { Severity } from '../../domain/intake/intake.ts';
import { optionalText, requireName, requireText, TEXT_LIMITS } from '../../domain/text.ts';
import { isUuid } from '../../domain/uuid.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import type { AdviceRules } from './advice-rules.ts';
import { ask, toldName, type AskedAdvice } from './ask.ts';

/** A control that tasks may be linked to. PIT does not own controls, so that the caller names them. */
export interface OfferedControlInput {
  readonly id: string;
  readonly name: string;
}

export interface AdviseTasksInput {
  readonly projectId: string;
  readonly subject: AdviceSubject;
  /** Id of the risk, finding, control or incident in the module that owns it. */
  readonly subjectId: string;
  readonly title: string;
  readonly statement?: string | null;
  readonly severity?: Severity | null;
  readonly controls?: readonly OfferedControlInput[] | null;
}

const MOST_CONTROLS = 20;
const MOST_WORDS = 20;
const LONGEST_STATEMENT = 5_000;

/**
 * Asks for tasks by which a risk, a finding, a control or an incident is dealt with. What a model is told of it is what the
 * caller says, with the names of the project's phases and of templates.
 * @throws PitError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT; CONFLICT, LIMIT_EXCEEDED, PIT007.
 */
export async function adviseTasks(tx: Tx, rules: AdviceRules, input: AdviseTasksInput): Promise<AskedAdvice> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'adviseTasks', relationsInProject(project));
  const subjectId = foreignId(input.subjectId, 'input.subjectId');
  const told = {
    kind: input.subject,
    title: requireName(input.title, 'input.title'),
    statement: optionalText(input.statement, 'input.statement', LONGEST_STATEMENT),
    severity: input.severity ?? null,
  };
  const controls = offeredControls(input.controls ?? []);
  const { rows } = await tx.run(PLAN_WORDS, [project.id, MOST_WORDS]);
  const namesOf = (kind: string): string[] =>
    rows.filter((row) => row.kind === kind).map(({ name }) => toldName(name));
  const brief = {
    today: tx.today,
    project: {
      name: toldName(project.name),
      phases: namesOf('phase'),
      startDate: project.startDate,
      endDate: project.endDate,
    },
    templates: namesOf('template'),
    subject: told,
    controls: Object.entries(controls).map(([handle, { name }]) => ({ handle, name: toldName(name) })),
  };
  const ids = Object.fromEntries(Object.entries(controls).map(([handle, { id }]) => [handle, id]));
  const proposalId = await ask(tx, rules, {
    kind: AdviceKind.TASKS,
    projectId: project.id,
    subject: { kind: input.subject, id: subjectId },
    brief,
    offered: { controls: ids },
  });
  return { proposalId, projectId: project.id };
}

/** Id of a record that another module owns. @throws PitError BAD_USER_INPUT, PIT002. */
export function foreignId(id: string, field: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw badInput('This is no id.', {
    pit: 'PIT002',
    field,
    expected: 'a UUID',
    actual: String(id).slice(0, 64),
  });
}

function offeredControls(controls: readonly OfferedControlInput[]): Record<string, OfferedControlInput> {
  const field = 'input.controls';
  if (controls.length > MOST_CONTROLS) {
    throw badInput('These are too many controls.', {
      field,
      expected: `at most ${MOST_CONTROLS}`,
      actual: controls.length,
    });
  }
  return handlesOf(
    'k',
    controls.map(({ id, name }, at) => ({
      id: foreignId(id, `${field}.${at}.id`),
      name: requireText(name, `${field}.${at}.name`, TEXT_LIMITS.name),
    })),
  );
}
