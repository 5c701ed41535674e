import type { ColumnType } from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';
import { tableOf, type Column, type EntityClass } from '../../read/table.ts';

/** Columns that the graph does not show. */
const HIDDEN = new Set(['orgId']);

/** The row `$1` as the graph names its columns; `tests/db/setup/entities.test.ts` holds entities against the database. */
export function currentRowStatement(entity: EntityClass): Statement {
  const { name } = tableOf(entity);
  const columns = shownColumns(entity);
  const outputs = columns.map(({ sql, property }) => `${sql} AS "${property}"`);
  return statement(
    `SELECT ${outputs.join(', ')} FROM ${name} WHERE id = $1`,
    Object.fromEntries(columns.map((column) => [column.property, typeOf(column)])),
  );
}

function typeOf({ decode, nullable, type }: Column): ColumnType<unknown> {
  return { decode, types: [type], isNullable: nullable };
}

/** A row of that statement with its enum values as the graph spells them. */
export function asShown(entity: EntityClass, row: Record<string, unknown>): Record<string, unknown> {
  const shown = { ...row };
  for (const { property, words } of shownColumns(entity)) {
    if (words !== undefined) shown[property] = keyOf(words, row[property]);
  }
  return shown;
}

function shownColumns(entity: EntityClass): Column[] {
  return [...tableOf(entity).columns.values()].filter(({ property }) => !HIDDEN.has(property));
}

function keyOf(words: object, value: unknown): unknown {
  return Object.entries(words).find(([, word]) => word === value)?.[0] ?? value;
}
