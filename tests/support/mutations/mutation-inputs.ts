import { randomUUID } from 'node:crypto';
import type { Verb } from '../../../src/domain/directory/permissions.ts';
import { acceptedUntil, SKIPPED_ON } from '../worlds/committed-scene.ts';
import { TEMPLATE_DOCUMENT, type Scene } from '../worlds/scene.ts';

/** Makes the input of a mutation that is done in a scene by whoever may do it. */
export type InputOf = (scene: Scene) => Record<string, unknown>;

const byId =
  (part: keyof Scene, more: object = {}): InputOf =>
  (scene) => ({ id: scene[part], ...more });

const file = () => ({
  fileUrl: `https://files.test/${randomUUID()}`,
  fileType: 'DOCUMENT',
  sha256: 'a'.repeat(64),
  size: 10,
  mediaType: 'application/pdf',
  source: 'scanner',
});

const link =
  (name: string, value: string, more: object = {}): InputOf =>
  ({ task }) => ({ taskId: task, [name]: value, ...more });

/** A browser as it introduces itself; the key is the one of RFC 8291, appendix A. */
const BROWSER = {
  endpoint: 'https://push.example.com/browser',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};

const RECORD = '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f';
const RISK = link('riskId', RECORD, { linkType: 'RESIDUAL' });
const CONTROL = link('controlId', RECORD);
const INCIDENT = link('incidentId', RECORD);
const FINDING = link('auditFindingId', RECORD);
const CRITERIA = link('criteriaCode', 'ISO27001-A.8.2.1');

const PLAN: Record<PlanVerb, InputOf> = {
  createProject: () => ({ name: 'New' }),
  updateProject: byId('project', { name: 'Renamed' }),
  deleteProject: byId('project', { cascade: true }),
  restoreProject: byId('deletedProject'),

  createPhase: ({ project }) => ({ projectId: project, name: 'New' }),
  updatePhase: byId('phase', { name: 'Renamed' }),
  movePhase: byId('phase', { position: 1 }),
  deletePhase: byId('phase', { cascade: true }),
  restorePhase: byId('deletedPhase'),

  createWorkPackage: ({ phase }) => ({ phaseId: phase, name: 'New' }),
  updateWorkPackage: byId('package', { name: 'Renamed' }),
  moveWorkPackage: (scene) => ({ id: scene.package, phaseId: scene.otherPhase }),
  deleteWorkPackage: byId('package', { cascade: true }),
  restoreWorkPackage: byId('deletedPackage'),

  createTask: (scene) => ({ workPackageId: scene.package, name: 'New' }),
  createTasks: ({ project, phase }) => ({ projectId: project, tasks: [{ phaseId: phase, name: 'New' }] }),
  updateTask: byId('task', { name: 'Renamed' }),
  updateTasks: ({ task }) => ({ ids: [task], change: { name: 'Renamed' } }),
  moveTask: ({ task, otherPackage }) => ({ id: task, workPackageId: otherPackage }),
  deleteTask: byId('task'),
  restoreTask: byId('deletedTask'),
  deleteTasks: ({ task }) => ({ ids: [task] }),
  restoreTasks: ({ deletedTask }) => ({ ids: [deletedTask] }),
  setScheduleSettings: ({ project }) => ({ projectId: project, schedule: { criticalSlackDays: 2 } }),
  setTaskRule: ({ task }) => ({ taskId: task, deadline: '2026-12-24' }),
  // Whoever sends it gets the token for it: `MutationWorld.send`.
  applySchedule: ({ project, task, otherTask, lastTask, dependency }) => ({
    preview: {
      projectId: project,
      tasks: [{ taskId: task, durationDays: 3 }],
      addDependencies: [{ predecessorId: otherTask, successorId: lastTask }],
      removeDependencyIds: [dependency],
    },
    exceptTaskIds: [lastTask],
    token: 'of nobody',
  }),

  addDependency: ({ otherTask, lastTask }) => ({ predecessorId: otherTask, successorId: lastTask }),
  updateDependency: byId('dependency', { lagDays: 2 }),
  removeDependency: byId('dependency'),

  createSubtask: ({ task }) => ({ taskId: task, name: 'New' }),
  updateSubtask: byId('step', { name: 'Renamed' }),
  moveSubtask: byId('step', { position: 1 }),
  deleteSubtask: byId('step'),
  restoreSubtask: byId('deletedStep'),
};

