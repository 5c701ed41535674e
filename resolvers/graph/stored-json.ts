import {
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { createParameterDecorator } from 'type-graphql';
import { isRecord } from '../../src/domain/record.ts';

/** The field that takes what a stored object has besides the fields of its type. */
const OTHERS = 'other';

/** Makes of a stored JSON value what the field's type can show. */
export type ShowStored = (stored: unknown) => unknown;

/**
 * Parameter decorator: shows stored JSON as the field's type. What was stored before there was such a type, or past the
 * rules that we have now, must not keep a record from being read: a value that does not fit is null, or left out of its
 * list. Fields of such types are nullable therefore.
 */
export function AsStored(): ParameterDecorator {
  return createParameterDecorator(
    ({ info }): ShowStored =>
      (stored) =>
        fitting(stored, info.returnType),
  ) as ParameterDecorator;
}

/** The value as the type shows it; null where it does not fit. */
export function fitting(value: unknown, declared: GraphQLOutputType): unknown {
  if (value === null || value === undefined) return null;
  const type = getNullableType(declared);
  if (isListType(type)) {
    if (!Array.isArray(value)) return null;
    return value.map((item) => fitting(item, type.ofType)).filter((item) => item !== null);
  }
  if (isObjectType(type)) return isRecord(value) ? fittingObject(value, type) : null;
  return isLeafType(type) && isShown(value, type) ? value : null;
}

function fittingObject(value: Record<string, unknown>, type: GraphQLObjectType): Record<string, unknown> {
  const fields = type.getFields();
  const shown = Object.values(fields).map(({ name, type: of }): [string, unknown] => [
    name,
    fitting(Object.hasOwn(value, name) ? value[name] : null, of),
  ]);
  return { ...Object.fromEntries(shown), ...(fields[OTHERS] && { [OTHERS]: others(value, fields) }) };
}

function others(
  value: Record<string, unknown>,
  fields: Readonly<Record<string, GraphQLField<unknown, unknown>>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => name === OTHERS || !Object.hasOwn(fields, name)),
  );
}

/** Whose columns are written by the database, so that any text is shown; stored JSON is read as input would be. */
const OF_COLUMNS = new Set(['Date', 'DateTime', 'Decimal']);

/** Strings show numbers, and numbers texts, where they can; that is as good as what was stored. */
function isShown(value: unknown, type: GraphQLLeafType): boolean {
  try {
    if (OF_COLUMNS.has(type.name)) type.parseValue(value);
    else type.serialize(value);
    return true;
  } catch {
    return false;
  }
}
