import {
  boolean,
  date,
  decimal,
  enumOf,
  integer,
  json,
  nullable,
  text,
  timestamp,
  uuid,
  word,
  type Columns,
  type RowOf,
} from '../../connection/column-types.ts';
import type { DependencyType, TaskStatus } from '../../../domain/enums.ts';
import type { ManualStatus } from '../../../domain/plan/status.ts';
import { snakeCase } from '../../connection/naming-strategy.ts';
import { statement, type Statement } from '../../connection/statement.ts';

/**
 * The statements behind `src/services/rollup/rollup.ts` and the facts it works on.
 */

/** A live subtask as the roll-up sees it. */
export interface SubtaskFacts {
  readonly id: string;
  readonly name: string;
  /** Null: the task's owner answers for it. */
  readonly ownerId: string | null;
  readonly updatedAt: string;
  readonly status: TaskStatus;
  readonly progressPercent: number;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly isEvidenceGateMet: boolean;
  readonly hand: ManualStatus;
}

/** One dependency of a task on its predecessor, with what the predecessor's status hangs on. */
export interface PredecessorFacts {
  readonly id: string;
  readonly type: DependencyType;
  readonly lagDays: number;
  readonly start: string | null;
  readonly end: string | null;
  readonly progressPercent: number;
  readonly hand: ManualStatus;
}

/** What a task puts into the sums above it, by the names of `PlacedTask`. */
const CONTRIBUTION = {
  id: uuid,
  phaseId: uuid,
  workPackageId: nullable(uuid),
  progressPercent: integer,
  durationDays: nullable(integer),
  capexCost: decimal,
  opexCost: decimal,
  mitigationPct: nullable(decimal),
  requiresEvidence: boolean,
  /** Whether the kept sums hold its proof as one that is valid. */
  isProofCurrent: boolean,
  /** Whether the kept sums hold it: of the occurrences of a series they hold one. */
  isCounted: boolean,
  subtasks: json<readonly SubtaskFacts[]>(),
};

/** All else that is known of it, by the names of `TaskFacts`. */
const FACTS = {
  ...CONTRIBUTION,
  projectId: uuid,
  name: text,
  status: enumOf('task_status_enum'),
  startDate: nullable(date),
  endDate: nullable(date),
  ownerId: uuid,
  assignees: json<readonly string[]>(),
  phaseOwnerId: uuid,
  workPackageOwnerId: nullable(uuid),
  /** Whether another module raised it or is linked to it, and so wants to hear of it. */
  isLinked: boolean,
  updatedAt: timestamp,
  hand: json<ManualStatus>(),
  predecessors: json<readonly PredecessorFacts[]>(),
  /** When its work began and ended; null: not so far, or nobody knows. */
  actualStart: nullable(date),
  actualFinish: nullable(date),
  /** Whether evidence of it is accepted, however old; false where none is required. */
  hasAcceptedEvidence: boolean,
  /** The accepted piece that holds longest, and its last day: null where it has no end, or nothing is accepted. */
  proofId: nullable(uuid),
  provenUntil: nullable(date),
  /** The same two facts as they were stored with the sums. */
  wasProofCurrent: boolean,
  wasProvenUntil: nullable(date),
  /** The series that it is an occurrence of; null for all other work. */
  seriesId: nullable(uuid),
  /** Working days still to do as somebody, or the engine, said; null derives them. */
  remainingDays: nullable(integer),
  remainingOrigin: word<'person' | 'engine'>(),
};

/** A live task with everything that its numbers and its status are made of; amounts are decimal strings. */
export type TaskFacts = Readonly<RowOf<typeof FACTS>>;

/** A door looks at the organisation alone; that the projects are visible is asked here, once for each. */
const through = <C extends Columns>(
  door: string,
  facts: C,
  sql: Readonly<Record<string, string>> = {},
): Statement<RowOf<C>> => {
  const columns = Object.keys(facts).map((name) => sql[name] ?? `f.${snakeCase(name)}`);
  return statement(
    `SELECT ${columns.join(', ')} FROM ${door} WHERE f.project_id IN (SELECT p.id FROM pit.project p)`,
    facts,
  );
};

