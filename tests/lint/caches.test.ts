import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONTAINERS = ['Map', 'Set', 'WeakMap', 'WeakSet', 'LRUCache'];

/**
 * Every container that outlives a function and begins empty, with what bounds it. Whatever is keyed by what a caller
 * chooses is a `BoundedCache`; a new line here takes a reason of the same kind.
 */
const BOUNDED_BY: Readonly<Record<string, string>> = {
  'resolvers/baseline/work-calendar.ts calendars': 'weak: as long as a request keeps its organisation',
  'resolvers/graph/field-selection.ts memory': 'weak: as long as a document is kept',
  'resolvers/graph/field-selection.ts connections': 'weak: as long as a document is kept',
  'schema/build.ts instances': 'one of each resolver class',
  'schema/plain-arguments.ts putAside': 'one for each field with arguments of a page',
  'src/bounded-cache.ts caches': 'one reference for each cache that is alive',
  'src/bounded-cache.ts entries': 'the bound itself',
  'src/db/write/after-commit.ts listeners': 'weak: one for each pool',
  'src/db/write/after-commit.ts positionListeners': 'weak: one for each pool',
  'src/db/connection/fair-semaphore.ts held': 'permits',
  'src/db/connection/fair-semaphore.ts queues': 'requests that wait',
  'src/db/read/keyset-page.ts plainPages': 'weak by selection, of each at most 8 lists',
  'src/db/read/ahead/ahead-steps.ts places': 'of one round trip, its statements',
  'src/db/read/ahead/ahead-steps.ts tellers': 'of one round trip, its statements',
  'src/db/read/loaders.ts loaders': 'of one request, by its fields',
  'src/db/read/loaders.ts atHand': 'of one request, by the rows that it was answered',
  'src/db/read/loaders.ts ofRecords': 'of one request, by its fields',
  'src/db/read/loaders.ts wanted': 'of one request, by its fields',
  'src/db/connection/pipeline.ts failures': 'weak: as long as an error is kept',
  'src/db/connection/pipeline.ts prepared': 'weak: one for each connection',
  'src/db/connection/pipeline.ts sent': 'weak: as long as a statement is kept',
  'src/db/connection/pool.ts semaphores': 'weak: one for each pool',
  'src/db/read/table.ts driven': 'the drivers of joined-columns.ts',
  'src/db/read/table.ts tables': 'entity classes',
  'src/db/write/transaction-opening.ts organisations': 'weak: one for each pool',
  'src/db/write/tenant-transaction.ts preparedNames': 'MAX_NAMES',
  'src/console/palette/verbs.ts sources': 'parts of the page that is shown',
  'src/console/state/asked.ts asked': 'operations of the console',
  'src/console/selection/use-bulk.ts NOTHING': 'constant',
  'src/console/selection/use-bulk.ts NO_OUTCOMES': 'constant',
  'src/config/settings.ts known': 'settings that the code asks for',
  'src/domain/schedule/remaining-work/day-axis.ts dates': 'days that one computation shows',
  'src/domain/schedule/remaining-work/day-axis.ts outside': 'days that one computation shows',
  'src/domain/schedule/remaining-work/day-axis.ts numbers': 'days that one computation shows',
  'src/services/schedule/preview/preview-effects.ts knownCosts':
    'weak: as long as a request keeps its preview',
  'src/services/schedule/preview/preview-effects.ts knownRisks':
    'weak: as long as a request keeps its preview',
  'src/services/schedule/preview/project-preview.ts orderedMoves':
    'weak: as long as a request keeps its preview',
  'src/services/transaction/mutation-transaction.ts rules': 'weak: as long as settings are kept',
  'src/domain/exchange/csv/csv-places.ts byKey': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/csv/csv-places.ts byWbs': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/csv/csv-places.ts parents': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/csv/csv-places.ts isBranch': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/csv/csv-places.ts made': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/mspdi/mspdi-file.ts head': 'of one file, a dozen names',
  'src/domain/exchange/mspdi/mspdi-outline.ts summaries': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/oscal/poam-sources.ts findings': 'of one file, within its bytes',
  'src/domain/exchange/oscal/poam-sources.ts ofRisks': 'of one file, within its bytes',
  'src/domain/exchange/oscal/poam-sources.ts seen': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/oscal/poam-sources.ts begun': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/oscal/read-poam.ts observations': 'of one file, within its bytes',
  'src/domain/exchange/plan-check.ts taken': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/oscal/read-poam.ts risks': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/xer/xer-file.ts rows': 'of one file, a few tables',
  'src/domain/exchange/xer/xer-file.ts cells': 'of one table, the columns that are read',
  'src/domain/exchange/xer/xer-wbs.ts places': 'of one file, within PLAN_LIMITS',
  'src/domain/exchange/plan-warnings.ts counted': 'kinds of warnings',
  'src/jobs/exchange/organisation-turns.ts waiting':
    'imports and exports under way, of which a user has 20 at most',
  'src/services/exchange/apply/known-rows.ts branches': 'of one import, the rows of a project',
  'src/services/exchange/apply/known-rows.ts live': 'of one import, the rows of a project',
  'src/services/exchange/apply/known-rows.ts rows': 'of one import, the lines of a plan',
  'src/services/exchange/requests/wanted-jobs.ts listeners': 'weak: one for each pool',
  'src/services/maintenance/process-status.ts runs': 'one for each scheduled job',
  'src/events/outbox-notifier.ts waiting': 'streams with events since the last wake-up, taken at once',
  'src/jobs/deliveries.ts news': 'organisations with commits since the last look, taken at once',
  'src/jobs/schedule-applications.ts waiting': 'one for each project, as there is one row under way for each',
  'src/jobs/schedule.ts pending': 'projects with commits of the last second, each once, taken when due',
  'src/server/compiled/plugin.ts plans': 'weak: as long as a document is kept',
  'src/server/compiled/execution.ts args': 'of one request, by its fields',
  'src/server/compiled/execution.ts asked': 'of one request, by its fields',
  'src/server/compiled/execution.ts infos': 'of one request, by its fields',
  'src/server/compiled/serialize-response.ts planned': 'weak: as long as a plan is kept',
  'src/server/graphql/document-size.ts fragments': 'of one document',
  'src/server/graphql/document-size.ts sizes': 'of one document',
  'src/server/auth/gateway-auth.ts admitted': 'weak: requests under way',
  'src/server/graphql/input-lists.ts listHolders': 'input types of the schema',
  'src/server/graphql/limits.ts measured': 'weak: as long as a document is kept',
  'src/server/subscriptions/callback/callback-lease-manager.ts deliveries':
    'MOST_CALLBACKS for each organisation',
  'src/server/subscriptions/callback/callback-lease-manager.ts running': 'deliveries under way',
  'src/server/subscriptions/callback/callback-client.ts calls': 'calls under way',
  'src/server/subscriptions/held-documents.ts byOrganisation': 'MOST_STREAMS',
  'src/server/subscriptions/held-documents.ts byQuery': 'MOST_HELD',
  'src/server/subscriptions/subscription-manager.ts ofOrganisation': 'MOST_STREAMS',
  'src/server/subscriptions/subscription-manager.ts streams': 'MOST_STREAMS',
  'src/server/subscriptions/event-executor.ts results': 'events that are being executed',
  'src/server/subscriptions/sharing/executor-groups.ts beginnings': 'weak: as long as a document is kept',
  'src/server/subscriptions/sharing/executor-groups.ts executors': 'MOST_STREAMS',
  'src/server/subscriptions/sharing/executor-groups.ts shared': 'MOST_STREAMS',
  'src/server/subscriptions/sharing/shareable-operation.ts fragments': 'of one document',
  'src/server/subscriptions/sharing/shareable-operation.ts known': 'weak: as long as a document is kept',
  'src/server/subscriptions/sharing/shareable-operation.ts seen': 'of one document',
  'src/server/subscriptions/sharing/shared-executions.ts events': 'events of the last second',
  'src/server/subscriptions/websocket/server.ts ofOrganisation': 'open sockets',
  'src/server/subscriptions/websocket/server.ts sessions': 'open sockets',
  'src/server/subscriptions/websocket/session.ts deliveries': 'LIMITS.operationsPerSocket',
  'src/server/graphql/content-negotiation.ts answered': 'MOST_ANSWERED',
  'src/server/observability/metrics.ts observers': 'names of operations, bounded by OperationNames',
  'src/jobs/timeline.ts pending': 'MOST_PENDING',
  'src/jobs/watchdog.ts pending': 'MOST_PENDING',
  'src/services/cost/forecast/simulation-worker.ts organisations': 'MOST_WAITING, and the one that runs',
  'src/domain/cost/planned-value.ts spans': 'durations of the tasks of one plan',
  'src/domain/watchdog/watchdog-order.ts known': 'days that one scan asks about',
  'src/services/watchdog/scan-requests.ts listeners': 'weak: one for each pool',
  'src/services/schedule/timeline/timeline-requests.ts listeners': 'weak: one for each pool',
  'src/server/http/open-responses.ts bySocket': 'weak: one for each connection',
  'src/server/http/open-responses.ts open': 'requests under way',
  'src/server/graphql/operation-cost.ts fragments': 'of one document',
  'src/server/graphql/operation-cost.ts weighed': 'of one document',
  'src/server/observability/operation-names.ts added':
    'one for each organisation that has added a name, so MOST',
  'src/server/observability/operation-names.ts known': 'MOST',
  'src/services/events/stream-buffer.ts waiting': 'consumers of the stream',
  'src/services/events/outbox-relay.ts channels': 'streams that are followed',
  'src/services/events/outbox-relay.ts dirty': 'streams that are followed',
  'src/services/events/outbox-relay.ts reads': 'reads under way',
  'src/services/events/outbox-relay.ts unfed': 'organisations that are followed as a whole',
  'src/services/exchange/nyc/nyc-file.ts placeholders': 'of one file',
  'src/services/plan/wbs/plan-ancestors.ts reached': 'of one transaction',
  'src/services/rollup/rollup-tree.ts original': 'of one transaction',
  'src/services/rollup/rollup-tree.ts parents': 'of one transaction',
  'src/services/rollup/rollup-tree.ts states': 'of one transaction',
  'src/services/rollup/rollup.ts NO_FACTS': 'always empty',
  'src/services/schedule/schedule-rows.ts byComputed':
    'one entry for each computation that a request still holds',
};

