import { isoTimestamp } from '../../connection/decode.ts';
import { statement, type Statement } from '../../connection/statement.ts';
import type { Output } from '../../connection/decode.ts';

/**
 * The statements behind `src/services/rollup/rollup.ts` and the facts it works on.
 */

const json = (text: string): unknown => JSON.parse(text);
const isTrue = (text: string): boolean => text === 't';

interface Fact extends Output {
  readonly sql: string;
}

/** What a task puts into the sums above it, by the names of `PlacedTask`. */
const CONTRIBUTION: readonly Fact[] = [
  { property: 'id', sql: 'id' },
  { property: 'phaseId', sql: 'phase_id' },
  { property: 'workPackageId', sql: 'work_package_id' },
  { property: 'progressPercent', sql: 'progress_percent', decode: Number },
  { property: 'durationDays', sql: 'duration_days', decode: Number },
  { property: 'capexCost', sql: 'capex_cost' },
  { property: 'opexCost', sql: 'opex_cost' },
  { property: 'mitigationPct', sql: 'mitigation_pct' },
  { property: 'requiresEvidence', sql: 'requires_evidence', decode: isTrue },
  { property: 'hasAcceptedEvidence', sql: 'has_accepted_evidence', decode: isTrue },
  { property: 'subtasks', sql: 'subtasks', decode: json },
];

/** All else that is known of it, by the names of `TaskFacts`. */
const FACTS: readonly Fact[] = [
  ...CONTRIBUTION,
  { property: 'projectId', sql: 'project_id' },
  { property: 'name', sql: 'name' },
  { property: 'status', sql: 'status' },
  { property: 'startDate', sql: 'start_date' },
  { property: 'endDate', sql: 'end_date' },
  { property: 'ownerId', sql: 'owner_id' },
  { property: 'assignees', sql: 'assignees', decode: json },
  { property: 'phaseOwnerId', sql: 'phase_owner_id' },
  { property: 'workPackageOwnerId', sql: 'work_package_owner_id' },
  { property: 'isLinked', sql: 'is_linked', decode: isTrue },
  { property: 'updatedAt', sql: 'updated_at', decode: isoTimestamp },
  { property: 'hand', sql: 'hand', decode: json },
  { property: 'predecessors', sql: 'predecessors', decode: json },
];

/** When work began and ended, and what is left of it; no row where nothing is known. */
const ACTUALS: readonly Fact[] = [
  { property: 'actualStart', sql: 'a.actual_start' },
  { property: 'actualFinish', sql: 'a.actual_finish' },
  { property: 'remainingDays', sql: 'a.remaining_days', decode: Number },
  { property: 'remainingOrigin', sql: `coalesce(a.remaining_origin, 'person')` },
];
const OF_TASK = 'LEFT JOIN pit_ops.task_actual a ON a.task_id = f.id';

/** A door looks at the organisation alone; that the projects are visible is asked here, once for each. */
const through = (door: string, facts: readonly Fact[], more: readonly Fact[] = [], join = ''): Statement =>
  statement(
    `SELECT ${[...facts.map(({ sql }) => `f.${sql}`), ...more.map(({ sql }) => sql)].join(', ')}
    FROM ${door} f ${join} WHERE f.project_id IN (SELECT p.id FROM pit.project p)`,
    'TaskFacts',
    [...facts, ...more],
  );

/** The facts of the live tasks `$1::uuid[]` and of their direct successors. */
export const FACTS_OF_TASKS = through('pit_ops.task_facts($1, NULL)', FACTS, ACTUALS, OF_TASK);
/** The facts of the task of the subtask `$1` and of its direct successors. */
export const FACTS_OF_SUBTASK = through('pit_ops.task_facts(NULL, $1)', FACTS, ACTUALS, OF_TASK);
/** What the live tasks of the project `$1` put into its sums. */
export const CONTRIBUTIONS = through('pit_ops.contributions($1)', CONTRIBUTION);

const SUM: readonly Output[] = [{ property: 'nodeId' }, { property: 'state', decode: json }];

/** The kept sums of the nodes `$1::uuid[]`. */
export const SUMS_OF = statement(
  'SELECT node_id, state FROM pit_ops.rollup WHERE node_id = ANY ($1::uuid[])',
  'Rollup',
  SUM,
);
/** The kept sums of what the task `$1`, or that of the subtask `$2`, lies in, up to the project. */
export const SUMS_ABOVE = statement('SELECT node_id, state FROM pit_ops.sums_above($1, $2)', 'Rollup', SUM);

/**
 * Stores the roll-ups found in the project `$1` with its mitigation `$2`: tasks and subtasks with progress and status
 * ($3 to $5), then work packages, phases and the project with progress, costs and kept sums ($6 to $10). Answers
 * `SELECT 1`, or nothing where the project is not to be seen.
 */
export const STORE_ROLLUPS = statement(
  `SELECT pit_ops.store_settlement(p.id, $2, $3, $4, $5, $6, $7, $8, $9, $10) FROM pit.project p WHERE p.id = $1`,
  'Settlement',
  [],
);

/** Every work package and phase of a project, deleted ones too: all get their sums when these are built afresh. */
export const PROJECT_BRANCHES = `
  SELECT id, phase_id AS "parentId" FROM pit.work_package WHERE project_id = $1
  UNION ALL SELECT id, project_id FROM pit.phase WHERE project_id = $1`;
