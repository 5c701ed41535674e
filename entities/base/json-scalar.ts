import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { PitError } from '../../src/domain/errors.ts';
import { JSON_BOUNDS, requireJson } from '../../src/domain/json-bounds.ts';

const BOUNDS = { ...JSON_BOUNDS, maxDepth: 10 };

/** Any JSON value. Bounded on input, because it is stored as it comes; a literal may hold variables. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description:
    'Any JSON value: object, list, text, number, boolean or null. On input at most 10 levels deep and 65,536 characters long.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  parseValue: readJson,
  parseLiteral: (node, variables) => readJson(valueFromASTUntyped(node, variables)),
  serialize: (value) => value,
});

function readJson(value: unknown): unknown {
  try {
    return requireJson(value, 'JSON', BOUNDS);
  } catch (error) {
    if (!(error instanceof PitError)) throw error;
    const shown = (JSON.stringify(value) ?? typeof value).slice(0, 64);
    throw new GraphQLError(`JSON expects ${String(error.detail.expected)}, but got ${shown}`);
  }
}
