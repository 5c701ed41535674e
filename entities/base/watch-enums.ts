import {
  AlertCode,
  AuditAction,
  HealthRule,
  TeamRole,
  TimelineGrouping,
  TimelineZoom,
  WorkRole,
} from '../../src/domain/enums.ts';
import { CoverageState } from '../../src/domain/evidence/coverage.ts';
import { ErrorCode, PitErrorCode } from '../../src/domain/errors.ts';
import { expose } from './expose.ts';

expose(AlertCode, 'AlertCode', 'What an alert is about.', {
  TASK_OVERDUE: 'A task should have ended and is not complete.',
  OVERDUE_CLUSTER: 'Many tasks of a work package or project are overdue.',
  EVIDENCE_MISSING: 'Work is completed without the accepted evidence that it requires.',
  EVIDENCE_REJECTED_TWICE: 'Evidence was rejected twice or more, and none has been accepted since.',
  EVIDENCE_UNREVIEWED: 'Evidence has waited too long for a review.',
  STALLED_TASK: 'Nothing has been heard of a task that should be under way.',
  STALLED_SUBTASK: 'A subtask has hardly progressed since it began.',
  STATUS_MISMATCH: 'The status of a task disagrees with its dates or its progress.',
  EARLY_SUCCESSOR_START: 'A task has begun before its predecessor allows it.',
  DEPENDENCY_CYCLE: 'Dependencies form a cycle.',
  CRITICAL_PATH_DRIFT: 'The critical path has moved the promised finish.',
  DURATION_MISMATCH: 'Most of the time of a task is gone and little of it is done.',
  OWNER_OVERLOAD: 'One owner has too many tasks under way.',
  COST_SPIKE: 'Spending is far above plan, or goes faster than planned.',
  RISK_NOT_MITIGATING: 'Risk mitigation is behind plan.',
  UPCOMING_DEADLINE: 'A task is due within two days.',
  UNASSIGNED: 'A task is about to start and nobody is assigned.',
  INTEGRATION_BROKEN: 'Another module has not been heard of, or refuses what it is told.',
  EVIDENCE_EXPIRING: 'Accepted evidence is about to pass its validity.',
  EVIDENCE_EXPIRED: 'Accepted evidence is past its validity.',
  SERIES_BROKEN: 'A recurring task has no next occurrence, or has missed one.',
  EXTENSION_WAITING: 'A request for a later deadline waits for its decision.',
  ACCEPTANCE_EXPIRED: 'The acceptance of a risk or of an exception has run out.',
});

expose(AuditAction, 'AuditAction', 'What the audit log records.', {
  INSERT: 'A record was created.',
  UPDATE: 'A record was changed.',
  DELETE: 'A record was removed for good.',
  OVERRIDE: 'A foreman looked past the visibility rules, with a reason.',
});

expose(HealthRule, 'HealthRule', 'A measure of the health of a project.', {
  BEHIND_TIME: 'Share of the time elapsed minus progress.',
  OVERDUE_SHARE: 'Share of the tasks that are overdue.',
  LONGEST_OVERDUE: 'Days that the most overdue task is late.',
  OPEN_ALERTS: 'The worst open alert.',
});

expose(WorkRole, 'WorkRole', 'How a user stands to a piece of open work.', {
  PROJECT_OWNER: 'Owns the project.',
  PROJECT_SPONSOR: 'Sponsors the project.',
  PHASE_OWNER: 'Owns the phase.',
  WORK_PACKAGE_OWNER: 'Owns the work package.',
  TASK_OWNER: 'Owns the task, which is not complete.',
  TASK_ASSIGNEE: 'Is assigned to the task, which is not complete.',
  SUBTASK_OWNER: 'Owns the subtask, which is not complete.',
  SERIES_OWNER: 'Answers for the tasks to come of a series, which makes them or pauses.',
});

expose(TeamRole, 'TeamRole', 'Role of a user in a team.', {
  LEAD: 'Leads the team.',
  MEMBER: 'Belongs to the team.',
});

expose(TimelineZoom, 'TimelineZoom', 'What one column of a timeline stands for.', {
  DAY: 'A day.',
  WEEK: 'A week.',
  MONTH: 'A month.',
  QUARTER: 'A quarter of a year.',
  YEAR: 'A year.',
});

expose(TimelineGrouping, 'TimelineGrouping', 'By what the rows of a timeline are grouped.', {
  BY_PHASE: 'By phase, then by work package.',
  BY_WORK_PACKAGE: 'By work package.',
  BY_ASSIGNEE: 'By owner, then by early start.',
  BY_STATUS: 'By status.',
  BY_SLACK: 'By total slack, least first.',
});

expose(ErrorCode, 'ErrorCode', 'The words that `extensions.code` of an error may carry.', {
  UNAUTHENTICATED: 'There is no token, or none that holds.',
  FORBIDDEN: 'The caller may see it and not do this with it.',
  NOT_FOUND: 'It is not there, or not for this caller.',
  BAD_USER_INPUT: 'The input is well-typed and not acceptable.',
  CONFLICT: 'Something else was faster, or stands in the way.',
  LIMIT_EXCEEDED: 'It asks for more than one request may.',
  UNAVAILABLE: 'Not now; it may be tried again.',
  INTERNAL_SERVER_ERROR: 'A fault of the service.',
});

expose(PitErrorCode, 'PitErrorCode', 'The number of a domain refusal, as in `extensions.pit` of an error.', {
  PIT001: 'Permission: the caller may not do this.',
  PIT002: 'Invalid reference: it names something that is not there.',
  PIT003: 'Dependency: it would close a cycle, or links what may not be linked.',
  PIT004: 'Children exist: they are in the way of a deletion.',
  PIT005: 'Tenancy: it reaches beyond the organisation.',
  PIT006: 'Dates: they disagree, or reach outside of what is allowed.',
  PIT007: 'AI: the advice of a model is not available or not usable.',
  PIT008: 'Evidence: it is missing, not acceptable, or reviewed by the wrong person.',
  PIT009: 'Watchdog: a check could not be done, or a threshold is not acceptable.',
  PIT010: 'Export: it could not be made.',
});

expose(
  CoverageState,
  'CoverageState',
  'How far work and its proof cover a control or criterion: the first that fits.',
  {
    EXCEPTED: 'An exception holds, whatever the work is like.',
    LAPSED: 'Evidence of some task was accepted, and none of it holds any more.',
    OVERDUE: 'Some task is open behind its last day.',
    COVERED: 'All tasks are completed, and proven by evidence that holds.',
    IMPLEMENTED: 'All tasks are completed; some require no evidence.',
    PARTIAL: 'Some tasks are completed.',
    PLANNED: 'There are tasks, and none is completed.',
    NONE: 'There is no task.',
  },
);
