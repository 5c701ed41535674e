import type { Project } from '../../../entities/project.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import {
  HEALTHS,
  PROJECT_HEALTHS,
  PROJECT_WORK,
  type ProjectWork,
} from '../../db/queries/rollup/project-health-query.ts';
import type { Health } from '../../domain/enums.ts';
import { deriveHealth, type HealthVerdict } from '../../domain/rollup/health.ts';

export { healthCondition } from '../../db/queries/rollup/project-health-query.ts';

type StoredHealth = RowOfStatement<typeof PROJECT_HEALTHS>;

/** How a project does as of the civil date `today`, and why; one statement for all projects of a tick. */
export async function readHealth(loaders: Loaders, project: Project, today: string): Promise<HealthVerdict> {
  const loader = loaders.custom<ProjectWork>(`health|${today}`, async (ids, reader) => {
    const rows = await reader.rows(PROJECT_WORK, [ids, today]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) as ProjectWork);
  });
  return verdictOf(await loader.load(project.id), project, today);
}

/** The same without the reasons: as it is stored where the day has turned for the project, else as it is derived. */
export async function readHealthAlone(loaders: Loaders, project: Project, today: string): Promise<Health> {
  const loader = loaders.custom<StoredHealth>(`stored health|${today}`, async (ids, reader) => {
    const rows = await reader.rows(PROJECT_HEALTHS, [ids, today]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) as StoredHealth);
  });
  const work = await loader.load(project.id);
  const stored = work.stored === null ? undefined : HEALTHS[work.stored];
  return stored ?? verdictOf(work, project, today).health;
}

function verdictOf(work: ProjectWork, project: Project, today: string): HealthVerdict {
  const { startDate: start, endDate: end, progressPercent } = project;
  return deriveHealth({ ...work, today, start, end, progressPercent });
}
