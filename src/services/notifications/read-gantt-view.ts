import { CHOICES } from '../../db/queries/notifications/personal-state-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { Loaders } from '../../db/read/loaders.ts';

/** What the actor has chosen of the chart of a project, beside its scale. */
export type GanttChoices = RowOfStatement<typeof CHOICES>;

/** The actor's choices for a project; one statement for all projects of a tick. Null where none were kept. */
export function readGanttChoices(loaders: Loaders, projectId: string): Promise<GanttChoices | null> {
  const loader = loaders.custom<GanttChoices | null>('gantt-choices', async (ids, reader) => {
    const byProject = new Map((await reader.rows(CHOICES, [ids])).map((row) => [row.projectId, row]));
    return ids.map((id) => byProject.get(id) ?? null);
  });
  return loader.load(projectId);
}
