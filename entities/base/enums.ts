import {
  AiModel,
  AlertSeverity,
  CalendarMode,
  ChildDates,
  DependencyType,
  EvidenceType,
  Health,
  NotificationType,
  PlanRecordKind,
  ProgressSource,
  ProgressWeight,
  ProjectLifecycle,
  ProjectType,
  QuickClass,
  ReviewDecision,
  RiskLinkType,
  SourceModule,
  TaskPriority,
  TaskStatus,
  ActorRole,
} from '../../src/domain/enums.ts';
import { expose } from './expose.ts';

expose(
  TaskStatus,
  'TaskStatus',
  'Status of a task or subtask. Derived from dates, progress and dependencies.',
  {
    NOT_STARTED: 'Nothing has begun, and the start is not near.',
    UPCOMING: 'Starts within the next days, five unless the organisation says otherwise.',
    ACTIVE: 'The start has come, or there is progress.',
    DUE_TODAY: 'Ends today and is not complete.',
    OVERDUE: 'Should have ended before today and is not complete.',
    COMPLETED: 'Done, with accepted evidence where that is required.',
    BLOCKED: 'Cannot go on: blocked by hand, or waiting for a predecessor past its date.',
  },
);

expose(QuickClass, 'QuickClass', 'How soon work pays off.', {
  QUICK_WIN: 'Much effect for little effort, soon.',
  MEDIUM_TERM: 'Pays off in the medium term.',
  LONG_TERM: 'Pays off in the long term.',
});

expose(ProjectType, 'ProjectType', 'What kind of undertaking a project is.', {
  PROJECT: 'An undertaking with a beginning and an end.',
  OPERATIONAL_STREAM: 'Continuing operational work.',
  PROGRAM: 'A group of related projects.',
});

expose(EvidenceType, 'EvidenceType', 'What kind of file an evidence is.', {
  DOCUMENT: 'A document, such as a report or a certificate.',
  PHOTO: 'A photograph.',
  VIDEO: 'A video recording.',
  LOG_EXPORT: 'An export of a system log or of telemetry.',
  OTHER: 'Any other file.',
});

expose(ReviewDecision, 'ReviewDecision', 'What a reviewer decided about an evidence.', {
  PENDING: 'Not decided yet.',
  ACCEPTED: 'Proves the work; opens the gate to completion.',
  REJECTED: 'Does not prove the work.',
  NEEDS_CLARIFICATION: 'The uploader is asked for more.',
});

expose(NotificationType, 'NotificationType', 'The channel by which a notification goes out.', {
  EMAIL: 'By e-mail.',
  PUSH: 'As a push message to a device.',
  INTERNAL_MESSAGE: 'As a message inside the platform.',
  WEBHOOK: 'As a call to an outside address.',
});

expose(AlertSeverity, 'AlertSeverity', 'How grave a watchdog alert is.', {
  GREEN: 'For information: levels 4 and 5.',
  AMBER: 'Needs attention: level 3.',
  RED: 'Needs action now: levels 1 and 2.',
});

expose(AiModel, 'AiModel', 'A model that gives advice.', {
  GPT4O_MINI: 'Small general model.',
  GPT4_1: 'General model.',
  GPT4O_LARGE: 'Large general model.',
  EVIDENCE_MODEL: 'Model that judges evidence.',
  SCHEDULING_MODEL: 'Model that judges schedules.',
  RISK_MITIGATION_MODEL: 'Model that judges risk mitigation.',
});

expose(
  TaskPriority,
  'TaskPriority',
  'How urgent a task is; sets its due date when another module raises it.',
  {
    LOW: 'Due in 90 days when raised.',
    NORMAL: 'Due in 60 days when raised.',
    HIGH: 'Due in 30 days when raised.',
    CRITICAL: 'Due in 14 days when raised.',
  },
);

expose(SourceModule, 'SourceModule', 'The module that a task came from.', {
  RISK_ASSESSMENT: 'Risk assessment.',
  WRAC: 'Workplace risk assessment and control.',
  BOWTIE: 'Barrier analysis of a priority unwanted event.',
  INCIDENT: 'Incident management.',
  AUDIT: 'Audit findings.',
  REMOTE_ASSURANCE: 'Telemetry about the availability of systems and controls.',
  DATA_ANALYTICS: 'Data analytics.',
  SKILLS: 'Skills portal.',
  MANUAL: 'Entered by a person.',
});

expose(
  DependencyType,
  'DependencyType',
  'Which end of the predecessor constrains which end of the successor.',
  {
    FINISH_TO_START: 'The successor starts after the predecessor has finished.',
    START_TO_START: 'The successor starts after the predecessor has started.',
    FINISH_TO_FINISH: 'The successor finishes after the predecessor has finished.',
    START_TO_FINISH: 'The successor finishes after the predecessor has started.',
  },
);

expose(ProgressSource, 'ProgressSource', 'Who made a progress entry.', {
  MANUAL: 'A person.',
  AI_SUGGESTED: 'A person, following a suggestion of a model.',
  AUTO_FROM_EVIDENCE: 'The system, after evidence was accepted.',
  IMPORT: 'An import of data.',
});

expose(ProjectLifecycle, 'ProjectLifecycle', 'Lifecycle stage of a project.', {
  DRAFT: 'Being planned.',
  ACTIVE: 'Being worked on.',
  ON_HOLD: 'Paused.',
  COMPLETED: 'Finished.',
  ARCHIVED: 'Closed and kept for the record.',
});

expose(Health, 'Health', 'Health (RAG status); the worst of its measures counts.', {
  GREEN: 'As planned.',
  AMBER: 'At risk.',
  RED: 'Off plan; needs action.',
});

expose(RiskLinkType, 'RiskLinkType', 'Which view of a risk a link refers to.', {
  INHERENT: 'The risk before any control.',
  RESIDUAL: 'The risk that remains with the present controls.',
  PROJECTED: 'The risk expected once the work is done.',
  CONTROL_SET: 'A set of controls that treats the risk.',
});

expose(CalendarMode, 'CalendarMode', 'What durations and lags count.', {
  WORKING: 'Working days: the weekdays that are worked on, without holidays.',
  CALENDAR: 'Every day of the calendar.',
});

expose(ProgressWeight, 'ProgressWeight', 'By what children weigh in the progress of their parent.', {
  EQUAL: 'All weigh the same.',
  DURATION: 'By their working days.',
  COST: 'By their planned cost.',
});

expose(ChildDates, 'ChildDates', 'What becomes of a child that reaches outside of its parent’s dates.', {
  WIDEN: 'The parent is shown wider.',
  REFUSE: 'It is refused, PIT006.',
});

expose(ActorRole, 'ActorRole', 'What the caller may be, as the token says.', {
  ADMIN: 'Administers the organisation.',
  FOREMAN: 'Governs quality, and may override visibility with a stated reason.',
  MEMBER: 'Works on projects.',
  VIEWER: 'Reads, and changes nothing.',
  SERVICE: 'A sibling module of the platform.',
});

expose(PlanRecordKind, 'PlanRecordKind', 'What kind of record of a plan something is about.', {
  PROJECT: 'A project.',
  PHASE: 'A phase.',
  WORK_PACKAGE: 'A work package.',
  TASK: 'A task.',
  SUBTASK: 'A subtask.',
});
