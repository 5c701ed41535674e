import type { GanttState } from '../../entities/gantt-state.ts';
import { Task } from '../../entities/task.ts';
import type { Condition, RequestContext, SelectedColumns } from '../../src/context.ts';
import { toDayNumber } from '../../src/domain/civil-date.ts';
import { TimelineGrouping, TimelineZoom } from '../../src/domain/enums.ts';
import { badInput } from '../../src/domain/errors.ts';
import { packId, RowKind, type TimelineLayout } from '../../src/domain/schedule/timeline/timeline-layout.ts';
import { groupRows, viewport, type Viewport } from '../../src/domain/schedule/timeline/timeline-viewport.ts';
import { readOwners } from '../../src/services/schedule/timeline/read-timeline.ts';
import type { DateWindow } from '../graph/filter-conditions.ts';
import { taskConditions, type TaskFilter } from '../plan/tasks/task.inputs.ts';
import type { TimelineRowsInput } from './timeline-types.ts';

/** What of a timeline is shown. */
export interface TimelineView {
  readonly grouping: TimelineGrouping;
  readonly window: DateWindow | null;
  readonly rows: Readonly<TimelineRowsInput>;
  readonly filter: TaskFilter | null;
}

interface AskedView {
  readonly zoom?: TimelineZoom | null;
  readonly grouping?: TimelineGrouping | null;
  readonly window?: DateWindow | null;
  readonly rows?: TimelineRowsInput | null;
  readonly filter?: TaskFilter | null;
}

/** The most tasks that a filter may leave. */
const MOST_FILTERED = 20_000;
const FIRST_ROWS = { offset: 0, limit: 100 };

/**
 * The view that is asked for: by the arguments, by what the caller has saved, else the whole by weeks.
 * @throws PitError BAD_USER_INPUT, PIT006 for a window that ends before it begins.
 */
export function requireView(
  asked: AskedView,
  saved: GanttState | null,
): { readonly zoom: TimelineZoom; readonly view: TimelineView } {
  requireWindow(asked.window);
  if (asked.filter?.deleted != null) {
    throw badInput('A timeline shows no deleted tasks.', {
      field: 'filter.deleted',
      expected: 'a filter without it',
    });
  }
  return { zoom: asked.zoom ?? saved?.zoomLevel ?? TimelineZoom.WEEK, view: viewOf(asked, saved) };
}

function viewOf({ grouping, window, rows, filter }: AskedView, saved: GanttState | null): TimelineView {
  return {
    grouping: grouping ?? saved?.groupingMode ?? TimelineGrouping.BY_PHASE,
    window: window ?? savedWindow(saved),
    rows: rows ?? FIRST_ROWS,
    filter: filter ?? null,
  };
}

function requireWindow(window: DateWindow | null | undefined): void {
  if (window?.from == null || window.to == null || window.to >= window.from) return;
  const expected = `a day not before ${window.from}`;
  const detail = { pit: 'PIT006', field: 'window.to', expected, actual: window.to } as const;
  throw badInput('The window ends before it begins.', detail);
}

function savedWindow(saved: GanttState | null): DateWindow | null {
  if (saved === null || (saved.viewportStart === null && saved.viewportEnd === null)) return null;
  return { from: saved.viewportStart, to: saved.viewportEnd };
}

const NO_ROWS: Viewport = { rowCount: 0, rows: [], links: [] };

/** The rows of a layout that a view shows, and the links that touch them. */
export async function viewportOf(
  context: RequestContext,
  projectId: string,
  layout: TimelineLayout | null,
  { grouping, window, rows, filter }: TimelineView,
): Promise<Viewport> {
  // What is wrong with the rows is said of an empty timeline too.
  if (layout === null) return (viewport(EMPTY, rows), NO_ROWS);
  const [owners, kept] = await Promise.all([
    grouping === TimelineGrouping.BY_ASSIGNEE ? readOwners(context, projectId) : undefined,
    filter === null ? null : filteredIds(context, projectId, filter),
  ]);
  const grouped = groupRows(layout, grouping, owners);
  const filtered = kept === null ? grouped : grouped.filter((at) => isKept(layout, at, kept));
  const order = filtered.filter((at) => isInWindow(layout, at, window));
  return viewport(layout, { ...rows, order });
}

const EMPTY: TimelineLayout = {
  v: 1,
  planSeq: 0,
  today: '',
  origin: '',
  unit: 'week',
  spanDays: 0,
  rowCount: 0,
  rows: {
    id: [],
    kind: [],
    depth: [],
    parent: [],
    label: [],
    x: [],
    w: [],
    p: [],
    s: [],
    f: [],
    b: [],
    bx: [],
    bw: [],
    h: [],
  },
  labels: [],
  links: { from: [], to: [], t: [], lag: [], b: [] },
};

/** Whether a row, or the task that holds it, is among the packed ids. */
function isKept({ rows }: TimelineLayout, at: number, kept: ReadonlySet<string>): boolean {
  if (rows.kind[at] !== RowKind.SUBTASK) return kept.has(rows.id[at]!);
  const parent = rows.parent[at];
  return parent != null && kept.has(rows.id[parent]!);
}

function isInWindow({ origin, rows }: TimelineLayout, at: number, window: DateWindow | null): boolean {
  if (window === null) return true;
  const x = rows.x[at]!;
  if (window.isNull === true) return x === null;
  if (x === null) return window.isNull == null && window.from == null && window.to == null;
  const zero = toDayNumber(origin);
  const last = x + Math.max(1, rows.w[at] ?? 1) - 1;
  const isLate = window.to != null && x > toDayNumber(window.to) - zero;
  const isEarly = window.from != null && last < toDayNumber(window.from) - zero;
  return !isLate && !isEarly;
}

const PLACE: SelectedColumns = {
  properties: ['id', 'workPackageId', 'phaseId'],
  signature: 'id,workPackageId,phaseId',
};

/** Packed ids of the tasks that a filter leaves, and of what holds them. */
async function filteredIds(
  context: RequestContext,
  projectId: string,
  filter: TaskFilter,
): Promise<ReadonlySet<string>> {
  const own: Condition = { op: 'in', property: 'projectId', values: [projectId] };
  const spec = { entity: Task, where: [...taskConditions(filter), own], order: [], backwards: false };
  const page = await context.page<Task>({ ...spec, size: MOST_FILTERED }, PLACE);
  if (page.hasMore) {
    throw badInput('The filter leaves too many tasks.', {
      field: 'filter',
      expected: `at most ${MOST_FILTERED} tasks`,
    });
  }
  const ids = page.rows.flatMap(({ id, workPackageId, phaseId }) => [id, workPackageId, phaseId]);
  const kept = new Set(ids.flatMap((id) => (id === null ? [] : packId(id))));
  if (kept.size > 0) kept.add(packId(projectId));
  return kept;
}
