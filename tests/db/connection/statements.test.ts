import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as column from '../../../src/db/connection/column-types.ts';
import { statement, type Statement } from '../../../src/db/connection/statement.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { exportedStatements, ROOT, statementFiles } from '../../../scripts/exported-statements.ts';
import { findUnwritten, recordedAsUnwritten } from '../../../scripts/unwritten.ts';
import { unwrittenColumns, writtenColumns } from '../../../src/domain/conformance/written-columns.ts';
import { Describer } from './described-rows.ts';

const { bigint, date, integer, neverNull, nullable, text, timestamp, uuid } = column;

let database: TestDatabase;
let describer: Describer;

beforeAll(async () => {
  database = await cloneDatabase();
  describer = await Describer.connect(database.adminUrl);
});

afterAll(async () => {
  await describer?.end();
  await database?.drop();
});

test('every statement declares the row that PostgreSQL describes: names, order, types and what may be null', async () => {
  const statements = await exportedStatements();
  expect(statements.length).toBeGreaterThan(1);
  const faults: string[] = [];
  for (const [name, each] of statements) {
    faults.push(...(await describer.faultsOf(each)).map((fault) => `${name}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

test('each column and enum value of the specification is written by something, or is recorded with the reason why not', async () => {
  expect(await findUnwritten()).toEqual(recordedAsUnwritten());
});

test('a column counts as written where an INSERT names it, or it stands left of a sign of equality in a SET', () => {
  const written = writtenColumns(`
    INSERT INTO pit.notification AS sent (org_id, type) SELECT x.title FROM x WHERE x.link = 'a';
    UPDATE pit."user" u SET name = (SELECT email FROM y WHERE role = 'b'), email = $1 FROM z WHERE role = 'c';
    INSERT INTO pit.team (name) VALUES ($1) ON CONFLICT (id) DO UPDATE SET manager_id = excluded.name WHERE org_id = $2`);
  expect([...written].map(([table, columns]) => [table, [...columns]])).toEqual([
    ['notification', ['org_id', 'type']],
    ['team', ['name', 'manager_id']],
    ['user', ['name', 'email']],
  ]);
  const columns = { id: { type: 'uuid' }, name: { type: 'text' }, role: { type: 'text' } };
  const spec = { name: 'user', columns, primaryKey: ['id'], indexes: [] };
  expect(unwrittenColumns([spec], written)).toEqual(['user.role']);
});

const TASK = 'SELECT id, created_at, end_date, order_index FROM pit.task';
const RIGHT = { id: uuid, createdAt: timestamp, endDate: nullable(date), orderIndex: integer };

test.each<[string, Statement<object>, string[]]>([
  ['a row that is as declared', statement(TASK, RIGHT), []],
  [
    'a wrong type',
    statement(TASK, { ...RIGHT, orderIndex: bigint }),
    ['orderIndex: integer is none of bigint'],
  ],
  [
    'a column that is not selected',
    statement(TASK, { ...RIGHT, name: text }),
    ['name: there is no such column'],
  ],
  [
    'a column that is not declared',
    statement(`${TASK.replace(' FROM', ', name FROM')}`, RIGHT),
    ['name: not declared'],
  ],
  [
    'two columns in each other’s place',
    statement('SELECT owner_id, id FROM pit.task', { id: uuid, ownerId: uuid }),
    ['id: the column is owner_id', 'ownerId: the column is id'],
  ],
  [
    'a column that may be null',
    statement(TASK, { ...RIGHT, endDate: date }),
    ['endDate: end_date may be null'],
  ],
  [
    'the same column, of which the statement says why it is not',
    statement(`${TASK} WHERE end_date IS NOT NULL`, { ...RIGHT, endDate: neverNull(date, 'the condition') }),
    [],
  ],
  ['an answer that nobody declares', statement('SELECT 1 AS one'), ['one: not declared']],
  ['a function that is called for what it does', statement('SELECT pg_sleep(0)'), []],
])('a statement is held against PostgreSQL: %s', async (_what, each, faults) => {
  expect(await describer.faultsOf(each)).toEqual(faults);
});

test('a null that a statement rules out is an error that names column and statement', () => {
  const { decode } = statement(TASK, RIGHT);
  expect(decode(['a', '2026-11-22 20:05:07.1+00', null, '3'])).toEqual({
    id: 'a',
    createdAt: '2026-11-22T20:05:07.100Z',
    endDate: null,
    orderIndex: 3,
  });
  expect(() => decode([null, null, null, null])).toThrow(/"id" is null.*SELECT id, created_at/);
});

/** Names of constants at the top of a file that hold a statement and are kept from the test above. */
function hiddenStatements(name: string, content: string): string[] {
  const source = ts.createSourceFile(name, content, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((top) => {
    if (!ts.isVariableStatement(top)) return [];
    if (top.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    return top.declarationList.declarations
      .filter(({ initializer }) => initializer !== undefined && makesStatement(initializer))
      .map((declaration) => `${name} ${declaration.name.getText()}`);
  });
}

/** Whether an expression calls `statement` itself, rather than in a function that others call. */
function makesStatement(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) && node.expression.getText() === 'statement') return true;
  return ts.forEachChild(node, makesStatement) ?? false;
}

test('every statement is exported, so that the first test finds it', () => {
  const hidden = (content: string) => hiddenStatements('some.ts', content);
  expect(hidden(`const A = statement('SELECT 1'); const B = { c: statement('SELECT 2') };`)).toHaveLength(2);
  expect(hidden(`export const A = statement('SELECT 1'); const b = (t) => statement(t);`)).toEqual([]);
  const contents = statementFiles().map((file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const);
  expect(contents.flatMap(([file, content]) => hiddenStatements(file, content))).toEqual([]);
});
