import { SPECIFIED_ENUMS } from './specification/enums.ts';
import type { TableSpec } from './specification/table.ts';

/** Columns that statements write, by table, as `column` names. */
export type WrittenColumns = ReadonlyMap<string, ReadonlySet<string>>;

const INSERT = /\bINSERT\s+INTO\s+pit\."?(\w+)"?(?:\s+AS\s+\w+)?\s*\(([^)]*)\)/gi;
const UPDATE = /\bUPDATE\s+pit\."?(\w+)"?(?:\s+AS\s+\w+|\s+(?!SET\b)\w+)?\s+SET\s+/gi;
const CONFLICT = /\bDO\s+UPDATE\s+SET\s+/gi;
const END_OF_SET = /\b(?:FROM|WHERE|RETURNING)\b|[);]/i;
/** Characters that are looked at for the end of a SET. */
const LONGEST_STATEMENT = 20_000;

/**
 * What the statements of `sql` write into the schema `pit`: the columns that an INSERT names, and those that stand left of a `=` in
 * the SET of an UPDATE. A column that `ON CONFLICT` alone sets counts to the table of the INSERT before it.
 *
 * @param sql statements, or the bodies of functions; any number of them in one text.
 */
export function writtenColumns(sql: string): WrittenColumns {
  const written = new Map<string, Set<string>>();
  const note = (table: string, columns: readonly string[]): void => {
    const known = written.get(table) ?? new Set();
    written.set(table, new Set([...known, ...columns]));
  };
  const inserts = [...sql.matchAll(INSERT)];
  for (const [, table = '', columns = ''] of inserts) {
    note(
      table,
      columns.split(',').map((each) => each.trim().replaceAll('"', '')),
    );
  }
  for (const match of sql.matchAll(UPDATE)) {
    note(match[1] ?? '', assignedColumns(sql.slice(match.index + match[0].length)));
  }
  for (const match of sql.matchAll(CONFLICT)) {
    const table = inserts.filter(({ index }) => index < match.index).at(-1)?.[1];
    if (table !== undefined) note(table, assignedColumns(sql.slice(match.index + match[0].length)));
  }
  return written;
}

/** The columns of a list of assignments that `text` begins with, up to the end of the list at its own depth of parentheses. */
function assignedColumns(text: string): string[] {
  let plain = text.slice(0, LONGEST_STATEMENT);
  for (let inner = ''; inner !== plain;) {
    inner = plain;
    plain = plain.replace(/\([^()]*\)/g, ' ');
  }
  const [list = ''] = plain.split(END_OF_SET);
  return list.split(',').flatMap((each) => /^\s*"?(\w+)/.exec(each)?.[1] ?? []);
}

/** What the database fills in by itself: keys, tenants and moments have defaults or triggers. */
const FILLED: ReadonlySet<string> = new Set([
  ...['id', 'org_id', 'created_at', 'updated_at', 'deleted_at'],
  ...['detected_at', 'run_at', 'started_at'],
]);

/** The columns of the specification that no statement writes, as `table.column`, in its order. */
export function unwrittenColumns(tables: readonly TableSpec[], written: WrittenColumns): string[] {
  return tables.flatMap(({ name, columns }) =>
    Object.keys(columns)
      .filter((column) => !FILLED.has(column) && written.get(name)?.has(column) !== true)
      .map((column) => `${name}.${column}`),
  );
}

/**
 * The values of the specification's enums that nothing writes, as `enum.value`, in its order.
 *
 * @param isGiven whether a client may give values of this enum in a mutation.
 * @param isNamed whether code or a statement names this value.
 */
export function unwrittenValues(
  isGiven: (name: string) => boolean,
  isNamed: (name: string, value: string) => boolean,
): string[] {
  return Object.entries(SPECIFIED_ENUMS).flatMap(([name, values]) =>
    isGiven(name) ? [] : values.filter((value) => !isNamed(name, value)).map((value) => `${name}.${value}`),
  );
}
