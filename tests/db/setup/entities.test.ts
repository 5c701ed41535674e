import pg from 'pg';
import type { DataSource, EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { ENTITIES } from '../../../entities/index.ts';
import { createDataSource } from '../../../src/db/setup/data-source.ts';
import { DATABASE_ENUMS } from '../../../src/domain/enums.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';

let database: TestDatabase;
let client: pg.Client;
let dataSource: DataSource;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  // As the superuser, because TypeORM compares by information_schema, which hides what a role may not touch.
  dataSource = await createDataSource(database.adminUrl).initialize();
});

afterAll(async () => {
  await dataSource?.destroy();
  await client?.end();
  await database?.drop();
});

/** One line of text per name, so that a difference shows as a readable one. */
type Lines = Record<string, string>;

async function linesOf(sql: string, ...values: string[]): Promise<Lines> {
  const { rows } = await client.query<{ name: string; line: string }>(sql, values);
  return Object.fromEntries(rows.map(({ name, line }) => [name, line]));
}

function linesFrom<T>(of: (entity: EntityMetadata) => T[], line: (each: T) => [string, string]): Lines {
  return Object.fromEntries(dataSource.entityMetadatas.flatMap(of).map(line));
}

const TABLES = `pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'pit'
  AND t.relkind IN ('r', 'p') AND NOT t.relispartition`;

const COLUMNS = `
  SELECT t.relname || '.' || a.attname AS name,
         format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
           || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
    FROM ${TABLES}
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum`;

const CONSTRAINTS = `
  SELECT c.conname AS name, regexp_replace(pg_get_constraintdef(c.oid), 'pit\\.|"', '', 'g') AS line
    FROM ${TABLES} JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('f', 'u') AND c.conparentid = 0`;

const CHECKS = `
  SELECT c.conname AS name, pg_get_constraintdef(c.oid) AS line
    FROM pg_constraint c WHERE c.contype = 'c' AND c.conrelid = to_regclass($1)`;

/** Indexes that TypeORM can describe: columns alone, and no constraint's. */
const INDEXES = `
  SELECT i.relname AS name,
         string_agg(a.attname, ', ' ORDER BY k.ordinality) || coalesce(' where ' || pg_get_expr(x.indpred, t.oid), '') AS line
    FROM ${TABLES}
    JOIN pg_index x ON x.indrelid = t.oid AND NOT x.indisunique AND x.indexprs IS NULL
    JOIN pg_class i ON i.oid = x.indexrelid AND i.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')
    CROSS JOIN unnest(x.indkey::int[]) WITH ORDINALITY AS k (attnum, ordinality)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
   GROUP BY i.relname, x.indpred, t.oid`;

const ENUMS = `
  SELECT t.typname AS name, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS line
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'pit'::regnamespace GROUP BY 1`;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  int: 'integer',
  timestamptz: 'timestamp(3) with time zone',
};

function typeOf(column: ColumnMetadata): string {
  if (column.type === 'enum')
    return `pit.${column.enumName ?? `${column.entityMetadata.tableName}_${column.databaseName}_enum`}`;
  if (column.type === 'numeric') return `numeric(${column.precision},${column.scale})`;
  return TYPE_NAMES[String(column.type)] ?? String(column.type);
}

function defaultOf(column: ColumnMetadata): string {
  if (column.generationStrategy === 'uuid') return ' default gen_random_uuid()';
  const value: unknown = column.default;
  if (value === undefined) return '';
  if (isExpression(value)) return ` default ${value()}`;
  if (typeof value === 'string') return ` default '${value}'`;
  return typeof value === 'object'
    ? ` default '${JSON.stringify(value)}'`
    : ` default ${JSON.stringify(value)}`;
}

/** A default that is an SQL expression stands in a function, so that TypeORM does not quote it. */
function isExpression(value: unknown): value is () => string {
  return typeof value === 'function';
}

