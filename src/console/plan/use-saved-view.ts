import { useEffect, useRef, useState } from 'preact/hooks';
import { SaveGanttStateDocument, type PlanQuery, type SaveGanttStateInput } from '../operations.ts';
import { ask } from '../state/ask.ts';
import { refine } from '../state/router.ts';
import { ZOOMS, type PlanRoute } from '../state/routes.ts';

/** How a person has last looked at a plan; null where they have not yet. */
export type SavedView = NonNullable<PlanQuery['project']>['myGanttState'];

/** The part of a plan that is in sight: its scale, and its first and last day (YYYY-MM-DD). */
export interface Look {
  readonly zoom: (typeof ZOOMS)[number];
  readonly from: string;
  readonly to: string;
}

/** The route by which a plan opens: an address that names no part of it shows what its reader has last looked at. */
export function openingRoute(route: PlanRoute, saved: SavedView): PlanRoute {
  if (route.zoom !== 'fit' || route.at !== '') return route;
  const zoom = ZOOMS.find((each) => each.toUpperCase() === saved?.zoomLevel);
  const at = saved?.viewportStart ?? null;
  return zoom === undefined || at === null ? route : { ...route, zoom, at };
}

/** What is kept of a view. A plan that is shown whole has no first and last day. */
export function viewToSave(
  projectId: string,
  look: Look,
  chosen: PlanRoute['zoom'],
  saved: SavedView,
): SaveGanttStateInput {
  return {
    projectId,
    zoomLevel: (chosen === 'fit' ? look.zoom : chosen).toUpperCase() as SaveGanttStateInput['zoomLevel'],
    groupingMode: saved?.groupingMode ?? 'BY_PHASE',
    ...(chosen === 'fit' ? {} : { viewportStart: look.from, viewportEnd: look.to }),
  };
}

const SAVE_MS = 2_000;

/**
 * Opens a plan as its reader has last looked at it, and keeps how they look at it once they have chosen another part of it:
 * two seconds after the last choice, or when they leave.
 * @returns how it is shown, and where to say which part of it is in sight.
 */
export function useSavedView(
  projectId: string,
  asked: PlanRoute,
  saved: SavedView,
): { readonly route: PlanRoute; readonly look: { current: Look | null } } {
  const look = useRef<Look | null>(null);
  const [opening] = useState(() => openingRoute(asked, saved));
  const isFirst = useRef(true);
  const route = isFirst.current ? opening : asked;
  useEffect(() => {
    isFirst.current = false;
    if (opening !== asked) refine(opening);
  }, []);
  const known = useRef(`${opening.zoom} ${opening.at}`);
  const due = useRef<(() => void) | null>(null);
  const chosen = `${route.zoom} ${route.at}`;
  useEffect(() => {
    if (chosen === known.current) return;
    known.current = chosen;
    due.current = () => {
      due.current = null;
      if (look.current === null) return;
      const input = viewToSave(projectId, look.current, route.zoom, saved);
      // What is lost is how the plan looked: nobody is told.
      ask(SaveGanttStateDocument, { input }).catch(() => {});
    };
    const timer = setTimeout(() => due.current?.(), SAVE_MS);
    return () => clearTimeout(timer);
  }, [chosen]);
  useEffect(() => () => due.current?.(), []);
  return { route, look };
}