const WORK: Record<WorkVerb, InputOf> = {
  assignTask: ({ task, user }) => ({ id: task, ownerId: user }),
  startTask: byId('task'),
  blockTask: byId('task', { reason: 'No permit' }),
  unblockTask: byId('blockedTask'),
  completeTask: byId('task'),
  reopenTask: byId('doneTask'),
  startSubtask: byId('step'),
  blockSubtask: byId('step', { reason: 'No permit' }),
  unblockSubtask: byId('blockedStep'),
  completeSubtask: byId('step'),
  reopenSubtask: byId('doneStep'),
  updateProgress: ({ task }) => ({ taskId: task, percent: 40 }),
  addComment: ({ task }) => ({ taskId: task, text: 'Seen' }),

  prepareUpload: () => ({ sha256: 'a'.repeat(64), size: 10, mediaType: 'application/pdf' }),
  submitEvidence: ({ task }) => ({ taskId: task, ...file() }),
  supersedeEvidence: ({ evidence }) => ({ evidenceId: evidence, ...file() }),
  attestEvidence: ({ acceptedEvidence }) => ({ evidenceId: acceptedEvidence, comment: 'It still holds' }),
  setEvidencePolicy: ({ task }) => ({ taskId: task, validMonths: 6 }),
  setTaskTags: ({ task }) => ({ taskId: task, names: ['Urgent'] }),
  withdrawEvidence: ({ evidence }) => ({ evidenceId: evidence, reason: 'Wrong file' }),
  reviewEvidence: ({ evidence }) => ({ evidenceId: evidence, decision: 'ACCEPTED' }),
};

/** A file of the organisation that nobody has uploaded: the job finds that out. */
const planFile = ({ organisation, project }: Scene) => ({
  fileUrl: `s3://pit-local/${organisation}/${RECORD}/plan.xml`,
  sha256: 'a'.repeat(64),
  format: 'MSPDI',
  projectId: project,
});

const AROUND: Record<Exclude<Verb, PlanVerb | WorkVerb>, InputOf> = {
  startExport: ({ project }) => ({ projectId: project, format: 'MSPDI' }),
  createCalendarFeed: () => ({ days: 30 }),
  rotateCalendarFeed: byId('calendar'),
  deleteCalendarFeed: byId('calendar'),
  importPlan: planFile,
  cancelImport: byId('planImport'),

  linkRisk: RISK,
  unlinkRisk: RISK,
  linkControl: CONTROL,
  unlinkControl: CONTROL,
  linkIncident: INCIDENT,
  unlinkIncident: INCIDENT,
  linkAuditFinding: FINDING,
  unlinkAuditFinding: FINDING,
  linkIsmsCriteria: CRITERIA,
  unlinkIsmsCriteria: CRITERIA,
  awardSkillsCredit: ({ task, user }) => ({ taskId: task, userId: user, creditValue: 5 }),
  revokeSkillsCredit: ({ task, user }) => ({ taskId: task, userId: user }),

  acknowledgeAlert: ({ alert }) => ({ alertId: alert, note: 'We are at it.' }),
  rescanProject: byId('project'),
  runProjectChecks: ({ project }) => ({ projectId: project }),
  applyQaFixes: ({ result }) => ({ resultId: result, ids: ['fitParent'], reason: 'Agreed' }),

  adviseTasks: ({ project }) => ({
    projectId: project,
    subject: 'RISK',
    subjectId: RECORD,
    title: 'Fall of ground',
  }),
  adviseSchedule: ({ project }) => ({ projectId: project }),
  adviseMitigation: ({ project }) => ({ projectId: project, riskId: RECORD, title: 'Fall of ground' }),
  adviseEvidence: ({ evidence }) => ({ evidenceId: evidence }),
  acceptProposal: ({ proposal, phase }) => ({ id: proposal, keep: [0], phaseId: phase }),
  dismissProposal: byId('proposal', { reason: 'Not now' }),

  raiseTasks: ({ project }) => ({
    projectId: project,
    tasks: [{ sourceModule: 'AUDIT', sourceReferenceId: randomUUID(), name: 'Raised' }],
  }),
  requestExtension: ({ freshCommitment }) => ({
    taskId: freshCommitment,
    dueOn: '2031-06-30',
    reason: 'The supplier delivers late',
  }),
  decideExtension: ({ extension }) => ({ extensionId: extension, decision: 'GRANTED' }),
  withdrawExtension: ({ extension }) => ({ extensionId: extension }),
  releaseCommitment: ({ freshCommitment }) => ({ taskId: freshCommitment, reason: 'The finding was closed' }),
  proposeAcceptance: () => ({
    kind: 'RISK_ACCEPTANCE',
    originId: randomUUID(),
    reason: 'The tunnel is closed soon',
    endsOn: acceptedUntil(),
  }),
  decideAcceptance: ({ acceptance }) => ({ acceptanceId: acceptance, decision: 'ACCEPTED' }),
  withdrawAcceptance: ({ acceptance }) => ({ acceptanceId: acceptance }),
  revokeAcceptance: ({ activeAcceptance }) => ({ acceptanceId: activeAcceptance, reason: 'It leaks' }),
  createSeries: ({ task }) => ({ taskId: task, rule: 'FREQ=MONTHLY', startsOn: '2031-03-15' }),
  updateSeries: byId('series', { name: 'Renamed' }),
  pauseSeries: byId('series'),
  resumeSeries: byId('pausedSeries'),
  endSeries: byId('series'),
  skipOccurrence: ({ series }) => ({
    seriesId: series,
    nominalOn: '2026-01-05',
    reason: 'The site is closed',
  }),
  unskipOccurrence: ({ pausedSeries }) => ({ seriesId: pausedSeries, nominalOn: SKIPPED_ON }),
  setBaseline: ({ project }) => ({ projectId: project, name: 'New', kind: 'REVISED', reason: 'Agreed anew' }),
  useBaseline: byId('baseline'),
  updateBaseline: byId('baseline', { name: 'Renamed' }),
  deleteBaseline: byId('spareBaseline'),

  recordCostSnapshot: ({ project }) => ({ projectId: project, capexSpent: '10.00', note: 'Invoices' }),
  importCostSnapshots: ({ project }) => ({
    csv: `project_id,captured_at,capex_spent\n${project},2026-01-02T00:00:00Z,5.00\n`,
    isCorrection: true,
  }),
  forecastProject: ({ project }) => ({ projectId: project, seed: 7, runs: 100 }),
  reportRiskImpact: () => ({ items: [{ riskId: RECORD, impactScore: '12.50' }] }),

  createCluster: ({ project }) => ({ projectId: project, name: 'New' }),
  updateCluster: byId('cluster', { name: 'Renamed' }),
  deleteCluster: byId('cluster'),
  deleteTemplate: byId('template'),
  saveAsTemplate: ({ phase }) => ({ nodeId: phase, name: 'Saved' }),
  createTemplate: () => ({ name: 'New', document: TEMPLATE_DOCUMENT }),
  updateTemplate: byId('template', { name: 'Renamed' }),
  generateFromTemplate: ({ template, project }) => ({
    templateId: template,
    projectId: project,
    startDate: '2026-03-02',
  }),

  syncDirectory: ({ organisation, division, user, team }) => ({
    organisation: { id: organisation, name: 'Renamed' },
    divisions: [{ id: division, name: 'Renamed' }],
    users: [{ id: user, name: 'Renamed', email: `${user}@example.test` }],
    teams: [{ id: team, name: 'Renamed', managerId: user }],
    memberships: [{ teamId: team, userId: user }],
  }),
  reassignWork: ({ leaver, colleague }) => ({ fromUserId: leaver, toUserId: colleague }),
  updateOrganisationSettings: () => ({ upcomingDays: 7 }),
  registerWebhook: () => ({ url: 'https://hooks.example.com/pit', topics: ['TASK_COMPLETED'] }),
  updateWebhook: byId('webhook', { topics: ['TASK_CREATED'] }),
  rotateWebhookSecret: byId('webhook', { overlapHours: 1 }),
  testWebhook: byId('webhook'),
  deleteWebhook: byId('webhook'),
  redeliverDeliveries: ({ delivery }) => ({ ids: [delivery] }),
  redeliverMessages: ({ letter }) => ({ ids: [letter] }),
  markNotificationsRead: ({ notification }) => ({ ids: [notification] }),
  markNotificationsUnread: ({ notification }) => ({ ids: [notification] }),
  saveGanttState: ({ project }) => ({
    projectId: project,
    ...{ zoomLevel: 'WEEK', groupingMode: 'BY_PHASE', foldedIds: [project], showsBaseline: true },
    ...{ baselineId: null, emphasisesCritical: false },
  }),
  updateNotificationPreferences: () => ({ channels: [{ channel: 'EMAIL', digest: 'DAILY' }] }),
  subscribePush: () => ({ ...BROWSER }),
  unsubscribePush: () => ({ endpoint: BROWSER.endpoint }),
  watch: ({ task }) => ({ taskId: task }),
  unwatch: ({ task }) => ({ taskId: task }),
  setProjectTags: ({ project }) => ({ projectId: project, names: ['Programme'] }),
  renameTag: byId('tag', { name: 'Renamed' }),
  deleteTag: byId('tag'),
};

