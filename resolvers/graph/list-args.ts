import { ArgsType, Field, type ClassType } from 'type-graphql';
import { PageArgs } from './connection.ts';
import type { Order, OrderInput } from './order.ts';

/** The arguments of a list that is filtered. */
export interface FilteredArgs<F> extends PageArgs {
  filter?: F | null;
}

/** The arguments of a list that is filtered and ordered. */
export interface OrderedArgs<F> extends FilteredArgs<F> {
  orderBy?: Order[] | null;
}

/** Makes the arguments of a list with a filter. */
export function filteredArgsOf<F extends object>(
  filter: ClassType<F>,
  plural: string,
): ClassType<FilteredArgs<F>> {
  @ArgsType()
  class EntityArgs extends PageArgs implements FilteredArgs<F> {
    @Field(() => filter, { nullable: true, description: `Which ${plural}; all when not given.` })
    filter?: F | null;
  }
  return EntityArgs;
}

/** Makes the arguments of a list with a filter and an order; see `orderOf`. */
export function orderedArgsOf<F extends object>(
  filter: ClassType<F>,
  order: OrderInput,
  plural: string,
): ClassType<OrderedArgs<F>> {
  @ArgsType()
  class OrderedEntityArgs extends filteredArgsOf(filter, plural) implements OrderedArgs<F> {
    @Field(() => [order], {
      nullable: true,
      description: 'In which order; as the field says when not given.',
    })
    orderBy?: Order[] | null;
  }
  return OrderedEntityArgs;
}
