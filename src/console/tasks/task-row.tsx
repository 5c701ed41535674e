import type { TaskRowFragment } from '../operations.ts';
import { StatusWord } from '../parts/health.tsx';
import type { AskError } from '../state/ask.ts';
import type { TasksRoute } from '../state/project-routes.ts';
import { printRoute } from '../state/routes.ts';
import type { Bulk } from '../selection/use-bulk.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { CellEditor, type Edited } from './cell-editor.tsx';
import { mayEdit, textOf, type Column } from './columns.ts';
import type { Grid } from './use-grid.ts';

interface TaskRowProps {
  readonly route: TasksRoute;
  readonly onSaved: (row: TaskRowFragment, edited: Edited) => void;
  readonly onRefused: (row: TaskRowFragment, error: AskError) => void;
  readonly row: TaskRowFragment;
  readonly number: number;
  readonly rowHeight: number;
  readonly columns: readonly Column[];
  readonly grid: Grid;
  readonly bulk: Bulk;
}

/** A task as a row of cells. */
export function TaskRow(props: TaskRowProps) {
  const { columns, row, number, rowHeight, grid, bulk, route, onSaved, onRefused } = props;
  const isOpen = route.task === row.id;
  return (
    <div
      role="row"
      class={`grid-row is-task ${isOpen ? 'is-active' : ''}`}
      aria-rowindex={number + 2}
      aria-current={isOpen ? 'true' : undefined}
      aria-selected={bulk.selected.has(row.id)}
      style={{ blockSize: `${rowHeight}px`, transform: `translateY(${number * rowHeight}px)` }}
    >
      {columns.map((column, at) => {
        const isActive = grid.place.row === number && grid.place.column === at;
        const isEditing = isActive && grid.editing === row.id;
        return (
          <span
            key={column.key}
            role={at === 0 ? 'rowheader' : 'gridcell'}
            class={`cell-${column.key} ${column.isNumber ? 'number' : ''} ${mayEdit(column, row) ? 'is-editable' : ''}`}
            tabIndex={isActive && !isEditing ? 0 : -1}
            aria-readonly={!mayEdit(column, row)}
            data-cell={`${number}:${at}`}
            onClick={() => grid.point({ row: number, column: at }, isActive)}
            onDblClick={() => grid.edit({ row: number, column: at })}
          >
            {isEditing ? (
              <CellEditor
                column={column}
                row={row}
                onCancel={grid.stop}
                onRefused={(error) => onRefused(row, error)}
                onSaved={(edited) => {
                  grid.stop();
                  onSaved(row, edited);
                }}
              />
            ) : (
              <Said column={column} row={row} route={route} bulk={bulk} />
            )}
          </span>
        );
      })}
    </div>
  );
}

interface SaidProps extends Pick<TaskRowProps, 'row' | 'route' | 'bulk'> {
  readonly column: Column;
}

function Said({ column, row, route, bulk }: SaidProps) {
  const text = textOf(column, row);
  if (column.key === 'status') return <StatusWord status={row.status} />;
  if (column.key === 'slack')
    return <span class={row.isCritical === true || (row.totalSlack ?? 0) < 0 ? 'bad' : ''}>{text}</span>;
  if (column.key !== 'name') return <span class={text === words.none ? 'quiet' : ''}>{text}</span>;
  const where = [row.phase?.name, row.workPackage?.name].filter((name) => name != null).join(' / ');
  const refusal = bulk.outcomes.get(row.id) ?? null;
  return (
    <>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={projectWords.selection.select(row.name)}
        checked={bulk.selected.has(row.id)}
        onClick={(event) => event.stopPropagation()}
        onChange={() => bulk.toggle(row.id)}
      />
      <a href={printRoute({ ...route, task: row.id })} tabIndex={-1} title={row.name}>
        {row.name}
      </a>
      <span class={refusal === null ? 'quiet where' : 'bad where'} title={refusal ?? where}>
        {refusal ?? where}
      </span>
    </>
  );
}
