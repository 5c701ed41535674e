import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { BoundedCache } from '../../bounded-cache.ts';

/** Characters of the queries that clients have registered by their hashes (APQ). */
const PERSISTED_CHARACTERS = 4_000_000;

/** Apollo's cache, bounded and measured. Times to live are not kept: what is old is evicted first anyway. */
export function persistedQueries(): NonNullable<ApolloServerOptions<BaseContext>['cache'] & object> {
  const kept = new BoundedCache<string>('persisted_queries', PERSISTED_CHARACTERS, {
    sizeOf: (text) => 1 + text.length,
  });
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => kept.set(key, value),
    delete: async (key) => kept.delete(key),
  };
}
