import { registerEnumType } from 'type-graphql';
import type { SelectedColumns, ParentKey, RequestContext } from '../../src/context.ts';
import { requireRole } from '../../src/domain/directory/actor.ts';
import { rolesOf } from '../../src/domain/directory/permissions.ts';

/** Whether a list holds what is deleted. */
export const DeletedFilter = { EXCLUDE: 'exclude', ONLY: 'only' } as const;
export type DeletedFilter = (typeof DeletedFilter)[keyof typeof DeletedFilter];
registerEnumType(DeletedFilter, {
  name: 'DeletedFilter',
  description: 'Whether a list holds deleted records.',
  valuesConfig: {
    EXCLUDE: { description: 'Records that are not deleted.' },
    ONLY: {
      description:
        'Deleted records alone, for the roles that may restore some: administrators, foremen and members.',
    },
  },
});

/** The most deleted records that a list without pages shows. */
const MOST_DELETED = 100;

/**
 * Whether a list is to hold deleted records instead of live ones.
 * @throws PitError FORBIDDEN to roles that may restore nothing.
 */
export function areDeletedAsked(context: RequestContext, deleted: DeletedFilter | null | undefined): boolean {
  if (deleted !== DeletedFilter.ONLY) return false;
  requireRole(context.actor, ...rolesOf('restoreTask'));
  return true;
}

/** The deleted rows under a parent, the latest deletions first; for lists without pages, so it is bounded. */
export async function deletedUnder<E>(
  context: RequestContext,
  entity: abstract new () => object,
  asked: SelectedColumns,
  parent: ParentKey,
): Promise<E[]> {
  const order = [{ property: 'deletedAt', descending: true }];
  const spec = { entity, where: [], order, size: MOST_DELETED, backwards: false, areDeleted: true };
  return (await context.page<E>(spec, asked, parent)).rows;
}
