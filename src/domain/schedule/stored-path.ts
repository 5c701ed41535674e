import type { CivilDate } from '../civil-date.ts';

/** A task of the longest path, as it is stored. */
export interface StoredPathTask {
  readonly taskId: string;
  readonly earlyStart: CivilDate;
  /** Tasks that drive it, also such as are not on the path. */
  readonly driverIds: readonly string[];
}

/**
 * Tasks of the longest path as they follow each other: each behind the tasks of the path that drive it, and else by early
 * start, as `pathInOrder` has them of a schedule that is at hand. What is left in a circle by rows of two computations comes last.
 */
export function storedPathInOrder(tasks: readonly StoredPathTask[]): string[] {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const successors = new Map<string, string[]>();
  const waitsFor = new Map<string, number>();
  for (const { taskId, driverIds } of tasks) {
    const drivers = driverIds.filter((id) => byId.has(id));
    waitsFor.set(taskId, drivers.length);
    for (const id of drivers) {
      const known = successors.get(id);
      if (known === undefined) successors.set(id, [taskId]);
      else known.push(taskId);
    }
  }
  const place = new Map(tasks.map(({ taskId, earlyStart }) => [taskId, earlyStart]));
  const order = tasks.filter(({ taskId }) => waitsFor.get(taskId) === 0).map(({ taskId }) => taskId);
  for (const id of order) {
    for (const successor of successors.get(id) ?? []) {
      if (place.get(id)! > place.get(successor)!) place.set(successor, place.get(id)!);
      waitsFor.set(successor, waitsFor.get(successor)! - 1);
      if (waitsFor.get(successor) === 0) order.push(successor);
    }
  }
  const rank = new Map(order.map((id, at) => [id, at]));
  const rankOf = (id: string): number => rank.get(id) ?? tasks.length;
  return tasks
    .map(({ taskId }) => taskId)
    .sort((a, b) => {
      const [first, second] = [place.get(a)!, place.get(b)!];
      return first === second ? rankOf(a) - rankOf(b) : first < second ? -1 : 1;
    });
}
