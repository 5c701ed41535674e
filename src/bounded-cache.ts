import { LRUCache } from 'lru-cache';

/** How full the caches of one name are, all of the process together. */
export interface CacheUse {
  name: string;
  entries: number;
  /** In the unit of `bound`. */
  size: number;
  bound: number;
}

/** Settings of a cache beside its name and bound. */
export interface CacheOptions<V> {
  /** What an entry takes of the bound, at least 1; 1 each when not given, so that the bound counts entries. */
  sizeOf?: (value: V, key: string) => number;
  /** Called for each entry that makes room for another. */
  onEvicted?: (key: string) => void;
}

/** For the metrics. Weak, since some caches live no longer than a connection or a service. */
const caches = new Set<WeakRef<BoundedCache<never>>>();
/** Takes out what is gone, also where nobody asks for the metrics. */
const collected = new FinalizationRegistry<WeakRef<BoundedCache<never>>>((reference) => {
  caches.delete(reference);
});

/**
 * A map that evicts what was used longest ago once it is full (LRU). Callers choose most keys of this service, by the
 * selections and documents they send, so whatever is kept between requests is kept in one of these.
 */
export class BoundedCache<V extends NonNullable<unknown>> {
  private readonly entries: LRUCache<string, V>;

  /** @param bound the sum of all sizes; an entry that is larger alone is not kept. */
  constructor(
    readonly name: string,
    readonly bound: number,
    { sizeOf = () => 1, onEvicted }: CacheOptions<V> = {},
  ) {
    this.entries = new LRUCache<string, V>({
      maxSize: bound,
      sizeCalculation: sizeOf,
      ...(onEvicted && {
        dispose: (_value: V, key: string, reason: LRUCache.DisposeReason) => {
          if (reason === 'evict') onEvicted(key);
        },
      }),
    });
    const reference = new WeakRef<BoundedCache<never>>(this as unknown as BoundedCache<never>);
    caches.add(reference);
    collected.register(this, reference);
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: V): void {
    this.entries.set(key, value);
  }

  delete(key: string): boolean {
    return this.entries.delete(key);
  }

  /** The value of the key, made and kept where there is none. */
  getOr<T extends V>(key: string, make: () => T): V {
    let value = this.entries.get(key);
    if (value === undefined) this.entries.set(key, (value = make()));
    return value;
  }

  get use(): CacheUse {
    const { name, bound, entries } = this;
    return { name, bound, entries: entries.size, size: entries.calculatedSize };
  }
}

/** The caches of the process by name; those of one name, such as one for each connection, are added up. */
export function cacheUses(): CacheUse[] {
  const uses = new Map<string, CacheUse>();
  for (const reference of caches) {
    const cache = reference.deref();
    if (cache === undefined) {
      caches.delete(reference);
      continue;
    }
    const { name, entries, size, bound } = cache.use;
    const sum = uses.get(name) ?? { name, entries: 0, size: 0, bound: 0 };
    const added = { entries: sum.entries + entries, size: sum.size + size, bound: sum.bound + bound };
    uses.set(name, { name, ...added });
  }
  return [...uses.values()];
}
