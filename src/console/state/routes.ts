import type { Health, ProjectLifecycle, ProjectOrderField, TaskStatus } from '../operations.ts';
import {
  parseAcceptances,
  parseAlerts,
  printAcceptances,
  printAlerts,
  type AcceptancesRoute,
  type AlertsRoute,
} from './queue-routes.ts';
import { address, dayOr, oneOf, ROOT, unlessUsual } from './address.ts';
import {
  parseAudit,
  parseProjectPage,
  printProjectPage,
  STATUSES,
  type AuditRoute,
  type ProjectPageRoute,
} from './project-routes.ts';

export { ALERTS, type AlertsRoute } from './queue-routes.ts';

export const ZOOMS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Zoom = (typeof ZOOMS)[number];

export const HEALTHS: readonly Health[] = ['RED', 'AMBER', 'GREEN'];
export const SORTS: readonly ProjectOrderField[] = [
  'HEALTH',
  'OVERDUE_TASKS',
  'OPEN_ALERTS',
  'END_DATE',
  'START_DATE',
  'PROGRESS',
  'NAME',
  'UPDATED_AT',
];
export const LIFECYCLES: readonly ProjectLifecycle[] = [
  'ACTIVE',
  'DRAFT',
  'ON_HOLD',
  'COMPLETED',
  'ARCHIVED',
];

export interface PortfolioRoute {
  readonly page: 'portfolio';
  readonly health: readonly Health[];
  readonly status: ProjectLifecycle;
  readonly isOverdue: boolean;
  readonly division: string;
  readonly search: string;
  /** Id of a person; empty: anybody's. */
  readonly owner: string;
  /** First and last day of the planned end; empty: no bound. */
  readonly endsFrom: string;
  readonly endsTo: string;
  readonly view: 'table' | 'timeline';
  readonly sort: ProjectOrderField;
  readonly isKiosk: boolean;
}

export interface PlanRoute {
  readonly page: 'plan';
  /** Id or code. */
  readonly project: string;
  /** `fit` is the scale at which the whole plan is in sight. */
  readonly zoom: Zoom | 'fit';
  /** The first day that is shown; empty: the page decides. */
  readonly at: string;
  /** The task whose panel is open; empty: none. */
  readonly task: string;
  readonly hasCritical: boolean;
  readonly hasLinks: boolean;
  readonly hasBaseline: boolean;
  /** The baseline beside the plan, or that comes back when one is shown again; empty: the current one. */
  readonly baseline: string;
  /** The day whose plan stands beside that of now, instead of a baseline; empty: none. */
  readonly asOf: string;
  /** Whether what has become of the baseline is told. */
  readonly isComparing: boolean;
  /** What names have to contain not to be dimmed; empty: anything. */
  readonly search: string;
  /** The status of work that is not dimmed; empty: any. */
  readonly status: TaskStatus | '';
}

export interface ReviewsRoute {
  readonly page: 'reviews';
  readonly evidence: string;
}

export interface SystemRoute {
  readonly page: 'system';
}

/** A task by its id alone, as links of messages name it. */
export interface TaskLinkRoute {
  readonly page: 'task';
  readonly id: string;
}

export interface SignInRoute {
  readonly page: 'sign-in';
  /** Where to go then: a path of the console. */
  readonly next: string;
}

export interface NotHereRoute {
  readonly page: 'not-here';
  readonly path: string;
}

export type Route =
  | PortfolioRoute
  | PlanRoute
  | ProjectPageRoute
  | AlertsRoute
  | ReviewsRoute
  | AcceptancesRoute
  | SystemRoute
  | AuditRoute
  | TaskLinkRoute
  | SignInRoute
  | NotHereRoute;

export const PORTFOLIO: PortfolioRoute = {
  page: 'portfolio',
  health: [],
  status: 'ACTIVE',
  isOverdue: false,
  division: '',
  search: '',
  owner: '',
  endsFrom: '',
  endsTo: '',
  view: 'table',
  sort: 'HEALTH',
  isKiosk: false,
};

export const REVIEWS: ReviewsRoute = { page: 'reviews', evidence: '' };
export const SYSTEM: SystemRoute = { page: 'system' };

/** The plan of a project as it is first opened. */
export function planRoute(project: string, task = ''): PlanRoute {
  return {
    page: 'plan',
    project,
    zoom: 'fit',
    at: '',
    task,
    hasCritical: false,
    hasLinks: true,
    hasBaseline: true,
    baseline: '',
    asOf: '',
    isComparing: false,
    search: '',
    status: '',
  };
}

