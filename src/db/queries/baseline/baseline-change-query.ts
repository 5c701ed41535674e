import { json, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { BaselinePlan } from '../../../domain/schedule/baseline/baseline-plan.ts';

/** The plan of the baseline `$1`. */
export const BASELINE_PLAN = statement(
  'SELECT plan FROM pit_ops.baseline_plan WHERE baseline_id = $1::uuid',
  { plan: json<BaselinePlan>() },
);

/** Holds the project `$1` to no baseline but `$2`, so that this one can be current. */
export const LEAVE_CURRENT = statement(`
  UPDATE pit_ops.baseline SET is_current = false WHERE project_id = $1 AND is_current AND id IS DISTINCT FROM $2::uuid`);

export const INSERT_BASELINE = statement(
  `INSERT INTO pit_ops.baseline (project_id, name, kind, is_current, reason, approved_by, as_of, as_of_seq, unseen,
    start_date, end_date, task_count, capex_cost, opex_cost, sha256)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::xid8[], $10, $11, $12, $13, $14, decode($15, 'hex')) RETURNING id`,
  { id: uuid },
);

/** Keeps the plan `$3` of the baseline `$1` of the project `$2`. */
export const INSERT_PLAN = statement(
  'INSERT INTO pit_ops.baseline_plan (baseline_id, project_id, plan) VALUES ($1, $2, $3::jsonb)',
);

/** Keeps the tasks of the baseline `$1` of the project `$2`, column by column. */
export const INSERT_TASKS = statement(`
  INSERT INTO pit_ops.baseline_task
    (baseline_id, project_id, task_id, start_date, end_date, duration_days, capex_cost, opex_cost)
  SELECT $1, $2, each.task_id, each.start_date, each.end_date, each.duration_days, each.capex_cost, each.opex_cost
  FROM unnest($3::uuid[], $4::date[], $5::date[], $6::int[], $7::numeric[], $8::numeric[])
    AS each (task_id, start_date, end_date, duration_days, capex_cost, opex_cost)`);

export const USE_BASELINE = statement('UPDATE pit_ops.baseline SET is_current = true WHERE id = $1');
export const RENAME_BASELINE = statement('UPDATE pit_ops.baseline SET name = $2 WHERE id = $1');
export const DELETE_BASELINE = statement('DELETE FROM pit_ops.baseline WHERE id = $1');
