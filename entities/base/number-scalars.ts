import { GraphQLError, GraphQLScalarType, Kind, print } from 'graphql';

/** A scalar that travels as a JSON number: `read` takes what fits, and answers undefined for the rest. */
function numberScalar(
  { name, description, expected }: { name: string; description: string; expected: string },
  fits: (value: number) => boolean,
): GraphQLScalarType<number, number> {
  const read = (value: unknown, shown: string): number => {
    if (typeof value === 'number' && fits(value)) return value;
    throw new GraphQLError(`${name} expects ${expected}, but got ${shown.slice(0, 64)}`);
  };
  const inspect = (value: unknown): string => JSON.stringify(value) ?? typeof value;
  return new GraphQLScalarType({
    name,
    description,
    parseValue: (value) => read(value, inspect(value)),
    parseLiteral: (node) => {
      const isNumber = node.kind === Kind.INT || node.kind === Kind.FLOAT;
      return read(isNumber ? Number(node.value) : undefined, print(node));
    },
    serialize: (value) => read(isNumeric(value) ? Number(value) : value, inspect(value)),
  });
}

/** A number as PostgreSQL writes a `numeric`, which stays text until it is shown. */
function isNumeric(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value);
}

/** Numbers of two decimals below this are told apart by a double, and written as they were given. */
const MAX_PERCENT = 1e9;

/**
 * A percentage. A number, not decimal text as amounts of money are: nobody adds percentages up to the cent, and bars and
 * charts take numbers. Which of them a field takes (whole ones, 0 to 100) is for its rule, whose refusal names the field.
 */
export const PercentScalar = numberScalar(
  {
    name: 'Percent',
    description:
      'A share in percent as a JSON number with at most two decimals: 12.5 is an eighth. From 0 to 100 where the field says nothing else.',
    expected: 'a number with at most two decimals, such as 12.5',
  },
  (value) => Math.abs(value) < MAX_PERCENT && Math.round(value * 100) / 100 === value,
);

/** A size. More than the 2 GiB that an Int counts, and whole, which a Float need not be. */
export const ByteCountScalar = numberScalar(
  {
    name: 'ByteCount',
    description: 'A number of bytes: a whole JSON number from 0 to 9,007,199,254,740,991 (2^53 - 1).',
    expected: 'a whole number from 0 to 9007199254740991',
  },
  (value) => Number.isSafeInteger(value) && value >= 0,
);
