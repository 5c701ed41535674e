import { useRef, useState } from 'preact/hooks';
import { ByCode } from '../project/by-code.tsx';
import { ProjectPage } from '../project/project-page.tsx';
import { useProject, type ProjectEvent } from '../project/use-project.ts';
import { TaskPanel } from '../plan/task-panel.tsx';
import type { TasksRoute } from '../state/project-routes.ts';
import { projectWords } from '../project-words.ts';
import { Board } from './board.tsx';
import { TableView } from './table-view.tsx';
import { TaskFilters } from './task-filters.tsx';

/** A project's tasks as a table or a board. */
export function TasksPage({ route }: { route: TasksRoute }) {
  return <ByCode name={route.project}>{(id) => <TasksOf id={id} route={route} />}</ByCode>;
}

function TasksOf({ id, route }: { id: string; route: TasksRoute }) {
  const hear = useRef<(event: ProjectEvent) => void>(() => {});
  const [eventCount, setEventCount] = useState(0);
  const state = useProject(id, (event) => {
    setEventCount((before) => before + 1);
    hear.current(event);
  });
  const { head } = state;
  const view = { id, route, gapCount: state.gapCount, hear, head };
  return (
    <ProjectPage name={route.project} page={projectWords.project[route.view]} state={state}>
      <div class={`tasks ${route.task === '' ? '' : 'has-panel'}`}>
        <div class="tasks-main">
          <TaskFilters route={route} />
          {head !== null &&
            (route.view === 'table' ? (
              <TableView key={id} {...view} head={head} />
            ) : (
              <Board key={id} {...view} head={head} />
            ))}
        </div>
        {route.task !== '' && (
          <TaskPanel id={route.task} route={route} eventCount={eventCount} move={null} mayMove={false} />
        )}
      </div>
    </ProjectPage>
  );
}
