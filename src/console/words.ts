import type {
  ActorRole,
  DependencyType,
  Health,
  ProjectLifecycle,
  ProjectOrderField,
  ReviewDecision,
  ScheduleViolationKind,
  TaskPriority,
  TaskStatus,
} from './operations.ts';
import { frameWords } from './frame-words.ts';
import { counted, days } from './state/format.ts';

const HEALTH: Readonly<Record<Health, string>> = { RED: 'off track', AMBER: 'at risk', GREEN: 'on track' };
const STATUS: Readonly<Record<TaskStatus, string>> = {
  NOT_STARTED: 'not started',
  UPCOMING: 'upcoming',
  ACTIVE: 'active',
  DUE_TODAY: 'due today',
  OVERDUE: 'overdue',
  COMPLETED: 'completed',
  BLOCKED: 'blocked',
};
const LIFECYCLE: Readonly<Record<ProjectLifecycle, string>> = {
  DRAFT: 'Draft',
  ACTIVE: 'Active',
  ON_HOLD: 'On hold',
  COMPLETED: 'Completed',
  ARCHIVED: 'Archived',
};
const SORT: Partial<Record<ProjectOrderField, string>> = {
  HEALTH: 'Worst first',
  OVERDUE_TASKS: 'Most overdue tasks',
  OPEN_ALERTS: 'Most open alerts',
  END_DATE: 'Ending first',
  START_DATE: 'Started last',
  PROGRESS: 'Least progress',
  NAME: 'By name',
  UPDATED_AT: 'Changed last',
};
const ROLE: Readonly<Record<ActorRole, string>> = {
  ADMIN: 'administrator',
  FOREMAN: 'foreman',
  MEMBER: 'member',
  VIEWER: 'viewer',
  SERVICE: 'service',
};
const PRIORITY: Readonly<Record<TaskPriority, string>> = {
  LOW: 'low',
  NORMAL: 'normal',
  HIGH: 'high',
  CRITICAL: 'critical',
};
const DEPENDENCY: Readonly<Record<DependencyType, string>> = {
  FINISH_TO_START: 'finish to start',
  START_TO_START: 'start to start',
  FINISH_TO_FINISH: 'finish to finish',
  START_TO_FINISH: 'start to finish',
};
const DECISION: Readonly<Record<ReviewDecision, string>> = {
  PENDING: 'waits for a review',
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
  NEEDS_CLARIFICATION: 'needs clarification',
};
const VIOLATION: Readonly<Record<ScheduleViolationKind, string>> = {
  LINK: 'starts before a dependency allows',
  DEADLINE: 'misses its deadline',
  MANUAL_START: 'is held by its manual start',
  START_NO_EARLIER_THAN: 'starts too early',
  FINISH_NO_EARLIER_THAN: 'finishes too early',
  START_NO_LATER_THAN: 'starts too late',
  FINISH_NO_LATER_THAN: 'finishes too late',
  MUST_START_ON: 'does not start on its day',
  MUST_FINISH_ON: 'does not finish on its day',
};

/**
 * The words that more than one page says, typed. What one page alone says stands in `cost-words.ts`, `page-words.ts`,
 * `plan-words.ts`, `project-words.ts` and `records-words.ts`, which come with that page.
 */
export const words = {
  product: 'PIT',
  pages: {
    portfolio: 'Portfolio',
    alerts: 'Alerts',
    reviews: 'Reviews',
    acceptances: 'Acceptances',
    system: 'System',
    plan: 'Plan',
    tasks: 'Tasks',
    cost: 'Cost',
    history: 'History',
    audit: 'Audit',
    signIn: 'Sign in',
    notHere: 'Not here',
  },
  health: (health: Health | null): string => (health === null ? 'not judged' : HEALTH[health]),
  status: (status: TaskStatus): string => STATUS[status],
  lifecycle: (status: ProjectLifecycle): string => LIFECYCLE[status],
  role: (role: ActorRole): string => ROLE[role],
  priority: (priority: TaskPriority): string => PRIORITY[priority],
  dependency: (type: DependencyType): string => DEPENDENCY[type],
  decision: (decision: ReviewDecision | null): string => DECISION[decision ?? 'PENDING'],
  violation: (kind: ScheduleViolationKind): string => VIOLATION[kind],
  days,
  daysLate: (days: number): string =>
    days === 0
      ? 'as promised'
      : days > 0
        ? `${counted(days, 'day', 'days')} late`
        : `${counted(-days, 'day', 'days')} early`,
  tasks: (count: number): string => counted(count, 'task', 'tasks'),
  projects: (count: number): string => counted(count, 'project', 'projects'),
  percent: (value: number): string => `${Math.round(value)} %`,
  none: '–',
  shell: {
    skip: 'Skip to the page',
    navigation: 'Pages',
    live: 'live',
    connecting: 'connecting',
    stale: 'older, an answer is late',
    questions: 'API: the questions of this page',
    offlineSince: (clock: string): string => `offline since ${clock}`,
    signOut: 'Sign out',
    theme: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
    notifications: (count: number): string => counted(count, 'unread notification', 'unread notifications'),
    noNotifications: 'Nothing unread.',
    markRead: 'Mark all as read',
    find: 'Find',
    findHint: 'Find a project or a task',
    nothingFound: 'Nothing is called like that.',
    keys: 'Keys',
    runsOut: (minutes: string): string => `Your token runs out ${minutes}. Paste a new one to stay.`,
    renew: 'Paste a new token',
    newVersion: 'The service was renewed. Reload the page to see its newest version.',
    reload: 'Reload',
    help: 'Keyboard',
  },
  state: {
    loading: 'Loading',
    failed: 'That did not work.',
    offline: 'The service cannot be reached.',
    internal: 'The service has made a mistake.',
    errorId: (id: string): string => `Error ${id}`,
    again: 'Try again',
    nothingHere: 'There is nothing here for you.',
    nothingHereWhy: 'It was deleted, or it is not yours to see.',
    back: 'Back to the portfolio',
    expected: (what: string): string => `Expected: ${what}`,
    more: 'Show more',
    close: 'Close',
    cancel: 'Cancel',
  },
  portfolio: {
    lead: (organisation: string): string => organisation,
    filters: 'Filters',
    all: 'projects',
    overdueTasks: 'overdue tasks',
    endingSoon: 'end within two weeks',
    redAlerts: 'red alerts',
    search: 'Search by name or code',
    status: 'Status',
    division: 'Division',
    anyDivision: 'All divisions',
    sort: 'Order',
    sortBy: (field: ProjectOrderField): string => SORT[field] ?? field,
    empty: 'No project fits these filters.',
    emptyAtAll: 'There are no projects yet.',
    clear: 'Clear the filters',
    project: 'Project',
    health: 'Health',
    progress: 'Progress',
    overdue: 'Overdue',
    alerts: 'Alerts',
    ends: 'Planned end',
    forecast: 'Forecast',
    owner: 'Owner',
    changed: (count: number): string =>
      `${counted(count, 'project has', 'projects have')} changed since this order was made`,
    reorder: 'Order anew',
    alertsOf: (open: number, red: number): string => `${open} open, ${red} red`,
    incomplete: 'Of more than 20,000 projects 20,000 are counted.',
    lastEvent: (clock: string): string => `last change ${clock}`,
  },
  ...frameWords,
} as const;
