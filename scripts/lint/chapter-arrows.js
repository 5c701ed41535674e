// Which chapters of a floor may import which others: docs/architecture.md in a form that lint reads.
import { dirname, posix, relative, sep } from 'node:path';

/**
 * For each floor the other chapters that a chapter imports. The root of a floor is no chapter: what lies there is either
 * values that all may have, or puts the chapters together. The order of the services is a circle in one place: plan and
 * rollup, through the doors that DOORS names.
 */
export const CHAPTERS = {
  'src/domain': {
    advice: ['intake', 'schedule'],
    conformance: [],
    cost: [],
    delivery: [],
    directory: ['cost', 'evidence', 'intake', 'plan', 'rollup', 'schedule'],
    evidence: [],
    exchange: ['plan', 'schedule'],
    intake: ['plan'],
    plan: [],
    quality: ['evidence', 'rollup', 'watchdog'],
    recurrence: ['plan', 'templates'],
    rollup: ['cost', 'plan'],
    schedule: ['cost', 'rollup'],
    templates: ['plan', 'schedule'],
    watchdog: ['cost', 'plan', 'rollup'],
  },
  'src/db': {
    backup: ['setup'],
    connection: [],
    queries: ['connection', 'read'],
    read: ['connection'],
    setup: ['connection'],
    write: ['connection', 'read'],
  },
  'src/services': {
    advice: ['directory', 'evidence', 'notifications', 'plan', 'schedule', 'transaction'],
    audit: ['directory'],
    baseline: ['plan', 'transaction'],
    cost: ['plan', 'schedule', 'transaction'],
    delivery: ['directory', 'events', 'notifications', 'transaction'],
    demo: ['directory', 'exchange', 'templates', 'transaction'],
    directory: ['notifications', 'plan', 'transaction'],
    events: ['directory'],
    evidence: ['directory', 'notifications', 'plan', 'rollup', 'transaction'],
    exchange: ['directory', 'evidence', 'intake', 'plan', 'quality', 'rollup', 'schedule', 'transaction'],
    intake: ['notifications', 'plan', 'transaction'],
    maintenance: ['directory', 'plan', 'rollup', 'transaction'],
    notifications: ['transaction'],
    plan: ['notifications', 'rollup', 'transaction'],
    quality: ['audit', 'evidence', 'plan', 'rollup', 'schedule', 'transaction', 'watchdog'],
    recurrence: ['notifications', 'plan', 'quality', 'rollup', 'transaction'],
    rollup: ['plan', 'transaction'],
    schedule: ['plan', 'rollup', 'transaction'],
    templates: ['intake', 'notifications', 'plan', 'quality', 'rollup', 'transaction'],
    transaction: [],
    watchdog: ['notifications', 'plan', 'schedule', 'transaction'],
  },
  'src/server': {
    advice: ['delivery', 'observability'],
    auth: ['graphql'],
    compiled: ['graphql'],
    console: ['http'],
    delivery: ['observability'],
    files: ['http'],
    graphql: [],
    http: ['auth', 'graphql', 'observability'],
    observability: ['auth', 'graphql'],
    operations: ['auth', 'compiled', 'graphql', 'observability', 'subscriptions'],
    subscriptions: ['auth', 'compiled', 'graphql', 'http', 'observability'],
  },
  resolvers: {
    advice: ['evidence', 'graph', 'plan'],
    audit: ['graph'],
    baseline: ['graph', 'plan'],
    cost: ['graph', 'plan'],
    delivery: ['directory', 'graph'],
    directory: ['graph'],
    'entity-extensions': ['graph', 'plan'],
    evidence: ['directory', 'graph', 'plan'],
    exchange: ['graph'],
    graph: [],
    intake: ['graph', 'plan'],
    maintenance: ['graph'],
    notifications: ['directory', 'graph'],
    plan: ['graph'],
    quality: ['graph'],
    recurrence: ['graph', 'plan'],
    rollup: ['graph', 'plan', 'watchdog'],
    schedule: [
      'advice',
      'directory',
      'entity-extensions',
      'graph',
      'intake',
      'plan',
      'recurrence',
      'templates',
    ],
    subscriptions: ['directory', 'evidence', 'graph', 'plan', 'schedule'],
    templates: ['graph'],
    watchdog: ['entity-extensions', 'graph'],
  },
};

/** Files by which a chapter is entered from the chapter it is mutual with. */
export const DOORS = {
  'src/services/plan -> rollup': ['src/services/rollup/rollup.ts'],
};

const FLOORS = Object.keys(CHAPTERS);

/** The floor and chapter of a path below the root of the repository; null for what lies in no chapter. */
export function chapterOf(path) {
  const floor = FLOORS.find((each) => path.startsWith(`${each}/`));
  if (floor === undefined) return null;
  const [chapter, ...rest] = path.slice(floor.length + 1).split('/');
  return rest.length === 0 ? null : { floor, chapter };
}

/** Why a file may not import another one of its floor; null where it may. */
export function forbiddenArrow(from, to) {
  const [a, b] = [chapterOf(from), chapterOf(to)];
  if (a === null || b === null || a.floor !== b.floor || a.chapter === b.chapter) return null;
  const allowed = CHAPTERS[a.floor][a.chapter];
  if (allowed === undefined) return `${a.floor}/${a.chapter} is no chapter`;
  if (!allowed.includes(b.chapter)) return `${a.floor}: ${a.chapter} does not import ${b.chapter}`;
  const doors = DOORS[`${a.floor}/${a.chapter} -> ${b.chapter}`];
  if (doors !== undefined && !doors.includes(to)) return `${b.chapter} is entered by ${doors.join(', ')}`;
  return null;
}

const chapter = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'a chapter imports only the chapters that CHAPTERS names for it' },
    messages: { arrow: '{{why}} (scripts/lint/chapter-arrows.js).' },
  },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const why = forbiddenArrow(file, posix.join(dirname(file), specifier));
      if (why !== null) context.report({ node, messageId: 'arrow', data: { why } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

export const chapterArrows = { rules: { chapter } };
