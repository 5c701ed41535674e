import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

/** `ownerId` -> `owner_id`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, '_$&').toLowerCase();
}

/**
 * Columns in snake_case, and constraints named as PostgreSQL itself would name them, so that an error's
 * constraint name leads back to its column.
 */
export class PitNamingStrategy extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? snakeCase(propertyName);
  }

  override primaryKeyName(table: Table | string): string {
    return `${bareName(table)}_pkey`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${bareName(table)}_${columns.join('_')}_key`;
  }

  override indexName(table: Table | string, columns: string[]): string {
    return `${bareName(table)}_${columns.join('_')}_idx`;
  }

  /** The name that PostgreSQL gives to a check on one column: the first word of it that is no function or keyword. */
  override checkConstraintName(table: Table | string, expression: string): string {
    return `${bareName(table)}_${/\b[a-z_]+\b(?!\()/.exec(expression)?.[0]}_check`;
  }

  /** Composite keys begin with the scope (`org_id`, `project_id`) and are named by the column that refers. */
  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${bareName(table)}_${columns.at(-1)}_fkey`;
  }
}

/** The table's name without schema. */
function bareName(table: Table | string): string {
  const path = typeof table === 'string' ? table : table.name;
  return path.slice(path.lastIndexOf('.') + 1);
}
