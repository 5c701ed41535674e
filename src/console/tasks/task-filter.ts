import type { TaskFilter, TaskOrder } from '../operations.ts';
import type { TasksRoute } from '../state/project-routes.ts';

type Filtered = Pick<TasksRoute, 'search' | 'status' | 'isCritical'>;

/** What the address asks for, as the graph filters. */
export function filterOf({ search, status, isCritical }: Filtered): TaskFilter {
  return {
    ...(search === '' ? {} : { search }),
    ...(status.length === 0 ? {} : { status: [...status] }),
    ...(isCritical ? { isCritical: [true] } : {}),
  };
}

export function isFiltered({ search, status, isCritical }: Filtered): boolean {
  return search !== '' || status.length > 0 || isCritical;
}

export function orderOf({ sort, isDescending }: Pick<TasksRoute, 'sort' | 'isDescending'>): TaskOrder[] {
  return [{ field: sort, direction: isDescending ? 'DESC' : 'ASC' }];
}