/** Where `pit_ops.task_actual` has a row for a task, and so something is known of when it began and ended. */
const ACTUALS = {
  actualStart: 'a.actual_start',
  actualFinish: 'a.actual_finish',
  remainingDays: 'a.remaining_days',
  remainingOrigin: `coalesce(a.remaining_origin, 'person') AS remaining_origin`,
};

/** What the sums hold of a proof; without a row what its acceptance says. */
const COUNTED = 'coalesce(c.is_proof_current, f.has_accepted_evidence)';
const COUNTING = `LEFT JOIN pit_ops.task_counting c ON c.task_id = f.id
    LEFT JOIN pit_ops.occurrence o ON o.task_id = f.id`;
const OCCURRENCE = { isCounted: 'coalesce(o.is_counted, true) AS is_counted', seriesId: 'o.series_id' };
const PROOFS = {
  isProofCurrent: `${COUNTED} AS is_proof_current`,
  wasProofCurrent: `${COUNTED} AS was_proof_current`,
  wasProvenUntil: 'c.proven_until AS was_proven_until',
  proofId: 'proof.evidence_id AS proof_id',
  provenUntil: 'proof.valid_until AS proven_until',
};
const factsOf = (door: string): Statement<TaskFacts> =>
  through(
    `${door} f LEFT JOIN pit_ops.task_actual a ON a.task_id = f.id ${COUNTING}
    LEFT JOIN LATERAL (SELECT * FROM pit_ops.latest_proof(f.id) WHERE f.has_accepted_evidence) proof ON true`,
    FACTS,
    { ...ACTUALS, ...PROOFS, ...OCCURRENCE },
  );

/** The facts of the live tasks `$1::uuid[]` and of their direct successors. */
export const FACTS_OF_TASKS = factsOf('pit_ops.task_facts($1, NULL)');
/** The facts of the task of the subtask `$1` and of its direct successors. */
export const FACTS_OF_SUBTASK = factsOf('pit_ops.task_facts(NULL, $1)');
/** What the live tasks of the project `$1` put into its sums. */
export const CONTRIBUTIONS = through(`pit_ops.contributions($1) f ${COUNTING}`, CONTRIBUTION, {
  isProofCurrent: PROOFS.isProofCurrent,
  isCounted: OCCURRENCE.isCounted,
});

const SUM = { nodeId: uuid, state: json<unknown>() };
/** The sums that are kept of a branch or project; `decodeRollup` reads them. */
export type KeptSums = RowOf<typeof SUM>;

/** The kept sums of the nodes `$1::uuid[]`. */
export const SUMS_OF = statement(
  'SELECT node_id, state FROM pit_ops.rollup WHERE node_id = ANY ($1::uuid[])',
  SUM,
);
/** The kept sums of what the task `$1`, or that of the subtask `$2`, lies in, up to the project. */
export const SUMS_ABOVE = statement('SELECT node_id, state FROM pit_ops.sums_above($1, $2)', SUM);

/**
 * Stores the roll-ups found in the project `$1` with its mitigation `$2`: tasks and subtasks with progress and status
 * ($3 to $5), then work packages, phases and the project with progress, costs and kept sums ($6 to $10). Answers
 * `SELECT 1`, or nothing where the project is not to be seen.
 */
export const STORE_ROLLUPS = statement(
  `SELECT pit_ops.store_settlement(p.id, $2, $3, $4, $5, $6, $7, $8, $9, $10) FROM pit.project p WHERE p.id = $1`,
);

/** Stores what the sums of the project `$1` now hold of the proof of the tasks `$2`: whether it is valid `$3`, and until when `$4`. */
export const STORE_COUNTING = statement(
  'SELECT pit_ops.store_counting(p.id, $2, $3, $4) FROM pit.project p WHERE p.id = $1',
);

/** Every work package and phase of a project, deleted ones too: all get their sums when these are built afresh. */
export const PROJECT_BRANCHES = statement(
  `
  SELECT id, phase_id AS "parentId" FROM pit.work_package WHERE project_id = $1
  UNION ALL SELECT id, project_id FROM pit.phase WHERE project_id = $1`,
  { id: uuid, parentId: uuid },
);
