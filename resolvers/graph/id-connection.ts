import {
  decodeCursor,
  encodeCursor,
  type CursorScope,
  type RequestContext,
  type SelectedColumns,
} from '../../src/context.ts';
import { MAX_CHILD_SIZE, requirePageSize, type Connection } from './connection.ts';

/** A list whose order is known as the ids of its rows. */
export interface IdList<E> {
  readonly entity: abstract new () => E;
  /** What the list is called in cursors. */
  readonly name: string;
  readonly ids: readonly string[];
}

/**
 * A page of such a list. A cursor tells the row and its position: where the row is there no more, the page goes on from
 * the position. Rows that are not to be seen are left out.
 */
export async function connectIds<E extends object>(
  context: RequestContext,
  { entity, name, ids }: IdList<E>,
  { first, after }: { first?: number | null; after?: string | null },
  asked: SelectedColumns,
): Promise<Connection<E>> {
  const scope: CursorScope = { list: name, order: [{ property: 'position', descending: false }] };
  const from = after == null ? 0 : positionAfter(after, scope, ids);
  const size = requirePageSize(first, 'first', MAX_CHILD_SIZE);
  const page = ids.slice(from, from + size);
  const rows = await context.loaders.one(entity, asked).loadMany([...page]);
  const edges = rows.flatMap((node, at) => {
    if (node === null || node instanceof Error) return [];
    const cursor = encodeCursor({ id: page[at], position: from + at }, scope);
    return [{ node, cursor }];
  });
  const pageInfo = {
    hasNextPage: from + size < ids.length,
    hasPreviousPage: from > 0,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo,
    totalCount: ids.length,
    totalCountAtLeast: ids.length,
  };
}

function positionAfter(cursor: string, scope: CursorScope, ids: readonly string[]): number {
  const [position, id] = decodeCursor(cursor, scope);
  const place = ids.indexOf(String(id));
  return place < 0 ? Number(position) : place + 1;
}
