import type { Loaders } from '../../db/read/loaders.ts';
import { FIGURES_OF_PROJECTS, type ProjectFigures } from '../../db/queries/rollup/project-figures-query.ts';
import { AlertSeverity } from '../../domain/enums.ts';

/** How a project stands, that the caller may see; one statement for all projects of a tick. */
async function readFigures(loaders: Loaders, projectId: string): Promise<ProjectFigures> {
  const loader = loaders.custom<ProjectFigures>('figures', async (ids, batch) => {
    const rows = await batch.rows(FIGURES_OF_PROJECTS, [ids]);
    const byId = new Map(rows.map((row) => [row.projectId, row]));
    return ids.map((id) => byId.get(id) as ProjectFigures);
  });
  return loader.load(projectId);
}

/** How many live tasks of the project have the status overdue. */
export async function readOverdueTaskCount(loaders: Loaders, projectId: string): Promise<number> {
  return (await readFigures(loaders, projectId)).overdueTaskCount;
}

/** How many alerts of the project are open, of a severity or a graver one; of all where none is given. */
export async function readOpenAlertCount(
  loaders: Loaders,
  projectId: string,
  least: AlertSeverity = AlertSeverity.GREEN,
): Promise<number> {
  const { redAlertCount, yellowAlertCount, greenAlertCount } = await readFigures(loaders, projectId);
  switch (least) {
    case AlertSeverity.RED:
      return redAlertCount;
    case AlertSeverity.AMBER:
      return redAlertCount + yellowAlertCount;
    case AlertSeverity.GREEN:
      return redAlertCount + yellowAlertCount + greenAlertCount;
  }
}
