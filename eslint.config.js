// What docs/architecture.md says in words, held by rule. Flat config replaces a rule's options and does not merge
// them, so each folder has exactly one block of forbidden imports and one of forbidden syntax, put together here.
import tseslint from 'typescript-eslint';
import { chapterArrows } from './scripts/lint/chapter-arrows.js';
import { consoleImports, NO_FOREIGN_PART, NO_MARKUP } from './scripts/lint/console-rules.js';
import { fieldTerms } from './scripts/lint/field-terms.js';
import { house } from './scripts/lint/house-rules.js';

const source = [
  'src/**/*.{ts,tsx}',
  'entities/**/*.ts',
  'resolvers/**/*.ts',
  'schema/**/*.ts',
  'migrations/**/*.ts',
];
const entryPoints = ['scripts/**', 'bench/**', 'examples/platform/start.ts'];
const ruleBooks = ['*.config.js', 'scripts/**/*.js', 'scripts/**/*.mjs'];
const jestHooks = ['postgres/start-postgres.ts', 'postgres/stop-postgres.ts', 'runner/closing-line.js'].map(
  (name) => `tests/support/${name}`,
);

// --- Floors: a room imports only from floors below -----------------------------------------------------------------

const ROOMS = {
  main: 'main\\.ts$',
  console:
    'console/(state|gantt|plan|project|tasks|cost|charts|records|pages|parts|settings|palette|print|sign-in|operations|words|frame-words|shell|main|push-worker)',
  server: 'server/',
  schema: 'schema/',
  resolvers: 'resolvers/',
  jobs: 'jobs/',
  services: 'services/',
  context: 'context\\.ts$',
  db: 'db/',
  entities: 'entities/',
  events: 'events/',
  domain: 'domain/',
};

/** Relative imports that lead into one of the rooms. */
const into = (...rooms) => ({
  regex: `^\\.{1,2}/(.*/)?(${rooms.map((room) => ROOMS[room]).join('|')})`,
  message: 'A room imports only from floors below it (docs/architecture.md).',
});
const packages = (...names) => ({
  regex: `^(${names.join('|')})(/|$)`,
  message: 'This package belongs to another floor (docs/architecture.md).',
});
const ENVIRONMENT = {
  regex: '^(node:)?process$',
  message: 'Only src/config/config.ts reads the environment; take `process` as the global it is.',
};

/** A test holds statements against PostgreSQL where it finds them: under src/db. */
const STATEMENTS = {
  regex: '/db/connection/statement\\.ts$',
  importNames: ['statement', 'rawRowStatement', 'cachedStatement'],
  message: 'A statement is an exported constant of src/db/queries/<chapter>/ (CONTRIBUTING.md).',
};

const room = (files, ...patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [ENVIRONMENT, ...patterns] }] },
});

/** The domain imports nothing from outside itself: at most so many folders up. */
const domain = (files, depth) =>
  room([files], {
    regex: `^(?!\\./|(\\.\\./){1,${depth}}(?!\\.\\./))`,
    message: 'The domain is pure: it imports nothing from outside itself.',
  });

const floors = [
  room(['src/domain/*.ts'], {
    regex: '^(?!\\./)',
    message: 'The domain is pure: it imports nothing from outside itself.',
  }),
  domain('src/domain/*/*.ts', 1),
  domain('src/domain/*/*/*.ts', 2),
  // The one package of the domain: it reads rules of dates, from text to text.
  room(['src/domain/recurrence/rule-dates.ts'], {
    regex: '^(?!\\./|\\.\\./(?!\\.\\./)|rrule-temporal$)',
    message: 'The domain is pure: it imports nothing from outside itself but the reader of rules.',
  }),
  room(
    [
      'src/config/config.ts',
      'src/logger.ts',
      'src/clock.ts',
      'src/config/derived-keys.ts',
      'src/config/file-settings.ts',
      'src/config/development-secret.ts',
      'src/config/settings.ts',
      'src/start/system-error.ts',
      'src/start/termination.ts',
    ],
    into(...Object.keys(ROOMS)),
    packages('typeorm', 'pg', 'graphql', 'type-graphql'),
  ),
  room(
    ['src/events/**'],
    into('main', 'console', 'server', 'schema', 'resolvers', 'jobs', 'services', 'context', 'db', 'entities'),
    packages('type-graphql'),
  ),
  room(
    ['entities/*.ts'],
    {
      regex: '/src/(?!domain/enums\\.ts$)',
      message: 'An entity imports the enums, base classes and its parents.',
    },
    into('resolvers', 'schema'),
    packages('pg'),
  ),
  room(
    ['entities/base/**'],
    into('resolvers', 'schema', 'services', 'context', 'db', 'events'),
    packages('pg'),
  ),
  room(
    ['src/db/**'],
    into('main', 'console', 'server', 'schema', 'resolvers', 'jobs', 'services', 'context'),
  ),
  room(
    ['src/services/**'],
    into('main', 'console', 'server', 'schema', 'resolvers', 'jobs', 'context'),
    packages('graphql', 'type-graphql'),
    STATEMENTS,
  ),
  room(
    ['src/context.ts', 'src/request-telemetry.ts'],
    into('main', 'console', 'server', 'schema', 'resolvers', 'jobs'),
    STATEMENTS,
  ),
  room(['src/jobs/**'], into('main', 'console', 'server', 'schema', 'resolvers'), STATEMENTS),
  room(
    ['resolvers/**'],
    into('main', 'console', 'server', 'schema', 'jobs', 'db'),
    packages('typeorm', 'pg'),
  ),
  room(['schema/**'], into('main', 'console', 'server')),
  room(['src/server/**'], into('main', 'console'), STATEMENTS),
  room(['src/console/*.{ts,tsx}'], ...consoleImports(0)),
  room(['src/console/*/*.{ts,tsx}'], ...consoleImports(1)),
  room(['examples/platform/subgraphs/**'], {
    regex: '/(src|schema|entities|resolvers|scripts)/',
    message: 'A sibling is written as its team would: it has none of our code.',
  }),
  room(['migrations/**'], into(...Object.keys(ROOMS)), packages('pg', 'graphql', 'type-graphql')),
];

