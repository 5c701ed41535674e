import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** A field that leads from one type to another; a connection counts as one step. */
export interface Relation {
  from: string;
  field: string;
  to: string;
  isConnection: boolean;
}

type Field = GraphQLField<unknown, unknown>;

/** Every way from one record type to another, taken without arguments. */
export function relationsOf(schema: GraphQLSchema): Relation[] {
  const from = [...pathsFromQuery(schema).keys()];
  return from.flatMap((typename) => stepsFrom(schema, typename));
}

/** The shortest way from the query root to each type, without arguments. */
export function pathsFromQuery(schema: GraphQLSchema): Map<string, Relation[]> {
  const paths = new Map<string, Relation[]>([['Query', []]]);
  for (const [typename, path] of paths) {
    for (const step of stepsFrom(schema, typename)) {
      if (!paths.has(step.to)) paths.set(step.to, [...path, step]);
    }
  }
  return paths;
}

/** A query along the path, with every plain field of each record on the way. */
export function queryAlong(schema: GraphQLSchema, path: readonly Relation[]): string {
  const inner = path.reduceRight((below, step) => {
    const leaves = `__typename ${leavesOf(objectType(schema, step.to)).join(' ')}`;
    const own = `${leaves} ${below}`;
    const rows = step.isConnection
      ? `totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${own} } } nodes { ${leaves} }`
      : own;
    return `${step.field} { ${rows} }`;
  }, '');
  return `{ ${inner} }`;
}

function stepsFrom(schema: GraphQLSchema, typename: string): Relation[] {
  return Object.values(objectType(schema, typename).getFields()).flatMap((field) => {
    const target = getNamedType(field.type);
    const isOpen = !field.name.startsWith('_') && !field.args.some(isRequiredArgument);
    if (!isOpen || !isObjectType(target)) return [];
    const isConnection = target.name.endsWith('Connection');
    const to = isConnection ? target.name.replace(/Connection$/, '') : target.name;
    return [{ from: typename, field: field.name, to, isConnection }];
  });
}

function leavesOf(type: GraphQLObjectType): string[] {
  const isOpenLeaf = (field: Field) =>
    isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument);
  return Object.values(type.getFields())
    .filter(isOpenLeaf)
    .map(({ name }) => name);
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
}