/** PostgreSQL writes the type of a literal, which stands in the line already. */
function withoutCasts(lines: Lines): Lines {
  return Object.fromEntries(
    Object.entries(lines).map(([name, line]) => [name, line.replace(/(?<=')::[\w."]+/g, '')]),
  );
}

describe('entities against the live database', () => {
  test('there is a class for every table, and a table for every class', async () => {
    const tables = await linesOf(`SELECT t.relname AS name, '' AS line FROM ${TABLES}`);
    expect(dataSource.entityMetadatas.map((entity) => entity.tableName).sort()).toEqual(
      Object.keys(tables).sort(),
    );
    expect(ENTITIES).toHaveLength(30);
  });

  test('every column has the name, type, nullability and default that its class declares', async () => {
    const declared = linesFrom(
      (entity) => entity.columns,
      (column) => [
        `${column.entityMetadata.tableName}.${column.databaseName}`,
        `${typeOf(column)}${column.isNullable ? '' : ' not null'}${defaultOf(column)}`,
      ],
    );
    expect(declared).toEqual(withoutCasts(await linesOf(COLUMNS)));
  });

  test('every foreign key and unique constraint spans the columns that its class declares', async () => {
    const foreignKeys = linesFrom(
      (entity) => entity.foreignKeys,
      ({ name, columnNames, referencedColumnNames, referencedEntityMetadata: parent, onUpdate }) => [
        name,
        `FOREIGN KEY (${columnNames.join(', ')}) REFERENCES ${parent.tableName}(${referencedColumnNames.join(', ')})` +
          (onUpdate === 'CASCADE' ? ' ON UPDATE CASCADE' : ''),
      ],
    );
    const uniques = linesFrom(
      (entity) => entity.uniques,
      ({ name, columns }) => [name, `UNIQUE (${columns.map((column) => column.databaseName).join(', ')})`],
    );
    const live = await linesOf(CONSTRAINTS);
    for (const name of Object.keys(live)) live[name] = live[name]?.replace(' NULLS NOT DISTINCT', '') ?? '';
    expect({ ...foreignKeys, ...uniques }).toEqual(live);
  });

  test('every index of plain columns spans those that its class declares', async () => {
    const declared = linesFrom(
      (entity) => entity.indices.filter((index) => index.synchronize),
      ({ name, columns, where }) => [
        name,
        columns.map((column) => column.databaseName).join(', ') +
          (where === undefined ? '' : ` where (${where})`),
      ],
    );
    expect(declared).toEqual(await linesOf(INDEXES));
  });

  test('every check says what its class declares', async () => {
    for (const { tablePath, checks } of dataSource.entityMetadatas) {
      const table = tablePath.replace(/\w+$/, '"$&"');
      // PostgreSQL rewrites a condition when it stores it, so the declared one is stored too, in a copy of the table.
      await client.query(`CREATE TEMP TABLE copy (LIKE ${table})`);
      for (const { name, expression } of checks) {
        await client.query(`ALTER TABLE copy ADD CONSTRAINT ${name} CHECK (${expression})`);
      }
      expect(await linesOf(CHECKS, 'pg_temp.copy')).toEqual(await linesOf(CHECKS, table));
      await client.query('DROP TABLE pg_temp.copy');
    }
  });

  test('every enum has the words of the vocabulary, in order', async () => {
    const words = Object.entries(DATABASE_ENUMS).map(([name, list]) => [
      name,
      Object.values(list).join(', '),
    ]);
    expect(Object.fromEntries(words)).toEqual(await linesOf(ENUMS));
  });

  test('TypeORM finds nothing to change in the schema, and finds a change once there is one', async () => {
    const difference = (): Promise<string[]> =>
      dataSource.driver
        .createSchemaBuilder()
        .log()
        .then(({ upQueries }) => upQueries.map(({ query }) => query));
    expect(await difference()).toEqual([]);
    await client.query('ALTER TABLE pit.task ADD COLUMN stray text');
    expect(await difference()).toEqual(['ALTER TABLE "pit"."task" DROP COLUMN "stray"']);
  });
});