// --- Nevers --------------------------------------------------------------------------------------------------------

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'No default exports: a thing has one name everywhere.',
};
const NO_LATE_IMPORT = {
  selector: 'ImportExpression',
  message: 'Imports stand at the top, where the floors can be seen.',
};
const NO_ENVIRONMENT = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only src/config/config.ts reads the environment.',
};
const NO_CHILD_COLLECTIONS = {
  selector: 'Decorator[expression.callee.name=/^(OneToMany|ManyToMany)$/]',
  message: 'Children come from loaders.',
};
const NO_SYNCHRONIZE = {
  selector: 'Property[key.name="synchronize"][value.value=true]',
  message: 'The database is changed by migrations alone.',
};
const NO_CLOCK = [
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Time is an argument, or comes from src/clock.ts.',
  },
  {
    selector: ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]',
    message: 'Time is an argument, or comes from src/clock.ts.',
  },
];
const NO_CHANCE = {
  selector: 'MemberExpression[object.name="Math"][property.name="random"]',
  message: 'A random seed is an argument.',
};

const EVERYWHERE = [NO_CHILD_COLLECTIONS, NO_SYNCHRONIZE];
const forbid = (files, ...selectors) => ({
  files,
  rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, ...selectors] },
});

const nevers = [
  forbid(['**/*.{ts,tsx}'], NO_DEFAULT_EXPORT, NO_ENVIRONMENT),
  forbid(source, NO_DEFAULT_EXPORT, NO_LATE_IMPORT, NO_ENVIRONMENT),
  forbid(
    ['src/domain/**', 'src/events/**', 'src/services/**', 'src/jobs/**', 'entities/**', 'resolvers/**'],
    NO_DEFAULT_EXPORT,
    NO_LATE_IMPORT,
    NO_ENVIRONMENT,
    NO_CHANCE,
    ...NO_CLOCK,
  ),
  forbid(['src/config/config.ts'], NO_DEFAULT_EXPORT, NO_LATE_IMPORT),
  forbid(['tests/**'], NO_DEFAULT_EXPORT),
  forbid(['src/console/**'], NO_DEFAULT_EXPORT, NO_FOREIGN_PART, NO_ENVIRONMENT, ...NO_MARKUP),
  // Jest takes its hooks as default exports.
  forbid(jestHooks),
];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.pit/',
      'dist/',
      'coverage/',
      'tests/generated/',
      'src/console/operations.ts',
      '**/node_modules/',
    ],
  },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { house, arrows: chapterArrows, terms: fieldTerms },
    rules: {
      'house/name-says-what': 'error',
      'arrows/chapter': 'error',
      'terms/words': 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 50],
      'max-params': ['error', 4],
      complexity: ['error', 12],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // The compiler's verbatimModuleSyntax holds the rest of it.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // An async function may await nothing where an interface asks for a promise.
      '@typescript-eslint/require-await': 'off',
      // Numbers and dates read well in messages.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    // The list itself; history, which keeps the words of its time; outside data.
    files: [
      'scripts/lint/field-terms.js',
      'migrations/**',
      'tests/lint/field-terms.test.ts',
      'tests/oracles/**',
    ],
    rules: { 'terms/words': 'off' },
  },
  // What markup leaves out or puts in is a condition each, and none that leads anywhere.
  { files: ['src/console/**/*.tsx'], rules: { complexity: ['error', 20] } },
  ...floors,
  ...nevers,
  { files: [...entryPoints, 'src/logger.ts', ...ruleBooks], rules: { 'no-console': 'off' } },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // A describe block is a chapter, not a function.
      'max-lines-per-function': 'off',
      // Jest's matchers are typed `any`.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
