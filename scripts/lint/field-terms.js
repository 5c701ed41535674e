// Words of our own that the field has another word for. docs/glossary.md has the few that stay.
import { basename, relative, sep } from 'node:path';

/**
 * A word, where it is looked for, and what the field calls the thing.
 * @typedef {object} Term
 * @property {RegExp} [name] looked for in names of files and identifiers, both in kebab-case: `settle-batch`.
 * @property {RegExp} [prose] looked for in comments and documents.
 * @property {RegExp} [only] files that it is looked for in; all when absent.
 * @property {string} use the word to use.
 */

/** @type {readonly Term[]} */
export const TERMS = [
  { name: /\bturnstile/, prose: /\bturnstiles?\b/i, use: 'concurrency limiter or semaphore' },
  { name: /\berrands?\b/, prose: /\berrands?\b/i, use: 'task' },
  {
    name: /^(re)?settle-|\bresettle\b|\bunsettled\b|\bsettlement/,
    prose: /\bresettl\w*|\bsettlement\b|\bsettl(?:es|ing)\b/i,
    use: 'update or rebuild roll-ups (of a promise: resolve)',
  },
  { name: /^tell-/, use: 'record, emit, notify or send' },
  { name: /\bhand-state\b/, prose: /\bhand states?\b/i, use: 'manual status' },
  { name: /\bstanding\b/, use: 'resource relations, authorisation' },
  { name: /\bgreeting\b/, use: 'start-up banner' },
  {
    name: /^(request-)?accounts?$|^account-plugin$/,
    only: /^src\/(context|request|server\/(http|auth|observability|operations|subscriptions|compiled))/,
    use: 'request telemetry',
  },
  { name: /(?<!round-)\btrips?\b/, prose: /(?<!round[ -])\btrips?\b/i, use: 'round trip' },
  { name: /\bwakeups?\b/, prose: /\bwakeups?\b/i, use: 'notification, notifier' },
  {
    name: /\bkeepers?\b/,
    prose: /\bkeepers?\b/i,
    only: /^(?!tests\/db\/setup\/)/,
    use: 'lease, lease manager',
  },
  { name: /^closings?$/, only: /^src\/server\/(drain|subscriptions)/, use: 'close code' },
  { name: /\bunstreamed\b/, prose: /\bunstreamed\b/i, use: 'plain (not streamed) subscription' },
  { name: /^together$/, only: /^(src|resolvers)\//, use: 'pipeline' },
  { name: /^later$/, only: /^(src|resolvers)\//, use: 'defer' },
  { name: /\bfollowers?\b/, prose: /\bfollowers?\b/i, use: 'stream consumer, subscriber' },
  {
    name: /^live-(operation|stream|event|result|option|metric|resolver|graph|scene)/,
    only: /^(src|resolvers|tests)\//,
    use: 'subscription',
  },
  { name: /^live$/, only: /^src\/server\//, use: 'subscription manager' },
  { name: /\bpumps?\b/, prose: /\bpumps?\b/i, only: /^(?!bench\/)/, use: 'outbox relay' },
  { name: /\bbyte-(row|client|statement)\b/, prose: /\bbyte rows?\b/i, use: 'raw row' },
  { name: /^asked-(fields|page|of)$/, use: 'selected columns, connection selection' },
  { name: /^foreman-(check|fact|demand)/, use: 'conformance check' },
  { name: /^vocabulary$/, use: 'enums' },
  { name: /^upkeep$/, use: 'maintenance' },
  { name: /^plan-(frame|tell|order)$/, use: 'plan ancestors, plan events, plan position' },
  { name: /^only-once$/, use: 'withIdempotencyKey' },
  { name: /^lost-races?$/, use: 'concurrency conflict' },
  { name: /^sibling-resolver/, use: 'entity extension' },
];

/** What is wrong with a name of a file or of anything in it; null when nothing is. */
export function foreignName(name, file) {
  const kebab = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
  return describe(kebab, file, 'name');
}

/** What is wrong with a comment or a document; null when nothing is. */
export function foreignProse(text, file) {
  return describe(text, file, 'prose');
}

function describe(text, file, where) {
  for (const term of TERMS) {
    if (term.only !== undefined && !term.only.test(file)) continue;
    const found = term[where]?.exec(text);
    if (found != null) return { word: found[0], use: term.use };
  }
  return null;
}

const words = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'a thing that the field has a name for goes by that name' },
    messages: { word: 'The field does not say "{{word}}" for this: {{use}} (scripts/lint/field-terms.js).' },
  },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const check = (node, found) => {
      if (found !== null) context.report({ node, messageId: 'word', data: found });
    };
    const checkName = (node) => {
      const { parent } = node;
      // What is read from an object was named where it is declared, which may be another's package.
      const isRead = parent.type === 'MemberExpression' && parent.property === node && !parent.computed;
      if (!isRead) check(node, foreignName(node.name, file));
    };
    return {
      Program(node) {
        check(node, foreignName(basename(file).replace(/(\.d|\.test|\.heavy)*\.[a-z]+$/, ''), file));
        for (const comment of context.sourceCode.getAllComments()) {
          check(comment, foreignProse(comment.value, file));
        }
      },
      Identifier: checkName,
      PrivateIdentifier: checkName,
    };
  },
};

export const fieldTerms = { rules: { words } };
