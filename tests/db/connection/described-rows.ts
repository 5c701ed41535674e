import pg from 'pg';
import { snakeCase } from '../../../src/db/connection/naming-strategy.ts';
import type { ColumnType } from '../../../src/db/connection/column-types.ts';
import type { Statement } from '../../../src/db/connection/statement.ts';

/** What PostgreSQL says of one column of an answer. */
interface DescribedColumn {
  readonly name: string;
  /** The table that the column comes from as it is; 0 for an expression. */
  readonly tableID: number;
  readonly columnID: number;
  readonly dataTypeID: number;
}

/** A database that describes statements, without running them. */
export class Describer {
  private constructor(
    private readonly client: pg.Client,
    private readonly types: ReadonlyMap<number, string>,
    /** `table.column` by their numbers: columns of tables that may hold null. */
    private readonly nullables: ReadonlySet<string>,
  ) {}

  /** @param url of a login that may read the catalog; the path is the service's, so that types of `pit` carry its name. */
  static async connect(url: string): Promise<Describer> {
    const client = new pg.Client(url);
    await client.connect();
    const types = await client.query<{ oid: number; name: string }>(
      'SELECT oid::int, format_type(oid, NULL) AS name FROM pg_type',
    );
    const nullables = await client.query<{ key: string }>(
      `SELECT attrelid::int || '.' || attnum AS key FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
       WHERE attnum > 0 AND NOT attnotnull AND relkind IN ('r', 'p')
         AND relnamespace IN ('pit'::regnamespace, 'pit_ops'::regnamespace)`,
    );
    return new Describer(
      client,
      new Map(types.rows.map(({ oid, name }) => [oid, name])),
      new Set(nullables.rows.map(({ key }) => key)),
    );
  }

  end(): Promise<void> {
    return this.client.end();
  }

  /** How the row that a statement declares differs from the one that PostgreSQL describes; empty where it does not. */
  async faultsOf({ text, columns = {} }: Statement<object>): Promise<string[]> {
    const described = await this.describe(text);
    const declared = Object.entries(columns);
    if (declared.length === 0) return described.flatMap((column) => this.unreadFault(column));
    const faults = declared.flatMap(([property, type], i) => {
      const column = described[i];
      return column === undefined
        ? [`${property}: there is no such column`]
        : this.columnFaults(property, type, column);
    });
    const undeclared = described.slice(declared.length).map(({ name }) => `${name}: not declared`);
    return [...faults, ...undeclared];
  }

  /** A statement that declares no rows calls functions for what they do, if it answers any. */
  private unreadFault({ name, dataTypeID }: DescribedColumn): string[] {
    return this.types.get(dataTypeID) === 'void' ? [] : [`${name}: not declared`];
  }

  private columnFaults(property: string, type: ColumnType<unknown>, column: DescribedColumn): string[] {
    const { name, tableID, columnID, dataTypeID } = column;
    const found = this.types.get(dataTypeID) ?? String(dataTypeID);
    const mayBeNull = this.nullables.has(`${tableID}.${columnID}`);
    const excused = type.isNullable || (type.neverNull ?? '') !== '';
    return [
      ...(name === property || name === snakeCase(property) ? [] : [`${property}: the column is ${name}`]),
      ...(type.types.includes(found) ? [] : [`${property}: ${found} is none of ${type.types.join(', ')}`]),
      ...(mayBeNull && !excused ? [`${property}: ${name} may be null`] : []),
    ];
  }

  private describe(text: string): Promise<DescribedColumn[]> {
    return new Promise((resolve, reject) => {
      let columns: DescribedColumn[] = [];
      this.client.query({
        name: '',
        submit: (connection: Connection) => {
          connection.parse({ name: '', text, types: [] });
          connection.describe({ type: 'S', name: '' });
          connection.sync();
          return null;
        },
        handleRowDescription: ({ fields }: { fields: DescribedColumn[] }) => (columns = fields),
        handleError: (error: Error) => reject(new Error(`${error.message}: ${text}`)),
        handleReadyForQuery: () => resolve(columns),
      } as unknown as pg.Submittable);
    });
  }
}

interface Connection {
  parse(message: { name: string; text: string; types: number[] }): void;
  describe(message: { type: 'S'; name: string }): void;
  sync(): void;
}
