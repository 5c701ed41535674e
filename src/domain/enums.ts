/**
 * The closed word lists of PIT. Keys are what the graph shows, values what the database stores;
 * the order is the order of the PostgreSQL enum. A list that the database keeps as an enum type
 * carries that type's name in `DATABASE_ENUMS`.
 */

export const TaskStatus = {
  NOT_STARTED: 'not_started',
  UPCOMING: 'upcoming',
  ACTIVE: 'active',
  DUE_TODAY: 'due_today',
  OVERDUE: 'overdue',
  COMPLETED: 'completed',
  BLOCKED: 'blocked',
} as const;
export type TaskStatus = (typeof TaskStatus)[keyof typeof TaskStatus];

export const QuickClass = {
  QUICK_WIN: 'quick_win',
  MEDIUM_TERM: 'medium_term',
  LONG_TERM: 'long_term',
} as const;
export type QuickClass = (typeof QuickClass)[keyof typeof QuickClass];

export const ProjectType = {
  PROJECT: 'project',
  OPERATIONAL_STREAM: 'operational_stream',
  PROGRAM: 'program',
} as const;
export type ProjectType = (typeof ProjectType)[keyof typeof ProjectType];

export const EvidenceType = {
  DOCUMENT: 'document',
  PHOTO: 'photo',
  VIDEO: 'video',
  LOG_EXPORT: 'log_export',
  OTHER: 'other',
} as const;
export type EvidenceType = (typeof EvidenceType)[keyof typeof EvidenceType];

export const ReviewDecision = {
  PENDING: 'pending',
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
  NEEDS_CLARIFICATION: 'needs_clarification',
} as const;
export type ReviewDecision = (typeof ReviewDecision)[keyof typeof ReviewDecision];

export const NotificationType = {
  EMAIL: 'email',
  PUSH: 'push',
  INTERNAL_MESSAGE: 'internal_message',
  WEBHOOK: 'webhook',
} as const;
export type NotificationType = (typeof NotificationType)[keyof typeof NotificationType];

export const AlertSeverity = { GREEN: 'green', AMBER: 'yellow', RED: 'red' } as const;
export type AlertSeverity = (typeof AlertSeverity)[keyof typeof AlertSeverity];

export const AiModel = {
  GPT4O_MINI: 'gpt4o_mini',
  GPT4_1: 'gpt4_1',
  GPT4O_LARGE: 'gpt4o_large',
  EVIDENCE_MODEL: 'evidence_model',
  SCHEDULING_MODEL: 'scheduling_model',
  RISK_MITIGATION_MODEL: 'risk_mitigation_model',
} as const;
export type AiModel = (typeof AiModel)[keyof typeof AiModel];

export const TaskPriority = {
  LOW: 'low',
  NORMAL: 'normal',
  HIGH: 'high',
  CRITICAL: 'critical',
} as const;
export type TaskPriority = (typeof TaskPriority)[keyof typeof TaskPriority];

export const SourceModule = {
  RISK_ASSESSMENT: 'risk_assessment',
  WRAC: 'wrac',
  BOWTIE: 'bowtie',
  INCIDENT: 'incident',
  AUDIT: 'audit',
  REMOTE_ASSURANCE: 'remote_assurance',
  DATA_ANALYTICS: 'data_analytics',
  SKILLS: 'skills',
  MANUAL: 'manual',
} as const;
export type SourceModule = (typeof SourceModule)[keyof typeof SourceModule];

export const DependencyType = {
  FINISH_TO_START: 'finish_to_start',
  START_TO_START: 'start_to_start',
  FINISH_TO_FINISH: 'finish_to_finish',
  START_TO_FINISH: 'start_to_finish',
} as const;
export type DependencyType = (typeof DependencyType)[keyof typeof DependencyType];

/** Who made a progress entry: `task_progress_log.source`. */
export const ProgressSource = {
  MANUAL: 'manual',
  AI_SUGGESTED: 'ai_suggested',
  AUTO_FROM_EVIDENCE: 'auto_from_evidence',
  IMPORT: 'import',
} as const;
export type ProgressSource = (typeof ProgressSource)[keyof typeof ProgressSource];

