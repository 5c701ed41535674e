import { Field, InputType, registerEnumType, type ClassType } from 'type-graphql';
import type { OrderTerm } from '../../src/context.ts';
import { badInput } from '../../src/domain/errors.ts';

export const Direction = { ASC: 'asc', DESC: 'desc' } as const;
export type Direction = (typeof Direction)[keyof typeof Direction];
registerEnumType(Direction, {
  name: 'Direction',
  description:
    'Direction of an order. Rows without a value come last in ascending order and first in descending order.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest or first in the alphabet first.' },
    DESC: { description: 'Largest, latest or last in the alphabet first.' },
  },
});

/** One term of an `orderBy` argument. */
export interface Order {
  field: string;
  direction: Direction;
}

/** The input type of an entity's order. */
export type OrderInput = ClassType<Order>;

/** A field to order by: the property of the entity, and what the graph says of it. */
type OrderField<E> = readonly [property: keyof E & string, description: string];

/** The most terms that an order has. */
const MAX_TERMS = 4;

/**
 * Makes the enum and the input of an entity's order: `TaskOrderField`, `TaskOrder`.
 *
 * @param fields what can be ordered by, by the names of the enum.
 */
export function orderOf<E extends object, Name extends string>(
  entity: ClassType<E>,
  plural: string,
  fields: Readonly<Record<Name, OrderField<E>>>,
): { input: OrderInput; properties: Readonly<Record<Name, string>> } {
  const properties = {} as Record<Name, string>;
  const valuesConfig: Partial<Record<Name, { description: string }>> = {};
  for (const name of Object.keys(fields) as Name[]) {
    const [property, description] = fields[name];
    properties[name] = property;
    valuesConfig[name] = { description };
  }
  registerEnumType(properties, {
    name: `${entity.name}OrderField`,
    description: `What ${plural} can be ordered by.`,
    valuesConfig,
  });

  @InputType(`${entity.name}Order`, { description: `One term of the order of ${plural}.` })
  class EntityOrder implements Order {
    @Field(() => properties, { description: 'The field to order by.' })
    field: string;

    @Field(() => Direction, {
      defaultValue: Direction.ASC,
      description: 'Ascending or descending; ascending when not given.',
    })
    direction: Direction;
  }
  return { input: EntityOrder, properties };
}

/** Order terms of an `orderBy` argument, or the list's own order. */
export function orderTerms(
  orderBy: readonly Order[] | null | undefined,
  standard: readonly OrderTerm[],
): readonly OrderTerm[] {
  if (!orderBy || orderBy.length === 0) return standard;
  if (new Set(orderBy.map(({ field }) => field)).size < orderBy.length || orderBy.length > MAX_TERMS) {
    throw badInput('The order is not acceptable.', {
      field: 'orderBy',
      expected: 'up to four different fields',
    });
  }
  return orderBy.map(({ field, direction }) => ({
    property: field,
    descending: direction === Direction.DESC,
  }));
}
