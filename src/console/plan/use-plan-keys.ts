import { useEffect } from 'preact/hooks';
import type { GanttView } from '../gantt/gantt-view.ts';
import { Flag, isTask, type PackedTimeline } from '../gantt/timeline.ts';
import { toDayNumber } from '../state/civil-date.ts';
import { isPlain, isSingleKey } from '../settings/single-keys.ts';
import { refine } from '../state/router.ts';
import { ZOOMS, type PlanRoute, type Zoom } from '../state/routes.ts';

export interface PlanKeys {
  readonly route: PlanRoute;
  /** The scale that is shown. */
  readonly shown: Zoom;
  readonly timeline: PackedTimeline;
  readonly view: { readonly current: GanttView | undefined };
  readonly active: string | null;
  readonly onActive: (id: string) => void;
  /** Whether a task is on its way: Escape takes it back then, and closes nothing. */
  readonly isBusy: boolean;
}

/** Single keys of the plan page. They never act while somebody types, or while a dialog is open. */
export function usePlanKeys(keys: PlanKeys): void {
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      // Escape is no character: it closes what is open, whatever is set.
      if (!isSingleKey(event) && !(event.key === 'Escape' && isPlain(event))) return;
      if (act(event.key, keys)) event.preventDefault();
    };
    addEventListener('keydown', keyDown);
    return () => removeEventListener('keydown', keyDown);
  });
}

function act(key: string, keys: PlanKeys): boolean {
  const run = actsOf(keys)[key];
  run?.();
  return run !== undefined;
}

/** What each key does. */
export function actsOf(keys: PlanKeys): Readonly<Record<string, () => void>> {
  const { route, shown, timeline, view, isBusy } = keys;
  const zoomBy = (step: number): void => {
    const zoom = ZOOMS[ZOOMS.indexOf(shown) + step];
    if (zoom !== undefined) refine({ ...route, zoom });
  };
  return {
    '+': () => zoomBy(-1),
    '=': () => zoomBy(-1),
    '-': () => zoomBy(1),
    f: () => refine({ ...route, zoom: 'fit', at: '' }),
    t: () => view.current?.showDay(toDayNumber(timeline.today) - toDayNumber(timeline.origin), 0.3),
    c: () => refine({ ...route, hasCritical: !route.hasCritical }),
    l: () => refine({ ...route, hasLinks: !route.hasLinks }),
    b: () => refine({ ...route, hasBaseline: !route.hasBaseline }),
    ']': () => goToProblem(keys, 1),
    '[': () => goToProblem(keys, -1),
    ...(isBusy || route.task === '' ? {} : { Escape: () => refine({ ...route, task: '' }) }),
  };
}

/** The next row, downwards or upwards and around, of a task that is overdue, blocked or lacks evidence. */
export function nextProblem({ rows }: PackedTimeline, from: number, step: 1 | -1): number {
  const count = rows.id.length;
  const problem = Flag.OVERDUE | Flag.BLOCKED | Flag.EVIDENCE_MISSING;
  for (let n = 1; n <= count; n += 1) {
    const row = (((from + n * step) % count) + count) % count;
    if (isTask(rows.kind[row]!) && (rows.b[row]! & problem) !== 0) return row;
  }
  return -1;
}

function goToProblem({ timeline, active, onActive, view }: PlanKeys, step: 1 | -1): void {
  const from = active === null ? (step === 1 ? -1 : 0) : timeline.rows.id.indexOf(active);
  const row = nextProblem(timeline, from, step);
  if (row < 0) return;
  onActive(timeline.rows.id[row]!);
  view.current?.showRow(row);
}
