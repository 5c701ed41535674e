import { useEffect, useRef } from 'preact/hooks';
import type { TaskRowFragment } from '../operations.ts';
import type { AskError } from '../state/ask.ts';
import { refine } from '../state/router.ts';
import type { TasksRoute } from '../state/project-routes.ts';
import type { Bulk } from '../selection/use-bulk.ts';
import { projectWords } from '../project-words.ts';
import type { Edited } from './cell-editor.tsx';
import { shownColumns } from './chosen-columns.ts';
import { columnsOf, NARROW_COLUMNS, widthsOf, type Column } from './columns.ts';
import { TaskRow } from './task-row.tsx';
import { useGrid } from './use-grid.ts';
import type { TaskList } from './use-tasks.ts';
import { useNarrow, useVisibleWindow } from './visible-window.ts';

export interface TaskTableProps {
  readonly name: string;
  readonly route: TasksRoute;
  readonly list: TaskList;
  readonly rows: readonly TaskRowFragment[];
  /** How many there are in all; null where that is not known. */
  readonly total: number | null;
  readonly bulk: Bulk;
  readonly onSaved: (row: TaskRowFragment, edited: Edited) => void;
  readonly onRefused: (row: TaskRowFragment, error: AskError) => void;
}

const ROW_HEIGHT = 34;
const NARROW_ROW_HEIGHT = 62;

/** Tasks as a grid of cells that are walked and edited by keys; only rows in sight are elements. */
export function TaskTable(props: TaskTableProps) {
  const { name, route, list, rows, total, bulk, onSaved, onRefused } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrow();
  const columns = isNarrow ? NARROW_COLUMNS : columnsOf(shownColumns(route));
  const rowHeight = isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const count = Math.max(rows.length, list.hasMore ? (total ?? rows.length + 1) : rows.length);
  const seen = useVisibleWindow(scroller, rowHeight, count);
  const grid = useGrid(scroller, { rows, columns, rowHeight, pageRows: seen.end - seen.first, route, bulk });
  useEffect(() => list.need(seen.end + 50), [seen.end, rows]);
  const visible = rows.slice(seen.first, seen.end);
  return (
    <div
      class="grid"
      role="grid"
      style={widthsOf(columns)}
      ref={scroller}
      aria-label={projectWords.taskList.table(name)}
      aria-multiselectable="true"
      aria-rowcount={list.hasMore && total === null ? -1 : count + 1}
      aria-colcount={columns.length}
      aria-describedby="grid-keys"
      onKeyDown={grid.keyDown}
    >
      <Head columns={columns} route={route} />
      <div role="rowgroup" class="grid-body" style={{ blockSize: `${count * rowHeight}px` }}>
        {visible.map((row, at) => (
          <TaskRow
            key={row.id}
            {...{ route, grid, bulk, columns, rowHeight, onSaved, onRefused }}
            row={row}
            number={seen.first + at}
          />
        ))}
      </div>
      <p id="grid-keys" class="visually-hidden">
        {projectWords.taskList.keys}
      </p>
    </div>
  );
}

function Head({ columns, route }: { columns: readonly Column[]; route: TasksRoute }) {
  return (
    <div role="rowgroup" class="grid-head">
      <div role="row" class="grid-row" aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} route={route} />
        ))}
      </div>
    </div>
  );
}

function HeadCell({ column: { key, sort, isNumber }, route }: { column: Column; route: TasksRoute }) {
  const label = projectWords.taskList.columns[key];
  const isSorted = sort === route.sort;
  const order = route.isDescending ? 'descending' : 'ascending';
  return (
    <span
      role="columnheader"
      class={`cell-${key} ${isNumber ? 'number' : ''}`}
      aria-sort={isSorted ? order : sort === null ? undefined : 'none'}
    >
      {sort === null ? (
        label
      ) : (
        <button
          type="button"
          class="sort"
          onClick={() => refine({ ...route, sort, isDescending: isSorted && !route.isDescending })}
        >
          {label}
          {isSorted && <span aria-hidden="true"> {route.isDescending ? '↓' : '↑'}</span>}
        </button>
      )}
    </span>
  );
}
