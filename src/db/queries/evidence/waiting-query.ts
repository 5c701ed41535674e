import { ReviewDecision } from '../../../domain/enums.ts';
import { nullable, timestamp, uuid } from '../../connection/column-types.ts';
import { arrayLiteral } from '../../connection/parameters.ts';
import { statement } from '../../connection/statement.ts';
import type { Condition } from '../../read/list-conditions.ts';

/** Since when each of the pieces of evidence `$1::uuid[]` waits to be decided; null for what does not. */
export const WAITING_SINCE = statement(
  `SELECT evidence_id, waiting_since FROM pit_ops.evidence_standing WHERE evidence_id = ANY ($1::uuid[])`,
  { evidenceId: uuid, waitingSince: nullable(timestamp) },
);

/**
 * The work that a piece proves, live with all that it lies in: `task` and `step`, the latter null for a task's own evidence.
 * Each behind OFFSET 0, so that it is looked up by its key for each row of the page; joined, the planner begins with all projects, or
 * goes through the policies of all tasks. The key is a column of its own: no index serves what a subquery gives, under policies.
 */
const provenWork = (condition: string): string => `EXISTS (
  SELECT FROM (SELECT coalesce(evidence.task_id, (SELECT s.task_id FROM pit.subtask s WHERE s.id = evidence.subtask_id)) AS id OFFSET 0) work
  CROSS JOIN LATERAL (SELECT project_id, owner_id FROM pit.task WHERE task.id = work.id AND deleted_at IS NULL OFFSET 0) task
  CROSS JOIN LATERAL (SELECT status FROM pit.project WHERE project.id = task.project_id AND deleted_at IS NULL OFFSET 0) project
  LEFT JOIN LATERAL (SELECT owner_id, deleted_at FROM pit.subtask WHERE subtask.id = evidence.subtask_id OFFSET 0) step ON true
  WHERE step.deleted_at IS NULL AND ${condition} OFFSET 0)`;

/**
 * That the decision which counts is any of these. They stand in the statement, being few and known, so that it is planned
 * for how many pieces have them: of some nearly all, of others hardly any.
 */
export function decidedAs(decisions: readonly ReviewDecision[]): Condition {
  const known = Object.values(ReviewDecision).filter((each) => decisions.includes(each));
  const list = known.map((each) => `'${each}'::pit.review_decision_enum`).join(', ');
  const pieces = `SELECT evidence_id FROM pit_ops.evidence_standing WHERE latest_decision IN (${list})`;
  // Where hardly any are so, they are found first; beside all that are accepted an array of them would be as long as the table.
  const isUsual = decisions.includes(ReviewDecision.ACCEPTED);
  const found = isUsual ? `id IN (${pieces})` : `id = ANY (ARRAY(${pieces}))`;
  return { op: 'expression', sql: () => (known.length === 0 ? 'false' : found) };
}

/** That the work which a piece proves is not deleted. */
export function ofLiveWork(): Condition {
  return { op: 'expression', sql: () => provenWork('true') };
}

/** Pieces of the tasks that a statement selects, each found by the keys of the row before: what is not theirs is not read. */
const ofTasks = (tasks: string): string => `
  SELECT piece.id FROM (${tasks} OFFSET 0) found
  CROSS JOIN LATERAL (SELECT evidence.id FROM pit.evidence WHERE evidence.task_id = found.id OFFSET 0) piece
  UNION ALL ${ofSubtasks(`SELECT part.id FROM (${tasks} OFFSET 0) found
    CROSS JOIN LATERAL (SELECT subtask.id FROM pit.subtask WHERE subtask.task_id = found.id OFFSET 0) part`)}`;

/** Pieces of the subtasks that a statement selects. */
const ofSubtasks = (subtasks: string): string => `
  SELECT piece.id FROM (${subtasks} OFFSET 0) found
  CROSS JOIN LATERAL (SELECT evidence.id FROM pit.evidence WHERE evidence.subtask_id = found.id OFFSET 0) piece`;

/** That a piece proves work of any of the projects. */
export function ofProjects(projectIds: readonly string[]): Condition {
  return {
    op: 'expression',
    sql: (parameter) => {
      const projects = parameter(arrayLiteral(projectIds), 'uuid[]');
      const tasks = `SELECT task.id FROM pit.task WHERE task.project_id = ANY (${projects})`;
      return `id = ANY (ARRAY(${ofTasks(tasks)}))`;
    },
  };
}

/** That any of the users owns the task, or the subtask, which a piece proves. */
export function ofOwners(userIds: readonly string[]): Condition {
  return {
    op: 'expression',
    sql: (parameter) => {
      const owners = parameter(arrayLiteral(userIds), 'uuid[]');
      const tasks = `SELECT task.id FROM pit.task WHERE task.owner_id = ANY (${owners})`;
      const subtasks = `SELECT subtask.id FROM pit.subtask WHERE subtask.owner_id = ANY (${owners})`;
      return `id = ANY (ARRAY(${ofTasks(tasks)} UNION ALL ${ofSubtasks(subtasks)}))`;
    },
  };
}

/**
 * That the user may decide a piece as any reviewer may: neither uploaded it nor owns the work, in a project whose evidence
 * is still reviewed.
 */
export function decidableBy(userId: string): Condition {
  return {
    op: 'expression',
    sql: (parameter) => {
      const user = parameter(userId, 'uuid');
      return `evidence.uploaded_by <> ${user} AND ${provenWork(
        `task.owner_id IS DISTINCT FROM ${user} AND step.owner_id IS DISTINCT FROM ${user} AND project.status <> 'archived'`,
      )}`;
    },
  };
}
