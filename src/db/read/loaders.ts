import DataLoader from 'dataloader';
import { isUuid } from '../../domain/uuid.ts';
import type { Along, LookAhead, Reference, SelectedColumns } from './ahead/reference.ts';
import type { EntityClass } from './table.ts';
import type { TenantReadBatch } from './tenant-read-batch.ts';
import { selectByKeys, type Order } from './select.ts';
import type { Statement } from '../connection/statement.ts';
import type { Row } from '../connection/decode.ts';

export type { SelectedColumns } from './ahead/reference.ts';

/**
 * The DataLoaders of one request, one per (table, key, asked columns), made when first wanted. They know only
 * keys; who may see what is decided by the database, for every row.
 */
export class Loaders {
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();
  /** What is to be looked up with the next batch of a loader, by its name. */
  private readonly wanted = new Map<string, Set<Reference>>();
  /** Whether the next batch of a loader is of lists alone that are asked with their records, by its name. */
  private readonly ofRecords = new Map<string, boolean>();

  /** Rows that were looked up with those that name them, by the loader that would answer them and their ids. */
  private readonly atHand = new Map<string, Map<string, object | null>>();

  private readonly areWithRecords: boolean = false;

  constructor(private readonly reader: TenantReadBatch) {}

  /** The row with the id, or null: unknown, deleted, another tenant's or malformed ids are alike. */
  one<E extends object>(
    entity: abstract new () => E,
    asked: SelectedColumns,
    key = 'id',
  ): DataLoader<string, E | null> {
    const name = oneOf(entity, asked, key);
    this.want(name, asked);
    return this.loader(name, (keys) => {
      const references = this.taken(name);
      return this.found(entity, key, keys, { ...asked, references });
    });
  }

  /** The same loaders, for lists that are asked together with their records: what fails of those does not take the records with it. */
  withRecords(): Loaders {
    return Object.create(this, { areWithRecords: { value: true } }) as Loaders;
  }

  /** Has what the rows of the next batch of a loader name looked up with them. */
  want(name: string, { references }: Pick<SelectedColumns, 'references'> = {}): void {
    this.ofRecords.set(name, this.areWithRecords && this.ofRecords.get(name) !== false);
    if (references === undefined) return;
    const wanted = this.wanted.get(name);
    if (wanted === undefined) this.wanted.set(name, new Set(references));
    else for (const reference of references) wanted.add(reference);
  }

  /** What is to be looked up with the batch of a loader that goes out now. */
  alongWith(name: string, entity: EntityClass): Along {
    const isWithRecord = this.ofRecords.get(name) === true;
    this.ofRecords.delete(name);
    return { ahead: this.ahead(entity, this.taken(name)), isWithRecord };
  }

  private taken(name: string): readonly Reference[] | undefined {
    const wanted = this.wanted.get(name);
    this.wanted.delete(name);
    return wanted && [...wanted];
  }

  /** The same of a statement that is no loader's. */
  ahead(entity: EntityClass, references: readonly Reference[] | undefined): LookAhead | undefined {
    return references && { typename: entity.name, references, found: this.remember };
  }

  private readonly remember = ({ entity, asked }: Reference, id: string, row: object | null): void => {
    const name = oneOf(entity, asked, 'id');
    const rows = this.atHand.get(name);
    if (rows === undefined) this.atHand.set(name, new Map([[id, row]]));
    else rows.set(id, row);
  };

  /**
   * The row with the id where it was looked up with the one that names it, or null where there was none to see; undefined where it
   * was not. A loader would answer it a tick later, and what hangs on it then miss the round trip of what hangs on its parent.
   */
  known<E extends object>(
    entity: abstract new () => E,
    asked: SelectedColumns,
    id: string,
  ): E | null | undefined {
    if (this.atHand.size === 0) return undefined;
    return this.atHand.get(oneOf(entity, asked, 'id'))?.get(id) as E | null | undefined;
  }

  /** All rows whose `key` (a foreign key) has the value, in order; an empty list when there are none. */
  many<E extends object>(
    entity: abstract new () => E,
    key: string,
    asked: SelectedColumns,
    order: Order = ['id'],
  ): DataLoader<string, E[]> {
    const name = `${entity.name}.${key}[]${order.join()}|${asked.signature}`;
    this.want(name, asked);
    return this.loader(name, async (keys) => {
      const select = selectByKeys(entity, key, asked.properties, order);
      const rows = await this.fetch(keys, key, select, this.alongWith(name, entity));
      const groups = new Map<unknown, Row[]>(keys.map((wanted) => [normalise(key, wanted), []]));
      for (const row of rows) groups.get(row[key])?.push(row);
      return keys.map((wanted) => groups.get(normalise(key, wanted)) as unknown as E[]);
    });
  }

  /** A loader of the caller's own: `batch` gets all keys of a tick and answers in their order. */
  custom<V>(
    name: string,
    batch: (keys: readonly string[], reader: TenantReadBatch) => Promise<V[]>,
  ): DataLoader<string, V> {
    return this.loader(name, (keys) => batch(keys, this.reader));
  }

  /** The rows with the keys, in their order, null for what is not there; for callers that hold all keys at once. */
  rows<E extends object>(
    entity: abstract new () => E,
    key: string,
    asked: SelectedColumns,
    keys: readonly string[],
  ): Promise<(E | null)[]> {
    return this.found(entity, key, keys, asked);
  }

  private async found<E extends object>(
    entity: abstract new () => E,
    key: string,
    keys: readonly string[],
    {
      properties,
      references,
    }: { properties: readonly string[]; references?: readonly Reference[] | undefined },
  ): Promise<(E | null)[]> {
    const select = selectByKeys(entity, key, properties);
    const rows = await this.fetch(keys, key, select, { ahead: this.ahead(entity, references) });
    const byKey = new Map(rows.map((row) => [row[key], row]));
    return keys.map((wanted) => (byKey.get(normalise(key, wanted)) ?? null) as E | null);
  }

  private async fetch(keys: readonly string[], key: string, select: Statement, along: Along): Promise<Row[]> {
    const usable = isId(key) ? keys.filter(isUuid) : keys.filter((wanted) => wanted !== '');
    if (usable.length === 0) return [];
    return this.reader.rows(select, [usable], along);
  }

  private loader<V>(name: string, batch: (keys: readonly string[]) => Promise<V[]>): DataLoader<string, V> {
    let loader = this.loaders.get(name);
    if (loader === undefined) {
      loader = new DataLoader<string, unknown>(batch, {
        maxBatchSize: 1000,
      });
      this.loaders.set(name, loader);
    }
    return loader as DataLoader<string, V>;
  }
}

const oneOf = (entity: EntityClass, { signature }: SelectedColumns, key: string): string =>
  `${entity.name}.${key}|${signature}`;

/** Keys are UUIDs but for natural keys such as a project's code. */
function isId(key: string): boolean {
  return key === 'id' || key.endsWith('Id');
}

/** The database answers UUIDs in lower case whatever was asked. */
function normalise(key: string, value: string): string {
  return isId(key) ? value.toLowerCase() : value;
}
