import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  TaskCountDocument,
  type PlanHeadFragment,
  type TaskCountQuery,
  type TaskRowFragment,
} from '../operations.ts';
import { announceOutcome } from '../parts/announce.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { ExportButton } from '../export/export-button.tsx';
import type { ProjectEvent } from '../project/use-project.ts';
import { PreviewSheet } from '../plan/preview-sheet.tsx';
import { useSteps } from '../plan/use-move.ts';
import { SelectionBar } from '../selection/selection-bar.tsx';
import { useBulk, type Bulk } from '../selection/use-bulk.ts';
import type { AskError } from '../state/ask.ts';
import type { TasksRoute } from '../state/project-routes.ts';
import { tasksRoute } from '../state/project-routes.ts';
import { refine } from '../state/router.ts';
import { planRoute, printRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { ColumnChoice } from './column-choice.tsx';
import type { Edited } from './cell-editor.tsx';
import { exportTasks } from './export.ts';
import { filterOf, isFiltered, orderOf } from './task-filter.ts';
import { TaskTable, type TaskTableProps } from './task-table.tsx';
import { useTasks } from './use-tasks.ts';

export interface ViewProps {
  readonly id: string;
  readonly head: PlanHeadFragment;
  readonly route: TasksRoute;
  /** Counts up when events may have been missed. */
  readonly gapCount: number;
  /** Hears what happens in the project. */
  readonly hear: { current: (event: ProjectEvent) => void };
}

export function TableView({ id, head, route, gapCount, hear }: ViewProps) {
  const asked = useMemo(
    () => ({ project: id, filter: filterOf(route), orderBy: orderOf(route) }),
    [id, route.search, route.status.join(), route.isCritical, route.sort, route.isDescending],
  );
  const list = useTasks(asked);
  const count = useAsk(TaskCountDocument, { id, filter: asked.filter }).data?.project?.tasks ?? null;
  const { changed, reload } = useChanged(list, { asked, gapCount, hear });
  const [notice, setNotice] = useState<Notice | null>(null);
  const bulk = useBulk({
    rows: list.rows ?? [],
    list: asked,
    replace: list.replace,
    onError: (error) => setNotice(error === null ? null : { error }),
  });
  const saved = (row: TaskRowFragment, edited: Edited): void => {
    if (edited.row !== null) list.replace(edited.row);
    setNotice(edited.movedCount === null ? null : { task: row.id, movedCount: edited.movedCount });
    announceOutcome(projectWords.taskList.saved(edited.row?.name ?? row.name));
  };
  return (
    <>
      <div class="tasks-line">
        <Count count={count} />
        <Notices notice={notice} route={route} changedCount={changed.size} onOrder={reload} />
        <ColumnChoice route={route} />
        <ExportButton
          read={(onRows, signal) => exportTasks(asked, onRows, signal)}
          name={projectWords.taskList.file(head.code ?? head.name)}
        />
      </div>
      <Tasks
        {...{ route, list, saved, bulk }}
        name={head.name}
        total={count?.totalCount ?? null}
        onReload={reload}
        onRefused={(_, error) => setNotice({ error })}
      />
      <Selection id={id} bulk={bulk} rows={list.rows ?? []} head={head} />
    </>
  );
}

/** Tasks that have changed beside the list: rows stay where they are while somebody reads them, and what has come is told. */
function useChanged(
  list: ReturnType<typeof useTasks>,
  { asked, gapCount, hear }: Pick<ViewProps, 'gapCount' | 'hear'> & { readonly asked: unknown },
): { readonly changed: ReadonlySet<string>; readonly reload: () => void } {
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const reload = (): void => {
    setChanged(new Set());
    list.reload();
  };
  useEffect(() => setChanged(new Set()), [asked]);
  useEffect(() => {
    if (gapCount > 0) reload();
  }, [gapCount]);
  hear.current = ({ task }) => {
    if (task !== null && !list.refresh(task.id)) setChanged((before) => new Set(before).add(task.id));
  };
  return { changed, reload };
}

interface SelectionProps extends Pick<ViewProps, 'id' | 'head'> {
  readonly bulk: Bulk;
  readonly rows: readonly TaskRowFragment[];
}

function Selection({ id, bulk, rows, head }: SelectionProps) {
  const move = useSteps(id);
  return (
    <>
      <SelectionBar rows={rows.filter((row) => bulk.selected.has(row.id))} bulk={bulk} move={move} />
      <PreviewSheet move={move} mayApply={head.viewerMay.includes('APPLY_SCHEDULE')} />
    </>
  );
}

type Counted = NonNullable<TaskCountQuery['project']>['tasks'];

function Count({ count }: { count: Counted | null }) {
  return (
    <p class="quiet" role="status">
      {count !== null &&
        projectWords.taskList.count(
          count.totalCount ?? count.totalCountAtLeast ?? 0,
          count.totalCount === null,
        )}
    </p>
  );
}

interface TasksProps extends Pick<
  TaskTableProps,
  'name' | 'route' | 'list' | 'total' | 'bulk' | 'onRefused'
> {
  readonly saved: TaskTableProps['onSaved'];
  readonly onReload: () => void;
}

function Tasks({ name, route, list, total, bulk, saved, onReload, onRefused }: TasksProps) {
  const { rows, error, hasMore } = list;
  return (
    <>
      {error !== null && <Failed error={error} onAgain={onReload} />}
      {rows === null && error === null && <Loading lines={14} />}
      {rows?.length === 0 && !hasMore && <NoTasks route={route} />}
      {rows !== null && rows.length > 0 && (
        <TaskTable {...{ name, route, list, rows, total, bulk, onRefused }} onSaved={saved} />
      )}
    </>
  );
}

type Notice = { readonly task: string; readonly movedCount: number } | { readonly error: AskError };

interface NoticesProps {
  readonly notice: Notice | null;
  readonly route: TasksRoute;
  readonly changedCount: number;
  readonly onOrder: () => void;
}

function Notices({ notice, route, changedCount, onOrder }: NoticesProps) {
  return (
    <div class="tasks-notices">
      {notice !== null && 'error' in notice && (
        <p class="problem" role="alert">
          {wordsOf(notice.error)}
        </p>
      )}
      {notice !== null && 'movedCount' in notice && notice.movedCount > 0 && (
        <p>
          {projectWords.taskList.wouldMove(notice.movedCount)}{' '}
          <a href={printRoute(planRoute(route.project, notice.task))}>{projectWords.taskList.openPlan}</a>
        </p>
      )}
      {changedCount > 0 && (
        <p>
          {projectWords.taskList.changed(changedCount)}{' '}
          <button type="button" class="button is-plain" onClick={onOrder}>
            {words.portfolio.reorder}
          </button>
        </p>
      )}
    </div>
  );
}

function wordsOf({ code, message, refusal: { expected } }: AskError): string {
  if (code === 'OFFLINE') return words.state.offline;
  if (code === 'INTERNAL_SERVER_ERROR') return words.state.internal;
  return typeof expected === 'string' ? `${message} ${words.state.expected(expected)}` : message;
}

function NoTasks({ route }: { route: TasksRoute }) {
  if (!isFiltered(route)) return <Empty>{projectWords.taskList.empty}</Empty>;
  const clear = (
    <button type="button" class="button" onClick={() => refine(tasksRoute(route.project, route.view))}>
      {projectWords.taskList.clear}
    </button>
  );
  return <Empty act={clear}>{projectWords.taskList.emptyFilter}</Empty>;
}
