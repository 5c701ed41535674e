import { date, decimal, integer, neverNull, nullable, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** What the live tasks of the projects `$1::uuid[]` cost and when; tasks without cost are left out. */
export const COSTED_TASKS = statement(
  `SELECT project_id, start_date, end_date, capex_cost, opex_cost, fy_allocation FROM pit.task
  WHERE project_id = ANY ($1::uuid[]) AND deleted_at IS NULL AND (capex_cost > 0 OR opex_cost > 0)`,
  {
    projectId: uuid,
    startDate: nullable(date),
    endDate: nullable(date),
    capexCost: decimal,
    opexCost: decimal,
    fyAllocation: nullable(integer),
  },
);

/** Planned cost of the projects `$1::uuid[]` by financial year; no year where work has neither an end nor an allocation. */
export const COST_PER_YEAR = statement(
  `SELECT financial_year, sum(capex) AS capex, sum(opex) AS opex FROM pit_ops.project_cost_per_year
  WHERE project_id = ANY ($1::uuid[]) GROUP BY financial_year ORDER BY financial_year NULLS LAST`,
  {
    financialYear: nullable(integer),
    capex: neverNull(decimal, 'a group has a row'),
    opex: neverNull(decimal, 'a group has a row'),
  },
);
