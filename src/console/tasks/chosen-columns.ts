import { signal } from '@preact/signals';
import { TASK_COLUMNS, type TaskColumn, type TasksRoute } from '../state/project-routes.ts';

const KEPT = 'pit-columns';
const USUAL: readonly TaskColumn[] = TASK_COLUMNS.filter((column) => column !== 'due');

const knownOf = (names: readonly string[]): TaskColumn[] =>
  TASK_COLUMNS.filter((column) => names.includes(column));

/** The columns that were chosen last: a preference of this browser, as the theme is. */
const kept = signal(knownOf(localStorage.getItem(KEPT)?.split(',') ?? USUAL));

/** The columns of a table: those of its address, else those that its reader has chosen last. */
export function shownColumns({ columns }: TasksRoute): readonly TaskColumn[] {
  return columns.length > 0 ? columns : kept.value;
}

/** Shows a column, or shows it no more, here and in every table that is opened from now on. */
export function columnsWith(route: TasksRoute, column: TaskColumn, isShown: boolean): readonly TaskColumn[] {
  const before = shownColumns(route).filter((each) => each !== column);
  const next = knownOf(isShown ? [...before, column] : before);
  kept.value = next;
  localStorage.setItem(KEPT, next.join(','));
  return next;
}
