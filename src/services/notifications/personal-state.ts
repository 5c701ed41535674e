import { step } from '../../db/connection/pipeline.ts';
import {
  MARK,
  MARK_ALL,
  SAVE_CHOICES,
  SAVE_VIEW,
  VIEWED_PROJECT,
} from '../../db/queries/notifications/personal-state-query.ts';
import { badInput, notFound } from '../../domain/errors.ts';
import type { TimelineGrouping, TimelineZoom } from '../../domain/enums.ts';
import { foldedRows } from '../../domain/schedule/timeline/folded-rows.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { Tx } from '../transaction/command.ts';

/*
 * What belongs to one user alone: whether a notification was read, and how a timeline was last looked at. Every role
 * may do this, viewers too, since the plan does not change.
 */

const MAX_IDS = 500;

/** Marks the actor's own notifications, all of them without `ids`; others' are not there. Answers how many changed. */
export async function markNotifications(
  tx: Tx,
  ids: readonly string[] | null | undefined,
  isRead: boolean,
): Promise<{ changed: number }> {
  if (ids === null || ids === undefined) return { changed: (await tx.run(MARK_ALL, [isRead])).rowCount };
  if (ids.length > MAX_IDS) {
    throw badInput('Too many notifications at once.', { field: 'input.ids', expected: `at most ${MAX_IDS}` });
  }
  const { rowCount } = await tx.run(MARK, [ids.filter(isUuid), isRead]);
  return { changed: rowCount };
}

/** How a user looks at a project's timeline. */
export interface GanttView {
  projectId: string;
  zoomLevel: TimelineZoom;
  groupingMode: TimelineGrouping;
  viewportStart?: string | null;
  viewportEnd?: string | null;
  /** Absent leaves what is kept; null unfolds all. */
  foldedIds?: readonly string[] | null;
  /** Absent or null leaves what is kept. */
  showsBaseline?: boolean | null;
  /** Absent leaves what is kept; null is the current one. */
  baselineId?: string | null;
  /** Absent or null leaves what is kept. */
  emphasisesCritical?: boolean | null;
}

/**
 * Keeps how the actor looks at a project, one state per user and project. Ids of folded rows that are not of the project, any more or at
 * all, are not kept.
 * @throws PitError NOT_FOUND for a project that is not to be seen, and for a baseline that it has not; PIT006 for a view that ends
 *   before it begins; BAD_USER_INPUT for too many folded rows.
 */
export async function saveGanttState(tx: Tx, view: GanttView): Promise<{ ganttStateId: string }> {
  const { projectId, viewportStart = null, viewportEnd = null, baselineId } = view;
  if (viewportStart !== null && viewportEnd !== null && viewportEnd < viewportStart) {
    const expected = `a day not before ${viewportStart}`;
    const detail = { pit: 'PIT006', field: 'input.viewportEnd', expected, actual: viewportEnd } as const;
    throw badInput('The view ends before it begins.', detail);
  }
  const choices = choicesOf(view);
  await requireViewed(tx, projectId, baselineId ?? null);
  const values = [projectId, view.zoomLevel, viewportStart, viewportEnd, view.groupingMode];
  const { rows } = await tx.run(SAVE_VIEW, values);
  if (choices !== null) tx.defer(step(SAVE_CHOICES, [projectId, ...choices]));
  return { ganttStateId: (rows[0] as { id: string }).id };
}

/** What of the choices is said, as `SAVE_CHOICES` takes it; null where nothing is. */
function choicesOf(view: GanttView) {
  const { foldedIds, baselineId, showsBaseline = null, emphasisesCritical = null } = view;
  const folded = foldedIds === undefined ? null : foldedRows(foldedIds, 'input.foldedIds');
  const isBaselineNamed = baselineId !== undefined;
  const isSaid = folded !== null || showsBaseline !== null || isBaselineNamed || emphasisesCritical !== null;
  return isSaid ? [folded, showsBaseline, isBaselineNamed, baselineId ?? null, emphasisesCritical] : null;
}

async function requireViewed(tx: Tx, projectId: string, baselineId: string | null): Promise<void> {
  const named = baselineId !== null && isUuid(baselineId) ? baselineId : null;
  const { rows } = isUuid(projectId) ? await tx.run(VIEWED_PROJECT, [projectId, named]) : { rows: [] };
  const [viewed] = rows;
  if (viewed === undefined) throw notFound('project', String(projectId), 'input.projectId');
  if (baselineId !== null && viewed.baselineId === null)
    throw notFound('baseline of the project', baselineId, 'input.baselineId');
}
