import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { PitError } from '../../src/domain/errors.ts';
import { JSON_BOUNDS, requireJson, type JsonBounds } from '../../src/domain/json-bounds.ts';

/** Any JSON value. Bounded on input, because it is stored as it comes; a literal may hold variables. */
export const JsonScalar = jsonScalar(
  'JSON',
  'Any JSON value: object, list, text, number, boolean or null. On input at most 10 levels deep and 65,536 characters long.',
  { ...JSON_BOUNDS, maxDepth: 10 },
);

function jsonScalar(name: string, description: string, bounds: JsonBounds): GraphQLScalarType {
  const read = (value: unknown): unknown => readJson(name, value, bounds);
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
    parseValue: read,
    parseLiteral: (node, variables) => read(valueFromASTUntyped(node, variables)),
    serialize: (value) => value,
  });
}

function readJson(name: string, value: unknown, bounds: JsonBounds): unknown {
  try {
    return requireJson(value, name, bounds);
  } catch (error) {
    if (!(error instanceof PitError)) throw error;
    const shown = (JSON.stringify(value) ?? typeof value).slice(0, 64);
    throw new GraphQLError(`${name} expects ${String(error.detail.expected)}, but got ${shown}`);
  }
}
