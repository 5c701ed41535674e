import { ReviewDecision } from '../../../domain/enums.ts';
import { nullable, timestamp, uuid } from '../../connection/column-types.ts';
import { arrayLiteral } from '../../connection/parameters.ts';
import { statement } from '../../connection/statement.ts';
import type { Condition } from '../../read/keyset-statement.ts';

/** Since when each of the pieces of evidence `$1::uuid[]` waits to be decided; null for what does not. */
export const WAITING_SINCE = statement(
  `SELECT evidence_id, waiting_since FROM pit_ops.evidence_standing WHERE evidence_id = ANY ($1::uuid[])`,
  { evidenceId: uuid, waitingSince: nullable(timestamp) },
);

/**
 * The work that a piece proves, live with all that it lies in: `task` and `step`, the latter null for a task's own evidence.
 * OFFSET 0 has it looked up for each row of the page; joined, the policies of all tasks would be gone through first.
 */
const provenWork = (condition: string): string => `EXISTS (
  SELECT FROM (SELECT coalesce(evidence.task_id, (SELECT s.task_id FROM pit.subtask s WHERE s.id = evidence.subtask_id)) AS id) work
  JOIN pit.task ON task.id = work.id AND task.deleted_at IS NULL
  JOIN pit.project ON project.id = task.project_id AND project.deleted_at IS NULL
  LEFT JOIN pit.subtask step ON step.id = evidence.subtask_id
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

/** That a piece proves work of any of the projects. */
export function ofProjects(projectIds: readonly string[]): Condition {
  return {
    op: 'expression',
    sql: (parameter) =>
      provenWork(`task.project_id = ANY (${parameter(arrayLiteral(projectIds), 'uuid[]')})`),
  };
}

/** That any of the users owns the task, or the subtask, which a piece proves. */
export function ofOwners(userIds: readonly string[]): Condition {
  return {
    op: 'expression',
    sql: (parameter) => {
      const owners = parameter(arrayLiteral(userIds), 'uuid[]');
      return provenWork(`(task.owner_id = ANY (${owners}) OR step.owner_id = ANY (${owners}))`);
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
