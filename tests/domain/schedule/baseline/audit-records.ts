import type { AuditRecord } from '../../../../src/domain/schedule/baseline/plan-as-of.ts';

export const P = 'project-1';
export type Row = Record<string, unknown>;

export const projectRow = {
  id: P,
  name: 'Doors',
  code: 'D-1',
  start_date: '2026-01-05',
  end_date: '2026-06-30',
  deleted_at: null,
};
export const taskRow = (id: string, more: Row = {}): Row => ({
  id,
  project_id: P,
  phase_id: 'phase-1',
  work_package_id: null,
  name: `Task ${id}`,
  order_index: 0,
  start_date: '2026-01-05',
  end_date: '2026-01-09',
  duration_days: 5,
  progress_percent: 0,
  status: 'not_started',
  capex_cost: 100,
  opex_cost: 0.1,
  fy_allocation: null,
  linked_risk_mitigation_pct: null,
  deleted_at: null,
  ...more,
});
export const linkRow = (from: string, to: string, more: Row = {}): Row => ({
  id: `${from}${to}`,
  project_id: P,
  predecessor_task_id: from,
  successor_task_id: to,
  dependency_type: 'finish_to_start',
  lag_days: 0,
  ...more,
});

/** Audit records in the order of their writing. */
export function log(...entries: [table: string, recordId: string, after: Row | null][]): AuditRecord[] {
  return entries.map(([table, recordId, after], at) => ({ seq: BigInt(at + 1), table, recordId, after }));
}
