import { KEEP_FORECAST, NEWEST_FORECASTS } from '../../../db/queries/cost/forecast-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import type { ForecastDocument } from '../../../domain/schedule/forecast/forecast-document.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import { lockProjectOf } from '../../plan/projects/locked-project.ts';
import type { Tx } from '../../transaction/command.ts';

/** A forecast that is kept, with when it was made. */
export interface StoredForecast extends ForecastDocument {
  readonly id: string;
  readonly projectId: string;
  readonly madeAt: string;
}

/** Keeps a forecast in a snapshot of the project, with all that it was made of. @throws PitError as `authorise`. */
export async function keepForecast(
  tx: Tx,
  projectId: string,
  document: ForecastDocument,
): Promise<{ readonly projectId: string; readonly snapshotId: string }> {
  const project = await lockProjectOf(tx, 'project', projectId, 'input.projectId');
  authorise(tx, 'forecastProject', relationsInProject(project));
  const { rows } = await tx.run(KEEP_FORECAST, [project.id, JSON.stringify(document)]);
  tx.emit({ topic: 'pit.cost.recorded', streamId: project.id, payload: { projectId: project.id } });
  return { projectId: project.id, snapshotId: rows[0]?.id ?? '' };
}

/** The newest forecast of a visible project; null where none was made that we can read. One statement for all of a tick. */
export function readForecast(loaders: Loaders, projectId: string): Promise<StoredForecast | null> {
  const loader = loaders.custom<StoredForecast | null>('forecast', async (ids, batch) => {
    const rows = await batch.rows(NEWEST_FORECASTS, [ids]);
    const byProject = new Map(
      rows
        .filter(({ document }) => (document as { v?: unknown }).v === 1)
        .map(({ id, projectId: project, capturedAt, document }) => [
          project,
          { ...document, id, projectId: project, madeAt: capturedAt },
        ]),
    );
    return ids.map((id) => byProject.get(id) ?? null);
  });
  return loader.load(projectId);
}
