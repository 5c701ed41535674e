import { forbidden } from '../errors.ts';
import { ActorRole } from '../enums.ts';

/**
 * How an actor stands to the record a mutation is about.
 * - `owner`: owns it, or something above it: the task's work package, phase or project.
 * - `sponsor`: sponsors its project.
 * - `assignee`: the task's owner or one of its assignees; the owner of the subtask.
 * - `reviewer`: may judge this evidence, being neither its uploader nor the owner of the work.
 * - `uploader`: handed this evidence in.
 * - `approver`: decides on later days of this work, by its priority and the settings of the organisation, or on acceptances, by its
 *   settings.
 * - `requester`: asked for this.
 */
export const RELATIONS = [
  'owner',
  'sponsor',
  'assignee',
  'reviewer',
  'uploader',
  'approver',
  'requester',
] as const;
export type Relation = (typeof RELATIONS)[number];

/**
 * What a permission may rest on: a relation, or a role. `admin` and `service` are roles alone, `foreman` is
 * the role with a stated reason (audited), `member` is any role that works in the plan (administrator,
 * foreman, member), `anyone` every role: one's own notifications and views.
 */
export const GRANTS = ['admin', 'foreman', 'service', ...RELATIONS, 'member', 'anyone'] as const;
export type Grant = (typeof GRANTS)[number];

const PLANNERS = ['admin', 'foreman', 'owner', 'sponsor'] as const;
const WORKERS = [...PLANNERS, 'assignee'] as const;

