import fc from 'fast-check';
import { ACCEPTANCE_STATES } from '../../src/console/state/queue-routes.ts';
import {
  AUDIT_ACTIONS,
  INTERVALS,
  STATUSES,
  TASK_COLUMNS,
  TASK_SORTS,
} from '../../src/console/state/project-routes.ts';
import {
  HEALTHS,
  LIFECYCLES,
  ownPath,
  parseRoute,
  PORTFOLIO,
  printRoute,
  SORTS,
  ZOOMS,
  type Route,
} from '../../src/console/state/routes.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const project = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((code) => !/^\.{1,2}$/.test(code));
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.record({
    page: fc.constant('tasks' as const),
    project,
    view: fc.constantFrom('table' as const, 'board' as const),
    search: text,
    status: fc.subarray([...STATUSES]),
    isCritical: fc.boolean(),
    sort: fc.constantFrom(...TASK_SORTS),
    isDescending: fc.boolean(),
    columns: fc.subarray([...TASK_COLUMNS]),
    task: fc.oneof(fc.constant(''), fc.uuid()),
  }),
  fc.record({
    page: fc.constant('portfolio' as const),
    health: fc.subarray([...HEALTHS]),
    status: fc.constantFrom(...LIFECYCLES),
    isOverdue: fc.boolean(),
    division: text,
    search: text,
    owner: fc.oneof(fc.constant(''), fc.uuid()),
    endsFrom: fc.constantFrom('', '2026-11-02'),
    endsTo: fc.constantFrom('', '2026-11-30'),
    view: fc.constantFrom('table' as const, 'timeline' as const),
    sort: fc.constantFrom(...SORTS),
    isKiosk: fc.boolean(),
  }),
  fc.record({ page: fc.constant('history' as const), project }),
  fc.record({
    page: fc.constant('audit' as const),
    action: fc.constantFrom('' as const, ...AUDIT_ACTIONS),
    from: fc.constantFrom('', '2026-11-02'),
    to: fc.constantFrom('', '2026-11-30'),
    record: fc.oneof(fc.constant(''), fc.uuid()),
    project: fc.oneof(fc.constant(''), fc.uuid()),
    request: fc.oneof(fc.constant(''), fc.uuid()),
    hasOverride: fc.boolean(),
  }),
  fc.record({
    page: fc.constant('cost' as const),
    project,
    asOf: fc.constantFrom('', '2026-11-02'),
    interval: fc.constantFrom(...INTERVALS),
  }),
  fc.record({
    page: fc.constant('plan' as const),
    project,
    zoom: fc.constantFrom(...ZOOMS, 'fit' as const),
    at: fc.constantFrom('', '2026-11-30'),
    task: fc.oneof(fc.constant(''), fc.uuid()),
    hasCritical: fc.boolean(),
    hasLinks: fc.boolean(),
    baseline: fc.oneof(fc.constant(''), fc.uuid()),
    asOf: fc.constantFrom('', '2026-11-02'),
    isComparing: fc.boolean(),
    hasBaseline: fc.boolean(),
    search: text,
    status: fc.constantFrom('' as const, ...STATUSES),
  }),
  fc.record({
    page: fc.constant('acceptances' as const),
    state: fc.constantFrom('' as const, 'ALL' as const, ...ACCEPTANCE_STATES),
    origin: text,
    acceptance: fc.oneof(fc.constant(''), fc.uuid()),
  }),
  fc.record({
    page: fc.constant('alerts' as const),
    by: fc.constantFrom('code' as const, 'project' as const),
    group: text,
    severity: text,
  }),
  fc.record({ page: fc.constant('reviews' as const), evidence: text }),
  fc.constant({ page: 'system' as const }),
  fc.constant({ page: 'sign-in' as const, next: '/console/alerts?by=project' }),
);

test('an address says all that a page shows: what is printed is read back', () => {
  fc.assert(
    fc.property(routes, (route) => {
      const { pathname, search } = new URL(printRoute(route), 'http://pit.example');
      expect(parseRoute(pathname, search)).toEqual(route);
    }),
    { numRuns: 500 },
  );
});

test('what an address says wrongly is left out', () => {
  expect(parseRoute('/console', '?sort=WORST&health=BLUE&health=RED&status=OLD')).toEqual({
    ...PORTFOLIO,
    health: ['RED'],
  });
  expect(parseRoute('/console/projects/x/plan', '?zoom=century&at=tomorrow')).toMatchObject({
    zoom: 'fit',
    at: '',
  });
  expect(parseRoute('/console/nothing', '')).toEqual({ page: 'not-here', path: '/console/nothing' });
  expect(parseRoute('/console/projects/%E0%A4%A/plan', '')).toMatchObject({ page: 'plan' });
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/consoleevil',
  '/console\\evil',
  'javascript:alert(1)',
  '',
])('after signing in nobody is led to %j', (path) => {
  expect(ownPath(path)).toBe('/console');
});
