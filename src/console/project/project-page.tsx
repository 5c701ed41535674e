import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { NothingHere } from '../help/nothing-here.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { PlanHeader } from '../plan/plan-header.tsx';
import { planRoute, printRoute } from '../state/routes.ts';
import { words } from '../words.ts';
import { ProjectTabs } from './project-tabs.tsx';
import type { ProjectState } from './use-project.ts';

interface ProjectPageProps {
  /** As the address names it. */
  readonly name: string;
  readonly page: string;
  readonly state: ProjectState;
  readonly children: ComponentChildren;
}

/** The frame of a project's pages: what it is called, how it stands, and what else there is to see of it. */
export function ProjectPage({ name, page, state, children }: ProjectPageProps) {
  const { head, error, isMissing, news, reload } = state;
  useEffect(() => {
    if (head !== null) document.title = `${page} – ${head.name} – ${words.product}`;
  }, [head?.name, page]);
  if (isMissing) return <NothingHere />;
  if (head === null)
    return error === null ? <Loading lines={12} /> : <Failed error={error} onAgain={reload} />;
  return (
    <div class="project">
      <PlanHeader head={head} news={news} hrefOf={(task) => printRoute(planRoute(name, task))} />
      <ProjectTabs project={name} />
      {children}
    </div>
  );
}
