import { decodeCursor, encodeCursor, type CursorScope } from '../../../src/context.ts';
import { windowOfPage, type Connection, type PageArgs } from '../../graph/connection.ts';

/**
 * A page of a list that is at hand as a whole. A cursor tells the row's id, and its position for where the row is there
 * no more.
 * @param name what the list is called in cursors.
 */
export function pageOfList<E extends object>(
  name: string,
  rows: readonly E[],
  idOf: (row: E) => string,
  args: PageArgs,
): Connection<E> {
  const scope: CursorScope = { list: name, order: [{ property: 'position', descending: false }] };
  const { size, cursor, backwards } = windowOfPage(args);
  const placeOf = (place: string): number => {
    const [position, id] = decodeCursor(place, scope, backwards ? 'before' : 'after');
    const at = rows.findIndex((row) => idOf(row) === id);
    return at < 0 ? Number(position) : at;
  };
  const bound = cursor === undefined ? undefined : placeOf(cursor);
  const to = backwards
    ? Math.min(bound ?? rows.length, rows.length)
    : Math.min(rows.length, (bound ?? -1) + 1 + size);
  const from = backwards ? Math.max(0, to - size) : Math.min(to, (bound ?? -1) + 1);
  const edges = rows.slice(from, to).map((node, at) => ({
    node,
    cursor: encodeCursor({ id: idOf(node), position: from + at }, scope),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    totalCount: rows.length,
    totalCountAtLeast: rows.length,
    pageInfo: {
      hasNextPage: to < rows.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
