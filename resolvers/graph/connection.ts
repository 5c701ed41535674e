import { ArgsType, Directive, Field, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import {
  encodeCursor,
  listName,
  type SelectedColumns,
  type Condition,
  type CursorScope,
  type OrderTerm,
  type PageSpec,
  type ParentKey,
  type RequestContext,
} from '../../src/context.ts';
import { badInput } from '../../src/domain/errors.ts';
import type { SelectedConnection } from './field-selection.ts';
import { areDeletedAsked, type DeletedFilter } from './deleted-filter.ts';

const DEFAULT_SIZE = 20;
const MAX_SIZE = 100;

@ObjectType({ description: 'Position of a page in its list, after the Relay specification.' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether rows follow the page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether rows come before the page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row; null on an empty page.' })
  endCursor: string | null;
}

export const Direction = { ASC: 'asc', DESC: 'desc' } as const;
export type Direction = (typeof Direction)[keyof typeof Direction];
registerEnumType(Direction, {
  name: 'Direction',
  description:
    'Direction of an order. Rows without a value come last in ascending order and first in descending order.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest or first in the alphabet first.' },
    DESC: { description: 'Largest, latest or last in the alphabet first.' },
  },
});

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many rows from the start, 1 to 100; 20 when not given.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor behind which the page begins.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many rows from the end, 1 to 100.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor before which the page ends.' })
  before?: string | null;
}

export interface Edge<E> {
  node: E;
  cursor: string;
}

export interface Connection<E> {
  edges: Edge<E>[];
  pageInfo: PageInfo;
  totalCount: number | null;
}

/** Makes the connection and edge types of an entity: `TaskConnection`, `TaskEdge`. */
export function connectionOf<E extends object>(
  entity: ClassType<E>,
  plural: string,
): ClassType<Connection<E>> {
  @ObjectType(`${entity.name}Edge`, { description: `One of the ${plural} of a page.` })
  class EntityEdge implements Edge<E> {
    @Field(() => entity, { description: 'The record at this position of the list.' })
    node: E;

    @Field(() => String, {
      description:
        'Opaque cursor of the row in its list, for `after` and `before` of the same list, filter and order.',
    })
    cursor: string;
  }

  @ObjectType(`${entity.name}Connection`, { description: `A page of ${plural}.` })
  class EntityConnection implements Connection<E> {
    @Field(() => [EntityEdge], { description: `The ${plural} of the page, in order.` })
    edges: EntityEdge[];

    @Field(() => PageInfo, {
      description:
        'Whether more rows come before and after the page, and the cursors of its first and last row.',
    })
    pageInfo: PageInfo;

    @Directive('@cost(weight: 1)')
    @Field(() => Int, {
      nullable: true,
      description: `How many ${plural} the whole list has; counted only when asked for.`,
    })
    totalCount: number | null;
  }
  return EntityConnection;
}

/** What a list is, without its page: entity, conditions, order. */
export interface List {
  entity: abstract new () => object;
  where: readonly Condition[];
  order: readonly OrderTerm[];
  /** The foreign key and its value, for lists that hang on a row; such lists are batched over all rows. */
  parent?: ParentKey;
  /** Whether it holds deleted rows; live ones unless said. */
  deleted?: DeletedFilter | null | undefined;
}

/** An edge whose cursor is made when it is read: most clients ask for the page's last one and no other. */
class RowEdge<E extends object> implements Edge<E> {
  constructor(
    readonly node: E,
    private readonly scope: CursorScope,
  ) {}

  get cursor(): string {
    return encodeCursor(this.node, this.scope);
  }
}

/** Answers a page of a list; page and total go out in the same round trip. */
export async function connect<E extends object>(
  context: RequestContext,
  list: List,
  args: PageArgs,
  wanted: SelectedConnection,
): Promise<Connection<E>> {
  const { entity, where, order } = list;
  const areDeleted = areDeletedAsked(context, list.deleted);
  const spec: PageSpec = { entity, where, order, areDeleted, ...window(args) };
  const [page, totalCount] = await Promise.all([
    context.page<E>(spec, wanted.asked, list.parent),
    wanted.total ? context.count(spec, list.parent) : null,
  ]);
  const scope: CursorScope = { list: listName(list.entity, list.parent), order: list.order };
  const edges = page.rows.map((node) => new RowEdge(node, scope));
  const pageInfo: PageInfo = {
    hasNextPage: spec.backwards ? spec.cursor !== undefined : page.hasMore,
    hasPreviousPage: spec.backwards ? page.hasMore : spec.cursor !== undefined,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { edges, pageInfo, totalCount };
}

/** The first row of a list, or null when it is empty. */
export async function firstOf<E>(
  context: RequestContext,
  list: List,
  asked: SelectedColumns,
): Promise<E | null> {
  const { entity, where, order, parent } = list;
  const page = await context.page<E>({ entity, where, order, size: 1, backwards: false }, asked, parent);
  return page.rows[0] ?? null;
}

/** How many rows a list has. */
export function totalOf(context: RequestContext, { entity, where, order, parent }: List): Promise<number> {
  return context.count({ entity, where, order, size: 1, backwards: false }, parent);
}

function window({ first, after, last, before }: PageArgs): Pick<PageSpec, 'size' | 'cursor' | 'backwards'> {
  const backwards = isGiven(last, before);
  if (backwards && isGiven(first, after)) {
    throw badInput('A page is read from the start or from the end, not both.', {
      field: 'first',
      expected: 'first with after, or last with before',
    });
  }
  const [size, cursor] = backwards ? [last, before] : [first, after];
  return { size: pageSize(size, backwards ? 'last' : 'first'), cursor: cursor ?? undefined, backwards };
}

function isGiven(...values: unknown[]): boolean {
  return values.some((value) => value !== null && value !== undefined);
}

function pageSize(wanted: number | null | undefined, field: string): number {
  const size = wanted ?? DEFAULT_SIZE;
  if (size >= 1 && size <= MAX_SIZE) return size;
  throw badInput('The page size is out of bounds.', { field, expected: `1 to ${MAX_SIZE}`, actual: size });
}

/** Order terms of an `orderBy` argument, or the list's own order. */
export function orderTerms(
  orderBy: readonly { field: string; direction: Direction }[] | null | undefined,
  standard: readonly OrderTerm[],
): readonly OrderTerm[] {
  if (!orderBy || orderBy.length === 0) return standard;
  if (new Set(orderBy.map(({ field }) => field)).size < orderBy.length || orderBy.length > 4) {
    throw badInput('The order is not acceptable.', {
      field: 'orderBy',
      expected: 'up to four different fields',
    });
  }
  return orderBy.map(({ field, direction }) => ({
    property: field,
    descending: direction === Direction.DESC,
  }));
}