/** Where a project stands in its life: `project.status`. */
export const ProjectLifecycle = {
  DRAFT: 'draft',
  ACTIVE: 'active',
  ON_HOLD: 'on_hold',
  COMPLETED: 'completed',
  ARCHIVED: 'archived',
} as const;
export type ProjectLifecycle = (typeof ProjectLifecycle)[keyof typeof ProjectLifecycle];

/** How well a project is doing; derived, never stored. */
export const Health = { GREEN: 'green', AMBER: 'amber', RED: 'red' } as const;
export type Health = (typeof Health)[keyof typeof Health];

/** What a risk link speaks of: `risk_link.link_type`. */
export const RiskLinkType = {
  INHERENT: 'inherent',
  RESIDUAL: 'residual',
  PROJECTED: 'projected',
  CONTROL_SET: 'control_set',
} as const;
export type RiskLinkType = (typeof RiskLinkType)[keyof typeof RiskLinkType];

/** What durations and lags count: the organisation's setting `calendar`. */
export const CalendarMode = { WORKING: 'working', CALENDAR: 'calendar' } as const;
export type CalendarMode = (typeof CalendarMode)[keyof typeof CalendarMode];

/** By what children weigh in their parent's progress: the organisation's setting `progressWeight`. */
export const ProgressWeight = { EQUAL: 'equal', DURATION: 'duration', COST: 'cost' } as const;
export type ProgressWeight = (typeof ProgressWeight)[keyof typeof ProgressWeight];

/** What becomes of a child outside of its parent's dates: the organisation's setting `childDates`. */
export const ChildDates = { WIDEN: 'widen', REFUSE: 'refuse' } as const;
export type ChildDates = (typeof ChildDates)[keyof typeof ChildDates];

/** What an actor may be: the token's `role` claim. */
export const ActorRole = {
  ADMIN: 'admin',
  FOREMAN: 'foreman',
  MEMBER: 'member',
  VIEWER: 'viewer',
  SERVICE: 'service',
} as const;
export type ActorRole = (typeof ActorRole)[keyof typeof ActorRole];

/** What a user is in a team: `team_membership.role`. */
export const TeamRole = { LEAD: 'lead', MEMBER: 'member' } as const;
export type TeamRole = (typeof TeamRole)[keyof typeof TeamRole];

/** What the audit log records: `audit_log.action`. */
export const AuditAction = {
  INSERT: 'INSERT',
  UPDATE: 'UPDATE',
  DELETE: 'DELETE',
  OVERRIDE: 'OVERRIDE',
} as const;
export type AuditAction = (typeof AuditAction)[keyof typeof AuditAction];

/** What an alert is about: `watchdog_alert.code`. Some are raised by engines that are to come. */
export const AlertCode = {
  TASK_OVERDUE: 'task_overdue',
  OVERDUE_CLUSTER: 'overdue_cluster',
  EVIDENCE_MISSING: 'evidence_missing',
  EVIDENCE_REJECTED_TWICE: 'evidence_rejected_twice',
  EVIDENCE_UNREVIEWED: 'evidence_unreviewed',
  STALLED_TASK: 'stalled_task',
  STALLED_SUBTASK: 'stalled_subtask',
  STATUS_MISMATCH: 'status_mismatch',
  EARLY_SUCCESSOR_START: 'early_successor_start',
  DEPENDENCY_CYCLE: 'dependency_cycle',
  CRITICAL_PATH_DRIFT: 'critical_path_drift',
  DURATION_MISMATCH: 'duration_mismatch',
  OWNER_OVERLOAD: 'owner_overload',
  COST_SPIKE: 'cost_spike',
  RISK_NOT_MITIGATING: 'risk_not_mitigating',
  UPCOMING_DEADLINE: 'upcoming_deadline',
  UNASSIGNED: 'unassigned',
  INTEGRATION_BROKEN: 'integration_broken',
  EVIDENCE_EXPIRING: 'evidence_expiring',
  EVIDENCE_EXPIRED: 'evidence_expired',
  SERIES_BROKEN: 'series_broken',
  EXTENSION_WAITING: 'extension_waiting',
  ACCEPTANCE_EXPIRED: 'acceptance_expired',
} as const;
export type AlertCode = (typeof AlertCode)[keyof typeof AlertCode];

