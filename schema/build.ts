import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { isInputObjectType, isObjectType, parse, print, visit, type GraphQLSchema } from 'graphql';
import {
  buildSchema,
  createResolversMap,
  getMetadataStorage,
  type ClassType,
  type ContainerType,
} from 'type-graphql';
import '../entities/index.ts';
import { resolvers } from '../resolvers/index.ts';
import { resolveEntities } from './references.ts';
import { withInterfaces } from './interfaces.ts';
import { declareArguments, takeArgumentsPlainly } from './plain-arguments.ts';
import { FEDERATION_LINK, withContractDirectives } from './directives.ts';
import { markProjectFields } from './project-fields.ts';

/** The schema as the service executes it, and as it is printed for composition. */
export interface Subgraph {
  schema: GraphQLSchema;
  sdl: string;
}

let built: Promise<Subgraph> | undefined;

/** The subgraph, built once for a process: nothing of it depends on settings, so nobody may change what they are given. */
export function buildSubgraph(): Promise<Subgraph> {
  return (built ??= build());
}

/**
 * Builds the subgraph from the resolver classes: TypeGraphQL makes the types, their SDL with all directives is
 * printed below the federation header, and Apollo's builder turns that into an executable subgraph. `_entities`
 * is answered by our own batch and `_service` by the printed text, since Apollo's printer drops directives.
 */
async function build(): Promise<Subgraph> {
  readColumnsPlainly();
  letRefusalsStandAlone();
  declareArguments();
  const typed = await buildSchema({
    resolvers,
    container: new ResolverInstances(),
    validate: false,
    pubSub: NO_PUB_SUB,
  });
  takeArgumentsPlainly();
  const sdl = printSdl(typed);
  const typeDefs = parse(sdl);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: createResolversMap(typed) as never }]);
  copyExtensions(typed, schema);
  copyDefaults(typed, schema);
  markProjectFields(schema);
  const query = schema.getQueryType()?.getFields();
  if (query?.['_entities'] === undefined || query['_service'] === undefined) throw new Error('no subgraph');
  query['_entities'].resolve = resolveEntities;
  query['_service'].resolve = () => ({ sdl });
  return { schema, sdl };
}

/** One instance of each resolver class, by the class: TypeGraphQL's own container searches a list at each call. */
class ResolverInstances implements ContainerType {
  private readonly instances = new Map<ClassType, object>();

  get(resolver: ClassType<object>): object {
    let instance = this.instances.get(resolver);
    if (instance === undefined) this.instances.set(resolver, (instance = new resolver()));
    return instance;
  }
}

/** TypeGraphQL asks for one even where every subscription brings a source of its own, as ours do. */
const NO_PUB_SUB = {
  publish: () => undefined,
  subscribe: (topic: string): never => {
    throw new Error(`nothing is published under ${topic}: events come from the outbox`);
  },
};

/** Fields without a resolver class of their own are read off the row, without TypeGraphQL's wrapper around each. */
function readColumnsPlainly(): void {
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers = true;
}

/**
 * Every mutation may answer null: where one of several in a request is refused, what the others have done stands, and
 * so do their answers. A refusal of a non-null field would take all of them with it.
 */
function letRefusalsStandAlone(): void {
  for (const { returnTypeOptions } of getMetadataStorage().mutations) returnTypeOptions.nullable = true;
}

function printSdl(schema: GraphQLSchema): string {
  const document = withContractDirectives(withInterfaces(parse(printSchemaWithDirectives(schema))));
  // The schema block only repeats the default names, and composers read `extend schema` for the header.
  const types = visit(document, { SchemaDefinition: () => null, DirectiveDefinition: () => null });
  return `${FEDERATION_LINK}\n\n${print(types)}\n`;
}

/** What resolvers declare about their fields (`@Needs`) must survive the way through SDL. */
function copyExtensions(from: GraphQLSchema, to: GraphQLSchema): void {
  for (const type of Object.values(from.getTypeMap())) {
    const target = to.getType(type.name);
    if (!isObjectType(type) || !isObjectType(target)) continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      const copy = target.getFields()[name];
      if (copy !== undefined) copy.extensions = field.extensions;
    }
  }
}

/** A default that is an enum value is read out of SDL as its name, before the builder knows what it stands for. */
function copyDefaults(from: GraphQLSchema, to: GraphQLSchema): void {
  for (const type of Object.values(from.getTypeMap())) {
    const target = to.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(target)) continue;
    const fields = target.getFields();
    for (const { name, defaultValue } of Object.values(type.getFields())) {
      const copy = fields[name];
      if (copy !== undefined) copy.defaultValue = defaultValue;
    }
  }
}
