import type { Verb } from './permissions.ts';

/** A record that mutations are about. */
export type RecordKind = 'project' | 'phase' | 'work_package' | 'task' | 'subtask' | 'evidence';

const LINKS = [
  'linkRisk',
  'unlinkRisk',
  'linkControl',
  'unlinkControl',
  'linkIncident',
  'unlinkIncident',
  'linkAuditFinding',
  'unlinkAuditFinding',
  'linkIsmsCriteria',
  'unlinkIsmsCriteria',
  'awardSkillsCredit',
  'revokeSkillsCredit',
] as const;

/** Which mutations are about a live record of each kind, or make something directly in it. */
export const VERBS_OF: Readonly<Record<RecordKind, readonly Verb[]>> = {
  project: [
    'updateProject',
    'deleteProject',
    'createPhase',
    'createTasks',
    'raiseTasks',
    'generateFromTemplate',
    'createCluster',
    'setScheduleSettings',
    'applySchedule',
    'setBaseline',
    'recordCostSnapshot',
    'importCostSnapshots',
    'forecastProject',
    'importPlan',
    'rescanProject',
    'runProjectChecks',
    'applyQaFixes',
    'adviseTasks',
    'adviseSchedule',
    'adviseMitigation',
    'saveGanttState',
  ],
  phase: ['updatePhase', 'movePhase', 'deletePhase', 'createWorkPackage', 'createTask'],
  work_package: ['updateWorkPackage', 'moveWorkPackage', 'deleteWorkPackage', 'createTask'],
  task: [
    'updateTask',
    'updateTasks',
    'moveTask',
    'assignTask',
    'deleteTask',
    'deleteTasks',
    'setTaskRule',
    'addDependency',
    'createSubtask',
    'startTask',
    'blockTask',
    'unblockTask',
    'completeTask',
    'reopenTask',
    'updateProgress',
    'addComment',
    'submitEvidence',
    'setEvidencePolicy',
    ...LINKS,
  ],
  subtask: [
    'updateSubtask',
    'moveSubtask',
    'deleteSubtask',
    'startSubtask',
    'blockSubtask',
    'unblockSubtask',
    'completeSubtask',
    'reopenSubtask',
    'updateProgress',
    'addComment',
    'submitEvidence',
  ],
  evidence: ['supersedeEvidence', 'attestEvidence', 'reviewEvidence', 'withdrawEvidence', 'adviseEvidence'],
};

/** What a deleted record of each kind takes. */
export const VERBS_OF_DELETED: Readonly<Record<RecordKind, readonly Verb[]>> = {
  project: ['restoreProject'],
  phase: ['restorePhase'],
  work_package: ['restoreWorkPackage'],
  task: ['restoreTask', 'restoreTasks'],
  subtask: ['restoreSubtask'],
  evidence: [],
};
