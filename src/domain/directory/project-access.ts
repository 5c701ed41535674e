import { conflict, type PitError } from '../errors.ts';
import type { Verb } from './permissions.ts';
import { ProjectLifecycle } from '../enums.ts';

/**
 * Which projects a verb may be about, beyond those that are drafts, active or on hold.
 * - `open`: no others: it adds or plans work, which a completed project does not take.
 * - `completed`: also completed ones. Where it leaves a task open, the project is active again.
 * - `any`: archived ones too; or it is about no project.
 */
export type ProjectAccess = 'any' | 'completed' | 'open';

export const PROJECT_ACCESS = {
  createProject: 'any',
  // Of an archived project it changes nothing unless it makes it active: `requireActivation`.
  updateProject: 'any',
  deleteProject: 'completed',
  restoreProject: 'any',

  createPhase: 'open',
  updatePhase: 'open',
  movePhase: 'open',
  deletePhase: 'completed',
  restorePhase: 'open',

  createWorkPackage: 'open',
  updateWorkPackage: 'open',
  moveWorkPackage: 'open',
  deleteWorkPackage: 'completed',
  restoreWorkPackage: 'open',

  createTask: 'open',
  createTasks: 'open',
  updateTask: 'open',
  updateTasks: 'open',
  moveTask: 'open',
  assignTask: 'completed',
  deleteTask: 'completed',
  restoreTask: 'open',
  deleteTasks: 'completed',
  restoreTasks: 'open',
  setTaskRule: 'open',
  setScheduleSettings: 'open',
  applySchedule: 'open',

  addDependency: 'open',
  updateDependency: 'open',
  removeDependency: 'completed',

  setBaseline: 'completed',
  useBaseline: 'completed',
  updateBaseline: 'open',
  deleteBaseline: 'completed',

  recordCostSnapshot: 'completed',
  importCostSnapshots: 'completed',
  reportRiskImpact: 'any',
  forecastProject: 'completed',

  createSubtask: 'open',
  updateSubtask: 'open',
  moveSubtask: 'open',
  deleteSubtask: 'completed',
  restoreSubtask: 'open',

  startTask: 'completed',
  blockTask: 'completed',
  unblockTask: 'completed',
  completeTask: 'completed',
  reopenTask: 'completed',
  startSubtask: 'completed',
  blockSubtask: 'completed',
  unblockSubtask: 'completed',
  completeSubtask: 'completed',
  reopenSubtask: 'completed',
  updateProgress: 'open',
  addComment: 'completed',

  prepareUpload: 'any',
  submitEvidence: 'completed',
  supersedeEvidence: 'completed',
  attestEvidence: 'completed',
  reviewEvidence: 'completed',
  withdrawEvidence: 'completed',
  setEvidencePolicy: 'completed',

  setTaskTags: 'completed',
  setProjectTags: 'completed',
  renameTag: 'any',
  deleteTag: 'any',

  linkRisk: 'completed',
  unlinkRisk: 'completed',
  linkControl: 'completed',
  unlinkControl: 'completed',
  linkIncident: 'completed',
  unlinkIncident: 'completed',
  linkAuditFinding: 'completed',
  unlinkAuditFinding: 'completed',
  linkIsmsCriteria: 'completed',
  unlinkIsmsCriteria: 'completed',
  awardSkillsCredit: 'completed',
  revokeSkillsCredit: 'completed',

  acknowledgeAlert: 'completed',
  rescanProject: 'completed',
  runProjectChecks: 'completed',
  applyQaFixes: 'completed',
  adviseTasks: 'open',
  adviseSchedule: 'open',
  adviseMitigation: 'open',
  adviseEvidence: 'completed',
  acceptProposal: 'open',
  dismissProposal: 'completed',
  raiseTasks: 'completed',
  requestExtension: 'completed',
  decideExtension: 'completed',
  withdrawExtension: 'completed',
  releaseCommitment: 'completed',
  proposeAcceptance: 'any',
  decideAcceptance: 'any',
  withdrawAcceptance: 'any',
  revokeAcceptance: 'any',
  createSeries: 'open',
  updateSeries: 'open',
  pauseSeries: 'completed',
  resumeSeries: 'open',
  endSeries: 'completed',
  skipOccurrence: 'completed',
  unskipOccurrence: 'open',
  createTemplate: 'any',
  saveAsTemplate: 'any',
  updateTemplate: 'any',
  deleteTemplate: 'any',
  generateFromTemplate: 'open',
  startExport: 'any',
  createCalendarFeed: 'any',
  rotateCalendarFeed: 'any',
  deleteCalendarFeed: 'any',
  importPlan: 'open',
  cancelImport: 'any',
  createCluster: 'open',
  updateCluster: 'open',
  deleteCluster: 'completed',

  syncDirectory: 'any',
  reassignWork: 'completed',
  updateOrganisationSettings: 'any',
  registerWebhook: 'any',
  updateWebhook: 'any',
  rotateWebhookSecret: 'any',
  testWebhook: 'any',
  deleteWebhook: 'any',
  redeliverDeliveries: 'any',
  redeliverMessages: 'any',
  markNotificationsRead: 'any',
  markNotificationsUnread: 'any',
  // A view of one's own, which is no part of the project.
  saveGanttState: 'any',
  updateNotificationPreferences: 'any',
  subscribePush: 'any',
  unsubscribePush: 'any',
  watch: 'any',
  unwatch: 'any',
} as const satisfies Readonly<Record<Verb, ProjectAccess>>;

/** What is asked of a project. */
export interface ProjectState {
  readonly id: string;
  readonly name: string;
  /** Lifecycle, as stored. */
  readonly status: string;
}

/**
 * Goes on only if the project takes this verb.
 * @throws PitError CONFLICT that names the project.
 */
export function requireAccess(verb: Verb, project: ProjectState): void {
  if (!takes(verb, project.status)) throw refuse(project);
}

/** Whether a project of this lifecycle takes this verb. */
export function takes(verb: Verb, status: string): boolean {
  const access = PROJECT_ACCESS[verb];
  if (access === 'any') return true;
  if (status === ProjectLifecycle.ARCHIVED) return false;
  return access !== 'open' || status !== ProjectLifecycle.COMPLETED;
}

/**
 * Goes on unless the project is archived and stays so: it changes in nothing then.
 * @throws PitError CONFLICT that names the project.
 */
export function requireActivation(project: ProjectState, asked: ProjectLifecycle | null | undefined): void {
  if (project.status !== ProjectLifecycle.ARCHIVED || asked === ProjectLifecycle.ACTIVE) return;
  throw refuse(project);
}

function refuse({ id, name, status }: ProjectState): PitError {
  return conflict(`The project "${name}" is ${status}: make it active first.`, {
    field: 'input',
    expected: 'an active project',
    actual: status,
    projectId: id,
  });
}
