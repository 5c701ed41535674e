import { Task } from '../../../entities/task.ts';
import type { ParentKey } from '../../../src/context.ts';
import { connectionOf, orderTerms, type List } from '../../graph/connection.ts';
import { taskConditions, type TasksArgs } from './task.inputs.ts';

export const TaskConnection = connectionOf(Task, 'tasks');
const BY_END = [{ property: 'endDate', descending: false }];

/** The list of tasks that the arguments describe; below `parent`, where it hangs on a row. */
export function taskList({ filter, orderBy }: TasksArgs, parent?: ParentKey): List {
  const order = orderTerms(orderBy, BY_END);
  const list = { entity: Task, where: taskConditions(filter), order, deleted: filter?.deleted };
  return parent === undefined ? list : { ...list, parent };
}
