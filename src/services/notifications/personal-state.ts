import {
  MARK,
  MARK_ALL,
  VISIBLE_PROJECT,
  SAVE_VIEW,
} from '../../db/queries/notifications/personal-state-query.ts';
import { badInput, notFound } from '../../domain/errors.ts';
import type { TimelineGrouping, TimelineZoom } from '../../domain/enums.ts';
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
}

/**
 * Keeps how the actor looks at a project, one state per user and project.
 * @throws PitError NOT_FOUND for a project that is not to be seen; PIT006 for a view that ends before it begins.
 */
export async function saveGanttState(tx: Tx, view: GanttView): Promise<{ ganttStateId: string }> {
  const { projectId, viewportStart = null, viewportEnd = null } = view;
  if (viewportStart !== null && viewportEnd !== null && viewportEnd < viewportStart) {
    const expected = `a day not before ${viewportStart}`;
    const detail = { pit: 'PIT006', field: 'input.viewportEnd', expected, actual: viewportEnd } as const;
    throw badInput('The view ends before it begins.', detail);
  }
  const visible = isUuid(projectId) ? await tx.run(VISIBLE_PROJECT, [projectId]) : { rowCount: 0 };
  if (visible.rowCount === 0) throw notFound('project', String(projectId), 'input.projectId');
  const values = [projectId, view.zoomLevel, viewportStart, viewportEnd, view.groupingMode];
  const { rows } = await tx.run(SAVE_VIEW, values);
  return { ganttStateId: (rows[0] as { id: string }).id };
}
