import type { AuditAction, RecordChange } from './operations.ts';
import { counted } from './plan-words.ts';
import { formatCount } from './state/format.ts';

const CHANGE: Readonly<Record<RecordChange, string>> = {
  CREATED: 'made',
  CHANGED: 'changed',
  MOVED: 'moved',
  DELETED: 'deleted',
  RESTORED: 'restored',
  REMOVED: 'removed',
};
const ACTION: Readonly<Record<AuditAction, string>> = {
  INSERT: 'inserted',
  UPDATE: 'updated',
  DELETE: 'deleted',
  OVERRIDE: 'overrode the visibility of',
};

/** Records and columns that the database calls by another name than people do; the others say what they are. */
const TABLES: Readonly<Record<string, string>> = {
  task_dependency: 'dependency',
  task_progress_log: 'progress report',
  evidence_review: 'review',
  user: 'person',
};
const FIELDS: Readonly<Record<string, string>> = {
  capex_cost: 'capital cost',
  opex_cost: 'operating cost',
  capex_total: 'capital cost in all',
  opex_total: 'operating cost in all',
  start_date: 'start',
  end_date: 'end',
  duration_days: 'working days',
  progress_percent: 'done, %',
  requires_evidence: 'needs evidence',
  order_index: 'place',
  ordered_index: 'place',
  fy_allocation: 'share of financial years',
  lag_days: 'days between',
  predecessor_task_id: 'waits for',
  successor_task_id: 'is waited for by',
  dependency_type: 'kind of dependency',
  owner_id: 'owner',
  sponsor_id: 'sponsor',
  division_id: 'division',
  project_id: 'project',
  phase_id: 'phase',
  work_package_id: 'work package',
  task_id: 'task',
  subtask_id: 'subtask',
  cluster_id: 'set of tasks',
  evidence_id: 'evidence',
  reviewer_id: 'reviewer',
  uploaded_by: 'uploaded by',
  file_url: 'file',
  file_type: 'kind of file',
  source_module: 'raised by',
  source_reference_id: 'reference where it was raised',
  ai_score: 'score by a model',
  ai_feedback: 'advice of a model',
  quick_class: 'class',
  linked_control_set_id: 'set of controls',
  linked_risk_mitigation_pct: 'mitigates, %',
  risk_mitigation_percent: 'mitigates, %',
  risk_impact_score: 'impact on risk',
  deleted_at: 'deleted',
};

/** What the pages of history and audit say; a part of `words`. */
export const recordsWords = {
  records: {
    history: 'History',
    historyLead: 'Who did what in this project, the newest first.',
    historyEmpty: 'Nothing has happened yet.',
    audit: 'Audit',
    auditLead: 'Every change of every record, the newest first.',
    auditEmpty: 'No record fits these filters.',
    change: (change: RecordChange): string => CHANGE[change],
    action: (action: AuditAction): string => ACTION[action],
    table: (name: string): string => TABLES[name] ?? name.replaceAll('_', ' '),
    field: (name: string): string => FIELDS[name] ?? name.replaceAll('_', ' '),
    movedTo: (name: string): string => `to ${name}`,
    movedFrom: (name: string): string => `from ${name}`,
    nothing: 'nothing',
    more: (count: number): string => `${counted(count, 'more value', 'more values')}`,
    filters: 'Filters',
    actions: 'Action',
    anyAction: 'Any action',
    from: 'From',
    to: 'To',
    overrides: 'With an override only',
    record: 'Id of a record',
    project: 'Id of a project',
    raw: 'As JSON',
    verify: 'Verify the trail',
    verifying: (count: number): string => `Verifying, ${formatCount(count)} records so far`,
    holds: (checked: number, moment: string): string =>
      `The trail holds: ${counted(checked, 'record', 'records')} compared with their seals, ${moment}.`,
    broken: (faults: number): string => `The trail does not hold: ${counted(faults, 'fault', 'faults')}.`,
    unsealed: 'No seal has been made yet: nothing is proved by one.',
    sealedUntil: (moment: string): string => `What was written since ${moment} is not sealed yet.`,
    faultAt: (place: string, fault: string): string => `${place}: ${fault}`,
    seal: (seal: number): string => `seal ${formatCount(seal)}`,
    sequence: (sequence: number): string => `record ${formatCount(sequence)}`,
    forbidden:
      'The audit trail is for administrators and foremen. What happened in a project stands in its history.',
  },
} as const;
