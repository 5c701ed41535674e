import {
  bigint,
  boolean,
  date,
  decimal,
  integer,
  nullable,
  text,
  timestamp,
  uuid,
  word,
  type RowOf,
} from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';
import type { BaselineKind } from '../../../domain/enums.ts';

/** What is said of a baseline; its plan stands beside it. */
const BASELINE = {
  id: uuid,
  projectId: uuid,
  name: text,
  kind: word<BaselineKind>(),
  isCurrent: boolean,
  reason: nullable(text),
  approvedBy: nullable(uuid),
  asOf: timestamp,
  asOfSeq: bigint,
  unseen: text,
  startDate: nullable(date),
  endDate: nullable(date),
  taskCount: integer,
  capexCost: decimal,
  opexCost: decimal,
  sha256: text,
  setBy: uuid,
  setAt: timestamp,
  updatedAt: timestamp,
};

/** Money is text of two places; the hash 64 hexadecimal digits; `unseen` an array literal of transactions. */
export type StoredBaseline = Readonly<RowOf<typeof BASELINE>>;

/** Baselines of live projects alone: what lies in a deleted one is not there. */
const baselines = (condition: string): Statement<RowOf<typeof BASELINE>> =>
  statement(
    `SELECT baseline.id, baseline.project_id, baseline.name, baseline.kind, baseline.is_current, baseline.reason,
       baseline.approved_by, baseline.as_of, baseline.as_of_seq, baseline.unseen::text, baseline.start_date,
       baseline.end_date, baseline.task_count, baseline.capex_cost, baseline.opex_cost,
       encode(baseline.sha256, 'hex') AS sha256, baseline.set_by, baseline.set_at, baseline.updated_at
     FROM pit_ops.baseline AS baseline
     JOIN pit.project AS project ON project.id = baseline.project_id AND project.deleted_at IS NULL
     WHERE ${condition} ORDER BY baseline.as_of DESC, baseline.set_at DESC, baseline.id`,
    BASELINE,
  );

/** Those of the projects `$1`, by the moment that they show, latest first. */
export const BASELINES_OF_PROJECTS = baselines('baseline.project_id = ANY ($1::uuid[])');
/** The current ones of the projects `$1`. */
export const CURRENT_BASELINES = baselines('baseline.project_id = ANY ($1::uuid[]) AND baseline.is_current');
/** Those with the ids `$1`. */
export const BASELINES_BY_ID = baselines('baseline.id = ANY ($1::uuid[])');

/** When each of the projects `$1` was promised to be finished: the current baseline says so, else who typed its end. */
export const PROMISED_FINISHES = statement(
  `SELECT project.id, coalesce(baseline.end_date, frame.end_typed) AS day
   FROM pit.project AS project
   LEFT JOIN pit_ops.baseline AS baseline ON baseline.project_id = project.id AND baseline.is_current
   LEFT JOIN pit_ops.date_frame AS frame ON frame.node_id = project.id
   WHERE project.id = ANY ($1::uuid[])`,
  { id: uuid, day: nullable(date) },
);

const TASK = {
  taskId: uuid,
  startDate: nullable(date),
  endDate: nullable(date),
  durationDays: nullable(integer),
  capexCost: decimal,
  opexCost: decimal,
};

/** A task as a baseline has it. Money is text of two places, the duration working days. */
export type BaselineTask = Readonly<RowOf<typeof TASK>>;

const tasks = (baseline: string): Statement<RowOf<typeof TASK>> =>
  statement(
    `SELECT kept.task_id, kept.start_date, kept.end_date, kept.duration_days, kept.capex_cost, kept.opex_cost
     FROM unnest($1::uuid[], $2::uuid[]) AS wanted (project_id, task_id)
     JOIN pit_ops.baseline AS baseline ON baseline.project_id = wanted.project_id AND ${baseline}
     JOIN pit_ops.baseline_task AS kept ON kept.baseline_id = baseline.id AND kept.task_id = wanted.task_id`,
    TASK,
  );

/** The tasks `$2` of the projects `$1` as the current baselines have them. */
export const TASKS_OF_CURRENT = tasks('baseline.is_current');
/** The same as the baseline `$3` has them. */
export const TASKS_OF_BASELINE = tasks('baseline.id = $3::uuid');

/** All tasks of the baseline `$1`. */
export const ALL_TASKS_OF_BASELINE = statement(
  `SELECT task_id, start_date, end_date, duration_days, capex_cost, opex_cost
   FROM pit_ops.baseline_task WHERE baseline_id = $1::uuid`,
  TASK,
);

/** How many baselines the project `$1` has, and whether one is original. */
export const EXISTING_BASELINES = statement(
  `SELECT count(*)::int AS count, coalesce(bool_or(kind = 'original'), false) AS has_original
   FROM pit_ops.baseline WHERE project_id = $1`,
  { count: integer, hasOriginal: boolean },
);
