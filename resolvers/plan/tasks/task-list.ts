import { Task } from '../../../entities/task.ts';
import type { OrderTerm, ParentKey } from '../../../src/context.ts';
import { connectionOf, type List } from '../../graph/connection.ts';
import { orderTerms } from '../../graph/order.ts';
import { taskConditions, type TasksArgs } from './task.inputs.ts';

export const TaskConnection = connectionOf(Task, 'tasks');
const OPEN_FIRST: readonly OrderTerm[] = [{ property: 'isCompleted', descending: false }];
const BY_END: readonly OrderTerm[] = [{ property: 'endDate', descending: false }];

/**
 * The list of tasks that the arguments describe; below `parent`, where it hangs on a row.
 *
 * @param standard the order where the arguments say none.
 */
export function taskList(
  { filter, orderBy }: TasksArgs,
  parent?: ParentKey,
  standard: readonly OrderTerm[] = BY_END,
): List {
  const order = orderTerms(orderBy, standard);
  const list = { entity: Task, where: taskConditions(filter), order, deleted: filter?.deleted };
  return parent === undefined ? list : { ...list, parent };
}

/** The tasks that a user owns or works on, open ones before those that are completed. */
export function tasksOf(userId: string, args: TasksArgs): List {
  const { where, order, ...list } = taskList(args);
  return { ...list, where: [{ op: 'mine', userId }, ...where], order: [...OPEN_FIRST, ...order] };
}
