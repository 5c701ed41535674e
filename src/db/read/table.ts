import { getMetadataArgsStorage } from 'typeorm';
import { decoderOf } from '../connection/decode.ts';
import { snakeCase } from '../connection/naming-strategy.ts';
import type { Column } from './column.ts';
import { DRIVERS, JOINED, type Driver, type JoinedColumns } from './joined-columns.ts';

/** An entity class: what TypeORM and TypeGraphQL both know a table by. */
export type EntityClass = abstract new () => object;

export type { Column, SortColumn } from './column.ts';

/** What the read path needs to know of a table, taken from the entity's own decorators. */
export interface Table {
  /** Qualified and quoted, `pit."user"`. */
  readonly name: string;
  /** The type's name in the graph. */
  readonly typename: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** Columns of a read model beside the table, which lists may be filtered and ordered by. */
  readonly joined: JoinedColumns | undefined;
  /** What a list is read in the order of: rows of a table beside it, one for each of its own. */
  readonly driver?: Driver;
}

/** What rows are ordered by although no column holds it, by entity; kept as text, since cursors carry it. */
const COMPUTED: Readonly<Record<string, readonly Column[]>> = {
  Task: [
    {
      property: 'isCompleted',
      sql: `(status = 'completed')`,
      type: 'boolean',
      nullable: false,
      words: undefined,
    },
  ],
};

const tables = new Map<EntityClass, Table>();

/** The table behind an entity class; throws for a class that is none, which is a programming error. */
export function tableOf(entity: EntityClass): Table {
  let table = tables.get(entity);
  if (table === undefined) tables.set(entity, (table = readTable(entity)));
  return table;
}

/** The column behind a property; throws for a property that is none, which is a programming error. */
export function columnOf(table: Table, property: string): Column {
  const column = table.columns.get(property) ?? table.joined?.columns.get(property);
  if (column === undefined) throw new Error(`${table.typename} has no column for "${property}"`);
  return column;
}

/** Tables that are read in the order of a property which an index beside them gives, by what gives it. */
const driven = new Map<Driver, Table>();

/** The table, as it is read in the order of a property. */
export function drivenTable(entity: EntityClass, property: string | undefined): Table {
  const table = tableOf(entity);
  if (property === undefined) return table;
  const driver = DRIVERS[table.typename]?.find(({ orders }) => orders.has(property));
  if (driver === undefined) return table;
  let read = driven.get(driver);
  if (read === undefined) {
    read = { ...table, columns: new Map([...table.columns, ...driver.columns]), driver };
    driven.set(driver, read);
  }
  return read;
}

function readTable(entity: EntityClass): Table {
  const storage = getMetadataArgsStorage();
  const [declared] = storage.filterTables(entity);
  if (declared === undefined) throw new Error(`${entity.name} is not an entity`);
  const columns = new Map<string, Column>();
  for (const { propertyName, options } of storage.filterColumns(ancestry(entity))) {
    const type = typeof options.type === 'string' ? options.type : 'text';
    columns.set(propertyName, {
      property: propertyName,
      sql: options.name ?? snakeCase(propertyName),
      type: type === 'enum' ? `pit.${options.enumName ?? 'task_status_enum'}` : type,
      decode: decoderOf(type),
      nullable: options.nullable === true,
      words: typeof options.enum === 'object' ? options.enum : undefined,
    });
  }
  for (const column of COMPUTED[entity.name] ?? []) columns.set(column.property, column);
  return {
    name: `${declared.schema ?? 'pit'}."${declared.name ?? snakeCase(entity.name)}"`,
    typename: entity.name,
    columns,
    joined: JOINED[entity.name],
  };
}

/** The class and what it inherits from, nearest first. */
function ancestry(entity: EntityClass): EntityClass[] {
  const chain: EntityClass[] = [];
  for (let c: unknown = entity; typeof c === 'function' && c.prototype; c = Object.getPrototypeOf(c)) {
    chain.push(c as EntityClass);
  }
  return chain;
}
