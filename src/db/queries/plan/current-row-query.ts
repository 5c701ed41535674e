import { tableOf, type Column, type EntityClass } from '../../read/table.ts';

/** Columns that the graph does not show. */
const HIDDEN = new Set(['orgId']);

/** The row `$1` as the graph names its columns. */
export function currentRowQuery(entity: EntityClass): string {
  const { name } = tableOf(entity);
  const outputs = shownColumns(entity).map(({ sql, property }) => `${sql} AS "${property}"`);
  return `SELECT ${outputs.join(', ')} FROM ${name} WHERE id = $1`;
}

/** A row of that query with its enum values as the graph spells them. */
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