/** What can be done to a thing only once, so that the next attempt needs another. */
export const USED_UP =
  /^(accept|add|apply|attest|block|cancel|complete|decide|delete|dismiss|release|remove|reopen|request|restore|review|start|supersede|unblock|withdraw)|^updateProgress$|^createCalendarFeed$|^revokeAcceptance$|^(createSeries|pauseSeries|resumeSeries|endSeries|skipOccurrence|unskipOccurrence)$/;

/** One input for every mutation there is. */
export const INPUTS: Readonly<Record<Verb, InputOf>> = { ...PLAN, ...WORK, ...AROUND };

type PlanVerb = Extract<
  Verb,
  | `${'create' | 'update' | 'delete' | 'restore'}${'Project' | 'Phase' | 'WorkPackage' | 'Task' | 'Subtask'}`
  | `move${'Phase' | 'WorkPackage' | 'Task' | 'Subtask'}`
  | `${'create' | 'update' | 'delete' | 'restore'}Tasks`
  | `${'add' | 'update' | 'remove'}Dependency`
  | 'setTaskRule'
  | 'setScheduleSettings'
  | 'applySchedule'
>;
type WorkVerb = Extract<
  Verb,
  | `${'start' | 'block' | 'unblock' | 'complete' | 'reopen'}${'Task' | 'Subtask'}`
  | 'assignTask'
  | 'updateProgress'
  | 'addComment'
  | 'prepareUpload'
  | `${'submit' | 'supersede' | 'attest' | 'review' | 'withdraw'}Evidence`
  | 'setEvidencePolicy'
  | 'setTaskTags'
>;
