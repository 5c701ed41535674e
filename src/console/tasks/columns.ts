import type { MutationName, TaskPriority, TaskRowFragment, UpdateTaskInput } from '../operations.ts';
import { formatDay } from '../state/format.ts';
import type { TaskSort } from '../state/project-routes.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';

export const PRIORITIES: readonly TaskPriority[] = ['LOW', 'NORMAL', 'HIGH', 'CRITICAL'];

export type ColumnKey = keyof typeof projectWords.taskList.columns;

export interface Column {
  readonly key: ColumnKey;
  readonly sort: TaskSort | null;
  readonly isNumber: boolean;
  /** How a cell is edited, and by which mutation; null: it is not. */
  readonly edit: {
    readonly kind: 'text' | 'date' | 'number' | 'priority' | 'owner';
    readonly by: MutationName;
  } | null;
}

const column = (key: ColumnKey, sort: TaskSort | null, more: Partial<Column> = {}): Column => ({
  key,
  sort,
  isNumber: false,
  edit: null,
  ...more,
});

export const COLUMNS: readonly Column[] = [
  column('name', 'NAME', { edit: { kind: 'text', by: 'UPDATE_TASK' } }),
  column('status', 'STATUS'),
  column('priority', 'PRIORITY', { edit: { kind: 'priority', by: 'UPDATE_TASK' } }),
  column('start', 'START_DATE', { isNumber: true, edit: { kind: 'date', by: 'UPDATE_TASK' } }),
  column('end', 'END_DATE', { isNumber: true, edit: { kind: 'date', by: 'UPDATE_TASK' } }),
  column('progress', 'PROGRESS', { isNumber: true, edit: { kind: 'number', by: 'UPDATE_PROGRESS' } }),
  column('slack', 'TOTAL_SLACK', { isNumber: true }),
  column('owner', null, { edit: { kind: 'owner', by: 'UPDATE_TASK' } }),
];

/** The columns that a telephone has room for. */
export const NARROW_COLUMNS = COLUMNS.filter(({ key }) => !['priority', 'start', 'slack'].includes(key));

/** Whether the caller may edit a cell: what would be refused is not offered. */
export function mayEdit({ edit, key }: Column, row: TaskRowFragment): boolean {
  if (edit === null || !row.viewerMay.includes(edit.by)) return false;
  return key !== 'progress' || row.status !== 'COMPLETED';
}

const VALUES: Readonly<Record<ColumnKey, (row: TaskRowFragment) => string>> = {
  name: ({ name }) => name,
  priority: ({ priority }) => priority,
  start: ({ startDate }) => startDate ?? '',
  end: ({ endDate }) => endDate ?? '',
  progress: ({ progressPercent }) => String(progressPercent),
  owner: ({ owner }) => owner?.id ?? '',
  status: (row) => textOf({ key: 'status' }, row),
  slack: (row) => textOf({ key: 'slack' }, row),
};

/** What is edited, as a field of a form has it. */
export function valueOf({ key }: Column, row: TaskRowFragment): string {
  return VALUES[key](row);
}

const day = (date: string | null): string => (date === null ? words.none : formatDay(date));

/** Slack says nothing of work that is done. */
function slackOf({ totalSlack, status }: TaskRowFragment): string {
  return totalSlack === null || status === 'COMPLETED' ? words.none : projectWords.taskList.slack(totalSlack);
}

/** What a cell says. */
export function textOf({ key }: Pick<Column, 'key'>, row: TaskRowFragment): string {
  switch (key) {
    case 'name':
      return row.name;
    case 'status':
      return words.status(row.status);
    case 'priority':
      return words.priority(row.priority);
    case 'start':
      return day(row.startDate);
    case 'end':
      return day(row.endDate);
    case 'progress':
      return words.percent(row.progressPercent);
    case 'slack':
      return slackOf(row);
    case 'owner':
      return row.owner?.name ?? words.none;
  }
}

/** The change that a field of a form makes of a task; an empty day takes the day away. */
export function changeOf({ key }: Column, value: string): Partial<UpdateTaskInput> {
  const day = value === '' ? null : value;
  if (key === 'name') return { name: value };
  if (key === 'priority') return { priority: value as TaskPriority };
  if (key === 'owner') return { ownerId: value };
  return key === 'start' ? { startDate: day } : { endDate: day };
}
