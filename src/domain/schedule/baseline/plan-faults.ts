import { toRows, type BaselinePlan } from './baseline-plan.ts';

/** A record of which two versions of one plan say different things. */
export interface PlanFault {
  /** The table of the record in the audit log. */
  readonly table: string;
  readonly recordId: string;
  /** Fields of the plan that differ; empty where one version does not have the record. */
  readonly fields: readonly string[];
  readonly isMissing: boolean;
  readonly isAdded: boolean;
}

const RULE_FIELDS: readonly string[] = [
  'mode',
  'startOrigin',
  'constraintKind',
  'constraintDate',
  'deadline',
];
const ACTUAL_FIELDS: readonly string[] = ['actualStart', 'actualFinish', 'remainingDays'];
const LISTS = {
  phases: 'phase',
  workPackages: 'work_package',
  tasks: 'task',
  links: 'task_dependency',
} as const;

type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** Which records differ between a plan as it was kept and as it is rebuilt. */
export function planFaults(kept: BaselinePlan, rebuilt: BaselinePlan | null): PlanFault[] {
  if (rebuilt === null) return [fault('project', kept.project.id, [], { isMissing: true })];
  const faults = changedFields({ ...kept.project }, { ...rebuilt.project });
  return [
    ...(faults.length === 0 ? [] : [fault('project', kept.project.id, faults)]),
    ...(Object.keys(LISTS) as (keyof typeof LISTS)[]).flatMap((list) =>
      listFaults(LISTS[list], rowsOf(kept, list), rowsOf(rebuilt, list)),
    ),
  ];
}

function rowsOf(plan: BaselinePlan, list: keyof typeof LISTS): AnyRow[] {
  switch (list) {
    case 'phases':
      return toRows(plan.phases).map((row) => ({ ...row }));
    case 'workPackages':
      return toRows(plan.workPackages).map((row) => ({ ...row }));
    case 'tasks':
      return toRows(plan.tasks).map((row) => ({ ...row }));
    case 'links':
      return toRows(plan.links).map((row) => ({ ...row }));
  }
}

function listFaults(table: string, kept: readonly AnyRow[], rebuilt: readonly AnyRow[]): PlanFault[] {
  const found = new Map(rebuilt.map((row) => [row.id, row]));
  const known = new Set(kept.map((row) => row.id));
  return [
    ...kept.flatMap((row) => {
      const other = found.get(row.id);
      if (other === undefined) return [fault(table, row.id, [], { isMissing: true })];
      return byTable(table, row.id, changedFields(row, other));
    }),
    ...rebuilt.filter((row) => !known.has(row.id)).map((row) => fault(table, row.id, [], { isAdded: true })),
  ];
}

/** The rule and the actual dates of a task are records of their own. */
function byTable(table: string, id: string, fields: readonly string[]): PlanFault[] {
  const rule = fields.filter((field) => RULE_FIELDS.includes(field));
  const actual = fields.filter((field) => ACTUAL_FIELDS.includes(field));
  const own = fields.filter((field) => !rule.includes(field) && !actual.includes(field));
  return [
    ...(own.length === 0 ? [] : [fault(table, id, own)]),
    ...(rule.length === 0 ? [] : [fault('task_rule', id, rule)]),
    ...(actual.length === 0 ? [] : [fault('task_actual', id, actual)]),
  ];
}

function changedFields(kept: object, rebuilt: object): string[] {
  const other = new Map(Object.entries(rebuilt));
  return Object.entries(kept).flatMap(([field, value]) => (value === other.get(field) ? [] : [field]));
}

function fault(
  table: string,
  recordId: string,
  fields: readonly string[],
  { isMissing = false, isAdded = false } = {},
): PlanFault {
  return { table, recordId, fields, isMissing, isAdded };
}
