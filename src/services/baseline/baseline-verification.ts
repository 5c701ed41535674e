import { ALL_TASKS_OF_BASELINE, type BaselineTask } from '../../db/queries/baseline/baseline-query.ts';
import { toRows, type BaselinePlan, type TaskRow } from '../../domain/schedule/baseline/baseline-plan.ts';
import { planFaults, type PlanFault } from '../../domain/schedule/baseline/plan-faults.ts';
import { findBaseline } from './baselines.ts';
import {
  hashOf,
  planOf,
  readKeptPlan,
  readRecords,
  type PlanReading,
  type PlanRecord,
} from './plan-reading.ts';

/** One thing that is wrong with a baseline. */
export interface BaselineFault {
  /** The table of the record in the audit log. */
  readonly table: string;
  readonly recordId: string;
  readonly fields: readonly string[];
  readonly fault: string;
  /** The audit record that the plan is rebuilt from; null when there is none any more. */
  readonly auditLogId: string | null;
  readonly sequence: number | null;
  /** Number of its seal; null while it has none. */
  readonly seal: number | null;
  /** Whether the audit record is as it was sealed; null while it has no seal. */
  readonly isAsSealed: boolean | null;
}

/** Whether a baseline is what the audit log says the plan was. */
export interface BaselineVerdict {
  readonly holds: boolean;
  /** The hash that was kept, of what the audit log gives now, and of the plan that is stored. */
  readonly sha256: string;
  readonly rebuiltSha256: string | null;
  readonly storedSha256: string;
  readonly recordCount: number;
  readonly sealedCount: number;
  /** Whether every record that the plan is made of is sealed, and as it was sealed. */
  readonly isSealed: boolean;
  readonly faultCount: number;
  readonly faults: readonly BaselineFault[];
}

const MOST_FAULTS = 100;

/**
 * Rebuilds the plan of a baseline from the audit log and compares it with what was kept.
 * @throws PitError NOT_FOUND.
 */
export async function verifyBaseline(reading: PlanReading, id: string): Promise<BaselineVerdict> {
  const baseline = await findBaseline(reading, id, 'baselineId');
  const [kept, records, tasks] = await Promise.all([
    readKeptPlan(reading, baseline.id),
    readRecords(reading, baseline.projectId, { seq: baseline.asOfSeq, unseen: baseline.unseen }, true),
    reading.rows(ALL_TASKS_OF_BASELINE, [baseline.id]),
  ]);
  const rebuilt = planOf(records, baseline.projectId);
  const [storedSha256, rebuiltSha256] = [hashOf(kept), rebuilt === null ? null : hashOf(rebuilt)];
  const faults = [
    ...(storedSha256 === rebuiltSha256 ? [] : differences(planFaults(kept, rebuilt), records)),
    ...alteredRecords(records),
    ...alteredTasks(kept, tasks),
  ];
  const isHashKept = storedSha256 === baseline.sha256 && rebuiltSha256 === baseline.sha256;
  return {
    holds: isHashKept && faults.length === 0,
    sha256: baseline.sha256,
    rebuiltSha256,
    storedSha256,
    recordCount: records.length,
    sealedCount: records.filter(({ seal }) => seal !== null).length,
    isSealed: records.every(({ isAltered }) => isAltered === false),
    faultCount: faults.length,
    faults: faults.slice(0, MOST_FAULTS),
  };
}

function differences(faults: readonly PlanFault[], records: readonly PlanRecord[]): BaselineFault[] {
  const known = new Map(records.map((record) => [`${record.table} ${record.recordId}`, record]));
  return faults.map(({ table, recordId, fields, isMissing, isAdded }) => ({
    ...sealOf(known.get(`${table} ${recordId}`)),
    table,
    recordId,
    fields,
    fault: isMissing
      ? 'the audit log does not give this record any more'
      : isAdded
        ? 'the audit log gives this record, which the baseline does not have'
        : 'the audit log gives other values than the baseline has',
  }));
}

/** Also where the plan is the same: what was changed is then no part of it. */
function alteredRecords(records: readonly PlanRecord[]): BaselineFault[] {
  return records
    .filter(({ isAltered }) => isAltered === true)
    .map((record) => ({
      ...sealOf(record),
      table: record.table,
      recordId: record.recordId,
      fields: [],
      fault: 'the audit record is altered since it was sealed',
    }));
}

function sealOf(
  record: PlanRecord | undefined,
): Pick<BaselineFault, 'auditLogId' | 'sequence' | 'seal' | 'isAsSealed'> {
  return {
    auditLogId: record?.auditLogId ?? null,
    sequence: record === undefined ? null : Number(record.seq),
    seal: record?.seal ?? null,
    isAsSealed: record?.isAltered == null ? null : !record.isAltered,
  };
}

/** The tasks one by one, which the graph shows, have to say what the plan says. */
function alteredTasks(plan: BaselinePlan, tasks: readonly BaselineTask[]): BaselineFault[] {
  const shown = new Map(tasks.map((task) => [task.taskId, task]));
  const planned = toRows<TaskRow>(plan.tasks);
  const wrong = planned.filter((task) => !isSame(task, shown.get(task.id))).map(({ id }) => id);
  const ids = new Set(planned.map(({ id }) => id));
  const added = tasks.filter(({ taskId }) => !ids.has(taskId)).map(({ taskId }) => taskId);
  return [...wrong, ...added].map((recordId) => ({
    ...sealOf(undefined),
    table: 'baseline_task',
    recordId,
    fields: [],
    fault: 'what the baseline shows of the task is not what its plan says',
  }));
}

function isSame(task: TaskRow, shown: BaselineTask | undefined): boolean {
  return (
    shown?.startDate === task.start &&
    shown.endDate === task.end &&
    shown.durationDays === task.durationDays &&
    shown.capexCost === task.capex &&
    shown.opexCost === task.opex
  );
}