/** The page of an address. What it does not know is left out, so that a mistyped address shows the nearest page. */
export function parseRoute(path: string, query: string): Route {
  const params = new URLSearchParams(query);
  const parts = path.slice(ROOT.length).split('/').filter(Boolean).map(decode);
  const [first = '', second = '', third = 'plan', ...rest] = parts;
  if (rest.length > 0) return { page: 'not-here', path };
  if (first === '') return parsePortfolio(params);
  if (first === 'projects' && second !== '')
    return third === 'plan'
      ? parsePlan(second, params)
      : (parseProjectPage(second, third, params) ?? { page: 'not-here', path });
  if (parts.length === 1) return parsePage(first, params) ?? { page: 'not-here', path };
  return { page: 'not-here', path };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parsePage(name: string, params: URLSearchParams): Route | null {
  if (name === 'alerts') return parseAlerts(params);
  if (name === 'reviews') return { page: 'reviews', evidence: params.get('evidence') ?? '' };
  if (name === 'acceptances') return parseAcceptances(params);
  if (name === 'system') return SYSTEM;
  if (name === 'task') return { page: 'task', id: params.get('id') ?? '' };
  if (name === 'audit') return parseAudit(params);
  if (name === 'sign-in') return { page: 'sign-in', next: ownPath(params.get('next')) };
  return null;
}

function parsePortfolio(params: URLSearchParams): PortfolioRoute {
  const asked = params.getAll('health');
  return {
    page: 'portfolio',
    health: HEALTHS.filter((health) => asked.includes(health)),
    status: oneOf(LIFECYCLES, params.get('status'), 'ACTIVE'),
    isOverdue: params.has('overdue'),
    division: params.get('division') ?? '',
    search: params.get('search') ?? '',
    owner: params.get('owner') ?? '',
    endsFrom: dayOr(params.get('from') ?? ''),
    endsTo: dayOr(params.get('to') ?? ''),
    view: params.get('view') === 'timeline' ? 'timeline' : 'table',
    sort: oneOf(SORTS, params.get('sort'), 'HEALTH'),
    isKiosk: params.has('kiosk'),
  };
}

function parsePlan(project: string, params: URLSearchParams): PlanRoute {
  const at = params.get('at') ?? '';
  return {
    page: 'plan',
    project,
    zoom: ZOOMS.find((zoom) => zoom === params.get('zoom')) ?? 'fit',
    at: dayOr(at),
    task: params.get('task') ?? '',
    hasCritical: params.has('critical'),
    hasLinks: params.get('links') !== 'off',
    hasBaseline: params.get('baseline') !== 'off',
    baseline: params.get(params.get('baseline') === 'off' ? 'hidden' : 'baseline') ?? '',
    asOf: dayOr(params.get('asof') ?? ''),
    isComparing: params.has('compare'),
    search: params.get('search') ?? '',
    status: oneOf<TaskStatus | ''>(STATUSES, params.get('status'), ''),
  };
}

/** A path of the console, and nothing that leads elsewhere. */
export function ownPath(path: string | null): string {
  return path !== null && /^\/console(?:[/?]|$)/.test(path) && !path.includes('\\') ? path : ROOT;
}

/** The address of a page: what is as usual is left out. `parseRoute` is its inverse. */
export function printRoute(route: Route): string {
  if ('project' in route && route.page !== 'plan') return printProjectPage(route);
  switch (route.page) {
    case 'portfolio':
      return printPortfolio(route);
    case 'plan':
      return printPlan(route);
    case 'alerts':
      return printAlerts(route);
    case 'reviews':
      return address('/reviews', { evidence: route.evidence });
    case 'acceptances':
      return printAcceptances(route);
    case 'system':
      return address('/system', {});
    case 'task':
      return address('/task', { id: route.id });
    case 'sign-in':
      return address('/sign-in', { next: unlessUsual(route.next, ROOT) });
    case 'not-here':
      return route.path;
  }
}

function printPortfolio(route: PortfolioRoute): string {
  return address('', {
    health: route.health,
    status: unlessUsual(route.status, 'ACTIVE'),
    overdue: route.isOverdue,
    division: route.division,
    search: route.search,
    owner: route.owner,
    from: route.endsFrom,
    to: route.endsTo,
    view: unlessUsual(route.view, 'table'),
    sort: unlessUsual(route.sort, 'HEALTH'),
    kiosk: route.isKiosk,
  });
}

function printPlan(route: PlanRoute): string {
  return address(`/projects/${encodeURIComponent(route.project)}/plan`, {
    zoom: unlessUsual(route.zoom, 'fit'),
    at: route.at,
    task: route.task,
    critical: route.hasCritical,
    links: route.hasLinks ? '' : 'off',
    baseline: route.hasBaseline ? route.baseline : 'off',
    hidden: route.hasBaseline ? '' : route.baseline,
    asof: route.asOf,
    compare: route.isComparing,
    search: route.search,
    status: route.status,
  });
}
