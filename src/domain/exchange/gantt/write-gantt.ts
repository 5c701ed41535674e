import { groupBy } from '../../group-by.ts';
import { LINK_LETTERS } from '../csv/write-csv.ts';
import { outlineRows, type ExportedLink, type ExportedPlan, type ExportedTask } from '../exported-plan.ts';
import { shownDays } from '../icalendar/write-icalendar.ts';

/**
 * A plan as what draws a Gantt chart needs, in JSON, task by task from top to bottom: when each begins and ends, as planned or else as computed,
 * and which ones it waits for with a lag in working days.
 */
export function* writeGantt(plan: ExportedPlan): Generator<string> {
  const { id, code, name, startDate, endDate } = plan.project;
  const project = { project_id: id, code, name, start: startDate, end: endDate, as_of: plan.today };
  const into = groupBy(plan.links, ({ to }) => to);
  yield `{"project":${JSON.stringify(project)},"timeline":[`;
  let [phase, workPackage]: [string, string | null] = ['', null];
  let mark = '\n';
  for (const row of outlineRows(plan)) {
    if (row.kind === 'phase') [phase, workPackage] = [row.branch.name, null];
    else if (row.kind === 'package') workPackage = row.branch.name;
    else {
      const { task } = row;
      const place = { phase, work_package: workPackage };
      yield `${mark}${JSON.stringify({ ...barOf(task), ...place, dependencies: (into.get(task.id) ?? []).map(linkOf) })}`;
      mark = ',\n';
    }
  }
  yield '\n]}\n';
}

function barOf(task: ExportedTask): object {
  const days = shownDays(task);
  return {
    task_id: task.id,
    name: task.name,
    start: days?.start ?? null,
    end: days?.last ?? null,
    status: task.status,
    progress_percent: task.progressPercent,
    is_critical: task.isCritical,
  };
}

function linkOf({ from, type, lagDays }: ExportedLink): object {
  return { type: LINK_LETTERS[type], task_id: from, lag: lagDays };
}
