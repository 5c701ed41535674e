import DataLoader from 'dataloader';
import { isUuid } from '../../domain/uuid.ts';
import type { TenantReadBatch } from './tenant-read-batch.ts';
import { selectByKeys, type Order } from './select.ts';
import type { Statement } from '../connection/statement.ts';
import type { Row } from '../connection/decode.ts';

/** The properties to read, as `selectedColumnsOf` finds them in a selection; equal selections are the same object. */
export interface SelectedColumns {
  readonly properties: readonly string[];
  /** Equal for equal selections: part of the loader's identity. */
  readonly signature: string;
}

/**
 * The DataLoaders of one request, one per (table, key, asked columns), made when first wanted. They know only
 * keys; who may see what is decided by the database, for every row.
 */
export class Loaders {
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();

  constructor(private readonly reader: TenantReadBatch) {}

  /** The row with the id, or null: unknown, deleted, another tenant's or malformed ids are alike. */
  one<E extends object>(
    entity: abstract new () => E,
    asked: SelectedColumns,
    key = 'id',
  ): DataLoader<string, E | null> {
    const name = `${entity.name}.${key}|${asked.signature}`;
    return this.loader(name, (keys) => this.rows(entity, key, asked, keys));
  }

  /** All rows whose `key` (a foreign key) has the value, in order; an empty list when there are none. */
  many<E extends object>(
    entity: abstract new () => E,
    key: string,
    asked: SelectedColumns,
    order: Order = ['id'],
  ): DataLoader<string, E[]> {
    const name = `${entity.name}.${key}[]${order.join()}|${asked.signature}`;
    return this.loader(name, async (keys) => {
      const rows = await this.fetch(keys, key, selectByKeys(entity, key, asked.properties, order));
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
  async rows<E extends object>(
    entity: abstract new () => E,
    key: string,
    asked: SelectedColumns,
    keys: readonly string[],
  ): Promise<(E | null)[]> {
    const rows = await this.fetch(keys, key, selectByKeys(entity, key, asked.properties));
    const byKey = new Map(rows.map((row) => [row[key], row]));
    return keys.map((wanted) => (byKey.get(normalise(key, wanted)) ?? null) as E | null);
  }

  private async fetch(keys: readonly string[], key: string, select: Statement): Promise<Row[]> {
    const usable = isId(key) ? keys.filter(isUuid) : keys.filter((wanted) => wanted !== '');
    if (usable.length === 0) return [];
    return this.reader.rows(select, [usable]);
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

/** Keys are UUIDs but for natural keys such as a project's code. */
function isId(key: string): boolean {
  return key === 'id' || key.endsWith('Id');
}

/** The database answers UUIDs in lower case whatever was asked. */
function normalise(key: string, value: string): string {
  return isId(key) ? value.toLowerCase() : value;
}
