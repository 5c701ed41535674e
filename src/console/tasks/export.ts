import {
  TasksToExportDocument,
  type TaskFilter,
  type TaskOrder,
  type TasksToExportQuery,
} from '../operations.ts';
import { ask } from '../state/ask.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { csvOf, type Cell } from '../export/csv.ts';

type Row = NonNullable<TasksToExportQuery['project']>['tasks']['nodes'][number];

interface Asked {
  readonly project: string;
  readonly filter: TaskFilter;
  readonly orderBy: TaskOrder[];
}

/**
 * All tasks of a filter as CSV, read page by page.
 *
 * @param onRows hears how many rows there are so far.
 * @throws AskError when a page is refused or not reached: a part of a table is no table.
 */
export async function exportTasks(
  { project, filter, orderBy }: Asked,
  onRows: (count: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const answer: TasksToExportQuery = await ask(
      TasksToExportDocument,
      { id: project, after, filter, orderBy },
      { signal },
    );
    if (answer.project === null) break;
    const { nodes, pageInfo } = answer.project.tasks;
    rows.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    onRows(rows.length);
  } while (after !== null);
  return csvOf(Object.values(projectWords.taskList.exported), rows.map(cellsOf));
}

/** In the order of `projectWords.taskList.exported`. */
function cellsOf(row: Row): Cell[] {
  const said = (value: boolean | null): string | null =>
    value === null ? null : value ? projectWords.taskList.yes : projectWords.taskList.no;
  return [
    row.id,
    row.name,
    row.description,
    row.phase?.name ?? null,
    row.workPackage?.name ?? null,
    words.status(row.status),
    words.priority(row.priority),
    row.owner?.name ?? null,
    row.owner?.email ?? null,
    row.startDate,
    row.endDate,
    row.durationDays,
    row.actualStart,
    row.actualFinish,
    row.progressPercent,
    row.totalSlack,
    said(row.isCritical),
    said(row.requiresEvidence),
    row.capexCost,
    row.opexCost,
  ];
}
