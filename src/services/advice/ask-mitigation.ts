import { MITIGATING_TASKS } from '../../db/queries/advice/brief-query.ts';
import { AdviceKind, AdviceSubject } from '../../domain/advice/advice-words.ts';
import { handlesOf } from '../../domain/advice/offered.ts';
import { TaskStatus } from '../../domain/enums.ts';
import { optionalText, requireName } from '../../domain/text.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import type { AdviceRules } from './advice-rules.ts';
import { ask, toldName, type AskedAdvice } from './ask.ts';
import { foreignId } from './ask-tasks.ts';

export interface AdviseMitigationInput {
  readonly projectId: string;
  readonly riskId: string;
  readonly title: string;
  readonly statement?: string | null;
}

const MOST_LINKED = 40;
const LONGEST_STATEMENT = 5_000;

/**
 * Asks how a risk is mitigated earlier or further by the work of one project. Its tasks of other projects, which not everybody
 * who sees this one may see, are not told.
 * @throws PitError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT; CONFLICT, LIMIT_EXCEEDED, PIT007.
 */
export async function adviseMitigation(
  tx: Tx,
  rules: AdviceRules,
  input: AdviseMitigationInput,
): Promise<AskedAdvice> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'adviseMitigation', relationsInProject(project));
  const riskId = foreignId(input.riskId, 'input.riskId');
  const title = requireName(input.title, 'input.title');
  const statement = optionalText(input.statement, 'input.statement', LONGEST_STATEMENT);
  const { rows } = await tx.run(MITIGATING_TASKS, [project.id, riskId, MOST_LINKED]);
  const tasks = handlesOf('t', rows);
  const brief = {
    today: tx.today,
    project: { name: toldName(project.name) },
    subject: { kind: AdviceSubject.RISK, title, statement },
    tasks: Object.entries(tasks).map(([handle, { id: _, name, ...told }]) => ({
      handle,
      name: toldName(name),
      ...told,
    })),
  };
  // Of completed work no priority is raised.
  const open = Object.entries(tasks).filter(([, { status }]) => status !== TaskStatus.COMPLETED);
  const offered = open.map(([handle, { id, name, priority }]) => [handle, { id, name, priority }] as const);
  const proposalId = await ask(tx, rules, {
    kind: AdviceKind.MITIGATION,
    projectId: project.id,
    subject: { kind: AdviceSubject.RISK, id: riskId },
    brief,
    offered: { tasks: Object.fromEntries(offered) },
  });
  return { proposalId, projectId: project.id };
}
