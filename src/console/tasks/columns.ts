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
  column('due', null, { isNumber: true }),
  column('progress', 'PROGRESS', { isNumber: true, edit: { kind: 'number', by: 'UPDATE_PROGRESS' } }),
  column('slack', 'TOTAL_SLACK', { isNumber: true }),
  column('owner', null, { edit: { kind: 'owner', by: 'UPDATE_TASK' } }),
];

/** The columns that a telephone has room for. */
export const NARROW_COLUMNS = COLUMNS.filter(
  ({ key }) => !['priority', 'start', 'due', 'slack'].includes(key),
);

/** How wide the columns are at least, in pixels; the name takes what is left, and the owner a part of it. */
const WIDTHS: Readonly<Record<ColumnKey, number>> = {
  ...{ name: 220, status: 104, priority: 76, start: 108, end: 108, due: 108 },
  ...{ progress: 68, slack: 88, owner: 90 },
};

/** The widths of columns beside each other as a style sheet says them, and what they take at least. */
export function widthsOf(columns: readonly Column[]): { '--columns': string; '--least': string } {
  const most: Partial<Record<ColumnKey, string>> = { name: '1fr', owner: '150px' };
  const widths = columns.map(({ key }) => `minmax(${WIDTHS[key]}px, ${most[key] ?? `${WIDTHS[key]}px`})`);
  const least = columns.reduce((sum, { key }) => sum + WIDTHS[key], 0);
  return { '--columns': widths.join(' '), '--least': `${least}px` };
}

/** The columns of these keys, in their order; the name of a task is always there. */
export function columnsOf(keys: readonly ColumnKey[]): readonly Column[] {
  return COLUMNS.filter(({ key }) => key === 'name' || keys.includes(key));
}

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
  due: (row) => textOf({ key: 'due' }, row),
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

const TEXTS: Readonly<Record<ColumnKey, (row: TaskRowFragment) => string>> = {
  name: ({ name }) => name,
  status: ({ status }) => words.status(status),
  priority: ({ priority }) => words.priority(priority),
  start: ({ startDate }) => day(startDate),
  end: ({ endDate }) => day(endDate),
  due: ({ commitment }) => day(commitment?.dueOn ?? null),
  progress: ({ progressPercent }) => words.percent(progressPercent),
  slack: slackOf,
  owner: ({ owner }) => owner?.name ?? words.none,
};

/** What a cell says. */
export function textOf({ key }: Pick<Column, 'key'>, row: TaskRowFragment): string {
  return TEXTS[key](row);
}

/** The change that a field of a form makes of a task; an empty day takes the day away. */
export function changeOf({ key }: Column, value: string): Partial<UpdateTaskInput> {
  const day = value === '' ? null : value;
  if (key === 'name') return { name: value };
  if (key === 'priority') return { priority: value as TaskPriority };
  if (key === 'owner') return { ownerId: value };
  return key === 'start' ? { startDate: day } : { endDate: day };
}