/** By what a project's health is judged; derived, never stored. */
export const HealthRule = {
  BEHIND_TIME: 'behind_time',
  OVERDUE_SHARE: 'overdue_share',
  LONGEST_OVERDUE: 'longest_overdue',
  OPEN_ALERTS: 'open_alerts',
} as const;
export type HealthRule = (typeof HealthRule)[keyof typeof HealthRule];

/** What a baseline is to its project: `pit_ops.baseline.kind`. */
export const BaselineKind = {
  ORIGINAL: 'original',
  REVISED: 'revised',
  WHAT_IF: 'what_if',
} as const;
export type BaselineKind = (typeof BaselineKind)[keyof typeof BaselineKind];

/** What one column of a timeline stands for: `gantt_state.zoom_level`. */
export const TimelineZoom = {
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
  QUARTER: 'quarter',
  YEAR: 'year',
} as const;
export type TimelineZoom = (typeof TimelineZoom)[keyof typeof TimelineZoom];

/** By what the rows of a timeline are grouped: `gantt_state.grouping_mode`. */
export const TimelineGrouping = {
  BY_PHASE: 'by_phase',
  BY_WORK_PACKAGE: 'by_work_package',
  BY_ASSIGNEE: 'by_assignee',
  BY_STATUS: 'by_status',
  BY_SLACK: 'by_slack',
} as const;
export type TimelineGrouping = (typeof TimelineGrouping)[keyof typeof TimelineGrouping];

/** PostgreSQL enum type name -> its word list, as the schema specification orders it. */
export const DATABASE_ENUMS = {
  task_status_enum: TaskStatus,
  quick_class_enum: QuickClass,
  project_type_enum: ProjectType,
  evidence_type_enum: EvidenceType,
  review_decision_enum: ReviewDecision,
  notification_type_enum: NotificationType,
  alert_severity_enum: AlertSeverity,
  ai_model_enum: AiModel,
  task_priority_enum: TaskPriority,
  pit_source_module_enum: SourceModule,
  dependency_type_enum: DependencyType,
} as const;

/** How a user stands to a piece of work that is open. */
export const WorkRole = {
  PROJECT_OWNER: 'project_owner',
  PROJECT_SPONSOR: 'project_sponsor',
  PHASE_OWNER: 'phase_owner',
  WORK_PACKAGE_OWNER: 'work_package_owner',
  TASK_OWNER: 'task_owner',
  TASK_ASSIGNEE: 'task_assignee',
  SUBTASK_OWNER: 'subtask_owner',
  SERIES_OWNER: 'series_owner',
} as const;
export type WorkRole = (typeof WorkRole)[keyof typeof WorkRole];

/** Why an endpoint of a webhook gets nothing. */
export const WebhookDisabledReason = { BY_HAND: 'by_hand', GONE: 'gone', FAILING: 'failing' } as const;
export type WebhookDisabledReason = (typeof WebhookDisabledReason)[keyof typeof WebhookDisabledReason];

/** How far a delivery has come. */
export const DeliveryState = {
  PENDING: 'pending',
  SENT: 'sent',
  DEAD: 'dead',
  CANCELLED: 'cancelled',
} as const;
export type DeliveryState = (typeof DeliveryState)[keyof typeof DeliveryState];

/** Ways to people who are not looking. */
export const NotificationChannel = { EMAIL: 'email', PUSH: 'push' } as const;
export type NotificationChannel = (typeof NotificationChannel)[keyof typeof NotificationChannel];

/** What a message to a person is about. */
export const MessageTopic = {
  ALERT: 'alert',
  TASK: 'task',
  PROJECT: 'project',
  SEVERAL: 'several',
  OTHER: 'other',
} as const;
export type MessageTopic = (typeof MessageTopic)[keyof typeof MessageTopic];

/** Whether messages that can wait come together. */
export const NotificationDigest = { NONE: 'none', DAILY: 'daily' } as const;
export type NotificationDigest = (typeof NotificationDigest)[keyof typeof NotificationDigest];

/** The kinds of records that a plan consists of. */
export const PlanRecordKind = {
  PROJECT: 'project',
  PHASE: 'phase',
  WORK_PACKAGE: 'work_package',
  TASK: 'task',
  SUBTASK: 'subtask',
} as const;
export type PlanRecordKind = (typeof PlanRecordKind)[keyof typeof PlanRecordKind];
