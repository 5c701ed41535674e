import {
  graphql,
  isEnumType,
  isInputObjectType,
  isObjectType,
  getNamedType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { RequestContext, type PageSpec, type SelectedColumns, type Services } from '../../src/context.ts';
import type { Actor } from '../../src/domain/directory/actor.ts';
import { sampleOf, type Samples } from './samples.ts';

/** A list of the whole organisation, as the graph can be asked for it. */
export interface AskedList {
  /** `tasks by NAME DESC`, `tasks where status: [active]`. */
  readonly name: string;
  readonly spec: PageSpec;
  readonly asked: SelectedColumns;
  /** Who asks. */
  readonly actor: Actor;
}

/** Answers empty pages, and keeps what they were asked for. */
class RecordingContext extends RequestContext {
  readonly lists: { spec: PageSpec; asked: SelectedColumns }[] = [];

  override page<E>(spec: PageSpec, asked: SelectedColumns): Promise<{ rows: E[]; hasMore: boolean }> {
    this.lists.push({ spec, asked });
    return Promise.resolve({ rows: [], hasMore: false });
  }
}

interface ListField {
  readonly name: string;
  /** Names of the fields to order by; none where the list has one order. */
  readonly orders: readonly string[];
  readonly filters: Readonly<Record<string, GraphQLInputType>>;
}

/**
 * The lists of `Query` that are pages of records, with all that they can be ordered and filtered by: none is left out. What is
 * counted over records, as coverage is, has statements and bounds of its own.
 */
function listFields(schema: GraphQLSchema): ListField[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const lists = fields.filter(
    ({ type, args }) =>
      getNamedType(type).name.endsWith('Connection') &&
      args.every(({ name }) => PLAIN.has(name)) &&
      isOfRecords(getNamedType(type)),
  );
  return lists.map(({ name, args }) => {
    const order = args.find((each) => each.name === 'orderBy');
    const filter = args.find((each) => each.name === 'filter');
    return {
      name,
      orders: order === undefined ? [] : ordersOf(getNamedType(order.type)),
      filters: filter === undefined ? {} : filtersOf(getNamedType(filter.type)),
    };
  });
}

function isOfRecords(connection: GraphQLNamedType): boolean {
  const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
  const node = nodes === undefined ? undefined : getNamedType(nodes.type);
  return isObjectType(node) && 'id' in node.getFields();
}

const PLAIN = new Set(['first', 'after', 'last', 'before', 'filter', 'orderBy']);

function ordersOf(type: GraphQLNamedType): string[] {
  const field = isInputObjectType(type) ? getNamedType(type.getFields()['field']?.type) : undefined;
  if (field === undefined || !isEnumType(field)) throw new Error(`${type.name} is no order`);
  return field.getValues().map(({ name }) => name);
}

function filtersOf(type: GraphQLNamedType): Record<string, GraphQLInputType> {
  if (!isInputObjectType(type)) throw new Error(`${type.name} is no filter`);
  return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, field.type]));
}

/** Every list in each of its orders, and with each of its filters, as the reading layer is asked for it. */
export async function askedLists(
  schema: GraphQLSchema,
  services: Services,
  actor: Actor,
  samples: Samples,
): Promise<AskedList[]> {
  const found: AskedList[] = [];
  for (const list of listFields(schema)) {
    const orders = list.orders.flatMap((order) =>
      ['ASC', 'DESC'].map((direction) => ({
        name: `${list.name} by ${order} ${direction}`,
        args: `(orderBy: [{ field: ${order}, direction: ${direction} }])`,
      })),
    );
    const filters = Object.entries(list.filters).flatMap(([name, type]) =>
      sampleOf(name, type, samples).map((value) => ({
        name: `${list.name} where ${name}: ${value.length > 48 ? `${value.slice(0, 45)}…` : value}`,
        args: `(filter: { ${name}: ${value} })`,
      })),
    );
    for (const { name, args } of [{ name: list.name, args: '' }, ...orders, ...filters]) {
      const source = `{ ${list.name}${args} { nodes { id __typename } } }`;
      found.push({ name, ...(await recorded(schema, source, services, actor)) });
    }
  }
  return found;
}

/** What a query asks the reading layer for; of whoever may ask, where the actor may not. */
async function recorded(
  schema: GraphQLSchema,
  source: string,
  services: Services,
  actor: Actor,
): Promise<Omit<AskedList, 'name'>> {
  const messages: string[] = [];
  for (const role of new Set([actor.role, 'admin', 'foreman', 'service'] as const)) {
    const asking = { ...actor, role };
    const context = new RecordingContext(services, asking);
    const { errors } = await graphql({ schema, source, contextValue: context });
    const [first] = context.lists;
    if (errors === undefined && first !== undefined) return { ...first, actor: asking };
    messages.push(errors?.[0]?.message ?? 'asks for no page');
  }
  throw new Error(`${source}: ${messages.join(' ')}`);
}
