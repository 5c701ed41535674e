import { useEffect, useRef, useState } from 'preact/hooks';
import type { TaskRowFragment } from '../operations.ts';
import type { TasksRoute } from '../state/project-routes.ts';
import type { Bulk } from '../selection/use-bulk.ts';
import { go } from '../state/router.ts';
import { mayEdit, type Column } from './columns.ts';
import { cellAfter, type Place } from './grid-keys.ts';

export interface Grid {
  readonly place: Place;
  /** The task of which a cell is edited. */
  readonly editing: string | null;
  readonly point: (place: Place, isSecond: boolean) => void;
  readonly edit: (place: Place) => void;
  readonly stop: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

interface GridSource {
  readonly rows: readonly TaskRowFragment[];
  readonly columns: readonly Column[];
  readonly rowHeight: number;
  readonly pageRows: number;
  readonly route: TasksRoute;
  readonly bulk: Pick<Bulk, 'toggle' | 'clear' | 'selected'>;
}

/** Which cell has the focus, and whether it is edited. */
export function useGrid(
  scroller: { readonly current: HTMLElement | null },
  { rows, columns, rowHeight, pageRows, route, bulk }: GridSource,
): Grid {
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<string | null>(null);
  const wantsFocus = useFocusedCell(scroller, place, editing !== null);
  const goTo = (next: Place): void => {
    wantsFocus.current = true;
    setPlace(next);
    if (scroller.current !== null) bringInSight(scroller.current, next.row, rowHeight);
  };
  const edit = (at: Place): void => {
    const row = rows[at.row];
    if (row === undefined || !mayEdit(columns[at.column]!, row)) return;
    goTo(at);
    setEditing(row.id);
  };
  const open = (at: Place): void => {
    const row = rows[at.row];
    if (row !== undefined) go({ ...route, task: row.id });
  };
  return {
    place,
    editing,
    edit,
    point: (at, isSecond) => (isSecond && editing === null && at.column > 0 ? edit(at) : goTo(at)),
    stop: () => {
      wantsFocus.current = true;
      setEditing(null);
    },
    keyDown: (event) => {
      if ((event.target as Element).closest('.grid-head') !== null) return;
      if (event.key === 'Enter' || event.key === 'F2') {
        event.preventDefault();
        if (place.column === 0 && event.key === 'Enter') open(place);
        else edit(place);
        return;
      }
      if (select(event, rows[place.row], bulk)) return event.preventDefault();
      const next = cellAfter(place, event, { rows: rows.length, columns: columns.length, page: pageRows });
      if (next === null) return;
      event.preventDefault();
      goTo(next);
    },
  };
}

/** Space selects the task of the row, Escape selects none. */
function select(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  row: TaskRowFragment | undefined,
  bulk: GridSource['bulk'],
): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  if (key === ' ' && row !== undefined) bulk.toggle(row.id);
  else if (key === 'Escape' && bulk.selected.size > 0) bulk.clear();
  else return false;
  return true;
}

/** Brings the focus to a cell that was walked to, once it is there: rows out of sight are no elements. */
function useFocusedCell(
  scroller: { readonly current: HTMLElement | null },
  { row, column }: Place,
  isEditing: boolean,
): { current: boolean } {
  const wantsFocus = useRef(false);
  useEffect(() => {
    if (!wantsFocus.current || isEditing) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`);
    if (cell == null) return;
    wantsFocus.current = false;
    cell.focus({ preventScroll: true });
  });
  return wantsFocus;
}

const HEAD_HEIGHT = 34;

/** Scrolls as far as it takes to see a row, below the head that stays. */
function bringInSight(scroller: HTMLElement, row: number, rowHeight: number): void {
  const [top, bottom] = [row * rowHeight, (row + 1) * rowHeight];
  const height = scroller.clientHeight - HEAD_HEIGHT;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + height) scroller.scrollTop = bottom - height;
}
