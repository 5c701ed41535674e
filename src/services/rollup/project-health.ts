import type { Project } from '../../../entities/project.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { PROJECT_WORK, type ProjectWork } from '../../db/queries/rollup/project-health-query.ts';
import { deriveHealth, type HealthVerdict } from '../../domain/rollup/health.ts';

export { healthCondition } from '../../db/queries/rollup/project-health-query.ts';

/** How a project does as of the civil date `today`; one statement for all projects of a tick. */
export async function readHealth(loaders: Loaders, project: Project, today: string): Promise<HealthVerdict> {
  const loader = loaders.custom<ProjectWork>(`health|${today}`, async (ids, reader) => {
    const rows = await reader.rows(PROJECT_WORK, [ids, today]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) as ProjectWork);
  });
  const { startDate: start, endDate: end, progressPercent } = project;
  return deriveHealth({ ...(await loader.load(project.id)), today, start, end, progressPercent });
}
