import { rulesBrokenBy } from './lint-snippet.ts';

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `f(${at});`).join('\n');
const branches = Array.from({ length: 12 }, (_, at) => `if (n === ${at}) return ${at};`).join(' ');

const REFUSED: [what: string, rule: string, file: string, text: string][] = [
  [
    'a default export',
    'no-restricted-syntax',
    'src/db/write/tenant-transaction.ts',
    'export default class {}',
  ],
  [
    'any',
    '@typescript-eslint/no-explicit-any',
    'src/db/write/tenant-transaction.ts',
    'export const x = JSON.parse("1") as any;',
  ],
  [
    '@ts-ignore',
    '@typescript-eslint/ban-ts-comment',
    'src/db/write/tenant-transaction.ts',
    '// @ts-ignore\nexport const x = 1;',
  ],
  [
    'the environment',
    'no-restricted-syntax',
    'src/server/http/http.ts',
    'export const x = process.env["PORT"];',
  ],
  ['the environment in a script', 'no-restricted-syntax', 'scripts/token.ts', 'f(process.env);'],
  ['console in the service', 'no-console', 'src/server/http/http.ts', 'console.log("here");'],
  ['a long file', 'max-lines', 'tests/db/tenant.test.ts', lines(301)],
  [
    'a long function',
    'max-lines-per-function',
    'src/db/write/tenant-transaction.ts',
    `export function g() {\n${lines(50)}\n}`,
  ],
  [
    'five parameters',
    'max-params',
    'src/db/write/tenant-transaction.ts',
    'export function g(a, b, c, d, e) { f(a, b, c, d, e); }',
  ],
  [
    'a maze',
    'complexity',
    'src/db/write/tenant-transaction.ts',
    `export function g(n: number) { ${branches} return n; }`,
  ],
  [
    'a clock in the domain',
    'no-restricted-syntax',
    'src/domain/plan/status.ts',
    'export const x = Date.now();',
  ],
  [
    'today in the domain',
    'no-restricted-syntax',
    'src/domain/plan/status.ts',
    'export const x = new Date();',
  ],
  ['a clock in a service', 'no-restricted-syntax', 'src/services/task.ts', 'export const x = new Date();'],
  [
    'chance in the domain',
    'no-restricted-syntax',
    'src/domain/forecast.ts',
    'export const x = Math.random();',
  ],
  ['synchronize', 'no-restricted-syntax', 'src/db/source.ts', 'export const x = { synchronize: true };'],
  [
    '@OneToMany',
    'no-restricted-syntax',
    'entities/task.ts',
    'export class Task { @OneToMany(() => X) x: X[]; }',
  ],
  [
    '@ManyToMany',
    'no-restricted-syntax',
    'entities/task.ts',
    'export class Task { @ManyToMany(() => X) x: X[]; }',
  ],
  ['a drawer', 'house/name-says-what', 'src/db/utils.ts', 'export const x = 1;'],
  ['a folder of drawers', 'house/name-says-what', 'src/helpers/dates.ts', 'export const x = 1;'],
  ['a drawer with a stem', 'house/name-says-what', 'resolvers/task.types.ts', 'export const x = 1;'],
  ['camelCase file names', 'house/name-says-what', 'src/db/taskLoader.ts', 'export const x = 1;'],
  ['a loose comparison', 'eqeqeq', 'src/db/write/tenant-transaction.ts', 'export const x = f() == 1;'],
];

test.each(REFUSED)('the code %s is refused by the rule %s', async (_what, rule, file, text) => {
  expect(await rulesBrokenBy(file, `${text}\n`)).toContain(rule);
});

test('a rule cannot be switched off from within a file', async () => {
  const text = '// eslint-disable-next-line no-console\nconsole.log("here");\n';
  expect(await rulesBrokenBy('src/server/http/http.ts', text)).toContain('no-console');
});

const ACCEPTED: [what: string, file: string, text: string][] = [
  ['config.ts reads the environment', 'src/config/config.ts', 'export const port = process.env["PORT"];'],
  [
    'a test reads what the set-up handed down',
    'tests/support/postgres/database.ts',
    'f(process.env["TEST_APP_URL"]);',
  ],
  ['a script talks to the person', 'scripts/token.ts', 'console.log("a token");'],
  ['a given instant is no clock', 'src/domain/calendar.ts', 'export const x = (at: number) => new Date(at);'],
  ['the launcher waits by the clock', 'src/db/setup/embedded.ts', 'export const x = Date.now();'],
  ['a long chapter of tests', 'tests/db/tenant.test.ts', `describe('x', () => {\n${lines(60)}\n});`],
];

test.each(ACCEPTED)('%s', async (_what, file, text) => {
  expect(await rulesBrokenBy(file, `${text}\n`)).toEqual([]);
});
