import { ArgsType, Field } from 'type-graphql';
import type { OrderTerm, ParentKey } from '../../src/context.ts';
import { PageArgs, type List } from './connection.ts';
import { DeletedFilter } from './deleted-filter.ts';

/** A page of a list below a record that may be asked for what is deleted. */
@ArgsType()
export class DeletablePageArgs extends PageArgs {
  @Field(() => DeletedFilter, {
    nullable: true,
    description:
      'Whether it lists those that are deleted, the latest deletions first; those that are not when not given.',
  })
  deleted?: DeletedFilter | null;
}

const LATEST_DELETED: readonly OrderTerm[] = [{ property: 'deletedAt', descending: true }];

/** The list of `entity` below `parent`, in `order` unless deleted rows are asked. */
export function deletableList(
  entity: List['entity'],
  { deleted }: DeletablePageArgs,
  order: readonly OrderTerm[],
  parent: ParentKey,
): List {
  const isOfDeleted = deleted === DeletedFilter.ONLY;
  return { entity, where: [], order: isOfDeleted ? LATEST_DELETED : order, parent, deleted };
}
