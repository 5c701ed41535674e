import { useEffect, useState } from 'preact/hooks';
import { refine, route as shown } from '../state/router.ts';
import { STATUSES, TASK_SORTS, type TasksRoute } from '../state/project-routes.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';

const SEARCH_PAUSE_MS = 250;

/** Which tasks are shown; the address keeps it. */
export function TaskFilters({ route }: { route: TasksRoute }) {
  const toggle = (status: TasksRoute['status'][number]): void =>
    refine({
      ...route,
      status: STATUSES.filter((each) => route.status.includes(each) !== (each === status)),
    });
  return (
    <form
      class="filters"
      role="search"
      aria-label={projectWords.taskList.filters}
      onSubmit={(event) => event.preventDefault()}
    >
      <Search route={route} />
      <div class="segments" role="group" aria-label={projectWords.taskList.status}>
        {STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={route.status.includes(status)}
            onClick={() => toggle(status)}
          >
            {words.status(status)}
          </button>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={route.isCritical}
          onChange={(event) => refine({ ...route, isCritical: event.currentTarget.checked })}
        />
        {projectWords.taskList.critical}
      </label>
      <Order route={route} />
    </form>
  );
}

/** The order; a wide table has it in its head. */
function Order({ route }: { route: TasksRoute }) {
  return (
    <label class={route.view === 'table' ? 'only-narrow' : ''}>
      <span class="visually-hidden">{projectWords.taskList.order}</span>
      <select
        value={route.sort}
        onChange={(event) =>
          refine({ ...route, sort: event.currentTarget.value as TasksRoute['sort'], isDescending: false })
        }
      >
        {TASK_SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {projectWords.taskList.sortBy[sort]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Search({ route }: { route: TasksRoute }) {
  const [text, setText] = useState(route.search);
  useEffect(() => setText(route.search), [route.search]);
  useEffect(() => {
    if (text.trim() === route.search) return;
    const timer = setTimeout(() => {
      // The address as it is then: something else may have been chosen while somebody typed.
      const current = shown.value;
      if (current.page === 'tasks') refine({ ...current, search: text.trim() });
    }, SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <input
      type="search"
      aria-label={projectWords.taskList.search}
      placeholder={projectWords.taskList.search}
      value={text}
      onInput={(event) => setText(event.currentTarget.value)}
    />
  );
}
