import type { AuditAction, CostInterval, TaskOrderField, TaskStatus } from '../operations.ts';
import { address, dayOr, oneOf, unlessUsual } from './address.ts';

/** In the order in which work goes through them. */
export const STATUSES: readonly TaskStatus[] = [
  'NOT_STARTED',
  'UPCOMING',
  'ACTIVE',
  'DUE_TODAY',
  'OVERDUE',
  'BLOCKED',
  'COMPLETED',
];

export const TASK_SORTS = [
  'END_DATE',
  'START_DATE',
  'NAME',
  'STATUS',
  'PRIORITY',
  'PROGRESS',
  'TOTAL_SLACK',
] as const satisfies readonly TaskOrderField[];
export type TaskSort = (typeof TASK_SORTS)[number];

/** The columns of the table in their order; the first is always there. */
export const TASK_COLUMNS = [
  ...(['name', 'status', 'priority', 'start', 'end', 'due'] as const),
  ...(['progress', 'slack', 'owner'] as const),
] as const;
export type TaskColumn = (typeof TASK_COLUMNS)[number];

/** A project's tasks as a table or a board: two views of one filter. */
export interface TasksRoute {
  readonly page: 'tasks';
  /** Id or code. */
  readonly project: string;
  readonly view: 'table' | 'board';
  readonly search: string;
  /** Empty: any. */
  readonly status: readonly TaskStatus[];
  readonly isCritical: boolean;
  readonly sort: TaskSort;
  readonly isDescending: boolean;
  /** The columns that were chosen, in their order; empty: as its reader has chosen last, or as usual. */
  readonly columns: readonly TaskColumn[];
  /** The task whose panel is open; empty: none. */
  readonly task: string;
}

export const INTERVALS: readonly CostInterval[] = ['MONTH', 'QUARTER', 'YEAR'];

export interface CostRoute {
  readonly page: 'cost';
  /** Id or code. */
  readonly project: string;
  /** The day at whose end the figures hold; empty: today. */
  readonly asOf: string;
  readonly interval: CostInterval;
}

export interface HistoryRoute {
  readonly page: 'history';
  /** Id or code. */
  readonly project: string;
}

export const AUDIT_ACTIONS: readonly AuditAction[] = ['INSERT', 'UPDATE', 'DELETE', 'OVERRIDE'];

export interface AuditRoute {
  readonly page: 'audit';
  /** Empty: any. */
  readonly action: AuditAction | '';
  /** First and last day, in UTC; empty: no bound. */
  readonly from: string;
  readonly to: string;
  /** Ids; empty: any. */
  readonly record: string;
  readonly project: string;
  /** Id of the request that made the changes; empty: any. */
  readonly request: string;
  readonly hasOverride: boolean;
}

export const AUDIT: AuditRoute = {
  page: 'audit',
  action: '',
  from: '',
  to: '',
  record: '',
  project: '',
  request: '',
  hasOverride: false,
};

export function parseAudit(params: URLSearchParams): AuditRoute {
  return {
    page: 'audit',
    action: oneOf<AuditAction | ''>(AUDIT_ACTIONS, params.get('action'), ''),
    from: dayOr(params.get('from') ?? ''),
    to: dayOr(params.get('to') ?? ''),
    record: params.get('record') ?? '',
    project: params.get('project') ?? '',
    request: params.get('request') ?? '',
    hasOverride: params.has('override'),
  };
}

function printAudit({ hasOverride, action, from, to, record, project, request }: AuditRoute): string {
  return address('/audit', { action, from, to, record, project, request, override: hasOverride });
}

/** The pages of a project beside its plan. */
export type ProjectPageRoute = TasksRoute | CostRoute | HistoryRoute;

/** A project's tasks as they are first shown. */
export function tasksRoute(project: string, view: TasksRoute['view']): TasksRoute {
  return {
    page: 'tasks',
    project,
    view,
    search: '',
    status: [],
    isCritical: false,
    sort: 'END_DATE',
    isDescending: false,
    columns: [],
    task: '',
  };
}

export function costRoute(project: string): CostRoute {
  return { page: 'cost', project, asOf: '', interval: 'MONTH' };
}

/** The page of a project by the last part of its path; null where there is none of that name. */
export function parseProjectPage(
  project: string,
  name: string,
  params: URLSearchParams,
): ProjectPageRoute | null {
  if (name === 'table' || name === 'board') return parseTasks(tasksRoute(project, name), params);
  if (name === 'history') return { page: 'history', project };
  if (name === 'cost')
    return {
      page: 'cost',
      project,
      asOf: dayOr(params.get('asof') ?? ''),
      interval: oneOf(INTERVALS, params.get('by'), 'MONTH'),
    };
  return null;
}

function parseTasks(usual: TasksRoute, params: URLSearchParams): TasksRoute {
  const asked = params.getAll('status');
  const columns = params.getAll('column');
  return {
    ...usual,
    search: params.get('search') ?? '',
    status: STATUSES.filter((status) => asked.includes(status)),
    isCritical: params.has('critical'),
    sort: oneOf(TASK_SORTS, params.get('sort'), usual.sort),
    isDescending: params.has('descending'),
    columns: TASK_COLUMNS.filter((column) => columns.includes(column)),
    task: params.get('task') ?? '',
  };
}

export function printProjectPage(route: ProjectPageRoute | AuditRoute): string {
  if (route.page === 'audit') return printAudit(route);
  const path = `/projects/${encodeURIComponent(route.project)}`;
  if (route.page === 'history') return address(`${path}/history`, {});
  if (route.page === 'cost')
    return address(`${path}/cost`, { asof: route.asOf, by: unlessUsual(route.interval, 'MONTH') });
  return address(`${path}/${route.view}`, {
    search: route.search,
    status: route.status,
    critical: route.isCritical,
    sort: unlessUsual(route.sort, 'END_DATE'),
    descending: route.isDescending,
    column: route.columns,
    task: route.task,
  });
}
