import { useState } from 'preact/hooks';
import { refine } from '../state/router.ts';
import { TASK_COLUMNS, type TasksRoute } from '../state/project-routes.ts';
import { projectWords } from '../project-words.ts';
import { columnsWith, shownColumns } from './chosen-columns.ts';

/** Which columns the table has. */
export function ColumnChoice({ route }: { route: TasksRoute }) {
  const [isOpen, setOpen] = useState(false);
  const shown = shownColumns(route);
  return (
    <div class="menu only-wide" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
      <button type="button" class="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {projectWords.taskList.chooseColumns}
      </button>
      {isOpen && (
        <fieldset class="menu-body" aria-label={projectWords.taskList.chooseColumns}>
          {TASK_COLUMNS.filter((column) => column !== 'name').map((column) => (
            <label key={column} class="check">
              <input
                type="checkbox"
                checked={shown.includes(column)}
                onChange={({ currentTarget }) =>
                  refine({ ...route, columns: columnsWith(route, column, currentTarget.checked) })
                }
              />
              {projectWords.taskList.columns[column]}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
