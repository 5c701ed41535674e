import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
  type GraphQLNamedType,
} from 'graphql';

/** A place in an input where a value can stand. */
export interface InputPosition {
  readonly path: readonly (string | number)[];
  /** Of the value itself; of its items where it is a list. */
  readonly type: GraphQLNamedType;
  readonly isList: boolean;
}

/** Of what only one is said at a time. */
const EITHER = [
  ['taskId', 'subtaskId'],
  ['projectId', 'taskId'],
  ['phaseId', 'workPackageId'],
];

/** Every place in inputs of a type, those inside of lists and of other inputs included. */
export function positionsOf(type: GraphQLInputType, path: InputPosition['path'] = []): InputPosition[] {
  if (isNonNullType(type)) return positionsOf(type.ofType, path);
  if (isListType(type)) {
    const items = positionsOf(type.ofType, [...path, 0]);
    return [{ path, type: getNamedType(type), isList: true }, ...items];
  }
  if (!isInputObjectType(type)) return [{ path, type: getNamedType(type), isList: false }];
  return Object.values(type.getFields()).flatMap((field) => positionsOf(field.type, [...path, field.name]));
}

/** A copy of an input with another value at a place. */
export function withValue(input: object, path: InputPosition['path'], value: unknown): object {
  const copy = structuredClone(input);
  let target = copy as Record<string | number, unknown>;
  path.slice(0, -1).forEach((key, depth) => {
    target = (target[key] ??= typeof path[depth + 1] === 'number' ? [] : {}) as typeof target;
  });
  const last = path.at(-1) ?? '';
  const others = EITHER.find((names) => names.includes(String(last))) ?? [];
  for (const name of others) delete target[name];
  target[last] = value;
  return copy;
}

/** The value at a place of an input, if there is one. */
export function valueAt(input: unknown, path: InputPosition['path']): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    input,
  );
}
