import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type InlineFragmentNode,
  type SelectionSetNode,
} from 'graphql';
import { createParameterDecorator, Extensions } from 'type-graphql';
import { BoundedCache } from '../../src/bounded-cache.ts';
import type { SelectedColumns } from '../../src/context.ts';

/**
 * Says which properties of its parent a resolver reads, so that they are fetched with it. A field without a
 * resolver needs itself; a resolver without this needs the id alone.
 */
export function RequiresColumns(...properties: string[]): MethodDecorator & PropertyDecorator {
  return Extensions({ needs: properties });
}

/**
 * Parameter decorator: the projection of this field, that is the properties which the selection below it asks for
 * (`SelectedColumns`). For a connection
 * give the path to its rows: `@SelectedFields('edges', 'node')`.
 */
export function SelectedFields(...path: string[]): ParameterDecorator {
  return createParameterDecorator(({ info }) => selectedColumnsOf(info, path)) as ParameterDecorator;
}

/** Parameter decorator on a field that answers an interface: the projection of the rows of one type, `typename`. */
export function SelectedFieldsOf(typename: string): ParameterDecorator {
  return createParameterDecorator(({ info }) => selectedColumnsOf(info, [], typename)) as ParameterDecorator;
}

/** What a selection wants of a connection. */
export interface SelectedConnection {
  /** The properties of its rows. */
  asked: SelectedColumns;
  /** Whether `totalCount` or `totalCountAtLeast` is selected. */
  total: boolean;
}

/** Parameter decorator on a field that answers a connection: what the selection wants of it. */
export function ConnectionSelection(): ParameterDecorator {
  return createParameterDecorator(({ info }) => selectedConnectionOf(info)) as ParameterDecorator;
}

const TOTALS = ['totalCount', 'totalCountAtLeast'];

function selectedConnectionOf(info: GraphQLResolveInfo): SelectedConnection {
  let known = connections.get(info.fieldNodes);
  if (known === undefined) {
    const total = TOTALS.some((name) => fieldsNamed(selections(info.fieldNodes), name, info).length > 0);
    connections.set(info.fieldNodes, (known = { asked: rowColumnsOf(info), total }));
  }
  return known;
}

/** Selections are the same objects as long as a document is cached, so each is walked once. */
const memory = new WeakMap<readonly FieldNode[], Map<string, SelectedColumns>>();
const connections = new WeakMap<readonly FieldNode[], SelectedConnection>();
/** Equal property lists become one object, so that loaders of equal selections are shared. */
const interned = new BoundedCache<SelectedColumns>('selections', 5_000);

/**
 * The properties of type `typename` (default: the field's own named type, or that at the end of `path`) which
 * the selection needs. Directives are not evaluated: a skipped field is read and not shown.
 */
export function selectedColumnsOf(
  info: GraphQLResolveInfo,
  path: readonly string[] = [],
  typename?: string,
): SelectedColumns {
  return remembered(info, `${path.join('.')}:${typename ?? ''}`, () => {
    const properties = new Set<string>();
    collect(info, path, properties, typename);
    return properties;
  });
}

/** Where the rows of a connection stand. */
const ROWS = [['edges', 'node'], ['nodes']];

/** The properties which the selection below a connection needs of its rows, wherever they are asked for. */
function rowColumnsOf(info: GraphQLResolveInfo): SelectedColumns {
  return remembered(info, 'rows', () => {
    const properties = new Set<string>();
    for (const path of ROWS) collect(info, path, properties);
    return properties;
  });
}

function remembered(info: GraphQLResolveInfo, name: string, make: () => Set<string>): SelectedColumns {
  let known = memory.get(info.fieldNodes);
  if (known === undefined) memory.set(info.fieldNodes, (known = new Map<string, SelectedColumns>()));
  let asked = known.get(name);
  if (asked === undefined) known.set(name, (asked = asSelectedColumns(make())));
  return asked;
}

function collect(
  info: GraphQLResolveInfo,
  path: readonly string[],
  properties: Set<string>,
  typename?: string,
): void {
  let nodes = info.fieldNodes;
  let type = getNamedType(info.returnType);
  for (const step of path) {
    nodes = fieldsNamed(selections(nodes), step, info);
    const field = isObjectType(type) ? type.getFields()[step] : undefined;
    if (field === undefined) return;
    type = getNamedType(field.type);
  }
  const target = typename === undefined ? type : info.schema.getType(typename);
  if (isObjectType(target)) addNeeds(selections(nodes), target, info, properties);
}

function asSelectedColumns(properties: Set<string>): SelectedColumns {
  const sorted = [...properties].sort();
  const signature = sorted.join();
  return interned.getOr(signature, () => ({ properties: sorted, signature }));
}

function selections(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap((node) => node.selectionSet ?? []);
}

/** Properties that the fields of `type` need, through fragments that apply to it. */
function addNeeds(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  info: GraphQLResolveInfo,
  properties: Set<string>,
): void {
  for (const node of fieldsOf(sets, info, type.name)) {
    const field = type.getFields()[node.name.value];
    if (field === undefined) continue; // __typename
    const declared = field.extensions['needs'] as readonly string[] | undefined;
    const column = field.resolve === undefined ? [field.name] : [];
    for (const property of declared ?? column) properties.add(property);
  }
}

function fieldsNamed(sets: readonly SelectionSetNode[], name: string, info: GraphQLResolveInfo): FieldNode[] {
  return fieldsOf(sets, info).filter((node) => node.name.value === name);
}

/**
 * All field nodes in the selections, fragments opened, each once; those on other types than `typename` left out.
 *
 * @param visited names of the fragments that have been opened.
 */
function fieldsOf(
  sets: readonly SelectionSetNode[],
  info: GraphQLResolveInfo,
  typename?: string,
  visited = new Set<string>(),
): FieldNode[] {
  return sets.flatMap((set) =>
    set.selections.flatMap((selection): FieldNode[] => {
      if (selection.kind === Kind.FIELD) return [selection];
      const inner = opened(selection, info, visited);
      const condition = inner?.typeCondition?.name.value;
      const applies = typename === undefined || !isOnOtherType(condition, typename, info);
      return inner !== undefined && applies ? fieldsOf([inner.selectionSet], info, typename, visited) : [];
    }),
  );
}

/** The fragment that a selection opens, unless it has been opened before. */
function opened(
  selection: FragmentSpreadNode | InlineFragmentNode,
  info: GraphQLResolveInfo,
  visited: Set<string>,
): FragmentDefinitionNode | InlineFragmentNode | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const name = selection.name.value;
  if (visited.has(name)) return undefined;
  visited.add(name);
  return info.fragments[name];
}

/** Whether a type condition leaves objects of `typename` out. */
function isOnOtherType(
  condition: string | undefined,
  typename: string,
  { schema }: GraphQLResolveInfo,
): boolean {
  if (condition === undefined || condition === typename) return false;
  const [wanted, type] = [schema.getType(condition), schema.getType(typename)];
  return !isAbstractType(wanted) || !isObjectType(type) || !schema.isSubType(wanted, type);
}
