import { useEffect } from 'preact/hooks';
import { ProjectOfTaskDocument } from '../operations.ts';
import { NothingHere } from '../help/nothing-here.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { refine } from '../state/router.ts';
import { planRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';

/** Leads from the id of a task, as links of messages have it, to the task in its plan. */
export function TaskLink({ id }: { id: string }) {
  const { data, error, reload } = useAsk(ProjectOfTaskDocument, id === '' ? null : { id });
  const project = data?.task?.projectId;
  useEffect(() => {
    if (project !== undefined) refine(planRoute(project, id));
  }, [project]);
  if (error?.code === 'NOT_FOUND' || error?.code === 'BAD_USER_INPUT' || id === '' || data?.task === null)
    return <NothingHere />;
  return error === null ? <Loading /> : <Failed error={error} onAgain={reload} />;
}
