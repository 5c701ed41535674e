import { fromCents, toCents, type Money } from '../../money.ts';
import { TaskStatus, type DependencyType } from '../../enums.ts';
import {
  toColumns,
  type BaselinePlan,
  type LinkRow,
  type PhaseRow,
  type TaskRow,
  type WorkPackageRow,
} from './baseline-plan.ts';
import type { ConstraintKind, StartOrigin, TaskMode } from '../remaining-work/plan-facts.ts';

/** A row of the audit log: what a record became. */
export interface AuditRecord {
  /** The order in which the audit log was written. */
  readonly seq: bigint;
  /** The table without its schema: `task`, `task_dependency`, `phase`, `work_package`, `project`, `task_rule`, `task_actual`. */
  readonly table: string;
  readonly recordId: string;
  /** The row as JSON after the change; null when it was deleted. */
  readonly after: Readonly<Record<string, unknown>> | null;
}

type RowState = NonNullable<AuditRecord['after']>;
/** Live rows by table and then by record id. */
type States = ReadonlyMap<string, ReadonlyMap<string, RowState>>;

/**
 * The plan of a project as it stood when the audit log had come to `seq`: of every record the newest state up to then. It
 * does not matter in which order the records come, nor how many older or newer ones are among them.
 * @param asOf without `seq` the newest state of all.
 * @returns null when the project did not exist then, or was deleted.
 */
export function planAsOf(
  records: Iterable<AuditRecord>,
  asOf: { readonly projectId: string; readonly seq?: bigint },
): BaselinePlan | null {
  const states = statesAsOf(records, asOf.seq);
  const project = states.get('project')?.get(asOf.projectId);
  if (project === undefined) return null;
  const tasks = ofProject(states, 'task', asOf.projectId).map((row) => taskRow(row, states));
  const taskIds = new Set(tasks.map((task) => task.id));
  const links = ofProject(states, 'task_dependency', asOf.projectId)
    .map(linkRow)
    .filter((link) => taskIds.has(link.predecessorId) && taskIds.has(link.successorId));
  return {
    version: 1,
    project: {
      ...dated(project),
      id: asOf.projectId,
      name: text(project.name),
      code: textOrNull(project.code),
    },
    phases: toColumns<PhaseRow>(ofProject(states, 'phase', asOf.projectId).map(orderedRow), PHASE_COLUMNS),
    workPackages: toColumns<WorkPackageRow>(
      ofProject(states, 'work_package', asOf.projectId).map(packageRow),
      [...PHASE_COLUMNS, 'phaseId'],
    ),
    tasks: toColumns<TaskRow>(tasks, TASK_COLUMNS),
    links: toColumns<LinkRow>(links, ['id', 'predecessorId', 'successorId', 'type', 'lagDays']),
  };
}

/** Rows that stood at that moment: neither removed nor marked as deleted. */
function statesAsOf(records: Iterable<AuditRecord>, seq: bigint | undefined): States {
  const newest = new Map<string, Map<string, AuditRecord>>();
  for (const record of records) {
    if (seq !== undefined && record.seq > seq) continue;
    let ofTable = newest.get(record.table);
    if (ofTable === undefined) newest.set(record.table, (ofTable = new Map<string, AuditRecord>()));
    const known = ofTable.get(record.recordId);
    if (known === undefined || record.seq > known.seq) ofTable.set(record.recordId, record);
  }
  return new Map([...newest].map(([table, ofTable]) => [table, liveRows(ofTable)]));
}

function liveRows(newest: ReadonlyMap<string, AuditRecord>): Map<string, RowState> {
  const live = new Map<string, RowState>();
  for (const [id, { after }] of newest) if (after !== null && after.deleted_at == null) live.set(id, after);
  return live;
}

function ofProject(states: States, table: string, projectId: string): RowState[] {
  return [...(states.get(table)?.values() ?? [])].filter((row) => row.project_id === projectId);
}

const PHASE_COLUMNS = ['id', 'name', 'order', 'start', 'end'] as const;
const TASK_COLUMNS = [
  ...PHASE_COLUMNS,
  'phaseId',
  'workPackageId',
  'durationDays',
  'progress',
  'isCompleted',
  'capex',
  'opex',
  'fyAllocation',
  'mitigationPct',
  'mode',
  'startOrigin',
  'constraintKind',
  'constraintDate',
  'deadline',
  'actualStart',
  'actualFinish',
  'remainingDays',
] as const;

function orderedRow(row: RowState): PhaseRow {
  return { ...dated(row), id: text(row.id), name: text(row.name), order: Number(row.order_index) };
}

function packageRow(row: RowState): WorkPackageRow {
  return { ...orderedRow(row), phaseId: text(row.phase_id) };
}

function linkRow(row: RowState): LinkRow {
  return {
    id: text(row.id),
    predecessorId: text(row.predecessor_task_id),
    successorId: text(row.successor_task_id),
    type: row.dependency_type as DependencyType,
    lagDays: Number(row.lag_days),
  };
}

function taskRow(row: RowState, states: States): TaskRow {
  return {
    ...orderedRow(row),
    phaseId: text(row.phase_id),
    workPackageId: textOrNull(row.work_package_id),
    durationDays: countOrNull(row.duration_days),
    progress: Number(row.progress_percent),
    isCompleted: row.status === TaskStatus.COMPLETED,
    capex: decimal(row.capex_cost),
    opex: decimal(row.opex_cost),
    fyAllocation: countOrNull(row.fy_allocation),
    mitigationPct: row.linked_risk_mitigation_pct == null ? null : decimal(row.linked_risk_mitigation_pct),
    ...ruleOf(states.get('task_rule')?.get(text(row.id))),
    ...actualOf(states.get('task_actual')?.get(text(row.id))),
  };
}

/** A task without a rule is automatic, as soon as possible, its start set by a person. */
function ruleOf(
  rule: RowState | undefined,
): Pick<TaskRow, 'mode' | 'startOrigin' | 'constraintKind' | 'constraintDate' | 'deadline'> {
  return {
    mode: (rule?.mode ?? 'auto') as TaskMode,
    startOrigin: (rule?.start_origin ?? 'person') as StartOrigin,
    constraintKind: (rule?.constraint_kind ?? 'asap') as ConstraintKind,
    constraintDate: textOrNull(rule?.constraint_date),
    deadline: textOrNull(rule?.deadline),
  };
}

function actualOf(
  actual: RowState | undefined,
): Pick<TaskRow, 'actualStart' | 'actualFinish' | 'remainingDays'> {
  return {
    actualStart: textOrNull(actual?.actual_start),
    actualFinish: textOrNull(actual?.actual_finish),
    remainingDays: countOrNull(actual?.remaining_days),
  };
}

function dated(row: RowState): Pick<PhaseRow, 'start' | 'end'> {
  return { start: textOrNull(row.start_date), end: textOrNull(row.end_date) };
}

function text(value: unknown): string {
  return value as string;
}

function textOrNull(value: unknown): string | null {
  return value == null ? null : (value as string);
}

function countOrNull(value: unknown): number | null {
  return value == null ? null : Number(value);
}

/** A NUMERIC of two places: JSON has it as a number, which holds twelve digits exactly, or as text. */
function decimal(value: unknown): Money {
  return fromCents(typeof value === 'string' ? toCents(value) : BigInt(Math.round(Number(value) * 100)));
}
