import { route } from '../state/router.ts';
import { costRoute, tasksRoute } from '../state/project-routes.ts';
import { planRoute, printRoute, type Route } from '../state/routes.ts';
import { words } from '../words.ts';

/** The pages of a project. Table and board keep their filter from one to the other. */
export function ProjectTabs({ project }: { project: string }) {
  const current = route.value;
  const isShown = (page: Route['page'], view?: string): boolean =>
    current.page === page && (current.page !== 'tasks' || current.view === view);
  const tasks = (view: 'table' | 'board'): Route =>
    current.page === 'tasks' ? { ...current, view, task: '' } : tasksRoute(project, view);
  const tabs: readonly (readonly [string, Route, boolean])[] = [
    [words.project.plan, planRoute(project), isShown('plan')],
    [words.project.table, tasks('table'), isShown('tasks', 'table')],
    [words.project.board, tasks('board'), isShown('tasks', 'board')],
    [words.project.cost, costRoute(project), isShown('cost')],
    [words.records.history, { page: 'history', project }, isShown('history')],
  ];
  return (
    <nav class="tabs" aria-label={words.project.pages}>
      {tabs.map(([label, to, isCurrent]) => (
        <a key={label} href={printRoute(to)} aria-current={isCurrent ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}
