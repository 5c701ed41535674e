import {
  getNamedType,
  isObjectType,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import { createParameterDecorator, Extensions } from 'type-graphql';
import { BoundedCache } from '../../src/bounded-cache.ts';
import type { Reference, SelectedColumns } from '../../src/context.ts';
import { referencedFields, unconditionalBelow } from './referenced-fields.ts';
import { fieldsNamed, fieldsOf, selections, type DocumentScope } from './selected-nodes.ts';

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
  return remembered(info, `${path.join('.')}:${typename ?? ''}`, () => collect(info, [path], typename));
}

/** Where the rows of a connection stand. */
const ROWS = [['edges', 'node'], ['nodes']];

/** The properties which the selection below a connection needs of its rows, wherever they are asked for. */
function rowColumnsOf(info: GraphQLResolveInfo): SelectedColumns {
  return remembered(info, 'rows', () => collect(info, ROWS));
}

function remembered(info: GraphQLResolveInfo, name: string, make: () => SelectedColumns): SelectedColumns {
  let known = memory.get(info.fieldNodes);
  if (known === undefined) memory.set(info.fieldNodes, (known = new Map<string, SelectedColumns>()));
  let asked = known.get(name);
  if (asked === undefined) known.set(name, (asked = make()));
  return asked;
}

function collect(
  info: GraphQLResolveInfo,
  paths: readonly (readonly string[])[],
  typename?: string,
): SelectedColumns {
  const properties = new Set<string>();
  const references: Reference[] = [];
  const room = { references: MOST_REFERENCES, levels: MOST_LEVELS };
  for (const path of paths) {
    const place = placeAt(info, path, typename);
    if (place === undefined) continue;
    addNeeds(place.sets, place.type, info, properties);
    references.push(...referencesIn(place.unconditional, place.type, info, room));
  }
  return asSelectedColumns(properties, references);
}

/** Where rows are selected. */
interface Place {
  readonly type: GraphQLObjectType;
  readonly sets: readonly SelectionSetNode[];
  /** Those of the selections that no directive on the way may leave out. */
  readonly unconditional: readonly SelectionSetNode[];
}

/** The end of a path below a field; undefined where no object stands there. */
function placeAt(info: GraphQLResolveInfo, path: readonly string[], typename?: string): Place | undefined {
  let sets = selections(info.fieldNodes);
  let unconditional = sets;
  let type = getNamedType(info.returnType);
  for (const step of path) {
    if (!isObjectType(type)) return undefined;
    unconditional = unconditionalBelow(unconditional, step, type, info);
    sets = selections(fieldsNamed(sets, step, info));
    const field = type.getFields()[step];
    if (field === undefined) return undefined;
    type = getNamedType(field.type);
  }
  const target = typename === undefined ? type : info.schema.getType(typename);
  return isObjectType(target) ? { type: target, sets, unconditional } : undefined;
}

/** Of one selection, all levels together; what is beyond is looked up once its parent has come. */
const MOST_REFERENCES = 20;
/** How many rows stand between a row and one that is looked up with it, that one included. */
const MOST_LEVELS = 3;

/** The rows that the rows of a selection name. @param room how many more fields may be looked up ahead, and how deep. */
function referencesIn(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  scope: DocumentScope,
  room: { references: number; levels: number },
): Reference[] {
  if (room.levels === 0) return [];
  room.levels -= 1;
  const found: Reference[] = [];
  for (const field of referencedFields(sets, type, scope)) {
    if (room.references-- <= 0) break;
    const properties = new Set<string>();
    addNeeds(field.sets, field.type, scope, properties);
    const asked = asSelectedColumns(properties, referencesIn(field.sets, field.type, scope, room));
    found.push({ property: field.property, entity: field.entity, asked });
  }
  room.levels += 1;
  return found;
}

function asSelectedColumns(properties: Set<string>, references: readonly Reference[]): SelectedColumns {
  const sorted = [...properties].sort();
  const plain = { properties: sorted, signature: sorted.join() };
  const asked = references.length === 0 ? plain : { ...plain, references };
  return interned.getOr(identityOf(asked), () => asked);
}

/** Equal for selections of the same columns, of the rows themselves and of those that they name. */
function identityOf({ signature, references = [] }: SelectedColumns): string {
  const named = references.map((each) => `${each.property} ${each.entity.name} ${identityOf(each.asked)}`);
  return named.length === 0 ? signature : `${signature} {${named.join(';')}}`;
}

/** Properties that the fields of `type` need, through fragments that apply to it. */
function addNeeds(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  scope: DocumentScope,
  properties: Set<string>,
): void {
  for (const node of fieldsOf(sets, scope, type.name)) {
    const field = type.getFields()[node.name.value];
    if (field === undefined) continue; // __typename
    const declared = field.extensions['needs'] as readonly string[] | undefined;
    const column = field.resolve === undefined ? [field.name] : [];
    for (const property of declared ?? column) properties.add(property);
  }
}
