import { ArgsType, Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import {
  encodeCursor,
  listName,
  type SelectedColumns,
  type Condition,
  type CursorScope,
  type OrderTerm,
  type Page,
  type PageSpec,
  type ParentKey,
  type RequestContext,
} from '../../src/context.ts';
import { badInput } from '../../src/domain/errors.ts';
import type { SelectedConnection } from './field-selection.ts';
import { areDeletedAsked, type DeletedFilter } from './deleted-filter.ts';

const DEFAULT_SIZE = 20;
/** Rows of a page at the root. */
const MAX_ROOT_SIZE = 100;
/** Rows of a page of a list that hangs on one record. */
export const MAX_CHILD_SIZE = 1_000;
/** Rows of a list that are counted: two million take seconds, however they are counted. */
export const MOST_COUNTED = 10_000;

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

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many rows from the start, 1 to 100, in the list of a record 1 to 1,000; 20 when not given.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor behind which the page begins.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many rows from the end, 1 to 100, in the list of a record 1 to 1,000.',
  })
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
  nodes: E[];
  pageInfo: PageInfo;
  totalCount: number | null;
  totalCountAtLeast: number | null;
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

    @Field(() => [entity], {
      description: `The ${plural} of the page, in order, without their cursors.`,
    })
    nodes: E[];

    @Field(() => PageInfo, {
      description:
        'Whether more rows come before and after the page, and the cursors of its first and last row.',
    })
    pageInfo: PageInfo;

    @Directive('@cost(weight: 1)')
    @Field(() => Int, {
      nullable: true,
      description: `How many ${plural} the whole list has; counted only when asked for, and null beyond 10,000.`,
    })
    totalCount: number | null;

    @Directive('@cost(weight: 1)')
    @Field(() => Int, {
      nullable: true,
      description: `How many ${plural} the whole list has at least: as many as it has up to 10,000, and 10,000 where it has more.`,
    })
    totalCountAtLeast: number | null;
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

/**
 * A page whose edges and cursors are made when they are read: whoever asks for `nodes` pays for none.
 *
 * `counted` is how many rows the list has, or any number beyond `MOST_COUNTED`; null where nobody asks.
 */
export class RowConnection<E extends object> implements Connection<E> {
  private readonly scope: CursorScope;

  constructor(
    list: Pick<List, 'entity' | 'order' | 'parent'>,
    private readonly spec: Pick<PageSpec, 'backwards' | 'cursor'>,
    private readonly page: Page<E>,
    private readonly counted: number | null,
  ) {
    this.scope = { list: listName(list.entity, list.parent), order: list.order };
  }

  get totalCount(): number | null {
    return this.counted !== null && this.counted > MOST_COUNTED ? null : this.counted;
  }

  get totalCountAtLeast(): number | null {
    return this.counted === null ? null : Math.min(this.counted, MOST_COUNTED);
  }

  get nodes(): E[] {
    return this.page.rows;
  }

  get edges(): Edge<E>[] {
    return this.page.rows.map((node) => new RowEdge(node, this.scope));
  }

  get pageInfo(): PageInfo {
    const { spec, page, scope } = this;
    const [first, last] = [page.rows[0], page.rows.at(-1)];
    return {
      hasNextPage: spec.backwards ? spec.cursor !== undefined : page.hasMore,
      hasPreviousPage: spec.backwards ? page.hasMore : spec.cursor !== undefined,
      startCursor: first === undefined ? null : encodeCursor(first, scope),
      endCursor: last === undefined ? null : encodeCursor(last, scope),
    };
  }
}

/** Answers a page of a list; page and total go out in the same round trip. */
export async function connect<E extends object>(
  context: RequestContext,
  list: List,
  args: PageArgs,
  wanted: SelectedConnection,
): Promise<Connection<E>> {
  const { entity, where, order, parent } = list;
  const areDeleted = areDeletedAsked(context, list.deleted);
  const most = parent === undefined ? MAX_ROOT_SIZE : MAX_CHILD_SIZE;
  const spec: PageSpec = { entity, where, order, areDeleted, ...window(args, most) };
  if (!wanted.total) {
    return new RowConnection(list, spec, await context.page<E>(spec, wanted.asked, parent), null);
  }
  const [page, counted] = await Promise.all([
    context.page<E>(spec, wanted.asked, parent),
    context.count(spec, parent, MOST_COUNTED),
  ]);
  return new RowConnection(list, spec, page, counted);
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

/** The part of a list that the arguments ask for. @throws PitError BAD_USER_INPUT for both ends, or a size out of bounds. */
export function window(
  { first, after, last, before }: PageArgs,
  most = MAX_ROOT_SIZE,
): Pick<PageSpec, 'size' | 'cursor' | 'backwards'> {
  const backwards = isGiven(last, before);
  if (backwards && isGiven(first, after)) {
    throw badInput('A page is read from the start or from the end, not both.', {
      field: 'first',
      expected: 'first with after, or last with before',
    });
  }
  const [size, cursor] = backwards ? [last, before] : [first, after];
  return {
    size: requirePageSize(size, backwards ? 'last' : 'first', most),
    cursor: cursor ?? undefined,
    backwards,
  };
}

/** The page of a list of a record that is at hand as a whole. */
export function windowOfPage(args: PageArgs): Pick<PageSpec, 'size' | 'cursor' | 'backwards'> {
  return window(args, MAX_CHILD_SIZE);
}

function isGiven(...values: unknown[]): boolean {
  return values.some((value) => value !== null && value !== undefined);
}

/** How many rows a page has. @throws PitError BAD_USER_INPUT for fewer than one, or more than `most`. */
export function requirePageSize(wanted: number | null | undefined, field: string, most: number): number {
  const size = wanted ?? DEFAULT_SIZE;
  if (size >= 1 && size <= most) return size;
  throw badInput('The page size is out of bounds.', { field, expected: `1 to ${most}`, actual: size });
}