/** Empty containers of modules and of objects, `file name`; those that a function makes for itself end with it. */
function containersOf(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && isEmptyContainer(node) && !isLocal(node)) {
      found.push(`${path} ${nameOf(node)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** One that is made of given values is a constant, but for the options of a cache. */
function isEmptyContainer({ expression, arguments: given }: ts.NewExpression): boolean {
  const name = expression.getText();
  return CONTAINERS.includes(name) && ((given?.length ?? 0) === 0 || name === 'LRUCache');
}

function isLocal(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isConstructorDeclaration(at)) return false;
    if (ts.isFunctionLike(at)) return true;
  }
  return false;
}

function nameOf(node: ts.Node): string {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isVariableDeclaration(at) || ts.isPropertyDeclaration(at)) return at.name.getText();
    if (ts.isBinaryExpression(at)) return at.left.getText().replace('this.', '');
  }
  return '?';
}

test('every container that outlives a function is known, with what bounds it', () => {
  const found = ['src', 'resolvers', 'schema'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(ROOT, room, name))
      .flatMap((file) => containersOf(relative(ROOT, file), readFileSync(file, 'utf8'))),
  );
  expect(found.sort()).toEqual(Object.keys(BOUNDED_BY).sort());
});

test.each([
  ['const cache = new Map<string, object>();', ['x.ts cache']],
  ['class A { private readonly seen = new Set(); }', ['x.ts seen']],
  ['class A { constructor() { this.kept = new LRUCache({ max: 5 }); } }', ['x.ts kept']],
  ['const WORDS = new Set(["a"]); function f() { const local = new Map(); return local; }', []],
])('a container is found in %s', (text, names) => {
  expect(containersOf('x.ts', text)).toEqual(names);
});
