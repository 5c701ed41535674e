import { route } from '../state/router.ts';
import { costRoute, tasksRoute } from '../state/project-routes.ts';
import { planRoute, printRoute, type Route } from '../state/routes.ts';
import { projectWords } from '../project-words.ts';
import { recordsWords } from '../records-words.ts';

/** The pages of a project. Table and board keep their filter from one to the other. */
export function ProjectTabs({ project }: { project: string }) {
  const current = route.value;
  const isShown = (page: Route['page'], view?: string): boolean =>
    current.page === page && (current.page !== 'tasks' || current.view === view);
  const tasks = (view: 'table' | 'board'): Route =>
    current.page === 'tasks' ? { ...current, view, task: '' } : tasksRoute(project, view);
  const tabs: readonly (readonly [string, Route, boolean])[] = [
    [projectWords.project.plan, planRoute(project), isShown('plan')],
    [projectWords.project.table, tasks('table'), isShown('tasks', 'table')],
    [projectWords.project.board, tasks('board'), isShown('tasks', 'board')],
    [projectWords.project.cost, costRoute(project), isShown('cost')],
    [recordsWords.records.history, { page: 'history', project }, isShown('history')],
  ];
  return (
    <nav class="tabs" aria-label={projectWords.project.pages}>
      {tabs.map(([label, to, isCurrent]) => (
        <a key={label} href={printRoute(to)} aria-current={isCurrent ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}
