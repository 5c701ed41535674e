import { getMetadataStorage } from 'type-graphql';

type ParamMetadata = ReturnType<typeof getMetadataStorage>['params'][number];
type ArgsMetadata = Extract<ParamMetadata, { kind: 'args' }>;

/** What `takeArgumentsPlainly` has put aside, by the list of parameters that it stood in. */
const putAside = new Map<ParamMetadata[], ArgsMetadata>();

/**
 * Hands the arguments of a page (`first`, `after` and their like) to the resolver as GraphQL has coerced them. TypeGraphQL
 * copies them into an instance of their class and awaits its validation, which is off, at every call: a tenth of what a
 * list of a record costs. Arguments with input objects stay with it.
 *
 * Resolvers read their parameters when they are called, and a schema its arguments when it is built: `declareArguments` comes
 * before `buildSchema`, this after it.
 */
export function takeArgumentsPlainly(): void {
  const { fieldResolvers } = getMetadataStorage();
  for (const { params = [] } of fieldResolvers) {
    const index = params.findIndex(({ kind }) => kind === 'args');
    const declared = params[index] as ArgsMetadata | undefined;
    if (declared === undefined || hasInputObjects(declared)) continue;
    putAside.set(params, declared);
    const { target, methodName, index: position } = declared;
    params[index] = { kind: 'custom', target, methodName, index: position, options: {}, resolver: argsOf };
  }
}

/** Gives the arguments back their declarations, from which a schema is built. */
export function declareArguments(): void {
  for (const [params, declared] of putAside) {
    params[params.findIndex((param) => param.kind === 'custom' && param.resolver === argsOf)] = declared;
  }
  putAside.clear();
}

const argsOf = ({ args }: { args: unknown }): unknown => args;

function hasInputObjects({ getType }: ArgsMetadata): boolean {
  const { argumentTypes, inputTypes } = getMetadataStorage();
  const inputs = new Set<unknown>(inputTypes.map(({ target }) => target));
  for (
    let type = getType() as object | null;
    type !== null;
    type = Object.getPrototypeOf(type) as object | null
  ) {
    const fields = argumentTypes.find(({ target }) => target === type)?.fields ?? [];
    if (fields.some((field) => inputs.has(field.getType()))) return true;
  }
  return false;
}
