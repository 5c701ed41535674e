import { GraphQLError, GraphQLScalarType, Kind, print } from 'graphql';
import { isPlanDay } from '../../src/domain/civil-date.ts';

const RFC_3339 =
  /^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const MONEY_AMOUNT = /^-?\d{1,10}(\.\d{1,2})?$/;

/** Says what was expected and what came, of which no more than 64 characters are repeated. */
function refuse(scalar: string, expected: string, actual: string): GraphQLError {
  const shown = actual.slice(0, 64);
  const extensions = { expected, actual: shown };
  return new GraphQLError(`${scalar} expects ${expected}, but got ${shown}`, { extensions });
}

/** A value as JSON would write it. */
function inspect(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}

/** A scalar that travels as text: `parse` checks the text and may normalise it. */
function textScalar(
  scalar: { name: string; description: string; specifiedByURL?: string; expected: string },
  parse: (text: string) => string | undefined,
  serialize: (value: unknown) => string | undefined,
): GraphQLScalarType<string, string> {
  const { name, description, specifiedByURL, expected } = scalar;
  const read = (value: unknown, shown: string): string => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw refuse(name, expected, shown);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    parseValue: (value) => read(value, inspect(value)),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined, print(node)),
    serialize: (value) => {
      const text = serialize(value);
      if (text === undefined) throw refuse(name, expected, inspect(value));
      return text;
    },
  });
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A day of the calendar. Inside it is the same text; a JavaScript `Date` never stands for it. */
export const DateScalar = textScalar(
  {
    name: 'Date',
    description:
      'A day in the time zone of the organisation, `YYYY-MM-DD`, without a time. On input a real day between 1900 and 2200.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
    expected: 'a real day between 1900 and 2200 as "YYYY-MM-DD"',
  },
  (text) => (isPlanDay(text) ? text : undefined),
  asText,
);

/** A moment. Inside it is an ISO string in UTC with milliseconds, already written so by whoever read the row. */
export const DateTimeScalar = textScalar(
  {
    name: 'DateTime',
    description:
      'A moment as RFC 3339 text, answered in UTC with milliseconds: `2026-11-22T20:05:07.123Z`. On input any offset is accepted, and the years 1900 to 2200.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
    expected: 'a moment between 1900 and 2200 as RFC 3339 text, such as "2026-11-22T20:05:07.123Z"',
  },
  (text) =>
    RFC_3339.test(text) && isPlanDay(text.slice(0, 10))
      ? new Date(text.toUpperCase()).toISOString()
      : undefined,
  (value) => (value instanceof Date ? value.toISOString() : asText(value)),
);

/** An exact decimal: text inside and outside, so that no amount passes through a binary float. */
export const DecimalScalar = textScalar(
  {
    name: 'Decimal',
    description:
      'An exact decimal number as text, such as `"1250.00"`. On input up to ten digits and two decimals, without exponent.',
    expected: 'a decimal number as text with up to 10 digits and 2 decimals, such as "1250.00"',
  },
  (text) => (MONEY_AMOUNT.test(text) ? text : undefined),
  asText,
);
