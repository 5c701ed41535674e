import { Task } from '../../../entities/task.ts';
import type { OrderTerm, ParentKey } from '../../../src/context.ts';
import { connectionOf, type List } from '../../graph/connection.ts';
import { orderTerms } from '../../graph/order.ts';
import { taskConditions, type TasksArgs } from './task.inputs.ts';

export const TaskConnection = connectionOf(Task, 'tasks');
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
