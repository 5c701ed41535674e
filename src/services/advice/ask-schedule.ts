import { step } from '../../db/connection/pipeline.ts';
import { TASKS_TOLD } from '../../db/queries/advice/brief-query.ts';
import { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
import { AdviceKind } from '../../domain/advice/advice-words.ts';
import { compressionsOf } from '../../domain/advice/compressions.ts';
import { handlesOf, type Compression } from '../../domain/advice/offered.ts';
import { conflict, PitError } from '../../domain/errors.ts';
import { planAxis } from '../../domain/schedule/remaining-work/project-schedule.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import { rulesOf, storedPlan } from '../schedule/stored-plan.ts';
import type { Tx } from '../transaction/command.ts';
import { requireAdvice, type AdviceRules } from './advice-rules.ts';
import { ask, toldName, type AskedAdvice } from './ask.ts';

/** Candidates are computed while the caller waits. */
export const MOST_COMPRESSED_TASKS = 5_000;

/**
 * Asks which of the possible compressions of the critical path to take. What they are and what each gains is computed here;
 * a model ranks them, and can name no other.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT where nothing shortens the path, or, PIT007, no model may be asked;
 *   LIMIT_EXCEEDED for a plan that is too large, or, PIT007, without tokens.
 */
export async function adviseSchedule(
  tx: Tx,
  rules: AdviceRules,
  input: { readonly projectId: string },
): Promise<AskedAdvice> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'adviseSchedule', relationsInProject(project));
  await requireAdvice(tx, rules, AdviceKind.SCHEDULE);
  const candidates = await readCandidates(tx, project.id);
  const named = [...new Set(candidates.flatMap(tasksOf))];
  const [tasks] = await tx.pipeline([step(TASKS_TOLD, [named, project.id])]);
  const told = new Map(
    tasks.map(({ id, name, status, progressPercent }) => [
      id,
      { name: toldName(name), status, progressPercent },
    ]),
  );
  const offered = handlesOf('c', candidates);
  const brief = {
    today: tx.today,
    project: { name: toldName(project.name) },
    candidates: Object.entries(offered).map(([handle, candidate]) => ({
      handle,
      action: candidate.action,
      tasks: tasksOf(candidate).map((id) => told.get(id) ?? null),
      daysBefore: candidate.before,
      daysAfter: candidate.after,
      daysSaved: candidate.daysSaved,
    })),
  };
  const proposalId = await ask(tx, rules, {
    kind: AdviceKind.SCHEDULE,
    projectId: project.id,
    subject: null,
    brief,
    offered: { candidates: offered },
  });
  return { proposalId, projectId: project.id };
}

async function readCandidates(tx: Tx, projectId: string): Promise<Compression[]> {
  const { rows } = await tx.run(LOAD_PLANS, [[projectId], MOST_COMPRESSED_TASKS]);
  const plan = rows[0] === undefined ? null : storedPlan(rows[0], MOST_COMPRESSED_TASKS);
  if (plan === null) {
    const expected = `a project of at most ${MOST_COMPRESSED_TASKS} tasks`;
    throw new PitError('LIMIT_EXCEEDED', 'The project has too many tasks for this.', {
      field: 'input.projectId',
      expected,
    });
  }
  const { facts, topology } = plan;
  const rules = rulesOf(plan, tx);
  const candidates = compressionsOf({
    plan: facts,
    topology,
    rules,
    axis: planAxis(facts, tx.calendar, rules),
  });
  if (candidates.length > 0) return candidates;
  throw conflict('Nothing shortens the critical path.', {
    field: 'input.projectId',
    expected: 'open tasks of several days on the longest path, and no other path as long',
  });
}

function tasksOf(candidate: Compression): readonly string[] {
  return candidate.action === 'shorten_task'
    ? [candidate.taskId]
    : [candidate.predecessorId, candidate.successorId];
}
