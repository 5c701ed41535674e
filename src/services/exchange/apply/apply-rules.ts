import { RULES_OF_TASKS, STORE_TASK_RULES } from '../../../db/queries/exchange/imported-row-query.ts';
import type { PlanTask } from '../../../domain/exchange/plan-document.ts';
import type { TaskMode } from '../../../domain/schedule/remaining-work/plan-facts.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import type { PlacedTask } from './apply-tasks.ts';
import type { Applying } from './applying.ts';

const BATCH = 1_000;

type Rule = Pick<PlanTask, 'constraintKind' | 'constraintDate' | 'deadline' | 'startOrigin'> & {
  readonly mode: TaskMode;
};

const NO_RULE: Rule = {
  mode: 'auto',
  constraintKind: 'asap',
  constraintDate: null,
  deadline: null,
  startOrigin: 'person',
};

/**
 * Gives tasks the rules of the file, and says who set their starts: links move what the file computed, not what a person
 * typed. The last of what writes dates, since whoever writes a start is taken for a person.
 * @throws PitError FORBIDDEN.
 */
export async function applyRules({ tx, project }: Applying, tasks: readonly PlacedTask[]): Promise<void> {
  for (let from = 0; from < tasks.length; from += BATCH) {
    const batch = tasks.slice(from, from + BATCH);
    const { rows } = await tx.run(RULES_OF_TASKS, [batch.map(({ id }) => id)]);
    const stored = new Map(rows.map((row) => [row.taskId, row]));
    const records = batch.flatMap(({ task, id, isNew }) => {
      const current = stored.get(id);
      const rule = ruleOf(task, current ?? (isNew ? { ...NO_RULE, startOrigin: task.startOrigin } : NO_RULE));
      return isSame(current ?? NO_RULE, rule) ? [] : [{ taskId: id, ...rule }];
    });
    if (records.length === 0) continue;
    authorise(tx, 'setTaskRule', relationsInProject(project));
    await tx.run(STORE_TASK_RULES, [JSON.stringify(records), project.id]);
  }
}

/** What the file does not say stays; of a task that is new nobody has said anything. */
function ruleOf(task: PlanTask, kept: Rule): Rule {
  const { mode, constraintKind, constraintDate, deadline, startOrigin } = task;
  if (mode !== null) return { mode, constraintKind, constraintDate, deadline, startOrigin };
  return { ...kept, deadline: deadline ?? kept.deadline };
}

function isSame(a: Rule, b: Rule): boolean {
  return (Object.keys(NO_RULE) as (keyof Rule)[]).every((name) => a[name] === b[name]);
}
