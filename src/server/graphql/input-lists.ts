import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { listBound } from '../../../schema/list-bounds.ts';
import { badInput } from '../../domain/errors.ts';
import { isRecord } from '../../domain/record.ts';

/** A value of an input, with where it stands. */
interface Position {
  type: GraphQLInputType;
  value: unknown;
  /** In the schema, `Type.field`. */
  place: string;
  /** In the arguments, `filter.assigneeId`. */
  path: string;
}

/**
 * How many values stand in the lists of a field's arguments, those inside of other inputs included; the work is linear
 * in what was sent.
 *
 * @param parent the name of the type that has the field.
 * @param given the value of an argument by its name, variables put in.
 * @throws PitError BAD_USER_INPUT for a list with more different values than `listBound` allows.
 */
export function countListValues(
  parent: string,
  field: GraphQLField<unknown, unknown>,
  given: (name: string) => unknown,
): number {
  let count = 0;
  for (const { name, type } of field.args) {
    if (!holdsList(type)) continue;
    count += countIn({ type, value: given(name), place: `${parent}.${field.name}(${name})`, path: name });
  }
  return count;
}

function countIn({ type, value, place, path }: Position): number {
  if (value === null || value === undefined) return 0;
  if (isNonNullType(type)) return countIn({ type: type.ofType, value, place, path });
  if (isListType(type)) return countInList({ type: type.ofType, value, place, path });
  if (!isInputObjectType(type) || !isRecord(value)) return 0;
  let count = 0;
  for (const field of Object.values(type.getFields())) {
    if (!holdsList(field.type)) continue;
    const below = { place: `${type.name}.${field.name}`, path: `${path}.${field.name}` };
    count += countIn({ type: field.type, value: value[field.name], ...below });
  }
  return count;
}

/** @param position whose type is that of the items. A value that is no list is a list of one, as GraphQL has it. */
function countInList({ type, value, place, path }: Position): number {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const bound = listBound(place);
  const distinct = items.length > bound ? new Set(items.map(comparable)).size : items.length;
  if (distinct > bound) {
    throw badInput('A list holds too many values.', {
      field: path,
      expected: `at most ${bound}`,
      actual: distinct,
    });
  }
  if (!holdsList(type)) return items.length;
  return items.reduce<number>(
    (count, item, i) => count + countIn({ type, value: item, place, path: `${path}[${i}]` }),
    items.length,
  );
}

/** Ids are the same in either case. */
function comparable(item: unknown): unknown {
  return typeof item === 'string' ? item.toLowerCase() : item;
}

/** Whether a list can stand in a value of the type. Types refer to each other in circles, and are walked once. */
const listHolders = new WeakMap<GraphQLInputType, boolean>();

function holdsList(type: GraphQLInputType): boolean {
  let holds = listHolders.get(type);
  if (holds === undefined) {
    listHolders.set(type, false);
    listHolders.set(type, (holds = reachesList(type)));
  }
  return holds;
}

function reachesList(type: GraphQLInputType): boolean {
  if (isNonNullType(type)) return holdsList(type.ofType);
  if (isListType(type)) return true;
  const named = getNamedType(type);
  return isInputObjectType(named) && Object.values(named.getFields()).some((field) => holdsList(field.type));
}