/** Every mutation and on what its permission may rest. `docs/permissions.md` shows this table. */
export const PERMISSIONS = {
  createProject: ['admin', 'foreman', 'member'],
  updateProject: PLANNERS,
  deleteProject: ['admin', 'foreman', 'owner'],
  restoreProject: ['admin', 'foreman', 'owner'],

  createPhase: PLANNERS,
  updatePhase: PLANNERS,
  movePhase: PLANNERS,
  deletePhase: PLANNERS,
  restorePhase: PLANNERS,

  createWorkPackage: PLANNERS,
  updateWorkPackage: PLANNERS,
  moveWorkPackage: PLANNERS,
  deleteWorkPackage: PLANNERS,
  restoreWorkPackage: PLANNERS,

  createTask: PLANNERS,
  createTasks: PLANNERS,
  updateTask: WORKERS,
  updateTasks: WORKERS,
  moveTask: PLANNERS,
  assignTask: PLANNERS,
  deleteTask: PLANNERS,
  restoreTask: PLANNERS,
  deleteTasks: PLANNERS,
  restoreTasks: PLANNERS,
  setTaskRule: PLANNERS,
  setScheduleSettings: PLANNERS,
  applySchedule: PLANNERS,

  addDependency: PLANNERS,
  updateDependency: PLANNERS,
  removeDependency: PLANNERS,

  setBaseline: PLANNERS,
  useBaseline: PLANNERS,
  updateBaseline: PLANNERS,
  deleteBaseline: PLANNERS,

  recordCostSnapshot: [...PLANNERS, 'service'],
  importCostSnapshots: [...PLANNERS, 'service'],
  reportRiskImpact: ['service'],
  forecastProject: [...PLANNERS, 'service'],

  createSubtask: WORKERS,
  updateSubtask: WORKERS,
  moveSubtask: WORKERS,
  deleteSubtask: WORKERS,
  restoreSubtask: WORKERS,

  startTask: WORKERS,
  blockTask: WORKERS,
  unblockTask: WORKERS,
  completeTask: WORKERS,
  reopenTask: WORKERS,
  startSubtask: WORKERS,
  blockSubtask: WORKERS,
  unblockSubtask: WORKERS,
  completeSubtask: WORKERS,
  reopenSubtask: WORKERS,
  updateProgress: [...WORKERS, 'service'],
  addComment: ['member', 'service'],

  prepareUpload: ['member', 'service'],
  submitEvidence: [...WORKERS, 'service'],
  supersedeEvidence: [...WORKERS, 'service'],
  attestEvidence: [...WORKERS, 'service'],
  reviewEvidence: ['admin', 'foreman', 'reviewer'],
  withdrawEvidence: ['admin', 'foreman', 'uploader'],
  setEvidencePolicy: PLANNERS,

  setTaskTags: PLANNERS,
  setProjectTags: PLANNERS,
  renameTag: ['admin', 'foreman'],
  deleteTag: ['admin', 'foreman'],

  linkRisk: [...WORKERS, 'service'],
  unlinkRisk: [...WORKERS, 'service'],
  linkControl: [...WORKERS, 'service'],
  unlinkControl: [...WORKERS, 'service'],
  linkIncident: [...WORKERS, 'service'],
  unlinkIncident: [...WORKERS, 'service'],
  linkAuditFinding: [...WORKERS, 'service'],
  unlinkAuditFinding: [...WORKERS, 'service'],
  linkIsmsCriteria: [...WORKERS, 'service'],
  unlinkIsmsCriteria: [...WORKERS, 'service'],
  awardSkillsCredit: [...PLANNERS, 'service'],
  revokeSkillsCredit: [...PLANNERS, 'service'],

  acknowledgeAlert: WORKERS,
  rescanProject: PLANNERS,
  runProjectChecks: [...PLANNERS, 'service'],
  applyQaFixes: PLANNERS,

  adviseTasks: PLANNERS,
  adviseSchedule: PLANNERS,
  adviseMitigation: PLANNERS,
  adviseEvidence: [...WORKERS, 'reviewer', 'uploader', 'service'],
  acceptProposal: PLANNERS,
  dismissProposal: PLANNERS,

  raiseTasks: [...PLANNERS, 'service'],
  requestExtension: WORKERS,
  decideExtension: ['admin', 'foreman', 'approver'],
  withdrawExtension: ['admin', 'foreman', 'requester'],
  releaseCommitment: ['admin', 'foreman'],
  proposeAcceptance: ['member', 'service'],
  decideAcceptance: ['admin', 'foreman', 'approver'],
  withdrawAcceptance: ['admin', 'foreman', 'requester'],
  revokeAcceptance: ['admin', 'foreman'],
  createSeries: PLANNERS,
  updateSeries: PLANNERS,
  pauseSeries: PLANNERS,
  resumeSeries: PLANNERS,
  endSeries: PLANNERS,
  skipOccurrence: PLANNERS,
  unskipOccurrence: PLANNERS,
  createTemplate: ['admin', 'foreman'],
  saveAsTemplate: ['admin', 'foreman'],
  updateTemplate: ['admin', 'foreman'],
  deleteTemplate: ['admin', 'foreman'],
  generateFromTemplate: [...PLANNERS, 'service'],
  startExport: ['anyone'],
  createCalendarFeed: ['anyone'],
  rotateCalendarFeed: ['anyone'],
  deleteCalendarFeed: ['anyone'],
  importPlan: PLANNERS,
  cancelImport: ['admin', 'owner'],
  createCluster: PLANNERS,
  updateCluster: PLANNERS,
  deleteCluster: PLANNERS,

  syncDirectory: ['service'],
  reassignWork: ['admin', 'foreman', 'service'],
  updateOrganisationSettings: ['admin'],
  registerWebhook: ['admin'],
  updateWebhook: ['admin'],
  rotateWebhookSecret: ['admin'],
  testWebhook: ['admin'],
  deleteWebhook: ['admin'],
  redeliverDeliveries: ['admin'],
  redeliverMessages: ['anyone'],
  markNotificationsRead: ['anyone'],
  markNotificationsUnread: ['anyone'],
  saveGanttState: ['anyone'],
  updateNotificationPreferences: ['anyone'],
  subscribePush: ['anyone'],
  unsubscribePush: ['anyone'],
  watch: ['anyone'],
  unwatch: ['anyone'],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;

/** Queries that are not for every role. */
export const RESTRICTED_QUERIES = {
  auditLog: [ActorRole.ADMIN, ActorRole.FOREMAN],
  verifyAuditTrail: [ActorRole.ADMIN, ActorRole.FOREMAN, ActorRole.SERVICE],
  watchdogScanLogs: [ActorRole.FOREMAN, ActorRole.SERVICE],
  webhooks: [ActorRole.ADMIN, ActorRole.FOREMAN],
  deliveries: [ActorRole.ADMIN, ActorRole.FOREMAN],
  adviceUsage: [ActorRole.ADMIN, ActorRole.FOREMAN],
  serviceStatus: [ActorRole.ADMIN, ActorRole.FOREMAN, ActorRole.SERVICE],
} as const satisfies Readonly<Record<string, readonly ActorRole[]>>;

/** A mutation, by its name in the graph. */
export type Verb = keyof typeof PERMISSIONS;

/** Who asks, and how they stand to the record. */
export interface Asker {
  readonly role: ActorRole;
  readonly relations: readonly Relation[];
  /** Why a foreman steps in. */
  readonly overrideReason?: string | undefined;
}

/** Whether this actor may do this with the record to which the relations are. */
export function may(verb: Verb, asker: Asker): boolean {
  const held = grantsOf(asker);
  return PERMISSIONS[verb].some((grant) => held.has(grant));
}

/**
 * As `may`, for the service that goes on only if it is so.
 * @throws PitError FORBIDDEN, PIT001, with what the permission may rest on in `detail.expected`.
 */
export function requireMay(verb: Verb, asker: Asker): void {
  if (may(verb, asker)) return;
  throw forbidden(`${verb} is not permitted to you here`, {
    expected: PERMISSIONS[verb],
    actual: asker.role,
  });
}

/** The roles that may do this to some record or other: each with every relation, and a foreman with a reason. */
export function rolesOf(verb: Verb): ActorRole[] {
  const roles = Object.values(ActorRole);
  return roles.filter((role) => may(verb, { role, relations: RELATIONS, overrideReason: 'any' }));
}

/** What the token of a role holds in its `scope` claim, by which a router may refuse before it asks us. */
export function scopeOf(role: ActorRole): string {
  return `pit:role:${role}`;
}

/** What an actor has to show. A viewer's relations count for nothing: the role is there to only look. */
function grantsOf({ role, relations, overrideReason }: Asker): ReadonlySet<Grant> {
  switch (role) {
    case ActorRole.VIEWER:
      return new Set(['anyone']);
    case ActorRole.SERVICE:
      return new Set(['service', 'anyone']);
    case ActorRole.MEMBER:
      return new Set([...relations, 'member', 'anyone']);
    case ActorRole.ADMIN:
      return new Set([...relations, 'admin', 'member', 'anyone']);
    case ActorRole.FOREMAN: {
      const hasReason = (overrideReason ?? '').trim() !== '';
      return new Set([...relations, ...(hasReason ? (['foreman'] as const) : []), 'member', 'anyone']);
    }
  }
}
