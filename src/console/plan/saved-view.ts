import { unpackId } from '../gantt/timeline.ts';
import type { PlanQuery, SaveGanttStateInput } from '../operations.ts';
import { planRoute, ZOOMS, type PlanRoute } from '../state/routes.ts';

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
  if (route.zoom !== 'fit' || route.at !== '' || saved === null) return route;
  const zoom = ZOOMS.find((each) => each.toUpperCase() === saved.zoomLevel);
  const at = saved.viewportStart;
  const chosen = choicesOf(route) === choicesOf(planRoute(route.project)) ? savedChoices(saved) : {};
  return { ...route, ...(zoom === undefined || at === null ? {} : { zoom, at }), ...chosen };
}

/** What a route says of the plan beside this one, and of the critical path. */
function choicesOf({ hasCritical, hasBaseline, baseline, asOf, isComparing }: PlanRoute): string {
  return JSON.stringify([hasCritical, hasBaseline, baseline, asOf, isComparing]);
}

function savedChoices(saved: NonNullable<SavedView>): Partial<PlanRoute> {
  const { emphasisesCritical, showsBaseline, baselineId } = saved;
  return { hasCritical: emphasisesCritical, hasBaseline: showsBaseline, baseline: baselineId ?? '' };
}

/** What a person has chosen of a plan. */
export interface Chosen {
  readonly route: PlanRoute;
  /** Packed ids of the rows that are folded. */
  readonly folded: ReadonlySet<string>;
}

const MAX_FOLDED = 1_000;

/** What is kept of a view. A plan that is shown whole has no first and last day. */
export function viewToSave(
  projectId: string,
  look: Look,
  { route, folded }: Chosen,
  saved: SavedView,
): SaveGanttStateInput {
  const { zoom } = route;
  return {
    projectId,
    zoomLevel: (zoom === 'fit' ? look.zoom : zoom).toUpperCase() as SaveGanttStateInput['zoomLevel'],
    groupingMode: saved?.groupingMode ?? 'BY_PHASE',
    ...(zoom === 'fit' ? {} : { viewportStart: look.from, viewportEnd: look.to }),
    foldedIds: [...folded].slice(0, MAX_FOLDED).map(unpackId),
    showsBaseline: route.hasBaseline,
    baselineId: route.baseline === '' ? null : route.baseline,
    emphasisesCritical: route.hasCritical,
  };
}

/** Differs when something was chosen that is kept. */
export function choiceOf({ route, folded }: Chosen): string {
  const { zoom, at, hasCritical, hasBaseline, baseline } = route;
  return JSON.stringify([zoom, at, hasCritical, hasBaseline, baseline, ...folded]);
}
